import type { Feature, Geometry } from 'geojson';
import { expect, test } from 'vitest';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { today } from '../../../api/contract/today.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { at, collection, feature, rectangle } from '../../support/small-files.ts';

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

//  ┌──────~──────┐
//  │ ▓▓   ~      │     one community; a river from north to south, a street from west to east, an estate ▓ north of it,
//  │──────~──────│     a lake ◦ in the south-east; a stream and a park, which part nothing
//  │      ~   ◦  │
//  └──────~──────┘
const FILES: Record<string, { target: string; rows: Feature[] }> = {
  region: { target: 'regions', rows: [feature(rectangle(0, 0, 10, 10), { name: '社区' })] },
  road: {
    target: 'roads',
    rows: [feature({ type: 'LineString', coordinates: [at(-1, 5), at(11, 5)] }, { highway: 'residential' })],
  },
  water: {
    target: 'water',
    rows: [
      feature({ type: 'LineString', coordinates: [at(5, -1), at(5, 11)] }, { waterway: 'river' }),
      feature({ type: 'LineString', coordinates: [at(2, -1), at(2, 11)] }, { waterway: 'stream' }),
      feature(rectangle(7, 2, 8, 3), { natural: 'water', landuse: 'reservoir' }),
    ],
  },
  estate: { target: 'compounds', rows: [feature(rectangle(1, 7, 3, 9), { name: '花园小区' })] },
  park: { target: 'landuse', rows: [feature(rectangle(6, 6, 9, 9), { leisure: 'park' })] },
};
const laidOut = folderWith({
  ...Object.fromEntries(Object.entries(FILES).map(([name, { rows }]) => [`${name}.geojson`, collection(rows)])),
  'households.csv': '小区,户数\n花园小区,300\n花园,320',
});

eachDatabase('blocks', (get) => {
  /** The county's blocks after its files came in one after the other: where each lies and how large it is. */
  const blocksAfter = async (county: string, ...names: string[]): Promise<string[]> => {
    for (const name of names) {
      const words = [`${name}.geojson`, '--as', FILES[name]!.target, '--county', county, '--name', '县'];
      const { code, err } = await run(get(), laidOut, 'import', ...words);
      expect(code, err).toBe(0);
    }
    const { rows } = await get()
      .as({ county, role: 'admin' })
      .query<{ block: string }>(sql`
        select concat_ws(' ', round(st_area(geom::geography)), st_astext(st_pointonsurface(geom), 4)) as block
          from block where fabric = (select fabric from division where valid @> ${today()}::date)`);
    return rows.map(({ block }) => block).sort();
  };

  test('are parted by region borders, roads, rivers, shores and outlines of estates, and by nothing else', async () => {
    const all = await blocksAfter('992177', 'region', 'road');
    expect(all).toHaveLength(2);
    expect(await blocksAfter('992177', 'water')).toHaveLength(5);
    expect(await blocksAfter('992177', 'estate')).toHaveLength(6);
    expect(await blocksAfter('992177', 'park')).toHaveLength(6);
  });

  test('stay when rows change an estate that is there, however many name it', async () => {
    await blocksAfter('992198', 'region', 'estate');
    const words = [
      'households.csv',
      '--as',
      'compounds',
      '--mode',
      'update',
      '--join',
      'compound',
      '--by',
      'name=小区',
    ];
    const more = ['--several', 'last', '--county', '992198', '--dry-run', '--json'];
    const { code, out, err } = await run(get(), laidOut, 'import', ...words, ...more);
    expect(code, err).toBe(0);
    const { outcome } = JSON.parse(out) as ImportReport;
    expect(outcome).toMatchObject({ compoundChanged: 1 });
    expect(outcome).not.toHaveProperty('blocks');
  });

  test.each([
    { county: '992178', order: ['water', 'estate', 'region', 'road', 'park'] },
    { county: '992179', order: ['park', 'region', 'estate', 'water', 'road'] },
  ])('are the same whatever came first: $order', async ({ county, order }) => {
    expect(await blocksAfter(county, ...order)).toEqual(await blocksAfter('992177'));
  });
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
