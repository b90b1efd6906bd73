import type { Geometry } from 'geojson';
import { expect, test } from 'vitest';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { at, collection, feature } from '../../support/small-files.ts';

const COUNTY = '992176';
const ring = (...corners: [number, number][]): Geometry => ({
  type: 'Polygon',
  coordinates: [[...corners, corners[0]!].map(([x, y]) => at(x, y))],
});

//  ┌─────┬─────┐
//  │    ┌┴┐    │     two communities around a lake 200 m wide;
//  │ ───┤ ├─── │ ──  a street through all of it, an alley beside it two metres off, a dead end
//  │    └┬┘    │
//  └─────┴─────┘
const folder = folderWith({
  'communities.geojson': collection([
    feature(ring([0, 0], [5, 0], [5, 4], [4, 4], [4, 6], [5, 6], [5, 10], [0, 10]), { name: '西社区' }),
    feature(ring([5, 0], [10, 0], [10, 10], [5, 10], [5, 6], [6, 6], [6, 4], [5, 4]), { name: '东社区' }),
  ]),
  'roads.geojson': collection([
    feature({ type: 'LineString', coordinates: [at(-1, 5), at(11, 5)] }, { highway: 'residential' }),
    feature({ type: 'LineString', coordinates: [at(-1, 5.02), at(11, 5.02)] }, { highway: 'residential' }),
    feature({ type: 'LineString', coordinates: [at(2, 0), at(2, 2)] }, { highway: 'residential' }),
  ]),
});

eachDatabase('blocks that lines part anew', (get) => {
  const bring = async (...words: string[]): Promise<ImportReport> => {
    const { code, out, err } = await run(get(), folder, 'import', ...words, '--county', COUNTY, '--json');
    expect(code, err).toBe(0);
    return JSON.parse(out);
  };

  test('are told before they are made: how many, slivers merged, dead ends, and the hole that was agreed to', async () => {
    await bring('communities.geojson', '--as', 'regions', '--name', '某县', '--faults', 'mend');
    const preview = await bring('roads.geojson', '--as', 'roads', '--dry-run');
    expect(preview.outcome).toMatchObject({ road: 3, blocks: 4, mergedBlocks: 2, deadEnds: 1 });
    expect(preview.faults.filter(({ kind }) => kind === 'gap')).toMatchObject([{ severity: 'warning' }]);
    const done = await bring('roads.geojson', '--as', 'roads');
    expect(done.outcome).toMatchObject({ blocks: 4, mergedBlocks: 2, deadEnds: 1 });
    const { rows } = await get()
      .as({ county: COUNTY, role: 'admin' })
      .query({ text: 'select count(*)::int as n from block' });
    expect(rows).toEqual([{ n: 4 }]);
  });
});
