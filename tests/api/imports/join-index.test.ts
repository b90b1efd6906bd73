import { expect, test } from 'vitest';
import type { JoinedThing } from '../../../api/contract/import-matches.ts';
import { JoinIndex } from '../../../api/services/imports/join/join-index.ts';

const indexOf = (to: JoinedThing, code: string) =>
  new JoinIndex(
    [{ id: 1, code, name: '', address: '', inside: '', house: '', kind: '', lng: 124.3, lat: 43.3, regions: [] }],
    { to, by: 'code' },
  );

test('the number of a source is another one with zeros or hyphens more', () => {
  const buildings = indexOf('building', '100001');
  expect(buildings.find('100001', '').state).toBe('matched');
  expect(buildings.find('100001.0', '').state).toBe('matched');
  for (const other of ['100001000', '100-001', '100001000000'])
    expect(buildings.find(other, '').state, other).toBe('unmatched');
});

test('the code of a region is the same with zeros for the levels below', () => {
  const communities = indexOf('community', '220322001001');
  for (const same of ['220322001001', '220322001001000', '220322-001-001'])
    expect(communities.find(same, '').state, same).toBe('matched');
});
