import { readFileSync } from 'node:fs';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { type FileHead, type ReadRow, UnreadableFile } from '../../../api/formats/file-features.ts';
import { readShapefile } from '../../../api/formats/shapefile.ts';
import { makeShapefile, type ShapefileInput } from '../../support/make-shapefile.ts';
import { REAL_DATA_ABSENT, realData } from '../../support/real-data.ts';

async function drain(zip: Uint8Array): Promise<{ rows: ReadRow[]; head: FileHead }> {
  const stream = readShapefile(async function* () {
    for (let at = 0; at < zip.length; at += 1000) yield zip.subarray(at, at + 1000);
  });
  const rows: ReadRow[] = [];
  for (;;) {
    const next = await stream.next();
    if (next.done) return { rows, head: next.value };
    rows.push(next.value);
  }
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const NAME = utf8('NAME');
/** 梨树 and 岑溪 in GBK */
const LISHU = Uint8Array.of(0xc0, 0xe6, 0xca, 0xf7);
const CENXI = Uint8Array.of(0xe1, 0xaf, 0xcf, 0xaa);
const twoPoints: ShapefileInput = {
  shapes: [{ point: [448_688, 4_418_598] }, { point: [448_700, 4_418_600] }],
  field: NAME,
  texts: [LISHU, CENXI],
};

describe('what is read', () => {
  test('shapes keep the coordinates of the .prj, and the .prj is handed on', async () => {
    const prj = 'PROJCS["CGCS2000_3_Degree_GK_CM_117E",GEOGCS["x"]]';
    const { rows, head } = await drain(makeShapefile({ ...twoPoints, prj, cpg: 'GBK' }));
    expect(rows.map((row) => row.feature)).toEqual([
      { row: 1, geometry: { type: 'Point', coordinates: [448_688, 4_418_598] }, properties: { NAME: '梨树' } },
      { row: 2, geometry: { type: 'Point', coordinates: [448_700, 4_418_600] }, properties: { NAME: '岑溪' } },
    ]);
    expect(head.crs).toEqual({ kind: 'wkt', wkt: prj, name: 'CGCS2000_3_Degree_GK_CM_117E', code: null });
    expect(head.faults).toEqual([]);
  });

  test('an authority at the end of the .prj is its code', async () => {
    const prj = 'GEOGCS["CGCS2000",DATUM["d",SPHEROID["s",1,2,AUTHORITY["EPSG","1024"]]],AUTHORITY["EPSG","4490"]]';
    const { head } = await drain(makeShapefile({ ...twoPoints, prj, cpg: 'GBK' }));
    expect(head.crs).toMatchObject({ code: 'EPSG:4490' });
  });

  test.each([
    ['no .cpg', undefined],
    ['a .cpg that says UTF-8', 'UTF-8'],
  ])('texts in GBK with %s are read as GBK, with a warning', async (_, cpg) => {
    const { rows, head } = await drain(makeShapefile({ ...twoPoints, cpg }));
    expect(rows.map((row) => row.feature.properties.NAME)).toEqual(['梨树', '岑溪']);
    expect(head.faults.map((fault) => fault.kind)).toEqual(['encoding']);
  });

  test('texts in UTF-8 without a .cpg are read as UTF-8, a field name in Chinese too', async () => {
    const { rows, head } = await drain(
      makeShapefile({ ...twoPoints, field: utf8('名称'), texts: [utf8('梨树'), utf8('岑溪')] }),
    );
    expect(rows.map((row) => row.feature.properties)).toEqual([{ 名称: '梨树' }, { 名称: '岑溪' }]);
    expect(head.faults).toEqual([]);
  });

  test('a text that the width of its field cuts in the middle of a character is still UTF-8', async () => {
    const long = utf8('一二三四五六七八九十一二三四五');
    const { head } = await drain(makeShapefile({ ...twoPoints, texts: [long, long] }));
    expect(head.faults).toEqual([]);
  });

  const nyc = realData('nyc/nyc_zipcodes_shp.zip');
  test.skipIf(!nyc)(nyc ? '263 ZIP areas of New York, in feet' : REAL_DATA_ABSENT, async () => {
    const { rows, head } = await drain(readFileSync(nyc!));
    expect(rows).toHaveLength(263);
    expect(rows[0]?.feature.properties).toMatchObject({ ZIPCODE: '11436', POPULATION: 18681 });
    expect(rows.flatMap((row) => row.faults)).toEqual([]);
    expect(head.crs).toMatchObject({ name: 'NAD_1983_StatePlane_New_York_Long_Island_FIPS_3104_Feet' });
  });
});

describe('an archive that cannot be taken is refused by name', () => {
  test.each(['dbf', 'shp'] as const)('without its .%s', async (part) => {
    await expect(drain(makeShapefile({ ...twoPoints, without: [part] }))).rejects.toThrow(
      new RegExp(`layer\\.${part} is missing`),
    );
  });

  test('with something else', async () => {
    await expect(drain(zipSync({ 'readme.txt': utf8('x') }))).rejects.toThrow(/holds no Shapefile/);
  });

  test('cut off', async () => {
    const zip = makeShapefile(twoPoints);
    await expect(drain(zip.subarray(0, zip.length - 40))).rejects.toThrow(/damaged|cut off/);
  });

  test.each(['shp', 'dbf'] as const)('whose .%s ends anywhere before its end, empty included', async (part) => {
    const whole = unzipSync(makeShapefile(twoPoints));
    const bytes = whole[`layer.${part}`]!;
    const end = part === 'dbf' ? bytes.length - 1 : bytes.length; // a .dbf may do without its last mark
    for (let length = 0; length < end; length += 1)
      await expect(drain(zipSync({ ...whole, [`layer.${part}`]: bytes.subarray(0, length) }))).rejects.toThrow(
        UnreadableFile,
      );
  });

  test.each(['../../etc/x.shp', '/etc/x.shp', 'C:\\x.shp', 'a/../../x.dbf'])('with the path %s', async (path) => {
    await expect(drain(zipSync({ [path]: utf8('x') }))).rejects.toThrow(/outside of itself/);
  });

  test('with thousands of entries', async () => {
    const many = Object.fromEntries(Array.from({ length: 2100 }, (_, i) => [`${i}.txt`, new Uint8Array()]));
    await expect(drain(zipSync(many))).rejects.toThrow(/more than 2000 files/);
  });

  test('that is a bomb', async () => {
    const bomb = zipSync({ 'a.shp': new Uint8Array(60_000_000), 'a.dbf': new Uint8Array(10) });
    await expect(drain(bomb)).rejects.toThrow(/grows more than 300-fold/);
  });

  test('whose tables do not fit together', async () => {
    await expect(drain(makeShapefile({ ...twoPoints, texts: [LISHU] }))).rejects.toThrow(/fewer than/);
    await expect(drain(makeShapefile({ ...twoPoints, texts: [LISHU, LISHU, LISHU] }))).rejects.toThrow(/fewer than/);
  });
});
