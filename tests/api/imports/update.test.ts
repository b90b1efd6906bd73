import { expect, test } from 'vitest';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { at, collection, feature, rectangle } from '../../support/small-files.ts';

const COUNTY = '992192';
const table = (...rows: (string | number)[][]): string => rows.map((row) => row.join(',')).join('\n');
const house = (id: string, x: number, number: string, households: number) =>
  feature(rectangle(x, 1, x + 0.4, 1.4), {
    ...{ building: 'apartments', id, 'addr:street': '中路', 'addr:housenumber': number },
    ...{ households, 'building:levels': '3' },
  });

//  ┌── 西社区 ──┬── 东社区 ──┐
//  │  a 1号     │  c 3号     │   houses with 10, 20 and 30 households; d comes later
//  │  b 2号     │        (d) │
//  └────────────┴────────────┘
const folder = folderWith({
  'communities.geojson': collection([
    feature(rectangle(0, 0, 5, 10), { name: '西社区', code: '992192001001' }),
    feature(rectangle(5, 0, 10, 10), { name: '东社区', code: '992192001002' }),
  ]),
  'houses.geojson': collection([house('a', 1, '1号', 10), house('b', 3, '2号', 20), house('c', 6, '3号', 30)]),
  'households.csv': table(['住址', '户数', '层数'], ['中路１号', 12, 5], ['中路二号2单元', 25, '']),
  'ninth.csv': table(['住址', '户数', '层数'], ['中路9号', 70, 4]),
  'doors.csv': table(['住址', '户数'], ['中路1号1单元', 6], ['中路1号2单元', 8]),
  'newer.geojson': collection([house('b', 6.5, '2号', 21), house('d', 8, '4号', 40)]),
  'people.csv': table(['代码', '常住人口'], ['992192001001', 500], ['992192001002', 90]),
  'estates.geojson': collection([feature(rectangle(0.5, 0.5, 4, 2), { name: '大院小区' })]),
  'planned.csv': table(['小区', '规划户数', '建设阶段'], ['大院', 320, '在建']),
});

eachDatabase('an import that changes what is there', (get) => {
  const bring = async (...words: string[]) => run(get(), folder, 'import', ...words, '--county', COUNTY);
  const landed = async (...words: string[]) => {
    const ran = await bring(...words);
    expect(ran.code, ran.err + ran.out).toBe(0);
    return ran.out;
  };
  const rows = async (text: string) => (await get().as({ county: COUNTY, role: 'admin' }).query({ text })).rows;
  const houses = () =>
    rows(`select source_id as id, households, floors, households_counted as counted from building order by 1`);
  const counted = () =>
    rows(`select region_version.name, households, residents, buildings from region_version
            join division on division.county = region_version.county and division.id = region_version.division
           where upper_inf(division.valid) and region_version.kind <> 'grid' order by region_version.kind, region_version.name`);
  const BY_ADDRESS = ['--as', 'buildings', '--mode', 'update', '--join', 'building', '--by', 'address=住址'];
  const county = (households: number) => expect.objectContaining({ name: '某县', households });

  test('by address: only what the table says changes, and blocks and regions count it', async () => {
    await landed('communities.geojson', '--as', 'regions', '--name', '某县');
    await landed('houses.geojson', '--as', 'buildings');
    expect(await counted()).toContainEqual(county(60));
    const out = await landed('households.csv', ...BY_ADDRESS);
    expect(out).toContain('buildingChanged 2');
    expect(await houses()).toEqual([
      { id: 'a', households: 12, floors: 5, counted: true },
      { id: 'b', households: 25, floors: 3, counted: true },
      { id: 'c', households: 30, floors: 3, counted: true },
    ]);
    expect(await counted()).toEqual(
      expect.arrayContaining([
        county(67),
        expect.objectContaining({ name: '西社区', households: 37, buildings: 2 }),
        expect.objectContaining({ name: '东社区', households: 30, buildings: 1 }),
      ]),
    );
  });

  test('stands in the history of each thing with what it was before, and can be taken back there', async () => {
    const history =
      await rows(`select change.cause, change.action, change.before, change.after, change.import = change.change_set as own
                                  from thing_change change order by change.id`);
    expect(history).toEqual([
      {
        cause: 'import',
        action: 'change',
        before: { floors: 3, households: 10 },
        after: { floors: 5, households: 12 },
        own: true,
      },
      { cause: 'import', action: 'change', before: { households: 20 }, after: { households: 25 }, own: true },
    ]);
    const [set] = await rows(`select change_set::text as id from thing_change limit 1`);
    const undone = await run(get(), folder, 'thing', 'undo', String((set as { id: string }).id), '--county', COUNTY);
    expect(undone.code, undone.err).toBe(0);
    expect(await counted()).toContainEqual(county(60));
    await landed('households.csv', ...BY_ADDRESS);
    expect(await counted()).toContainEqual(county(67));
  });

  test('changes nothing a second time', async () => {
    const before = await rows(`select id, version from building order by id`);
    await landed('households.csv', ...BY_ADDRESS);
    expect(await rows(`select id, version from building order by id`)).toEqual(before);
  });

  test('two rows for one building are refused until somebody says that they add up', async () => {
    const refused = await bring('doors.csv', ...BY_ADDRESS);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('names what row 2 names')]);
    await landed('doors.csv', ...BY_ADDRESS, '--several', 'sum');
    expect(await houses()).toContainEqual({ id: 'a', households: 14, floors: 5, counted: true });
    expect(await counted()).toContainEqual(county(69));
  });

  test('what somebody has corrected by hand stays', async () => {
    const [b] = await rows(`select id from building where source_id = 'b'`);
    const fixed = await run(
      ...([get(), folder, 'thing', 'change', 'building', String((b as { id: number }).id)] as const),
      ...['--set', '{"households": 99}', '--county', COUNTY],
    );
    expect(fixed.code, fixed.err).toBe(0);
    const out = await landed('households.csv', ...BY_ADDRESS);
    expect(out).toContain('kept-by-hand');
    expect(await houses()).toContainEqual({ id: 'b', households: 99, floors: 3, counted: true });
    expect(await houses()).toContainEqual({ id: 'a', households: 12, floors: 5, counted: true });
  });

  test('by the number of the source: what is known moves and changes, what is new comes, nothing goes', async () => {
    await landed('newer.geojson', '--as', 'buildings', '--mode', 'update');
    expect((await houses()).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(await counted()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: '西社区', households: 12, buildings: 1 }),
        expect.objectContaining({ name: '东社区', households: 30 + 99 + 40, buildings: 3 }),
      ]),
    );
    const [b] = await rows(`select st_x(inner_point) as lng, households from building where source_id = 'b'`);
    expect(Number((b as { lng: number }).lng)).toBeCloseTo(at(6.7, 1)[0], 3);
    expect(b).toMatchObject({ households: 99 });
  });

  test('what somebody has said of a building that they added stays, what they left open is filled', async () => {
    const fields = { streetName: '中路', houseNumber: '9号', households: 7, geometry: rectangle(1, 4, 1.4, 4.4) };
    const added = await run(
      ...([get(), folder, 'thing', 'add', 'building'] as const),
      ...['--set', JSON.stringify(fields), '--county', COUNTY],
    );
    expect(added.code, added.err).toBe(0);
    const out = await landed('ninth.csv', ...BY_ADDRESS);
    expect(out).toContain('kept-by-hand');
    expect(await rows(`select households, floors from building where house_number = '9号'`)).toEqual([
      { households: 7, floors: 4 },
    ]);
  });

  test('population of regions by code is shared out anew', async () => {
    await landed('people.csv', '--as', 'regions', '--mode', 'update');
    expect(await counted()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: '西社区', residents: 500 }),
        expect.objectContaining({ name: '东社区', residents: 90 }),
      ]),
    );
  });

  test('expected households of an estate by its name', async () => {
    await landed('estates.geojson', '--as', 'compounds');
    await landed('planned.csv', '--as', 'compounds', '--mode', 'update', '--join', 'compound', '--by', 'name=小区');
    expect(await rows(`select name, stage, expected_households as expected from compound`)).toEqual([
      { name: '大院小区', stage: 'building', expected: 320 },
    ]);
  });

  test('an update that cannot be is told', async () => {
    const roads = await bring('houses.geojson', '--as', 'roads', '--mode', 'update');
    expect([roads.code, roads.err]).toEqual([2, expect.stringContaining('not for roads')]);
    const other = await bring(
      'households.csv',
      '--as',
      'buildings',
      '--mode',
      'update',
      '--join',
      'compound',
      '--by',
      'name=住址',
    );
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('not to compound')]);
    const nothing = await bring('households.csv', '--as', 'buildings', '--mode', 'update');
    expect([nothing.code, nothing.err]).toEqual([2, expect.stringContaining('source_id')]);
  });

  test('nothing is left waiting', async () => {
    expect(await rows('select count(*)::int as n from due_change')).toEqual([{ n: 0 }]);
    expect(await rows('select count(*)::int as n from import_match')).toEqual([{ n: 0 }]);
  });
});
