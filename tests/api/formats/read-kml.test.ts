import { zipSync } from 'fflate';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { NO_WISH } from '../../../api/formats/file-features.ts';
import { readKml } from '../../../api/formats/read-kml.ts';
import { drain, inPieces } from '../../support/drain.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const kml = (content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><name>文件</name>${content}</Document></kml>`;
const read = (file: string | Uint8Array, layer: string | null = null) =>
  drain(readKml(inPieces(typeof file === 'string' ? utf8(file) : file), { ...NO_WISH, layer }));
const placemark = (name: string, geometry: string, more = ''): string =>
  `<Placemark id="p"><name>${name}</name><styleUrl>#s</styleUrl>${more}${geometry}</Placemark>`;
const point = (coordinates: string): string => `<Point><coordinates>${coordinates}</coordinates></Point>`;
const square = (x: number): string =>
  `<Polygon><outerBoundaryIs><LinearRing><coordinates>${x},0 ${x + 1},0 ${x + 1},1 ${x},0</coordinates></LinearRing></outerBoundaryIs></Polygon>`;

describe('KML', () => {
  test('each Placemark is a row, with its folder and extended data; looks and heights are left out', async () => {
    const data = '<ExtendedData><Data name="层数"><value>6</value></Data></ExtendedData>';
    const style = '<Style id="s"><LineStyle><color>ff0000ff</color></LineStyle></Style>';
    const { rows, head } = await read(
      kml(
        `${style}<Folder><name>东区 &amp; 西区</name><Folder><name>楼</name>${placemark('甲', point('124.3,43.3,150'), data)}</Folder></Folder>${placemark('乙', square(1))}`,
      ),
    );
    expect(rows.map(({ feature }) => feature)).toEqual([
      {
        row: 1,
        geometry: { type: 'Point', coordinates: [124.3, 43.3] },
        properties: { name: '甲', 层数: '6', folder: '东区 & 西区/楼' },
      },
      { row: 2, geometry: expect.objectContaining({ type: 'Polygon' }), properties: { name: '乙' } },
    ]);
    expect(head).toMatchObject({ format: 'kml', crs: null, faults: [{ kind: 'heights-dropped' }] });
  });

  test('a MultiGeometry of one kind is a Multi…, one of several a fault, a Placemark without place too', async () => {
    const { rows } = await read(
      kml(
        [
          `${square(1)}${square(3)}`,
          `${square(1)}${point('1,2')}`,
          `<MultiGeometry>${point('1,2')}</MultiGeometry>${point('3,4')}`,
        ]
          .map((parts, i) => placemark(String(i), `<MultiGeometry>${parts}</MultiGeometry>`))
          .join('') + placemark('无', ''),
      ),
    );
    expect(rows.map(({ feature, faults }) => [feature.geometry?.type, faults.map(({ kind }) => kind)])).toEqual([
      ['MultiPolygon', []],
      [undefined, ['geometry-collection']],
      ['MultiPoint', []],
      [undefined, ['no-geometry']],
    ]);
  });

  test('comments, CDATA and names that hold tags do not confuse it', async () => {
    const { rows } = await read(
      kml(
        `<!-- <Placemark> --><Folder><name><![CDATA[<b>夹</b>]]></name>${placemark('<![CDATA[</Placemark>]]>', point('1,2'))}</Folder>`,
      ),
    );
    expect(rows).toMatchObject([{ feature: { properties: { name: '</Placemark>', folder: '<b>夹</b>' } } }]);
  });

  test('in the encoding that it names, or GBK when it is not what it names', async () => {
    const text = kml(placemark('梨树', point('1,2')));
    for (const declared of ['GB2312', 'UTF-8']) {
      const { rows } = await read(iconv.encode(text.replace('UTF-8', declared), 'gbk'));
      expect(rows[0]!.feature.properties.name).toBe('梨树');
    }
  });

  test('KMZ: the documents that have places are its layers', async () => {
    const link = kml('<NetworkLink><Link><href>layers/a.kml</href></Link></NetworkLink>');
    const one = zipSync({ 'doc.kml': utf8(link), 'layers/a.kml': utf8(kml(placemark('甲', point('1,2')))) });
    expect((await read(one)).rows).toMatchObject([{ feature: { properties: { name: '甲' } } }]);
    const two = zipSync({
      'a.kml': utf8(kml(placemark('甲', point('1,2')))),
      'b.kml': utf8(kml(placemark('乙', point('1,2')))),
    });
    expect((await read(two)).head).toMatchObject({ layer: 'a.kml', layers: [{ name: 'a.kml' }, { name: 'b.kml' }] });
    expect((await read(two, 'b.kml')).rows).toMatchObject([{ feature: { properties: { name: '乙' } } }]);
    await expect(read(link)).rejects.toThrow(/only points to another file/);
  });

  test.each([
    [
      'entities that grow',
      kml(placemark('&lol;', point('1,2'))).replace('<kml', '<!DOCTYPE kml [<!ENTITY lol "lol">]><kml'),
      /document type/,
    ],
    [
      'an outer entity',
      kml(placemark('&x;', point('1,2'))).replace(
        '<kml',
        '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml',
      ),
      /document type/,
    ],
    [
      'an entity that nobody knows',
      kml(placemark('&x;', point('1,2'))),
      /not well-formed XML after Placemark 0 \(entity not found/,
    ],
    ['a tag that is not closed', kml(placemark('<b>', point('1,2'))), /not well-formed XML/],
    ['cut off', kml(placemark('甲', point('1,2'))).slice(0, -10), /cut off/],
    ['cut off in a Placemark', kml(placemark('甲', point('1,2'))).slice(0, 260), /cut off/],
  ])('%s: one message', async (_, file, message) => {
    await expect(read(file)).rejects.toThrow(message);
  });

  test.each(['<!--', '<![CDATA[', '<name '])(
    'a hundred thousand times %s that does not end is read in a moment',
    async (part) => {
      const start = performance.now();
      await expect(read(kml(part.repeat(100_000)).replaceAll('>', ''))).rejects.toThrow(/cut off/);
      expect(performance.now() - start).toBeLessThan(2000);
    },
  );

  test('coordinates that are none are faults of the row', async () => {
    const { rows } = await read(
      kml(placemark('甲', point('x,y')) + placemark('乙', point('')) + placemark('丙', point('1,2'))),
    );
    expect(rows).toHaveLength(3);
    expect(rows.map(({ faults }) => faults.length > 0)).toEqual([true, true, false]);
  });
});
