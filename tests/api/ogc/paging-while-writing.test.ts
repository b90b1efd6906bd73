import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadThings } from '../../../api/services/load-things.ts';
import { eachDatabase } from '../../support/databases.ts';
import { linkOf, type OgcPage, type OgcTown, ogcTown, within } from '../../support/ogc-town.ts';
import { at } from '../../support/small-town.ts';

eachDatabase('reading page by page while others write', (database) => {
  const CODE = '993304';
  let ogc: OgcTown;
  beforeAll(async () => {
    ogc = await ogcTown(database(), CODE);
  });
  afterAll(() => ogc?.close());

  const shop = (name: string) => ({ kind: 'shop' as const, name, point: at(1, 1) });

  test('every feature that stands all the while comes once, whatever comes and goes meanwhile', async () => {
    const standing = await loadThings(
      ogc.town.db,
      'organization',
      Array.from({ length: 40 }, (_, i) => shop(`店${i}`)),
    );
    const seen: number[] = [];
    let added = 0;
    for (let next: string | undefined = '/collections/organizations/items?limit=3&kind=shop'; next; ) {
      const page: OgcPage = await ogc.json(next);
      seen.push(...page.features.map(({ id }) => id));
      if (added < 10) {
        added += 1;
        await loadThings(ogc.town.db, 'organization', [shop(`新店${added}`)]);
      }
      const href = linkOf(page.links, 'next');
      next = href && within(href, CODE);
    }
    expect(seen.filter((id) => standing.includes(id))).toEqual(standing);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(50);
  });
});
