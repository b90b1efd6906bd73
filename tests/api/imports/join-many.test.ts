import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { eachDatabase } from '../../support/databases.ts';
import { REAL_DATA_ABSENT, realData } from '../../support/real-data.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { collection, feature, rectangle } from '../../support/small-files.ts';

const COUNTY = '992193';

// ---------------------------------------------------------------- a thousand buildings with addresses
const ROADS = [
  '奉化大街',
  '康平街',
  '向阳路',
  '胜利路',
  '工农大路',
  '解放路',
  '民主街',
  '和平大街',
  '东门巷',
  '滨河路',
];
const ESTATES = [
  '阳光花园',
  '交通小区',
  '学府名城',
  '粮库家属院',
  '金色家园',
  '书香苑',
  '幸福里',
  '龙泉小区',
  '锦绣城',
  '富民小区',
];
const CHINESE = '零一二三四五六七八九';
const inChinese = (n: number): string =>
  n < 10 ? CHINESE[n]! : `${n < 20 ? '' : CHINESE[Math.floor(n / 10)]}十${n % 10 === 0 ? '' : CHINESE[n % 10]}`;
const wide = (n: number): string =>
  [...String(n)].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');

/** Fifty on each of ten roads; fifty in each of ten estates. */
const places = [
  ...ROADS.flatMap((road, r) =>
    Array.from({ length: 50 }, (_, i) => ({ road, estate: '', number: i + 1, x: i, y: r })),
  ),
  ...ESTATES.flatMap((estate, e) =>
    Array.from({ length: 50 }, (_, i) => ({ road: '', estate, number: i + 1, x: i, y: 10 + e })),
  ),
];
const buildings = collection(
  places.map(({ road, estate, number, x, y }, i) =>
    feature(rectangle(x * 0.2, y * 0.2, x * 0.2 + 0.1, y * 0.2 + 0.1), {
      ...{ building: 'apartments', id: `h${i}`, 'building:levels': '1' },
      ...(road ? { 'addr:street': road, 'addr:housenumber': `${number}号` } : { name: `${estate}${number}号楼` }),
    }),
  ),
);

/** How somebody writes down where building `i` is; one in twenty with a slip of the pen. */
function spelling(i: number): string {
  const { road, estate, number } = places[i]!;
  const whole = road || estate;
  const lead = i % 20 === 7 ? `${whole[0]}${whole.slice(2)}${whole[1]}` : whole;
  const styles = road
    ? [
        `${lead}${number}号`,
        `${lead}${wide(number)}号`,
        `梨树县${lead}${inChinese(number)}号`,
        `${lead}${number}`,
        `${lead}${number}号3单元502室`,
      ]
    : [
        `${lead}${number}号楼`,
        `${lead}${number}栋`,
        `${lead}${inChinese(number)}号楼`,
        `${lead}${number}#楼2单元`,
        `${lead}${number}-2-501`,
      ];
  return styles[i % styles.length]!;
}
const register = ['住址,层数', ...places.map((_, i) => `${spelling(i)},${(i % 190) + 2}`)].join('\n');

const folder = folderWith({
  'ground.geojson': collection([feature(rectangle(-1, -1, 12, 12), { name: '大社区', code: '992193001001' })]),
  'buildings.geojson': buildings,
  'register.csv': register,
});

eachDatabase('a register of a thousand addresses', (get) => {
  const rows = async (text: string) => (await get().as({ county: COUNTY, role: 'admin' }).query({ text })).rows;

  test('finds no wrong building, and nearly all of the right ones; what it is not sure of is listed', async () => {
    const bring = (...words: string[]) => run(get(), folder, 'import', ...words, '--county', COUNTY, '--json');
    expect((await bring('ground.geojson', '--as', 'regions', '--name', '大县')).code).toBe(0);
    expect((await bring('buildings.geojson', '--as', 'buildings')).code).toBe(0);
    const join = ['--join', 'building', '--by', 'address=住址', '--mode', 'update', '--faults', 'refuse-rows'];
    const started = performance.now();
    const { code, out, err } = await bring('register.csv', '--as', 'buildings', ...join);
    expect(code, err).toBe(0);
    const tookMs = performance.now() - started;
    const report = JSON.parse(out) as { outcome: Record<string, number>; faults: { kind: string }[] };
    const found = (await rows(`select source_id as id, floors from building where floors > 1`)) as {
      id: string;
      floors: number;
    }[];
    const wrong = found.filter(({ id, floors }) => floors !== (Number(id.slice(1)) % 190) + 2);
    expect(wrong).toEqual([]);
    expect(found.length).toBeGreaterThanOrEqual(950);
    expect(report.outcome.buildingChanged).toBe(found.length);
    const doubtful = report.faults.filter(({ kind }) => kind === 'doubtful-match').length;
    expect(found.length + doubtful).toBe(1000);
    expect(tookMs).toBeLessThan(30_000);
  });
});

// ---------------------------------------------------------------- the communities and villages of a real county
const list = realData('counties/communities_lishu.csv');
const communities = list
  ? readFileSync(list, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(','))
      .map(([code, name, , streetCode, streetName]) => ({
        code: code!,
        name: name!,
        streetCode: streetCode!,
        streetName: streetName!,
      }))
  : [];
const streets = [...new Map(communities.map(({ streetCode, streetName }) => [streetCode, streetName]))];

/** A street is a row, its communities stand side by side in it. */
const ground = () => {
  const size = (streetCode: string) => communities.filter((each) => each.streetCode === streetCode).length;
  const inRow = (streetCode: string, at: number): number => at / size(streetCode);
  return {
    'streets.geojson': collection(
      streets.map(([code, name], y) => feature(rectangle(0, y, 30, y + 1), { code, name })),
    ),
    'communities.geojson': collection(
      streets.flatMap(([streetCode], y) =>
        communities
          .filter((each) => each.streetCode === streetCode)
          .map(({ code, name }, i) =>
            feature(rectangle(30 * inRow(streetCode, i), y, 30 * inRow(streetCode, i + 1), y + 1), { code, name }),
          ),
      ),
    ),
  };
};

describe.skipIf(!list)(list ? 'the list of communities of Lishu' : REAL_DATA_ABSENT, () => {
  eachDatabase('joined to the communities themselves', (get) => {
    const LISHU = '992194';
    const real = folderWith({ ...ground(), 'list.csv': list ? readFileSync(list) : '' });
    const bring = (...words: string[]) => run(get(), real, 'import', ...words, '--county', LISHU, '--json');
    const astray = async (): Promise<unknown[]> =>
      (
        await get()
          .as({ county: LISHU, role: 'admin' })
          .query({
            text: `select site.source_id as wanted, region_version.code
                     from site
                     join division on division.county = site.county and upper_inf(division.valid)
                     left join region_version on region_version.county = site.county and region_version.division = division.id
                                             and region_version.kind = 'community' and st_covers(region_version.geom, site.geom)
                    where region_version.code is distinct from site.source_id`,
          })
      ).rows;
    const AS_SITES = ['--as', 'sites', '--set', 'kind=community_station', '--map', 'source_id=code'];

    test('by code, all of them', async () => {
      expect((await bring('streets.geojson', '--as', 'regions', '--level', 'street', '--name', '梨树县')).code).toBe(0);
      expect((await bring('communities.geojson', '--as', 'regions', '--level', 'community')).code).toBe(0);
      const { code, out, err } = await bring('list.csv', ...AS_SITES, '--join', 'community', '--by', 'code=code');
      expect(code, err).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ rows: communities.length, outcome: { site: communities.length } });
      expect(await astray()).toEqual([]);
    });

    test('by name: two names that stand in two streets are asked about, and with the street all are found', async () => {
      const alone = await bring('list.csv', ...AS_SITES, '--join', 'community', '--by', 'name=name', '--dry-run');
      const report = JSON.parse(alone.out) as {
        ready: number;
        faults: { kind: string; values?: { value?: string } }[];
      };
      expect(new Set(report.faults.map(({ values }) => values?.value))).toEqual(new Set(['双城子村', '张家街村']));
      expect(report.ready).toBe(communities.length - 4);
      const { code, err } = await bring(
        'list.csv',
        ...AS_SITES,
        '--join',
        'community',
        '--by',
        'name=name',
        '--within',
        'streetName',
      );
      expect(code, err).toBe(0);
      expect(await astray()).toEqual([]);
    });
  });
});
