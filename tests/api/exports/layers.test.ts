import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { FeatureCollection, Geometry } from 'geojson';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  EXPORT_LAYERS,
  type ExportLayer,
  LAYER_FORMATS,
  type LayerFormat,
} from '../../../api/contract/layer-exports.ts';
import { openFile } from '../../../api/formats/open-file.ts';
import { expectSameFeatures, type ReadFeature } from '../../support/compare-features.ts';
import { eachDatabase } from '../../support/databases.ts';
import { drain } from '../../support/drain.ts';
import { gdal } from '../../support/gdal.ts';
import { scratchDirectory } from '../../support/scratch.ts';
import { type SmallTown, smallTown } from '../../support/small-town.ts';
import { type TakenLayer, takeLayer } from '../../support/take-layer.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990868';
const ELSEWHERE = '990869';

/** What our own readers make of a file; layers of a Shapefile one after the other. */
async function readBack(path: string, format: LayerFormat): Promise<ReadFeature[]> {
  const wish =
    format === 'csv' && readFileSync(path).includes('wkt') ? { headerRow: 1, x: '', y: '', wkt: 'wkt' } : null;
  const { rows, head } = await drain((await openFile(path, { layer: null, table: wish }))());
  const more = (head.layers ?? []).map(({ name }) => name).filter((name) => name !== head.layer);
  for (const layer of more) rows.push(...(await drain((await openFile(path, { layer, table: null }))())).rows);
  return rows.map(({ feature }) => ({ geometry: feature.geometry, properties: feature.properties ?? {} }));
}

/** The layers of a file that GDAL opens. */
const GDAL_LAYERS = (path: string): string[] =>
  gdal
    .ogrinfo('-q', path)
    .split('\n')
    .flatMap((line) => /^\d+: (.+?)(?: \([^()]*\))?$/.exec(line)?.[1] ?? []);

/** What it has to be told: where a table has its places, and that texts which begin like an hour are texts. */
const HINTS: Partial<Record<LayerFormat, string[]>> = {
  csv: [
    ...['-a_srs', 'EPSG:4326', '-oo', 'KEEP_GEOM_COLUMNS=NO', '-oo', 'GEOM_POSSIBLE_NAMES=wkt'],
    ...['-oo', 'X_POSSIBLE_NAMES=lng', '-oo', 'Y_POSSIBLE_NAMES=lat'],
  ],
  xlsx: [],
  geojson: ['-t_srs', 'EPSG:4326', '-oo', 'DATE_AS_STRING=YES'],
};

/** What GDAL makes of a file, in degrees. */
function readByGdal({ path, name }: Pick<TakenLayer, 'path' | 'name'>, format: LayerFormat): ReadFeature[] {
  const source = format === 'shapefile' ? `/vsizip/${path}` : path;
  const hints = HINTS[format] ?? ['-t_srs', 'EPSG:4326'];
  return GDAL_LAYERS(source).flatMap((layer, i) => {
    const out = `${path}.${i}.gdal.json`;
    gdal.ogr2ogr('-f', 'GeoJSON', '-lco', 'COORDINATE_PRECISION=10', ...hints, out, source, layer);
    const { features } = JSON.parse(readFileSync(out, 'utf8')) as FeatureCollection;
    expect(features.length, name).toBeGreaterThan(0);
    return features.map(({ geometry, properties }) => ({ geometry, properties: named(properties!, format) }));
  });
}

/** KML’s own fields, as GDAL calls them. */
const named = (properties: Record<string, unknown>, format: LayerFormat): Record<string, unknown> =>
  format === 'kml' || format === 'kmz' ? { ...properties, name: properties.Name ?? properties.name } : properties;

eachDatabase('taking layers away', (get) => {
  let whole: WholeApp;
  let town: SmallTown;
  let viewer: Visitor;
  const folder = scratchDirectory('taken');
  const take = (wish: object, who = viewer) => takeLayer(who, HOME, folder, wish);
  const geojson = async (wish: object): Promise<ReadFeature[]> => {
    const { bytes } = await take({ format: 'geojson', ...wish });
    return (JSON.parse(bytes.toString()) as FeatureCollection<Geometry, Record<string, unknown>>).features;
  };

  beforeAll(async () => {
    town = await smallTown(get(), HOME);
    await smallTown(get(), ELSEWHERE, '外');
    whole = await openApp(get());
    viewer = await whole.somebody(HOME);
  });
  afterAll(() => whole?.close());

  test('buildings come with everything that is known of them, and where they lie', async () => {
    const { job, name, bytes } = await take({ layer: 'building', format: 'geojson' });
    expect(name).toMatch(/^小县-楼栋-\d{4}-\d\d-\d\d\.geojson$/);
    expect(job).toMatchObject({ rows: 5, progress: 1, losses: [], datumUnknown: false });
    const { features, ...head } = JSON.parse(bytes.toString()) as FeatureCollection;
    expect(head).toEqual({ type: 'FeatureCollection', name: 'building', attribution: '自编 made up' });
    const { rows } = await get().as({ county: HOME, role: 'admin' }).query<{ id: number; geometry: Geometry }>({
      text: 'select id, st_asgeojson(geom, 9)::json as geometry from building order by id',
    });
    expect(features.map(({ properties }) => properties!.id)).toEqual(rows.map(({ id }) => id));
    expect(features[2]!.properties).toEqual({
      ...{ id: town.buildings[2], name: '红色楼', street: '解放大街', house_number: '14', kind: 'residential' },
      ...{ floors: 6, height: 18.3, households: 22, residents: 52, estimated: false, compound: null, estate: null },
      ...{ block: town.blocks[1], grid_code: expect.stringMatching(/^\d{15}$/), grid_name: '11网格' },
      ...{ comm_code: expect.stringMatching(/^\d{12}$/), comm_name: '城西社区' },
      ...{ town_code: expect.stringMatching(/^\d{9}$/), town_name: '东街道', source_id: null },
    });
    expect(features[0]!.properties).toMatchObject({ compound: town.compound, estate: '花园小区' });
    expect(features[4]!.properties).toMatchObject({ block: null, grid_name: null });
    const fromSql = rows.map(({ geometry }, i) => ({ geometry, properties: features[i]!.properties! }));
    expectSameFeatures('building', features as ReadFeature[], fromSql);
  });

  describe.each(EXPORT_LAYERS)('%s', (layer: ExportLayer) => {
    let expected: ReadFeature[];
    beforeAll(async () => {
      expected = await geojson({ layer });
      expect(expected.length).toBeGreaterThan(0);
    });

    test.each(LAYER_FORMATS)('%s: our own readers give back what was written', async (format) => {
      const taken = await take({ layer, format });
      const renamed = Object.assign({}, ...taken.job.losses.map((loss) => loss.renamed)) as Record<string, string>;
      const read = await readBack(taken.path, format);
      expectSameFeatures(layer, read, expected, { renamed, shapes: format !== 'xlsx' });
      if (format === 'xlsx') expect(read.every(({ geometry }) => geometry?.type === 'Point')).toBe(true);
    });

    test.skipIf(!gdal.isThere)(gdal.isThere ? 'GDAL reads the same of every format' : gdal.absent, async () => {
      for (const format of LAYER_FORMATS) {
        const taken = await take({ layer, format });
        const renamed = Object.assign({}, ...taken.job.losses.map((loss) => loss.renamed)) as Record<string, string>;
        expectSameFeatures(layer, readByGdal(taken, format), expected, { renamed, shapes: format !== 'xlsx' });
      }
    });
  });

  test.each(LAYER_FORMATS)('%s: a layer without a feature is a file without one', async (format) => {
    const { job, path } = await take({ layer: 'region', level: 'union', format });
    expect(job.rows).toBe(0);
    expect(await readBack(path, format)).toEqual([]);
  });

  test('water, which is lines and areas, is two Shapefiles in one archive', async () => {
    const { bytes } = await take({ layer: 'water', format: 'shapefile' });
    expect(Object.keys(unzipSync(bytes)).filter((name) => name.endsWith('.shp'))).toEqual([
      'water_line.shp',
      'water_area.shp',
    ]);
  });
});
