import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import type { TableSettings } from '../../../api/contract/imports.ts';
import { NO_WISH } from '../../../api/formats/file-features.ts';
import { readCsvFeatures } from '../../../api/formats/read-csv.ts';
import { drain, inPieces } from '../../support/drain.ts';

const table: TableSettings = { headerRow: null, x: '', y: '', wkt: '' };
const read = (text: string | Uint8Array, wish: Partial<TableSettings> | null = null, pieces = 7) =>
  drain(
    readCsvFeatures(inPieces(typeof text === 'string' ? new TextEncoder().encode(text) : text, pieces), {
      ...NO_WISH,
      table: wish && { ...table, ...wish },
    }),
  );
const POINT = { type: 'Point', coordinates: [124.3, 43.3] };

describe('a table with coordinates', () => {
  test('is read by the usual names of its columns; rows are numbered as in a spreadsheet', async () => {
    const { rows, head } = await read('名称,经度,纬度\n甲,124.3,43.3\n\n乙,124.3,43.3\n');
    expect(rows.map(({ feature }) => feature)).toEqual([
      { row: 2, geometry: POINT, properties: { 名称: '甲', 经度: '124.3', 纬度: '43.3' } },
      { row: 4, geometry: POINT, properties: { 名称: '乙', 经度: '124.3', 纬度: '43.3' } },
    ]);
    expect(head).toMatchObject({ format: 'csv', table: { headerRow: 1, x: '经度', y: '纬度', wkt: '' }, faults: [] });
  });

  test.each([
    ['lat,lon,name', 'lon', 'lat'],
    ['Longitude;Latitude;x;y', 'Longitude', 'Latitude'],
    ['X\tY\tname', 'X', 'Y'],
    ['经度（WGS84）|纬度（WGS84）|名称', '经度（WGS84）', '纬度（WGS84）'],
    ['gcj_lng,gcj_lat,name', 'gcj_lng', 'gcj_lat'],
    ['X坐标,Y坐标,名称', 'X坐标', 'Y坐标'],
  ])('the header %s has its places in %s and %s', async (header, x, y) => {
    const delimiter = /[,;|\t]/.exec(header)![0];
    const { head } = await read(
      `${header}\n${['124.3', '43.3', '1', '2'].slice(0, header.split(delimiter).length).join(delimiter)}\n`,
    );
    expect(head.table).toMatchObject({ x, y });
  });

  test('the columns that were chosen count; one that is not there is told with those that are', async () => {
    const text = 'a,b,lng,lat\n1,2,124.3,43.3\n';
    expect((await read(text, { x: 'a', y: 'b' })).rows[0]!.feature.geometry).toEqual({
      type: 'Point',
      coordinates: [1, 2],
    });
    await expect(read(text, { x: 'c', y: 'b' })).rejects.toThrow(/no column "c"; its columns are a, b, lng, lat/);
  });

  test('titles above the header are left out; the row of the header can be chosen', async () => {
    const text = '某县阵地一览,,\n填表：办公室,,\n名称,经度,纬度\n甲,124.3,43.3\n';
    expect((await read(text)).head.table?.headerRow).toBe(3);
    expect((await read(text)).rows).toHaveLength(1);
    expect((await read(text, { headerRow: 4 })).rows).toHaveLength(0);
    await expect(read(text, { headerRow: 9 })).rejects.toThrow(/no header in row 9/);
  });

  test('geometries as well-known text, EWKB or GeoJSON; a named system is handed on', async () => {
    const { rows, head } = await read(
      'name;geom\na;"SRID=4490;POLYGON((0 0,1 0,1 1,0 0))"\nb;POINT Z (1 2 3)\nc;0101000000000000000000F03F0000000000000040\nd;"{""type"":""Point"",""coordinates"":[5,6]}"\ne;POLYGON((0 0\nf;\n',
    );
    expect(rows.map(({ feature }) => feature.geometry?.type)).toEqual([
      'Polygon',
      'Point',
      'Point',
      'Point',
      undefined,
      undefined,
    ]);
    expect(rows[2]!.feature).toMatchObject({ properties: { name: 'c' }, geometry: { coordinates: [1, 2] } });
    expect(rows.map(({ faults }) => faults.map(({ kind }) => kind))).toEqual([
      [],
      [],
      [],
      [],
      ['bad-coordinates'],
      ['no-geometry'],
    ]);
    expect(head.crs).toEqual({ kind: 'code', code: 'EPSG:4490' });
    expect(head.table).toMatchObject({ wkt: 'geom' });
  });

  test('a coordinate that is none is told with its column; without any there is no place', async () => {
    const { rows } = await read('名称,经度,纬度\n甲,124.3,无\n乙,,\n');
    expect(rows.map(({ faults }) => faults.map(({ kind, detail }) => [kind, detail]))).toEqual([
      [['bad-coordinates', '纬度: "无" is no coordinate']],
      [['no-geometry', expect.stringMatching(/no geometry/)]],
    ]);
  });

  test('a table without columns of coordinates says so once, with its columns', async () => {
    const { rows, head } = await read('code,name\n1,甲\n2,乙\n');
    expect(rows.flatMap(({ faults }) => faults)).toEqual([]);
    expect(head.faults).toMatchObject([
      { kind: 'no-places', severity: 'error', detail: expect.stringContaining('code, name') },
    ]);
  });
});

describe('a table that is written badly', () => {
  test('a row with too many cells is a fault of that row, one with too few is filled up', async () => {
    const { rows } = await read('name,lng,lat\n中路1号,2栋,124.3,43.3\n甲,124.3,43.3\n乙,124.3\n');
    expect(rows.map(({ faults }) => faults.map(({ kind, severity }) => `${severity} ${kind}`))).toEqual([
      ['error bad-coordinates', 'error ragged-row'],
      [],
      ['error bad-coordinates', 'warning ragged-row'],
    ]);
  });

  test('columns without a name get their letter, those of one name a number', async () => {
    const { rows } = await read('lng,lat,name,,name\n124.3,43.3,a,b,c\n');
    expect(rows[0]!.feature.properties).toEqual({ lng: '124.3', lat: '43.3', name: 'a', D: 'b', 'name (2)': 'c' });
  });

  test('quotes: commas, line ends and quotes within; one that is not closed is told by its row', async () => {
    const { rows } = await read('lng,lat,name\r\n124.3,43.3,"甲, ""乙""\r\n丙"\r\n124.3,43.3,丁\r\n');
    expect(rows.map(({ feature }) => feature.properties.name)).toEqual(['甲, "乙"\r\n丙', '丁']);
    await expect(read('lng,lat,name\n124.3,43.3,甲\n124.3,43.3,"乙\n124.3,43.3,丙\n')).rejects.toThrow(
      /^Row 3: a quote is not closed/,
    );
  });

  test('empty, or a header alone', async () => {
    await expect(read('\n\n')).rejects.toThrow(/no header/);
    expect((await read('lng,lat\n')).rows).toEqual([]);
  });
});

describe('its text', () => {
  const text = 'lng,lat,名称\n124.3,43.3,梨树\n124.3,43.3,岑溪\n124.3,43.3,联通\n';
  const names = async (bytes: Uint8Array) => (await read(bytes)).rows.map(({ feature }) => feature.properties.名称);

  test.each(['utf8', 'gbk', 'utf16le'])('in %s', async (encoding) => {
    const bytes = iconv.encode(encoding === 'utf16le' ? `\ufeff${text}` : text, encoding);
    expect(await names(bytes)).toEqual(['梨树', '岑溪', '联通']);
  });

  test('in both UTF-8 and GBK, line by line: each is read as it is, and that is told with the lines', async () => {
    const lines = text.split('\n');
    const bytes = Buffer.concat(lines.map((line, i) => iconv.encode(`${line}\n`, i === 2 ? 'gbk' : 'utf8')));
    const { rows, head } = await read(bytes);
    expect(rows.map(({ feature }) => feature.properties.名称)).toEqual(['梨树', '岑溪', '联通']);
    expect(head.faults).toMatchObject([
      { kind: 'mixed-encoding', row: null, detail: expect.stringContaining('1 lines are GBK (3)') },
    ]);
  });

  test('in neither is refused with its line', async () => {
    const bytes = Buffer.concat([Buffer.from('lng,lat\n1,2\n'), Buffer.from([0xff, 0xff, 0x0a])]);
    await expect(read(bytes)).rejects.toThrow(/Line 3 is neither UTF-8 nor GBK/);
  });

  test('NUL and half characters become U+FFFD', async () => {
    const { rows } = await read('lng,lat,name\n1,2,a\0b\n');
    expect(rows[0]!.feature.properties.name).toBe('a\ufffdb');
  });
});
