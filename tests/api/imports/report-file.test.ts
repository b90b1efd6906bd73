import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import excel from 'exceljs';
import Papa from 'papaparse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { buildings, communities } from '../../support/small-files.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const COUNTY = '992151';
const folder = folderWith({ 'communities.geojson': communities, '楼栋.geojson': buildings });

eachDatabase('the report of an import, to keep', (get) => {
  let whole: WholeApp;
  const tongxin = (...words: string[]) => run(get(), folder, 'import', ...words, '--county', COUNTY);
  const reports = async (): Promise<ImportReport[]> => JSON.parse((await tongxin('list', '--json')).out);
  beforeAll(async () => {
    whole = await openApp(get());
    for (const words of [
      ['communities.geojson', '--as', 'regions', '--name', '某县'],
      ['楼栋.geojson', '--as', 'buildings', '--faults', 'refuse-rows'],
    ]) {
      const { code, err } = await tongxin(...words);
      expect(code, err).toBe(0);
    }
  });
  afterAll(() => whole.close());

  test('all imports are listed with their time, newest first', async () => {
    const { out } = await tongxin('list');
    const lines = out.split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d {2}[0-9a-f-]{36} {2}done .*buildings .*楼栋\.geojson.*5 of 6 rows/,
    );
    expect(lines[1]).toContain('communities.geojson');
    const [newest] = await reports();
    expect(newest).toMatchObject({ accountName: '', status: 'done', faults: [], faultTotal: 3 });
    expect(Date.parse(newest!.finishedAt!)).toBeGreaterThanOrEqual(Date.parse(newest!.createdAt));
  });

  test('a workbook tells what it was and came to, and every fault with its row and place', async () => {
    const [newest] = await reports();
    const { code, out, err } = await tongxin('report', newest!.id, '--out', 'report.xlsx');
    expect(code, err).toBe(0);
    expect(out).toContain('report.xlsx');
    const book = new excel.Workbook();
    await book.xlsx.load(readFileSync(join(folder, 'report.xlsx')) as unknown as ArrayBuffer);
    const told = Object.fromEntries(
      book
        .getWorksheet('报告')!
        .getSheetValues()
        .slice(2)
        .map((row) => (row as string[]).slice(1)),
    );
    expect(told).toMatchObject({
      ...{ 县: COUNTY, 文件: '楼栋.geojson', 导入为: '楼栋', 写入方式: '替换', 状态: '已写入', 导入人: '命令行' },
      ...{ 行数: '6', 可导入的行: '5', 问题数: '3', 楼栋: '5', 略过的有错的行: '1', 不在任何街坊内: '1' },
    });
    const faults = book.getWorksheet('问题')!.getSheetValues().slice(2) as unknown[][];
    expect(faults.map((row) => [row[1], row[2], row[4]])).toEqual([
      ['提醒', undefined, '可能是 GCJ-02 坐标'],
      ['错误', 6, '边界自相交'],
      ['提醒', 5, '不在任何街坊内'],
    ]);
    expect(faults[1]![7]).toBeCloseTo(124.30996, 3);
  });

  test('the faults alone as CSV, in English too; all of it as JSON', async () => {
    const [newest] = await reports();
    expect((await tongxin('report', newest!.id, '--out', 'faults.csv', '--lang', 'en')).code).toBe(0);
    const { data } = Papa.parse<Record<string, string>>(readFileSync(join(folder, 'faults.csv'), 'utf8').slice(1), {
      header: true,
      skipEmptyLines: true,
    });
    expect(data.map((row) => [row.Row, row.Fault])).toEqual([
      ['', 'May be GCJ-02'],
      ['6', 'Border crosses itself'],
      ['5', 'In no block'],
    ]);
    expect((await tongxin('report', newest!.id, '--out', 'all.json')).code).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, 'all.json'), 'utf8'))).toMatchObject({ id: newest!.id, rows: 6 });
    expect((await tongxin('report', newest!.id)).out).toContain('imported');
  });

  test('over HTTP a file with its name, for administrators alone, with the name of whoever sent it', async () => {
    const [newest] = await reports();
    const address = `/api/counties/${COUNTY}/imports/${newest!.id}/report`;
    const admin = await whole.somebody(COUNTY, 'admin');
    const response = await admin.get(`${address}?format=csv`);
    expect(response.status).toBe(200);
    expect(decodeURIComponent(response.headers.get('content-disposition')!)).toMatch(/问题-楼栋\.geojson-.*\.csv/);
    expect(await response.text()).toContain('边界自相交');
    expect((await (await whole.somebody(COUNTY, 'planner')).get(address)).status).toBe(403);
    expect((await admin.get(`${address}?format=pdf`)).status).toBe(422);
    expect((await admin.get(address.replace(newest!.id, crypto.randomUUID()))).status).toBe(404);
  });

  test('what cannot be done is said in a sentence', async () => {
    const [newest] = await reports();
    expect(await tongxin('report')).toMatchObject({ code: 2, err: expect.stringContaining('import list') });
    expect(await tongxin('report', newest!.id, '--out', 'a.pdf')).toMatchObject({
      code: 2,
      err: expect.stringContaining('.xlsx, .csv or .json'),
    });
    expect(await tongxin('report', newest!.id, '--out', 'nowhere/a.csv')).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be written'),
    });
    expect(await tongxin('report', crypto.randomUUID())).toMatchObject({
      code: 2,
      err: expect.stringContaining('no import'),
    });
  });
});
