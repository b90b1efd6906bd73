import { expect, test } from 'vitest';
import type { ScopedDatabase } from '../../../api/db/database.ts';
import { collectionOf } from '../../../api/db/ogc-collections.ts';
import type { ItemsQuestion } from '../../../api/db/ogc-items.ts';
import { parseCql } from '../../../api/services/ogc/cql.ts';
import { createCounts } from '../../../api/services/ogc/items.ts';

test('what is remembered of a long question is short, and its own', async () => {
  let n = 0;
  const db = {
    scope: { county: '990001', role: 'viewer' },
    query: async () => ({ rows: [{ n: ++n, version: 1 }], rowCount: 1 }),
  } as unknown as ScopedDatabase;
  const collection = collectionOf('buildings')!;
  const asked = (mark: string): ItemsQuestion => ({
    ...{ collection, division: null, area: null },
    filter: parseCql(`name IN (${Array(500).fill(`'${mark}'`).join(', ')})`, collection, (position) => position),
  });
  const known = new Map<string, number>();
  const counts = createCounts(known);
  const [one, other] = [await counts.of(db, asked('甲'), true), await counts.of(db, asked('乙'), true)];
  expect(one).not.toBe(other);
  expect([await counts.of(db, asked('甲'), true), await counts.of(db, asked('乙'), false)]).toEqual([one, other]);
  for (const key of known.keys()) expect(key.length).toBeLessThan(100);
});
