import { expect, test } from 'vitest';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { collection, communities, feature, rectangle } from '../../support/small-files.ts';

const COUNTY = '992197';
const house = (id: string, x: number, households: number, more: object = {}) =>
  feature(rectangle(x, 1, x + 0.4, 1.4), {
    ...{ building: 'apartments', id, households, 'building:levels': '3' },
    ...more,
  });

//  ┌── 西社区 ──┬── 东社区 ──┐   population of the communities: 100 and 61
//  │  a  b  c   │            │   a grows to twice its floors, b's residents are counted, c turns out to stand in the
//  │            │  (c)  (d)  │   east, and d comes with twice its floors
//  └────────────┴────────────┘
const folder = folderWith({
  'communities.geojson': communities,
  'houses.geojson': collection([house('a', 1, 10), house('b', 2, 20), house('c', 3.5, 30)]),
  'newer.geojson': collection([
    house('a', 1, 12, { 'building:levels': '6' }),
    house('b', 2, 20, { residents: 30 }),
    house('c', 6, 30),
    house('d', 8, 40, { 'building:levels': '6' }),
  ]),
});

eachDatabase('an import that changes buildings and adds some, where the population of the regions is known', (get) => {
  const landed = async (...words: string[]) => {
    const ran = await run(get(), folder, 'import', ...words, '--county', COUNTY);
    expect(ran.code, ran.err + ran.out).toBe(0);
  };
  const rows = async (text: string) => (await get().as({ county: COUNTY, role: 'admin' }).query({ text })).rows;
  const houses = () =>
    rows(
      `select source_id as id, households, residents, estimated, households_counted as counted from building order by 1`,
    );
  const after = [
    { id: 'a', households: 12, residents: 70, estimated: true, counted: true },
    { id: 'b', households: 20, residents: 30, estimated: false, counted: true },
    { id: 'c', households: 30, residents: 20, estimated: true, counted: true },
    { id: 'd', households: 40, residents: 41, estimated: true, counted: true },
  ];

  test('leaves what the file says, and shares the rest out over the buildings as they are then', async () => {
    await landed('communities.geojson', '--as', 'regions', '--name', '某县');
    await landed('houses.geojson', '--as', 'buildings');
    expect((await houses()).map(({ id, households }) => [id, households])).toEqual([
      ['a', 10],
      ['b', 20],
      ['c', 30],
    ]);
    await landed('newer.geojson', '--as', 'buildings', '--mode', 'update');
    expect(await houses()).toEqual(after);
  });

  test('blocks and regions hold what their buildings hold then', async () => {
    const regions = await rows(`
      select region_version.name, households, residents, buildings, estimated from region_version
        join division on division.county = region_version.county and division.id = region_version.division
       where upper_inf(division.valid) and region_version.name in ('某县', '西社区', '东社区') order by residents`);
    expect(regions).toEqual([
      { name: '东社区', households: 70, residents: 61, buildings: 2, estimated: true },
      { name: '西社区', households: 32, residents: 100, buildings: 2, estimated: true },
      { name: '某县', households: 102, residents: 161, buildings: 4, estimated: true },
    ]);
    const blocks = await rows(`
      select block.households, block.residents, block.buildings from block
        join division on division.county = block.county and division.fabric = block.fabric
       where upper_inf(division.valid) and block.buildings > 0 order by block.residents`);
    expect(blocks).toEqual([
      { households: 70, residents: 61, buildings: 2 },
      { households: 32, residents: 100, buildings: 2 },
    ]);
  });

  test('stands in the history as what the import made of the building', async () => {
    const [a] = await rows(`
      select before, after from thing_change
       where thing = 'building' and thing_id = (select id from building where source_id = 'a')`);
    expect(a).toMatchObject({
      before: { floors: 3, households: 10 },
      after: { floors: 6, households: 12, residents: 70 },
    });
  });

  test('changes nothing a second time, and leaves nothing waiting', async () => {
    await landed('newer.geojson', '--as', 'buildings', '--mode', 'update');
    expect(await houses()).toEqual(after);
    expect(await rows(`select 1 from due_change union all select 1 from due_figure`)).toEqual([]);
  });
});
