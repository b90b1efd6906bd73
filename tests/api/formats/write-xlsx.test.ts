import ExcelJs from 'exceljs';
import { describe, expect, test } from 'vitest';
import { type Sheet, writeXlsx } from '../../../api/formats/write-xlsx.ts';

const writtenAt = new Date('2025-03-04T05:06:07Z');

async function readBack(...sheets: Sheet[]): Promise<ExcelJs.Workbook> {
  const bytes = await writeXlsx(sheets, { title: '变更清单', writtenAt });
  const book = new ExcelJs.Workbook();
  await book.xlsx.load(bytes.buffer as ArrayBuffer);
  return book;
}

const valuesOf = (sheet: ExcelJs.Worksheet | undefined): unknown[] =>
  sheet?.getRows(1, sheet.rowCount)?.map((row) => (row.values as unknown[]).slice(1)) ?? [];

const CHANGES: Sheet = {
  name: '变更清单',
  columns: [
    { name: 'region', type: 'text', title: '网格' },
    { name: 'households', type: 'integer', title: '户数' },
    { name: 'share', type: 'real', title: '比例', format: '0.0%' },
    { name: 'from', type: 'date', title: '生效' },
    { name: 'kept', type: 'boolean' },
  ],
  rows: [
    { region: '城厢第1网格', households: 1200, share: 0.125, from: '2025-03-04', kept: true },
    { region: '=1+1', households: null, share: null, from: null, kept: false },
  ],
};

describe('a workbook', () => {
  test('holds texts, numbers, dates and truth as such; nothing is a formula', async () => {
    const book = await readBack(CHANGES);
    expect(valuesOf(book.getWorksheet('变更清单'))).toEqual([
      ['网格', '户数', '比例', '生效', 'kept'],
      ['城厢第1网格', 1200, 0.125, new Date('2025-03-04T00:00:00Z'), true],
      ['=1+1', undefined, undefined, undefined, false],
    ]);
    expect(book.title).toBe('变更清单');
  });

  test('has a header that stands out, stays and filters, columns that fit, and number formats', async () => {
    const sheet = (await readBack(CHANGES)).getWorksheet('变更清单')!;
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet.autoFilter).toBe('A1:E1');
    expect(sheet.getCell('A1').font.bold).toBe(true);
    expect(sheet.getCell('A1').fill).toMatchObject({ pattern: 'solid' });
    expect(sheet.getColumn(1).width).toBe(13);
    expect(['B2', 'C2', 'D2'].map((cell) => sheet.getCell(cell).numFmt)).toEqual(['#,##0', '0.0%', 'yyyy-mm-dd']);
  });

  test('keeps the digits of long numbers by making them texts', async () => {
    const columns = [{ name: 'id', type: 'integer' }] as const;
    const book = await readBack({ name: 'x', columns, rows: [{ id: 9_007_199_254_740_991 }] });
    expect(valuesOf(book.worksheets[0])[1]).toEqual(['9007199254740991']);
  });

  test('shows characters that XML cannot hold as such, and takes none for an escape', async () => {
    const rows = ['a\u0001b\0', 'half \ud800', 'two\nlines', '_x0041_'].map((t) => ({ t }));
    const book = await readBack({ name: 'x', columns: [{ name: 't', type: 'text' }], rows });
    expect(valuesOf(book.worksheets[0]).slice(1, 4)).toEqual([['a\ufffdb\ufffd'], ['half \ufffd'], ['two\nlines']]);
    expect(valuesOf(book.worksheets[0])[4]).toEqual(['_x0041_']);
  });

  test('names its sheets as Excel allows, each once', async () => {
    const names = [
      '方案: 东/西',
      '方案: 东/西',
      '这是一个长得不得了的方案名称这是一个长得不得了的方案名称这是一个',
      '',
    ];
    const book = await readBack(...names.map((name) => ({ name, columns: [], rows: [] })));
    expect(book.worksheets.map(({ name }) => name)).toEqual([
      '方案_ 东_西',
      '方案_ 东_西_2',
      '这是一个长得不得了的方案名称这是一个长得不得了的方案名称这是一',
      'x',
    ]);
  });

  test('can be opened though it has nothing in it, and holds 5,000 rows', async () => {
    expect((await readBack()).worksheets).toHaveLength(1);
    expect(valuesOf((await readBack({ ...CHANGES, rows: [] })).worksheets[0])).toHaveLength(1);
    const rows = Array.from({ length: 5000 }, (_, n) => ({ ...CHANGES.rows[0], households: n }));
    expect((await readBack({ ...CHANGES, rows })).worksheets[0]!.getCell('B5001').value).toBe(4999);
  });
});
