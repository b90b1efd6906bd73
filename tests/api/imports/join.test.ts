import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { collection, feature, rectangle } from '../../support/small-files.ts';

const COUNTY = '992191';
const table = (...rows: (string | number)[][]): string => rows.map((row) => row.join(',')).join('\n');

//  ┌──────────┬──────────┐   two streets (west, east) with a 胜利社区 each; the names of the others are there once
//  │ 树文社区 │ 城口社区 │
//  ├──────────┼──────────┤
//  │ 胜利社区 │ 胜利社区 │
//  └──────────┴──────────┘
const streets = collection([
  feature(rectangle(0, 0, 5, 10), { name: '富强街道', code: '992191001' }),
  feature(rectangle(5, 0, 10, 10), { name: '霍家街道', code: '992191002' }),
]);
const communities = collection([
  feature(rectangle(0, 5, 5, 10), { name: '树文社区', code: '992191001001' }),
  feature(rectangle(0, 0, 5, 5), { name: '胜利社区', code: '992191001002' }),
  feature(rectangle(5, 5, 10, 10), { name: '城口社区', code: '992191002001' }),
  feature(rectangle(5, 0, 10, 5), { name: '胜利社区', code: '992191002002' }),
]);
const folder = folderWith({
  'streets.geojson': streets,
  'communities.geojson': communities,
  'posts.csv': table(
    ['名称', '类型', '社区', '街道'],
    ['甲站', '警务室', '树文社区居委会', '富强街道'],
    ['乙站', '警务室', '城囗社区', '霍家街道办事处'],
    ['丙站', '警务室', '胜利社区', '霍家街道'],
    ['丁站', '警务室', '树文', '富强街道'],
  ),
  'doubtful.csv': table(
    ['名称', '类型', '社区'],
    ['戊站', '警务室', '胜利社区'],
    ['己站', '警务室', '树纹社区'],
    ['庚站', '警务室', '月亮社区'],
    ['辛站', '警务室', '城口社区'],
  ),
  'codes.csv': table(
    ['名称', '类型', '代码'],
    ['壬站', '警务室', '992191002001.0'],
    ['癸站', '警务室', '992191001002000'],
  ),
});

eachDatabase('tables without coordinates', (get) => {
  const bring = (...words: string[]) => run(get(), folder, 'import', ...words, '--county', COUNTY);
  const rows = async (text: string) => (await get().as({ county: COUNTY, role: 'admin' }).query({ text })).rows;
  const places = () =>
    rows(`select site.name, region_version.code
            from site
            join division on division.county = site.county and upper_inf(division.valid)
            left join region_version on region_version.county = site.county and region_version.division = division.id
                                    and region_version.kind = 'community' and st_covers(region_version.geom, site.geom)
           order by array_position(array['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'], left(site.name, 1))`);

  test('find their places by the name of a community, whose street tells it from its namesake', async () => {
    for (const [file, level] of [
      ['streets.geojson', 'street'],
      ['communities.geojson', 'community'],
    ] as const) {
      const { code, err } = await bring(file, '--as', 'regions', '--level', level, '--name', '某县');
      expect(code, err).toBe(0);
    }
    const join = ['--join', 'community', '--by', 'name=社区', '--within', '街道'];
    const { code, out, err } = await bring('posts.csv', '--as', 'sites', ...join);
    expect(code, err + out).toBe(0);
    expect(await places()).toEqual([
      { name: '甲站', code: '992191001001' },
      { name: '乙站', code: '992191002001' },
      { name: '丙站', code: '992191002002' },
      { name: '丁站', code: '992191001001' },
    ]);
  });

  test('are refused while a row is doubtful or unmatched, and tell which and why', async () => {
    const join = ['--as', 'sites', '--join', 'community', '--by', 'name=社区'];
    const { code, out, err } = await bring('doubtful.csv', ...join);
    expect(code).toBe(2);
    expect(err).toContain('Row 2');
    expect(out).toContain('"胜利社区" may be 胜利社区 (富强街道), 胜利社区 (霍家街道)');
    expect(out).toContain('"树纹社区" may be 树文社区');
    expect(out).toContain('"月亮社区" is no community of the county');
    expect((await places()).map(({ name }) => name)).toEqual(['甲站', '乙站', '丙站', '丁站']);

    const taken = await bring('doubtful.csv', ...join, '--faults', 'refuse-rows', '--mode', 'add');
    expect(taken.code, taken.err).toBe(0);
    expect((await places()).at(-1)).toEqual({ name: '辛站', code: '992191002001' });
  });

  test('are settled in a file that the command writes and a person fills in; the next import remembers it', async () => {
    const join = ['--as', 'sites', '--join', 'community', '--by', 'name=社区', '--matches', 'open.csv'];
    rmSync(`${folder}/open.csv`, { force: true });
    const first = await bring('doubtful.csv', ...join);
    expect(first.code).toBe(2);
    const asked = readFileSync(`${folder}/open.csv`, 'utf8').trim().split('\r\n');
    expect(asked).toHaveLength(4);
    const answer = { 胜利社区: /(\d+) = 胜利社区 \(霍家街道\)/, 树纹社区: /(\d+) = 树文社区/, 月亮社区: null };
    const filled = asked.map((line) => {
      const [words, pattern] = Object.entries(answer).find(([each]) => line.includes(`,${each},`)) ?? [];
      if (!words) return line;
      return `${pattern ? pattern.exec(line)![1] : 'no'}${line}`;
    });
    writeFileSync(`${folder}/open.csv`, filled.join('\n'));
    const second = await bring('doubtful.csv', ...join);
    expect(second.code, second.err + second.out).toBe(0);
    const placed = [
      { name: '戊站', code: '992191002002' },
      { name: '己站', code: '992191001001' },
      { name: '辛站', code: '992191002001' },
    ];
    expect(await places()).toEqual(placed);
    expect(second.out).toContain('left out 1');

    const again = await bring('doubtful.csv', ...join.slice(0, -2), '--faults', 'refuse-rows');
    expect(again.code, again.err).toBe(0);
    expect(await places()).toEqual(placed);
  });

  test('find them by code, however a spreadsheet keeps it', async () => {
    const { code, err } = await bring('codes.csv', '--as', 'sites', '--join', 'community', '--by', 'code=代码');
    expect(code, err).toBe(0);
    expect(await places()).toEqual([
      { name: '壬站', code: '992191002001' },
      { name: '癸站', code: '992191001002' },
    ]);
  });

  test('are told a column that is not there, and a join without a column', async () => {
    const missing = await bring('codes.csv', '--as', 'sites', '--join', 'community', '--by', 'code=编码');
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('no field "编码"')]);
    const half = await bring('codes.csv', '--as', 'sites', '--join', 'community');
    expect([half.code, half.err]).toEqual([2, expect.stringContaining('--by name=社区')]);
  });
});
