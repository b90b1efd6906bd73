import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { type AssignmentOptions, readAssignment } from '../../../api/formats/assignment-csv.ts';
import { UnreadableFile } from '../../../api/formats/file-features.ts';
import { writeCsv } from '../../../api/formats/write-csv.ts';
import { inPieces } from '../../support/drain.ts';

const read = (file: string | Uint8Array, options?: AssignmentOptions) =>
  readAssignment(inPieces(typeof file === 'string' ? new TextEncoder().encode(file) : file, 5), options);

describe('an assignment', () => {
  test.each([
    ['UTF-8', 'unit,region\nA1,城厢社区\nA2,河东社区\n'],
    ['UTF-8 with a byte order mark', '\ufeffblock,region\r\nA1,城厢社区\r\nA2,河东社区\r\n'],
    ['GBK', iconv.encode('街坊,区域\nA1,城厢社区\nA2,河东社区\n', 'gbk')],
    ['another order, with other columns', 'n,region,unit\n7,城厢社区,A1\n8,河东社区,A2'],
  ])('in %s comes as rows with their numbers', async (_, file) => {
    expect(await read(file)).toEqual({
      rows: [
        { row: 2, unit: 'A1', region: '城厢社区' },
        { row: 3, unit: 'A2', region: '河东社区' },
      ],
      faults: [],
      faultTotal: 0,
    });
  });

  test('that was written here comes back', async () => {
    const columns = ['unit', 'region'].map((name) => ({ name, type: 'text' as const }));
    const rows = Array.from({ length: 5000 }, (_, n) => ({
      unit: `9007199254${n}`,
      region: n % 2 ? '=东' : '西,"南"',
    }));
    const back = await read([...writeCsv(columns, rows)].join(''));
    expect(back.faultTotal).toBe(0);
    expect(back.rows.map(({ unit, region }) => ({ unit, region }))).toEqual(rows);
  });

  test('may call its columns otherwise', async () => {
    const columns = { unit: ['GEOID'], region: ['district'] };
    expect((await read('GEOID,district\n1,2\n', { columns })).rows).toEqual([{ row: 2, unit: '1', region: '2' }]);
  });
});

describe('what is wrong is told by row, column and value', () => {
  const told = async (file: string | Uint8Array, options?: AssignmentOptions) =>
    (await read(file, options)).faults.map(({ kind, severity, row, values }) => ({ kind, severity, row, ...values }));

  test('an unknown block, no block, no region, a number that a spreadsheet rounded', async () => {
    const file = 'unit,region\nA1,x\nZ9,x\n,x\nA2,\n\n2.20322E+14,x\n';
    const isKnown = (unit: string): boolean => unit.startsWith('A');
    expect(await told(file, { isKnown })).toEqual([
      { kind: 'unknown-block', severity: 'error', row: 3, column: 'unit', value: 'Z9' },
      { kind: 'empty-unit', severity: 'error', row: 4, column: 'unit', value: '' },
      { kind: 'empty-region', severity: 'error', row: 5, column: 'region', value: '' },
      { kind: 'rounded-number', severity: 'error', row: 7, column: 'unit', value: '2.20322E+14' },
    ]);
    expect((await read(file, { isKnown })).rows).toEqual([{ row: 2, unit: 'A1', region: 'x' }]);
  });

  test('a block with two regions, of which neither is taken; the same row twice is a warning', async () => {
    const file = 'unit,region\nA1,x\nA2,x\nA1,y\nA2,x\n';
    expect(await told(file)).toEqual([
      { kind: 'two-regions', severity: 'error', row: 4, column: 'region', value: 'y', otherRow: 2 },
      { kind: 'repeated-row', severity: 'warning', row: 5, column: 'unit', value: 'A2', otherRow: 3 },
    ]);
    expect((await read(file)).rows).toEqual([{ row: 3, unit: 'A2', region: 'x' }]);
  });

  test('a missing column, with those that are there', async () => {
    const { rows, faults } = await read('unit,district\nA1,x\n');
    expect(rows).toEqual([]);
    expect(faults).toMatchObject([
      { kind: 'missing-column', row: 1, detail: 'There is no column "region"; the columns are unit, district' },
    ]);
  });

  test.each([
    ['neither UTF-8 nor GBK', Uint8Array.of(0x75, 0xff, 0xff, 0x0a)],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x75, 0)],
    ['empty', ''],
  ])('a file that is %s is none', async (_, file) => {
    await expect(read(file)).rejects.toThrow(UnreadableFile);
  });

  test('a row that lacks a cell is a fault of that row, and the others are read', async () => {
    const { rows, faults } = await read('unit,region\nA1\nA2,x\n');
    expect(rows).toEqual([{ row: 3, unit: 'A2', region: 'x' }]);
    expect(faults).toMatchObject([{ kind: 'missing-cells', row: 2, values: { value: '1/2' } }]);
  });

  test('many faults are counted, the first are kept', async () => {
    const file = `unit,region\n${Array.from({ length: 800 }, (_, n) => `Z${n},x\n`).join('')}`;
    const { faults, faultTotal } = await read(file, { isKnown: () => false, maxFaults: 10 });
    expect({ kept: faults.length, faultTotal }).toEqual({ kept: 10, faultTotal: 800 });
    expect((await read(file, { isKnown: () => false })).faults).toHaveLength(500);
  });
});
