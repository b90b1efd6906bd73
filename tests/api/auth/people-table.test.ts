import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type MadePassword, MOST_PEOPLE_AT_ONCE, type PeopleReading } from '../../../api/contract/people.ts';
import { sql } from '../../../api/db/sql.ts';
import { writeXlsx } from '../../../api/formats/write-xlsx.ts';
import { eachDatabase } from '../../support/databases.ts';
import { type PlantedCounty, plantCounty } from '../../support/plant-county.ts';
import { type Visitor, visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990862';
const text = (words: string) => new TextEncoder().encode(words);

eachDatabase('a table of people', (get) => {
  let app: WholeApp;
  let home: PlantedCounty;
  let admin: Visitor;
  const at = (path: string) => `/api/counties/${HOME}/people${path}`;
  beforeAll(async () => {
    app = await openApp(get());
    home = await plantCounty(get(), HOME, { demo: false });
    admin = await app.somebody(HOME, 'admin');
  });
  afterAll(() => app.close());
  beforeEach(() => get().owner.pool('auth').query(sql`delete from auth.attempt`));

  const read = async (file: Uint8Array): Promise<PeopleReading['people']> => {
    const answer = await admin.upload(at('/reading'), file);
    expect(answer.status, await answer.clone().text()).toBe(200);
    return ((await answer.json()) as PeopleReading).people;
  };
  const refusal = async (file: Uint8Array) => {
    const answer = await admin.upload(at('/reading'), file);
    const { status, reason, detail } = (await answer.json()) as { status: number; reason?: string; detail: string };
    expect(detail).toBeTruthy();
    return [status, reason];
  };
  const workbook = (rows: Record<string, string>[]) =>
    writeXlsx(
      [
        {
          name: '人员',
          columns: ['用户名', '姓名', '角色', '区域代码'].map((name) => ({ name, type: 'text' as const })),
          rows,
        },
      ],
      { title: '人员', writtenAt: new Date(0) },
    );

  test('is read from XLSX and from CSV in UTF-8 and GBK, roles in either language, several regions in one cell', async () => {
    const { community, grid } = home.codes;
    const fromBook = await read(
      await workbook([
        { 用户名: 'PT.Zhang', 姓名: '张三', 角色: '规划员', 区域代码: '' },
        { 用户名: 'pt.li', 姓名: '李四', 角色: '责任部门', 区域代码: `${community}、${grid}` },
      ]),
    );
    expect(fromBook).toEqual([
      { row: 2, username: 'pt.zhang', name: '张三', grants: [{ role: 'planner', regionCode: null }], faults: [] },
      {
        ...{ row: 3, username: 'pt.li', name: '李四', faults: [] },
        grants: [community, grid].map((regionCode) => ({ role: 'desk', regionCode })),
      },
    ]);
    const csv = `Username,Name,Role,Region code\npt.wang,王五,Grid staff,${grid}\n`;
    expect(await read(text(csv))).toMatchObject([
      { row: 2, grants: [{ role: 'grid_staff', regionCode: grid }], faults: [] },
    ]);
    // 用户名,姓名,角色 / pt.zhao,赵六,领导 in GBK
    const gbk = Buffer.from('d3c3bba7c3fb2cd0d5c3fb2cbdc7c9ab0a70742e7a68616f2cd5d4c1f92cc1ecb5bc0a', 'hex');
    expect(await read(gbk)).toMatchObject([{ name: '赵六', grants: [{ role: 'leader' }], faults: [] }]);
  });

  test('tells by row what keeps people from being made', async () => {
    const taken = await admin.post(at(''), { username: 'pt.taken', name: '先来', grants: [{ role: 'viewer' }] });
    expect(taken.status).toBe(200);
    const rows = [
      ['pt.taken', '后到', '访客', ''],
      ['pt.twice', '甲', '访客', ''],
      ['pt.twice', '乙', '访客', ''],
      ['张', '丙', '访客', ''],
      ['pt.noname', '', '访客', ''],
      ['pt.king', '丁', '国王', ''],
      ['pt.where', '戊', '责任部门', '990862999'],
      ['pt.whole', '己', '管理员', home.codes.grid!],
    ].map(([用户名, 姓名, 角色, 区域代码]) => ({ 用户名, 姓名, 角色, 区域代码 }) as Record<string, string>);
    const found = await read(await workbook(rows));
    expect(found.map(({ row, faults }) => [row, ...faults.map(({ fault }) => fault)])).toEqual([
      [2, 'username-taken'],
      [3],
      [4, 'username-twice'],
      [5, 'username-form'],
      [6, 'name-missing'],
      [7, 'role-unknown'],
      [8, 'region-unknown'],
      [9, 'region-for-whole'],
    ]);
  });

  test('that is none is refused with a reason, and so is one that is too long', async () => {
    expect(await refusal(text('{"type": "FeatureCollection", "features": []}'))).toEqual([422, expect.any(String)]);
    expect(await refusal(text('姓名,角色\n张三,访客\n'))).toEqual([422, 'people-columns']);
    expect(await refusal(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]))).toEqual([422, expect.any(String)]);
    const many = Array.from({ length: MOST_PEOPLE_AT_ONCE + 1 }, (_, i) => `pt.m${i},人,访客`).join('\n');
    expect((await refusal(text(`用户名,姓名,角色\n${many}\n`)))[1]).toBe('many-rows');
    const viewer = await app.somebody(HOME, 'viewer');
    expect((await viewer.upload(at('/reading'), text('用户名,姓名,角色\n'))).status).toBe(403);
  });

  test('becomes accounts, all of them or none, and their passwords come back once as a workbook', async () => {
    const person = (n: number) => ({ username: `pt.bulk${n}`, name: `批量${n}`, grants: [{ role: 'viewer' }] });
    const spoiled = await admin.post(at('/many'), { people: [person(1), { ...person(2), username: 'x' }] });
    expect([spoiled.status, ((await spoiled.json()) as { reason: string }).reason]).toEqual([422, 'username-form']);
    const usernames = async () => {
      const { people } = (await (await admin.get(at(''))).json()) as { people: MadePassword[] };
      return people.map(({ username }) => username);
    };
    expect(await usernames()).not.toContain('pt.bulk1');

    const answer = await admin.post(at('/many'), { people: [1, 2, 3].map(person) });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toContain('新账号.xlsx');
    const { default: excel } = await import('exceljs');
    const book = new excel.Workbook();
    await book.xlsx.load(await answer.arrayBuffer());
    const cells: string[][] = [];
    book.worksheets[0]!.eachRow((row) => cells.push((row.values as string[]).slice(1)));
    expect(cells[0]).toEqual(['用户名', '姓名', '角色', '区域代码', '第一次登录的密码']);
    expect(cells).toHaveLength(4);
    const [username, name, role, , password] = cells[2]!;
    expect([username, name, role]).toEqual(['pt.bulk2', '批量2', '访客']);
    expect((await visitor(app.app).signIn(username!, password!)).status).toBe(200);
    expect((await usernames()).filter((each) => each.startsWith('pt.bulk'))).toHaveLength(3);
  });
});
