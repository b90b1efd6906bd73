import { describe, expect, test } from 'vitest';
import { readCsv } from '../../../api/formats/csv.ts';
import { columnsOf, type Row } from '../../../api/formats/layer.ts';
import { writeCsv } from '../../../api/formats/write-csv.ts';
import { inPieces } from '../../support/drain.ts';

const written = (rows: Row[], columns = columnsOf(rows)): string => [...writeCsv(columns, rows)].join('');
const readBack = (text: string) => readCsv(inPieces(new TextEncoder().encode(text)));

describe('CSV that is written', () => {
  test('begins with a byte order mark, so that Excel reads it as UTF-8, and ends its lines with CRLF', () => {
    expect(written([{ unit: 'A1', region: '城厢社区', n: -1.5, yes: true, none: null }])).toBe(
      '\ufeffunit,region,n,yes,none\r\nA1,城厢社区,-1.5,true,\r\n',
    );
  });

  test('has titles above its columns', () => {
    expect(written([{ unit: 'A1' }], [{ name: 'unit', type: 'text', title: '街坊' }])).toBe('\ufeff街坊\r\nA1\r\n');
  });

  test('keeps commas, quotes and line ends', async () => {
    const rows = [{ a: 'x,"y"\nz', b: '街，坊' }];
    expect((await readBack(written(rows))).rows).toEqual([{ row: 2, cells: ['x,"y"\nz', '街，坊'] }]);
  });

  test.each(['=1+1', '+cmd|x', '-2+3', '@SUM(A1)', '\t=1', '＝1+1', '-'])(
    'a spreadsheet shows %j instead of running it',
    (text) => {
      expect(written([{ text }])).toBe(`\ufefftext\r\n"'${text}"\r\n`);
    },
  );

  test.each(['-5', '+86', '3-1', '-1.5'])('%s is harmless and stays as it is', (text) => {
    expect(written([{ text }])).toBe(`\ufefftext\r\n${text}\r\n`);
  });

  test('holds an empty table and 5,000 rows', async () => {
    expect(written([], [{ name: '名称', type: 'text' }])).toBe('\ufeff名称\r\n');
    const { rows } = await readBack(written(Array.from({ length: 5000 }, (_, n) => ({ n, name: `第${n}网格` }))));
    expect(rows.at(-1)).toEqual({ row: 5001, cells: ['4999', '第4999网格'] });
  });
});
