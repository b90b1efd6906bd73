import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AUDIT_ACTIONS,
  type AuditAction,
  type AuditPage,
  auditWords,
  NO_ACCOUNT,
} from '../../../api/contract/audit.ts';
import { writeAudit } from '../../../api/db/audit.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { plantCounty } from '../../support/plant-county.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990863';
const ABROAD = '990864';

describe('the words of the audit log', () => {
  test('an action that this program does not know keeps its own name', () => {
    expect(auditWords('rules.change', 'zh')).toBe('修改划分规则');
    expect(auditWords('toString', 'en')).toBe('toString');
    expect(auditWords('matter.close', 'en')).toBe('matter.close');
  });
});

eachDatabase('the audit log', (get) => {
  let app: WholeApp;
  let admin: Visitor;
  const at = (query = '', county = HOME) => `/api/counties/${county}/audit${query}`;
  const page = async (query = '', by = admin): Promise<AuditPage> => {
    const answer = await by.get(at(query));
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as AuditPage;
  };
  const write = (action: AuditAction, object: string, account: string | null = null) =>
    get().transaction(
      (tx) => writeAudit(tx, { county: HOME, account, role: 'admin', action, object, detail: { n: 1 } }),
      { county: HOME, role: 'admin', account },
    );

  beforeAll(async () => {
    app = await openApp(get());
    await plantCounty(get(), HOME, { demo: false });
    await plantCounty(get(), ABROAD, { demo: false });
    admin = await app.somebody(HOME, 'admin');
  });
  afterAll(() => app.close());

  test('is read by administrators of the whole county alone', async () => {
    const region = (await plantedRegion())!;
    for (const other of [
      await app.somebody(HOME, 'leader'),
      await app.somebody(HOME, 'admin', region),
      await app.somebody(ABROAD, 'admin'),
    ]) {
      expect((await other.get(at())).status).toBe(403);
      expect((await other.get(at('/export?format=csv'))).status).toBe(403);
    }
  });
  const plantedRegion = async () => {
    const { rows } = await get().query<{ id: number }>(sql`select min(id)::int as id from region`, {
      county: HOME,
      role: 'admin',
    });
    return rows[0]?.id;
  };

  test('comes latest first, page by page, also while it grows', async () => {
    for (let n = 0; n < 230; n++) await write('photo.add', `building ${n}`);
    const seen: string[] = [];
    let { lines, next } = await page('?action=photo.add');
    while (true) {
      seen.push(...lines.map(({ object }) => object));
      await write('photo.add', 'building later');
      if (next === null) break;
      ({ lines, next } = await page(`?action=photo.add&before=${next}`));
    }
    expect(seen).toEqual(Array.from({ length: 230 }, (_, n) => `building ${229 - n}`));
  });

  test('is asked by time, account, action and object', async () => {
    const self = (await page('?action=session.start')).lines[0]!.account!;
    expect(self).toMatchObject({ name: '示例', username: expect.stringMatching(/^v/) });
    await write('rules.change', '100%_sure', self.id);
    const rules = await page(`?account=${self.id}&action=rules.change`);
    expect(rules.lines).toMatchObject([{ object: '100%_sure', account: self, role: 'admin', detail: { n: 1 } }]);
    expect((await page('?object=0%25_S')).lines).toHaveLength(1);
    expect((await page('?object=0%25-S')).lines).toHaveLength(0);
    for (const { account } of (await page(`?account=${NO_ACCOUNT}`)).lines) expect(account).toBeNull();
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
    const all = (await page()).lines.length;
    expect((await page(`?from=${day}&to=${day}`)).lines).toHaveLength(all);
    expect((await page('?to=2020-01-01')).lines).toEqual([]);
    for (const bad of ['?from=yesterday', '?action=none.such', '?before=x', '?more=1'])
      expect((await admin.get(at(bad))).status, bad).toBe(422);
  });

  test('is taken away as CSV and XLSX, and that is a line of its own', async () => {
    await write('things.change', '=1+1', null);
    const csv = await admin.get(at('/export?format=csv&action=things.change'));
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const [, header, line] = /^\ufeff?(.*)\r\n(.*)\r\n/.exec(await csv.text()) ?? [];
    expect(header).toBe('序号,北京时间,用户名,姓名,角色,操作,操作代码,对象,详情');
    expect(line).toMatch(/^\d+,20\d\d-\d\d-\d\d \d\d:\d\d:\d\d,,,管理员,修改地物,things\.change,"'=1\+1",/);
    const xlsx = await admin.get(at('/export?format=xlsx&language=en'));
    const { default: excel } = await import('exceljs');
    const book = new excel.Workbook();
    await book.xlsx.load(await xlsx.arrayBuffer());
    expect(book.worksheets[0]!.rowCount).toBeGreaterThan(100);
    const { lines } = await page('?action=audit.export');
    expect(lines.map(({ detail }) => detail.format)).toEqual(['xlsx', 'csv']);
  });

  test('is only added to, by nobody changed', async () => {
    const owner = get().owner.pool('tongxin');
    await expect(owner.query(`update audit set action = 'x' where county = '${HOME}'`)).rejects.toThrow('append-only');
    await expect(owner.query(`delete from audit where county = '${HOME}'`)).rejects.toThrow('append-only');
  });

  test('every action of the log has words in both languages', () => {
    for (const [action, { zh, en }] of Object.entries(AUDIT_ACTIONS)) {
      expect(action).toMatch(/^[a-z]+\.[a-z]+$/);
      expect(zh).toMatch(/[一-鿿]/);
      expect(en).toMatch(/^[A-Z][^一-鿿]+$/);
    }
  });
});
