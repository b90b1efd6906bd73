import { expect, test } from 'vitest';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { at, collection, communities, feature, rectangle } from '../../support/small-files.ts';

const COUNTY = '992175';
const house = (id: string, x: number, households: number) =>
  feature(rectangle(x, 1, x + 0.4, 1.4), { building: 'apartments', id, households });
const place = (x: number, y: number, properties: object) =>
  feature({ type: 'Point', coordinates: at(x, y) }, properties);

//   ┌──── 大院 ────────────┐
//   │ ┌─小院─┐             │        house a in both, b in the large one, c in neither;
//   │ │ [a*] │    [b*]     │  [c]   a red building in a, a shop in b, a district whose middle is in b
//   │ └──────┘             │
//   └──────────────────────┘
const folder = folderWith({
  'communities.geojson': communities,
  'compounds.geojson': collection([
    feature(rectangle(0.5, 0.5, 4, 2), { name: '大院' }),
    feature(rectangle(0.8, 0.8, 1.8, 1.8), { name: '小院' }),
  ]),
  'houses.geojson': collection([house('a', 1, 10), house('b', 3, 20), house('c', 6, 30)]),
  'sites.geojson': collection([
    place(1.2, 1.2, { kind: 'red_building', name: '红楼' }),
    place(3.2, 1.2, { kind: 'red_district', name: '商圈' }),
    place(2.5, 1.2, { kind: 'clinic', name: '卫生站' }),
  ]),
  'shops.geojson': collection([place(3.1, 1.1, { kind: 'shop', name: '商店' })]),
});

eachDatabase('what lies where, of files that come one by one', (get) => {
  const bring = async (...words: string[]): Promise<void> => {
    const { code, err } = await run(get(), folder, 'import', ...words, '--county', COUNTY, '--name', '某县');
    expect(code, err).toBe(0);
  };
  const rows = async (text: string) => (await get().as({ county: COUNTY, role: 'admin' }).query({ text })).rows;
  const links = async () => ({
    houses: await rows(`select b.source_id as id, c.name as compound from building b
                          left join compound c on c.county = b.county and c.id = b.compound order by 1`),
    sites: await rows(`select s.name, b.source_id as building, c.name as compound from site s
                         left join building b on b.county = s.county and b.id = s.building
                         left join compound c on c.county = s.county and c.id = s.compound order by s.id`),
    shops: await rows(`select b.source_id as building from organization o
                         left join building b on b.county = o.county and b.id = o.building`),
    red: (
      await get()
        .owner.pool('tongxin')
        .query(`select b.source_id as id
                  from layer_building('${COUNTY}', 0, 0, st_makeenvelope(-180, -85, 180, 85, 4326)) l
                  join building b on b.county = '${COUNTY}' and b.id = l.id where l.red`)
    ).rows,
  });
  const LINKED = {
    houses: [
      { id: 'a', compound: '小院' },
      { id: 'b', compound: '大院' },
      { id: 'c', compound: null },
    ],
    sites: [
      { name: '红楼', building: 'a', compound: '小院' },
      { name: '商圈', building: null, compound: null },
      { name: '卫生站', building: null, compound: '大院' },
    ],
    shops: [{ building: 'b' }],
    red: [{ id: 'a' }],
  };
  const FILES = [
    ['houses.geojson', '--as', 'buildings'],
    ['compounds.geojson', '--as', 'compounds'],
    ['sites.geojson', '--as', 'sites'],
    ['shops.geojson', '--as', 'organizations'],
  ];

  test('is linked when the last of them is there, and the smallest compound around a house is its own', async () => {
    await bring('communities.geojson', '--as', 'regions');
    for (const file of FILES) await bring(...file);
    expect(await links()).toEqual(LINKED);
  });

  test.each(FILES)('is linked anew when %s is brought once more', async (...file) => {
    await bring(...file, '--mode', 'replace');
    expect(await links()).toEqual(LINKED);
  });

  test('is left as it is where somebody linked it otherwise', async () => {
    await rows(`update site set building = (select id from building where source_id = 'c') where name = '红楼'`);
    await bring('compounds.geojson', '--as', 'compounds', '--mode', 'replace');
    expect((await links()).red).toEqual([{ id: 'c' }]);
  });
});
