import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../../api/formats/gather-bytes.ts';
import { sniff } from '../../../api/formats/sniff.ts';
import { geopackageOf, workbookOf } from '../../support/format-files.ts';
import { makeShapefile } from '../../support/make-shapefile.ts';
import { communities } from '../../support/small-files.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const formatOf = async (bytes: Uint8Array): Promise<string> => (await sniff(sourceOf(bytes))).format;

const geojson = utf8(JSON.stringify(communities));
const kml = utf8('<?xml version="1.0"?>\n<!-- a long word -->\n<kml xmlns="http://www.opengis.net/kml/2.2"></kml>');
const csv = utf8('名称,经度,纬度\n甲,124.3,43.3\n');
const shapefile = makeShapefile({ shapes: [{ point: [1, 2] }], field: utf8('NAME'), texts: [utf8('x')] });

describe('what a file is, by its bytes', () => {
  test.each([
    ['GeoJSON', geojson, 'geojson'],
    ['GeoJSON after a byte order mark and spaces', utf8('\ufeff \n{"type":"FeatureCollection"}'), 'geojson'],
    ['gzipped GeoJSON', gzipSync(geojson), 'geojson'],
    ['a zipped Shapefile', shapefile, 'shapefile'],
    ['FlatGeobuf', latin1('fgb\x03fgb\0'), 'flatgeobuf'],
    ['KML after a comment', kml, 'kml'],
    ['KMZ', zipSync({ 'doc.kml': kml, 'files/icon.png': utf8('x') }), 'kml'],
    ['CSV', csv, 'csv'],
    ['CSV in UTF-16', Buffer.concat([latin1('\xff\xfe'), Buffer.from('a,b', 'utf16le')]), 'csv'],
    ['a zipped GeoJSON', zipSync({ 'a/b.geojson': geojson }), 'geojson'],
    ['a zipped CSV with a leaflet', zipSync({ 'a.csv': csv, 'readme.md': utf8('x') }), 'csv'],
  ])('%s', async (_, bytes, format) => {
    expect(await formatOf(bytes)).toBe(format);
  });

  test('GeoPackage and a workbook, also within an archive', async () => {
    const [geopackage, workbook] = [await geopackageOf({ a: communities.features }), await workbookOf({ a: [['x']] })];
    expect(await formatOf(geopackage)).toBe('geopackage');
    expect(await formatOf(workbook)).toBe('xlsx');
    expect(await formatOf(zipSync({ 'a.gpkg': geopackage }))).toBe('geopackage');
    expect(await formatOf(zipSync({ 'a.xlsx': workbook }))).toBe('xlsx');
  });
});

describe('what is not read is refused by its name', () => {
  test.each([
    ['OSM PBF', Buffer.concat([latin1('\0\0\0\x0d\x0a\x09'), utf8('OSMHeader')]), /OSM PBF, which is not read/],
    ['a RAR archive', latin1('Rar!\x1a\x07'), /RAR/],
    ['a 7z archive', latin1('7z\xbc\xaf\x27\x1c'), /7z/],
    ['an old .xls', latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), /Excel 97/],
    ['DWG', latin1('AC1027\0\0'), /DWG/],
    ['DXF', utf8('  0\r\nSECTION\r\n  2\r\nHEADER\r\n'), /DXF/],
    ['PDF', utf8('%PDF-1.7'), /PDF/],
    ['a .shp alone', latin1('\0\0\x27\x0a\0\0'), /\.shp without its \.dbf/],
    ['a web page', utf8('<!doctype html><html></html>'), /XML or HTML/],
    ['GML', utf8('<?xml version="1.0"?><gml:FeatureCollection xmlns:gml="x">'), /GML/],
    ['a Word document', zipSync({ '[Content_Types].xml': utf8('x'), 'word/document.xml': utf8('x') }), /Word/],
    ['binary data', latin1('\x01\x02\0\x03'), /not known here/],
    ['nothing', new Uint8Array(), /empty/],
    ['an archive of pictures', zipSync({ 'a.png': utf8('x') }), /no other file that is read here \(it holds a\.png\)/],
    ['two maps in one archive', zipSync({ 'a.csv': csv, 'b.geojson': geojson }), /2 files .*\(a\.csv, b\.geojson\)/],
    ['an archive with a path out of it', zipSync({ '../../a.csv': csv }), /outside of itself/],
    ['an archive in a gzip file', gzipSync(shapefile), /zip archive in a gzip file/],
  ])('%s', async (_, bytes, message) => {
    await expect(formatOf(bytes)).rejects.toThrow(message);
  });
});
