import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { FeatureCollection, MultiPolygon } from 'geojson';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Problem } from '../../../api/contract/problems.ts';
import { crsByCode, crsByPlainName } from '../../../api/db/imports.ts';
import type { CrsStatement } from '../../../api/formats/file-features.ts';
import { openFile } from '../../../api/formats/open-file.ts';
import { transformed } from '../../../api/services/imports/take-rows.ts';
import { parseCrs, plainCrsName } from '../../../geo/crs/epsg.ts';
import { fromOffset, type OffsetCrs } from '../../../geo/crs/offset-crs.ts';
import { expectSameFeatures, type ReadFeature } from '../../support/compare-features.ts';
import { eachDatabase } from '../../support/databases.ts';
import { drain } from '../../support/drain.ts';
import { gdal } from '../../support/gdal.ts';
import { scratchDirectory } from '../../support/scratch.ts';
import { smallTown } from '../../support/small-town.ts';
import { takeLayer } from '../../support/take-layer.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990870';
const SYSTEMS = ['EPSG:4490', 'EPSG:4529', 'EPSG:4550', 'EPSG:4512', 'EPSG:3857', 'EPSG:32651'];
const OFFSETS = ['GCJ-02', 'BD-09'] as const;
const FORMATS = ['geojson', 'shapefile', 'geopackage', 'flatgeobuf'] as const;

eachDatabase('layers in other coordinate systems', (get) => {
  let whole: WholeApp;
  let viewer: Visitor;
  let degrees: ReadFeature[];
  const folder = scratchDirectory('taken');
  const take = (wish: object) => takeLayer(viewer, HOME, folder, { layer: 'building', ...wish });
  const featuresOf = (bytes: Buffer) =>
    (JSON.parse(bytes.toString()) as FeatureCollection<MultiPolygon, Record<string, unknown>>).features;

  beforeAll(async () => {
    await smallTown(get(), HOME);
    whole = await openApp(get());
    viewer = await whole.somebody(HOME);
    degrees = featuresOf((await take({ format: 'geojson' })).bytes);
  });
  afterAll(() => whole?.close());

  /** As an import makes it out. */
  async function definitionOf(crs: CrsStatement | null): Promise<string> {
    const db = get().as({ county: HOME, role: 'viewer' });
    if (crs?.kind === 'code') {
      const [authority, number] = crs.code.split(':');
      return (await crsByCode(db, authority!, Number(number)))!.proj4;
    }
    if (crs?.kind !== 'wkt') throw new Error(`the file names ${JSON.stringify(crs)}`);
    return (await crsByPlainName(db, plainCrsName(crs.name)))?.proj4 ?? crs.wkt;
  }

  test.each(SYSTEMS)('%s: the numbers are those of PostGIS, to a millimetre', async (crs) => {
    const features = featuresOf((await take({ format: 'geojson', crs })).bytes);
    const { rows } = await get()
      .as({ county: HOME, role: 'viewer' })
      .query<{ geometry: MultiPolygon }>({
        text: 'select st_asgeojson(st_transform(geom, $1::int), 9)::json as geometry from building order by id',
        values: [Number(crs.split(':')[1])],
      });
    const close = crs === 'EPSG:4490' ? 1e-8 : 0.001;
    rows.forEach(({ geometry }, i) => {
      geometry.coordinates[0]![0]!.forEach(([x, y], corner) => {
        const [ownX, ownY] = features[i]!.geometry.coordinates[0]![0]![corner]!;
        expect(Math.abs(ownX! - x!)).toBeLessThan(close);
        expect(Math.abs(ownY! - y!)).toBeLessThan(close);
      });
    });
  });

  test.each(SYSTEMS)('%s: every format names its system, and our readers bring the places back', async (crs) => {
    for (const format of FORMATS) {
      const { path, job } = await take({ format, crs });
      const { rows, head } = await drain((await openFile(path))());
      if (head.crs?.kind === 'code') expect(head.crs.code).toBe(crs);
      const system = parseCrs(await definitionOf(head.crs));
      if (!system.ok) throw new Error(system.reason);
      const back = rows.map(({ feature }) => ({
        geometry: transformed(feature.geometry!, system.toLngLat),
        properties: feature.properties ?? {},
      }));
      const renamed = Object.assign({}, ...job.losses.map((loss) => loss.renamed)) as Record<string, string>;
      expectSameFeatures('building', back, degrees, { renamed });
    }
  });

  test.skipIf(!gdal.isThere)(
    gdal.isThere ? 'GDAL brings the places back from every format and system' : gdal.absent,
    async () => {
      for (const crs of SYSTEMS)
        for (const format of FORMATS) {
          const { path, job } = await take({ format, crs });
          const out = `${path}.json`;
          const source = format === 'shapefile' ? `/vsizip/${path}` : path;
          gdal.ogr2ogr('-f', 'GeoJSON', '-t_srs', 'EPSG:4326', '-lco', 'COORDINATE_PRECISION=10', out, source);
          const renamed = Object.assign({}, ...job.losses.map((loss) => loss.renamed)) as Record<string, string>;
          expectSameFeatures('building', featuresOf(readFileSync(out)), degrees, { renamed });
        }
    },
  );

  test.skipIf(!gdal.isThere)(
    gdal.isThere ? 'a Shapefile in CGCS2000 and GBK is what ogrinfo says it is' : gdal.absent,
    async () => {
      const { path } = await take({ format: 'shapefile', crs: 'EPSG:4550', encoding: 'gbk' });
      const said = gdal.ogrinfo('-al', `/vsizip/${path}`);
      expect(said).toMatch(/CGCS2000.*3-degree.*Gauss-Kruger.*CM 123E/i);
      expect(said).toContain('红色楼');
    },
  );

  test.each(OFFSETS)(
    '%s has no definition: the name and the credit of the file say it, and it leads back',
    async (crs) => {
      const { bytes, name } = await take({ format: 'geojson', crs });
      expect(name).toContain(crs.replace('-', ''));
      const { crs: named } = JSON.parse(bytes.toString()) as { crs: object };
      expect(named).toEqual({ type: 'name', properties: { name: crs } });
      const back = featuresOf(bytes).map(({ geometry, properties }) => ({
        geometry: transformed(geometry, (position) => fromOffset(crs as OffsetCrs, position)),
        properties,
      }));
      expectSameFeatures('building', back, degrees);
      const zip = unzipSync((await take({ format: 'shapefile', crs })).bytes);
      expect(Object.keys(zip)).not.toContain('building.prj');
      expect(Buffer.from(zip['attribution.txt']!).toString()).toContain(crs);
    },
  );

  test('tables have their columns of coordinates by name: degrees, or metres', async () => {
    const header = async (crs: string) =>
      (await take({ layer: 'site', format: 'csv', crs, columns: ['id'] })).bytes.toString().split('\r\n')[0];
    expect(await header('EPSG:4490')).toBe('\ufeffid,lng,lat');
    expect(await header('EPSG:4550')).toBe('\ufeffid,x,y');
  });

  test.each([
    [{ format: 'kml', crs: 'EPSG:4550' }, /KML is in WGS84/],
    [{ format: 'geojson', crs: 'EPSG:999999' }, /EPSG:999999 is not in the catalogue/],
    [{ format: 'geojson', crs: 'EPSG:2056' }, /EPSG:2056 .*another part of the world/],
    [{ format: 'geojson', crs: 'EPSG:4328' }, /EPSG:4328 .*another part of the world/],
    [{ format: 'geojson', crs: 'WGS84' }, /EPSG:nnnn, GCJ-02 or BD-09/],
  ])('%j is refused at once', async (wish, detail) => {
    const answer = await viewer.post(`/api/counties/${HOME}/exports`, { layer: 'building', ...wish });
    expect([answer.status, ((await answer.json()) as Problem).detail]).toEqual([422, expect.stringMatching(detail)]);
  });
});
