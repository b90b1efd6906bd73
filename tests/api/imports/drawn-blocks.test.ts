import { expect, test } from 'vitest';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { today } from '../../../api/contract/today.ts';
import type { Statement } from '../../../api/db/database.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { collection, communities, feature, rectangle, roads } from '../../support/small-files.ts';

const COUNTY = '992132';
//  (0,10)──(4,10)──────(10,10)
//    │ 左    │  右上      │
//    │       ├(4,3)──────┤
//    │       │  右下      │
//  (0,0)───(4,0)──────(10,0)
const FILES = {
  'communities.geojson': communities,
  'roads.geojson': roads,
  'blocks.geojson': collection([
    feature(rectangle(0, 0, 4, 10), { name: '左' }),
    feature(rectangle(4, 3, 10, 10), { name: '右上' }),
    feature(rectangle(4, 0, 10, 3), { name: '右下' }),
  ]),
  // The northern one holds most of two blocks, the southern one most of one; the third holds most of none.
  'others.geojson': collection([
    feature(rectangle(0, 3, 10, 10), { name: '北社区', population: 30 }),
    feature(rectangle(4, 0, 10, 3), { name: '南社区', population: 12 }),
    feature(rectangle(0, 0, 4, 3), { name: '角社区' }),
  ]),
  'south.geojson': collection([feature(rectangle(4, 0, 10, 3), { name: '南社区' })]),
};

eachDatabase('regions imported over blocks that were drawn', (get) => {
  const folder = folderWith(FILES);
  const load = async (file: string, as: string, ...more: string[]): Promise<ImportReport> => {
    const { code, out, err } = await run(
      get(),
      folder,
      ...['import', file, '--as', as, '--county', COUNTY, '--json', ...more],
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return JSON.parse(out) as ImportReport;
  };
  const query = async (statement: Statement) =>
    (await get().as({ county: COUNTY, role: 'admin' }).query(statement)).rows;
  const inForce = async () =>
    (await query(sql`select name from division where valid @> ${today()}::date`)).map(({ name }) => name);
  const blocks = () =>
    query(sql`select block.id, st_astext(st_normalize(geom), 6) as ring from block
             join division on division.fabric = block.fabric and valid @> ${today()}::date order by block.id`);

  test('keep the blocks and take over those with which they share most ground, on the same day', async () => {
    await load('communities.geojson', 'regions', '--name', '某县');
    await query(sql`update division set name = '某年区划'`);
    await load('blocks.geojson', 'blocks');
    // Other ground under the same regions is the same division; other regions are another one, named by its day.
    expect(await inForce()).toEqual(['某年区划']);
    const drawn = await blocks();
    expect(drawn).toHaveLength(3);
    const report = await load('others.geojson', 'regions');
    expect(await inForce()).toEqual([expect.stringMatching(/^导入的区划 \d{4}-\d{2}-\d{2}$/)]);
    expect(report.outcome).toMatchObject({ blocks: 3, keptBlocks: 3 });
    expect(await blocks()).toEqual(drawn);
    const held = await query(sql`
      select region_version.name, residents::int, (select count(*)::int from division_block held
                      where held.division = region_version.division and held.region = region_version.region) as blocks
        from region_version join division on division.id = region_version.division and valid @> ${today()}::date
       where kind = 'community' order by region_version.name`);
    expect(held).toEqual([
      { name: '北社区', residents: 30, blocks: 2 },
      { name: '南社区', residents: 12, blocks: 1 },
    ]);
    expect(report.faults.find(({ kind }) => kind === 'region-without-blocks')).toMatchObject({
      name: '角社区',
      row: 3,
    });
  });

  test('roads do not part drawn blocks, also when regions came after them', async () => {
    const drawn = await blocks();
    await load('roads.geojson', 'roads');
    expect(await blocks()).toEqual(drawn);
  });

  test('blocks in no region are reported and belong to the county', async () => {
    const report = await load('south.geojson', 'regions');
    expect(report.outcome).toMatchObject({ keptBlocks: 3 });
    expect(report.faults.filter(({ kind }) => kind === 'outside-regions')).toHaveLength(2);
  });
});
