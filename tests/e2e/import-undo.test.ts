import { readFileSync } from 'node:fs';
import excel from 'exceljs';
import { describe, expect, test } from 'vitest';
import { buildings, communities } from '../support/small-files.ts';
import { fileOf, importDriver } from './drivers/import.ts';
import { PHONE, type ScreenOptions, useScreens } from './support/screen.ts';

const DATA = '/?county=220322&mode=data&tab=import';

describe('what was imported before', () => {
  const screen = useScreens();
  const wizard = async (options: ScreenOptions = {}) => {
    const opened = await screen({ as: 'admin', at: DATA, ...options });
    return { ...opened, importing: importDriver(opened.page) };
  };
  const save = async (page: Awaited<ReturnType<typeof screen>>['page'], link: ReturnType<typeof page.getByRole>) => {
    const coming = page.waitForEvent('download');
    await link.click();
    const file = await coming;
    return { name: file.suggestedFilename(), path: await file.path() };
  };

  test('the report is kept as a file, from the last step and from the list of all imports, at the desk and on the phone', async () => {
    const { page, importing } = await wizard();
    await importing.choose(fileOf('社区边界.geojson', communities));
    await importing.newCounty('990079', '记县');
    await importing.read();
    await importing.confirm();
    await importing.write();
    await importing.again();
    await importing.choose(fileOf('楼栋.geojson', buildings));
    await importing.read();
    await importing.policy('略过有错的行');
    await importing.confirm();
    await importing.write();

    const saved = await save(page, importing.panel.getByRole('link', { name: '楼栋.geojson：保存报告（Excel）' }));
    expect(saved.name).toMatch(/^导入报告-楼栋\.geojson-\d{4}-\d\d-\d\d\.xlsx$/);
    const book = new excel.Workbook();
    await book.xlsx.load(readFileSync(saved.path) as unknown as ArrayBuffer);
    expect(book.worksheets.map(({ name }) => name)).toEqual(['报告', '问题']);

    await importing.again();
    await importing.panel.getByRole('button', { name: '全部记录' }).click();
    const history = page.getByRole('dialog', { name: '记县的导入记录' });
    const entries = history.getByRole('listitem');
    await entries.first().waitFor();
    const [newest, first, ...more] = await entries.allInnerTexts();
    expect(more).toEqual([]);
    expect(newest).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d[\s\S]*楼栋\.geojson[\s\S]*5 \/ 6 行[\s\S]*已写入/);
    expect(first).toContain('社区边界.geojson');
    const faults = await save(page, history.getByRole('link', { name: '楼栋.geojson：问题 CSV' }));
    expect(readFileSync(faults.path, 'utf8')).toContain('边界自相交');

    await page.setViewportSize(PHONE);
    await importing.panel.getByRole('button', { name: '全部记录' }).click();
    await history.getByRole('link', { name: '楼栋.geojson：报告 XLSX' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    await history.getByRole('button', { name: '楼栋.geojson' }).click();
    await importing.panel.getByText('导入完成').waitFor();
  });
});
