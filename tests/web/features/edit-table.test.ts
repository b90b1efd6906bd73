import { describe, expect, test } from 'vitest';
import { askedChanges, type ThingRecord } from '../../../api/contract/thing-edits.ts';
import {
  cellText,
  changesOf,
  columnsOf,
  faultsIn,
  fillDown,
  NO_EDITS,
  readCell,
  readClipboard,
  writeCells,
} from '../../../web/features/edit-table/cells.ts';

const building = (id: number, fields: object = {}, editable = true): ThingRecord => ({
  ...{ layer: 'building', id, version: id, editable, place: null },
  fields: {
    name: `${id}号楼`,
    streetName: '一街',
    houseNumber: `${id}`,
    kind: 'residential',
    floors: 6,
    households: 0,
    residents: 0,
    ...fields,
  },
});
const records = [building(1), building(2), building(3, {}, false), building(4)];
const columns = columnsOf('building', records);
const sheet = { layer: 'building' as const, records, columns };
const column = (name: string) => columns.findIndex((each) => each.name === name);
const word = (_: unknown, code: string) => ({ residential: '住宅', office: '办公' })[code] ?? code;

describe('a block from a spreadsheet', () => {
  test('is read by lines and tabs, with quoted cells and the line end that Excel adds', () => {
    expect(readClipboard('a\tb\r\nc\t\r\n')).toEqual([
      ['a', 'b'],
      ['c', ''],
    ]);
    expect(readClipboard('"两\n行"\t"他说""好"""')).toEqual([['两\n行', '他说"好"']]);
    expect(readClipboard('12')).toEqual([['12']]);
  });

  test('is written from the chosen cell to the right and down, and sent as changes of their versions', () => {
    const from = { row: 0, column: column('houseNumber') };
    const { edits, misread, written, left } = writeCells(
      sheet,
      NO_EDITS,
      from,
      readClipboard('12甲\t办公\n14\t住宅'),
      word,
    );
    expect([misread, written, left]).toEqual([[], 4, 0]);
    const changes = changesOf(sheet, edits);
    expect(changes).toEqual([
      { action: 'change', layer: 'building', id: 1, version: 1, fields: { houseNumber: '12甲', kind: 'office' } },
      { action: 'change', layer: 'building', id: 2, version: 2, fields: { houseNumber: '14' } },
    ]);
    expect(askedChanges.safeParse({ cause: 'table', changes }).success).toBe(true);
  });

  test('leaves out what stands outside the table and in rows that may not be changed', () => {
    const from = { row: 2, column: column('floors') };
    const { written, left } = writeCells(sheet, NO_EDITS, from, [['7'], ['8'], ['9']], word);
    expect([written, left]).toEqual([1, 2]);
  });

  test('that cannot be read is told by its cell, and the rest is written', () => {
    const from = { row: 0, column: column('floors') };
    const { edits, misread } = writeCells(sheet, NO_EDITS, from, [['七'], ['8']], word);
    expect(misread).toMatchObject([{ id: 1, field: { name: 'floors' }, text: '七' }]);
    expect(changesOf(sheet, edits)).toMatchObject([{ id: 2, fields: { floors: 8 } }]);
  });
});

test('a text is read as its column says', () => {
  const read = (name: string, text: string) => readCell(columns[column(name)]!, text, word);
  expect(read('households', ' 1,200 ')).toEqual({ ok: true, value: 1200 });
  expect(read('kind', '办公')).toEqual({ ok: true, value: 'office' });
  expect(read('kind', 'office')).toEqual({ ok: true, value: 'office' });
  expect(read('kind', '宫殿')).toEqual({ ok: false });
  expect(read('floors', '')).toEqual({ ok: true, value: null });
  const estate = columnsOf('compound', []).find(({ name }) => name === 'expectedOn')!;
  expect(readCell(estate, '2027/5/1', word)).toEqual({ ok: true, value: '2027-05-01' });
  const shared = columnsOf('organization', []).find(({ name }) => name === 'resources')!;
  expect(readCell(shared, '会议室、教室', word)).toEqual({ ok: true, value: ['会议室', '教室'] });
  expect(cellText(shared, ['a', 'b'], word)).toBe('a、b');
});

test('what is filled down stands in every row below that may be changed', () => {
  const edits = fillDown(sheet, NO_EDITS, { row: 0, column: column('name') }, 3, word);
  expect(changesOf(sheet, edits)).toMatchObject([
    { id: 2, fields: { name: '1号楼' } },
    { id: 4, fields: { name: '1号楼' } },
  ]);
});

test('a figure beyond its bounds is told by row and field', () => {
  const { edits } = writeCells(sheet, NO_EDITS, { row: 1, column: column('floors') }, [['900']], word);
  expect(faultsIn(sheet, edits)).toMatchObject([{ row: 1, field: { name: 'floors' }, fault: 'unfit' }]);
});

test('columns are the attributes of all kinds that are there; those that name other things are left to the form', () => {
  const site = (id: number, kind: string): ThingRecord => ({
    ...building(id),
    layer: 'site',
    fields: { kind, name: 'x', data: {} },
  });
  const names = columnsOf('site', [site(1, 'red_district'), site(2, 'plaza')]).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['shops', 'areaM2', 'phone']));
  expect(names).not.toContain('building');
});
