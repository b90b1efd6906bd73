import { expect, test } from 'vitest';
import { ChangeCollector } from '../../../api/services/imports/collect-changes.ts';

const OUTLINE = { type: 'Polygon', coordinates: [] };
const INSIDE = { type: 'Point', coordinates: [124.3, 43.3] };

test.each([['geometry'], ['innerPoint']])(
  'an outline and the point inside it stay together when somebody has corrected the %s by hand',
  (corrected) => {
    const collector = new ChangeCollector('refuse', new Map([[1, [corrected]]]));
    const told = collector.add(1, 2, { name: '一号楼', geometry: OUTLINE, innerPoint: INSIDE }, 200);
    expect(collector.changes).toEqual([{ id: 1, fields: { name: '一号楼' }, areaM2: null, row: 2 }]);
    expect(told).toMatchObject([{ kind: 'kept-by-hand', values: { fields: 'geometry, innerPoint' } }]);
  },
);

test('of several rows for a thing the last outline holds, with its area', () => {
  const collector = new ChangeCollector('last', new Map());
  collector.add(1, 1, { geometry: OUTLINE, innerPoint: INSIDE }, 200);
  collector.add(1, 2, { geometry: OUTLINE, innerPoint: INSIDE }, 300);
  collector.add(1, 3, { households: 4 }, 0);
  expect(collector.changes).toEqual([
    { id: 1, fields: { geometry: OUTLINE, innerPoint: INSIDE, households: 4 }, areaM2: 300, row: 1 },
  ]);
});
