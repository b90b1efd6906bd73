import { describe, expect, test } from 'vitest';
import { columnOf, readCsv, type TableLimit } from '../../../api/formats/csv.ts';

/** As a file arrives: in pieces that cut characters apart. */
const read = (file: string | Uint8Array, most?: TableLimit) => {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  return readCsv(async function* () {
    for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
  }, most);
};

describe('a table', () => {
  test('comes as columns and rows, counted as a spreadsheet counts them', async () => {
    expect(await read('unit,region\nA1,城厢社区\nA2,\n')).toEqual({
      columns: ['unit', 'region'],
      rows: [
        { row: 2, cells: ['A1', '城厢社区'] },
        { row: 3, cells: ['A2', ''] },
      ],
    });
  });

  test.each([
    ['a byte order mark', '\ufeffunit,region\r\nA1,x\r\n'],
    ['semicolons', 'unit;region\nA1;x'],
    ['tabs', 'unit\tregion\nA1\tx'],
    ['quotes and blanks', '"unit", region \n"A1"," x "\n'],
  ])('may be written with %s', async (_, text) => {
    expect(await read(text)).toEqual({ columns: ['unit', 'region'], rows: [{ row: 2, cells: ['A1', 'x'] }] });
  });

  test('may have as many rows and bytes as it may, and not one more', async () => {
    const text = 'unit,region\nA1,x\nA2,y\n';
    expect((await read(text, { bytes: text.length, rows: 2 })).rows).toHaveLength(2);
    const tooLarge = { tooLarge: true, reason: 'table-limit' };
    for (const end of ['', '\n', '\n\n\n'])
      await expect(read(text.trimEnd() + end, { bytes: 100, rows: 1 })).rejects.toMatchObject(tooLarge);
    await expect(read(text, { bytes: text.length - 1, rows: 2 })).rejects.toMatchObject(tooLarge);
  });

  test('may be GBK, as Excel saves it in China', async () => {
    const bytes = Uint8Array.of(...[...'unit,region\nA1,'].map((c) => c.charCodeAt(0)), 0xc9, 0xe7, 0xc7, 0xf8);
    expect((await read(bytes)).rows[0]?.cells).toEqual(['A1', '社区']);
  });

  test('keeps commas, quotes and line ends inside quotes, and counts empty rows without giving them', async () => {
    expect((await read('unit,region\n"a,""b""","two\nlines"\n\n,\nA2,x')).rows).toEqual([
      { row: 2, cells: ['a,"b"', 'two\nlines'] },
      { row: 5, cells: ['A2', 'x'] },
    ]);
  });
});

describe('what cannot be read is told with the row', () => {
  test.each([
    ['', /The file is empty/],
    ['unit,unit\n', /Row 1: the column "unit" stands there twice/],
    ['unit,\n', /Row 1: column 2 has no name/],
    ['unit,region\nA1,x\nA2\n', /Row 3 has 1 cells, the header has 2/],
    ['unit,region\nA1,"x\n', /Row 2: a quote is not closed/],
    ['unit\0', /binary data/],
  ])('%j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  test('a missing column, with the columns that are there', async () => {
    const table = await read('unit,district\n');
    expect(columnOf(table, 'unit')).toBe(0);
    expect(() => columnOf(table, 'region')).toThrow(
      'The CSV has no column "region"; its columns are "unit", "district"',
    );
  });
});
