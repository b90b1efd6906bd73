import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { NO_WISH, UnreadableFile } from '../../../api/formats/file-features.ts';
import { sourceOf } from '../../../api/formats/gather-bytes.ts';
import { readXlsx } from '../../../api/formats/read-xlsx.ts';
import { drain } from '../../support/drain.ts';
import { workbookOf } from '../../support/format-files.ts';

const read = (bytes: Uint8Array, layer: string | null = null) =>
  drain(readXlsx(sourceOf(bytes), { ...NO_WISH, layer }));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const ROW = ['甲', 124.3, 43.3];
const HEADER = ['名称', '经度', '纬度'];

describe('a workbook', () => {
  test('rows of its first sheet that is not empty, by the numbers that the spreadsheet shows', async () => {
    const { rows, head } = await read(await workbookOf({ 空: [], 阵地: [HEADER, ROW, [], ['乙', '124°18′', 43.3]] }));
    expect(rows.map(({ feature }) => [feature.row, feature.properties.名称, feature.geometry])).toEqual([
      [2, '甲', { type: 'Point', coordinates: [124.3, 43.3] }],
      [4, '乙', { type: 'Point', coordinates: [124.3, 43.3] }],
    ]);
    expect(head).toMatchObject({
      format: 'xlsx',
      layer: '阵地',
      layers: [{ name: '阵地' }],
      table: { headerRow: 1, x: '经度' },
    });
  });

  test('another sheet can be chosen; hidden ones are not there', async () => {
    const bytes = await workbookOf({ 一: [HEADER, ROW], 二: [HEADER, ROW, ROW], 藏: [HEADER] }, (workbook) => {
      workbook.getWorksheet('藏')!.state = 'hidden';
    });
    expect((await read(bytes, '二')).rows).toHaveLength(2);
    expect((await read(bytes)).head.layers?.map(({ name }) => name)).toEqual(['一', '二']);
    await expect(read(bytes, '三')).rejects.toThrow(/no layer "三"; its layers are 一, 二/);
  });

  test('formulas give their stored result; one without, and errors, are empty and told by cell', async () => {
    const bytes = await workbookOf({
      a: [
        [...HEADER, '户数', '人口'],
        ['甲', { formula: '100+24.3', result: 124.3 }, 43.3, { formula: 'SUM(1,2)', result: 3 }, { error: '#N/A' }],
        ['乙', 124.3, 43.3, { formula: 'A1' }, { formula: '1/0', result: { error: '#DIV/0!' } }],
      ],
    });
    const { rows } = await read(bytes);
    expect(rows[0]!.feature).toMatchObject({
      geometry: { coordinates: [124.3, 43.3] },
      properties: { 户数: 3, 人口: null },
    });
    expect(
      rows.map(({ faults }) => faults.map(({ kind, severity, detail }) => [kind, severity, detail.split(':')[0]])),
    ).toEqual([
      [['cell-error', 'warning', 'E2']],
      [
        ['no-result', 'warning', 'D3'],
        ['cell-error', 'warning', 'E3'],
      ],
    ]);
  });

  test('dates, rich text and links are what a person reads; numbers that were rounded are told', async () => {
    const rich = { richText: [{ text: '红色' }, { text: '楼宇' }] };
    const { rows, head } = await read(
      await workbookOf({
        a: [
          [...HEADER, '建成', '网址', '编号'],
          [rich, 124.3, 43.3, new Date('2026-03-01'), { text: '某处', hyperlink: 'http://a.b' }, 220322001001000000],
        ],
      }),
    );
    expect(rows[0]!.feature.properties).toMatchObject({ 名称: '红色楼宇', 建成: '2026-03-01', 网址: '某处' });
    expect(head.faults).toMatchObject([{ kind: 'rounded-numbers', severity: 'warning' }]);
  });

  test('a title, then a header of two merged rows, joined from above; merged cells below have one value', async () => {
    const bytes = await workbookOf(
      {
        a: [
          ['某县楼栋一览'],
          ['社区', '位置', '', '人口', ''],
          ['', '经度', '纬度', '男', '女'],
          ['东社区', 124.3, 43.3, 10, 12],
          ['', 124.31, 43.31, 5, 6],
        ],
      },
      (workbook) => {
        const sheet = workbook.getWorksheet('a')!;
        for (const range of ['A1:E1', 'A2:A3', 'B2:C2', 'D2:E2', 'A4:A5']) sheet.mergeCells(range);
      },
    );
    const { rows, head } = await read(bytes);
    expect(head.table).toEqual({ headerRow: 2, x: '位置/经度', y: '位置/纬度', wkt: '' });
    expect(rows.map(({ feature }) => feature)).toMatchObject([
      { row: 4, properties: { 社区: '东社区', '人口/男': 10, '人口/女': 12 } },
      {
        row: 5,
        properties: { 社区: '东社区', '人口/男': 5, '人口/女': 6 },
        geometry: { coordinates: [124.31, 43.31] },
      },
    ]);
  });
});

describe('a workbook made to break the reader', () => {
  const good = async () => unzipSync(await workbookOf({ a: [HEADER, ROW] }));
  const changed = async (path: string, change: (xml: string) => string): Promise<Uint8Array> => {
    const parts = await good();
    const xml = change(new TextDecoder().decode(parts[path]!));
    return zipSync({ ...parts, [path]: utf8(xml) });
  };
  const sheet = 'xl/worksheets/sheet1.xml';

  test.each([
    [
      'all cells of a sheet merged',
      (xml: string) =>
        xml.replace('</sheetData>', '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    ],
    [
      'a hundred thousand merges',
      (xml: string) =>
        xml.replace(
          '</sheetData>',
          `</sheetData><mergeCells>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(100_000)}</mergeCells>`,
        ),
    ],
    [
      'a rule for all cells',
      (xml: string) =>
        xml.replace(
          '</sheetData>',
          '</sheetData><dataValidations count="1"><dataValidation type="list" sqref="A1:XFD1048576"><formula1>1</formula1></dataValidation></dataValidations>',
        ),
    ],
    [
      'a cell at the very end',
      (xml: string) => xml.replace('</sheetData>', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    ],
  ])('%s is read in a moment', async (_, change) => {
    const start = performance.now();
    const { rows } = await read(await changed(sheet, change));
    expect(rows[0]!.feature.properties).toMatchObject({ 名称: '甲' });
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('a name for all cells is not looked at', async () => {
    const bytes = await changed('xl/workbook.xml', (xml) =>
      xml.replace(
        '</sheets>',
        '</sheets><definedNames><definedName name="x">a!$A$1:$XFD$1048576</definedName></definedNames>',
      ),
    );
    expect((await read(bytes)).rows).toHaveLength(1);
  });

  test('entities that grow are not expanded', async () => {
    const lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    const bytes = await changed(sheet, (xml) =>
      xml.replace(/<worksheet/, `${lol}<worksheet`).replace(/<v>43.3<\/v>/, '<v>&b;</v>'),
    );
    await read(bytes).then(
      ({ rows }) => expect(JSON.stringify(rows)).not.toContain('aaaa'),
      (error) => expect(error).toBeInstanceOf(UnreadableFile),
    );
  });

  test.each([
    ['no sheet', 'xl/workbook.xml', () => '<workbook/>', /has no sheet/],
    ['no XML', 'xl/workbook.xml', () => 'x<', /damaged \(xl\/workbook\.xml is no XML\)/],
    ['a sheet cut off', sheet, (xml: string) => xml.slice(0, 300), /empty|damaged|no header/],
  ])('%s', async (_, path, change, message) => {
    await expect(changed(path, change).then((bytes) => read(bytes))).rejects.toThrow(message);
  });
});
