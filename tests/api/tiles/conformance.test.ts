import type { FeatureCollection, LineString, Polygon } from 'geojson';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAYERS, type Layer } from '../../../api/contract/words.ts';
import { type OpenedDatabase, openDatabase } from '../../../api/db/open.ts';
import { sql } from '../../../api/db/sql.ts';
import { loadThings } from '../../../api/services/load-things.ts';
import { createEmbeddedEncoder } from '../../../api/tiles/embedded-encoder.ts';
import type { TileEncoder, TileRequest } from '../../../api/tiles/encoder.ts';
import { type CountyState, openLayerStates } from '../../../api/tiles/layer-state.ts';
import { layersAt, MAX_ZOOM } from '../../../api/tiles/layers.ts';
import { createPostgisEncoder } from '../../../api/tiles/postgis-encoder.ts';
import { createPostgres } from '../../support/databases.ts';
import { readTile, type TileFeature } from '../../support/read-tile.ts';
import { readRealGeoJson, realData } from '../../support/real-data.ts';
import { at, type SmallTown, smallTown } from '../../support/small-town.ts';
import { tileAt } from '../../support/tile-at.ts';

/** Each encoder rounds to a unit and may leave the line by one more below the last zoom. */
const TOLERANCE_UNITS = 2;
const BUFFER = 64;
const EXTENT = 4096;

const adminUrl = process.env.TEST_DATABASE_URL;

/** Both encoders read the same rows of one PostgreSQL, so whatever differs is the encoders' own. */
describe.skipIf(!adminUrl)('both tile encoders', () => {
  const CODE = '991103';
  let database: OpenedDatabase;
  let drop = async (): Promise<void> => {};
  let encoders: TileEncoder[];
  let state: CountyState;
  let town: SmallTown;

  beforeAll(async () => {
    const made = await createPostgres(adminUrl ?? '');
    drop = made.drop;
    database = await openDatabase({ databaseUrl: made.url, dataDir: '' });
    town = await smallTown(database, CODE);
    const states = await openLayerStates(database);
    state = await states.of(CODE);
    encoders = [createPostgisEncoder(database), createEmbeddedEncoder(database)];
  });
  afterAll(async () => {
    for (const encoder of encoders ?? []) await encoder.close();
    await database?.close();
    await drop();
  });

  type Of = Pick<TileRequest, 'county' | 'division' | 'state'>;
  const tilesOf = (of: Of, z: number, place: [number, number]) => {
    const [, x, y] = tileAt(z, place).split('/').map(Number);
    const request = { ...of, layers: layersAt(LAYERS, z), z, x: x!, y: y! };
    return Promise.all(encoders.map(async (encoder) => readTile(await encoder.encode(request))));
  };

  /** Gives how many features were compared. */
  async function compareTile(of: Of, z: number, place: [number, number]): Promise<number> {
    const [postgis, embedded] = (await tilesOf(of, z, place)).map(withoutEdge);
    expect([...embedded!.keys()].sort(), `layers at ${z}`).toEqual([...postgis!.keys()].sort());
    for (const [layer, features] of postgis!) {
      const others = embedded!.get(layer)!;
      expect([...others.keys()].sort(), `${layer} at ${z}`).toEqual([...features.keys()].sort());
      for (const [id, feature] of features) compare(`${layer} ${id} at ${z}`, feature, others.get(id)!);
    }
    return [...postgis!.values()].reduce((sum, features) => sum + features.size, 0);
  }

  test.each(Array.from({ length: MAX_ZOOM + 1 }, (_, z) => z))('give the same features at zoom %i', async (z) => {
    for (const place of [at(0.5, 0.3), at(2, 1), at(3.6, 1.6)]) {
      expect(await compareTile({ county: CODE, division: town.division, state }, z, place)).toBeGreaterThan(0);
    }
  });

  const buildings = realData('monaco/buildings.geojson');
  const roads = realData('monaco/roads.geojson');
  test.skipIf(!buildings || !roads)('give the same features of a real town', async () => {
    const monaco = '991110';
    await loadMonaco(database, monaco, readRealGeoJson(buildings!), readRealGeoJson(roads!));
    const states = await openLayerStates(database);
    const state = await states.of(monaco);
    await states.close();
    let features = 0;
    for (const z of [9, 12, 13, 14, 15, 16]) {
      for (const place of [MONACO, [MONACO[0] - 0.01, MONACO[1] - 0.008] as [number, number]]) {
        features += await compareTile({ county: monaco, division: null, state }, z, place);
      }
    }
    expect(features).toBeGreaterThan(3_000);
  });

  test('the embedded one keeps an index for as long as a request is about to cut from it', async () => {
    const small = createEmbeddedEncoder(database, 0); // remembers none that nobody uses
    const [, x, y] = tileAt(14, at(0.5, 0.3)).split('/').map(Number);
    const cut = async (layer: Layer): Promise<number> => {
      const request = { county: CODE, division: town.division, state, layers: [layer], z: 14, x: x!, y: y! };
      return readTile(await small.encode(request)).get(layer)?.size ?? 0;
    };
    const layers: Layer[] = ['building', 'road', 'compound', 'site', 'community', 'grid'];
    const alone: number[] = [];
    for (const layer of layers) alone.push(await cut(layer));
    expect(Math.min(...alone)).toBeGreaterThan(0);
    for (let time = 0; time < 5; time += 1) expect(await Promise.all(layers.map(cut))).toEqual(alone);
    await small.close();
  });

  test('give nothing where nothing lies', async () => {
    for (const tile of await tilesOf({ county: CODE, division: town.division, state }, 14, [10, 10]))
      expect(tile.size).toBe(0);
  });
});

const MONACO: [number, number] = [7.4246, 43.7384];

/** The valid buildings and all roads of the town. */
async function loadMonaco(
  database: OpenedDatabase,
  code: string,
  buildings: FeatureCollection,
  roads: FeatureCollection,
): Promise<void> {
  const db = database.as({ county: code, role: 'admin' });
  await db.query(sql`insert into county (code, name) values (${code}, 'Monaco')`);
  const shapes = buildings.features.map(({ geometry }) => geometry as Polygon);
  const { rows } = await db.query<{ valid: boolean; lng: number; lat: number }>(sql`
    select st_isvalid(geom) as valid, st_x(st_pointonsurface(st_makevalid(geom))) as lng,
           st_y(st_pointonsurface(st_makevalid(geom))) as lat
      from (select st_setsrid(st_geomfromgeojson(shape), 4326) as geom, place
              from unnest(${shapes.map((shape) => JSON.stringify(shape))}::text[]) with ordinality as given (shape, place)) s
     order by place`);
  await loadThings(
    db,
    'building',
    shapes.flatMap((geom, i) =>
      rows[i]!.valid ? [{ geom, innerPoint: [rows[i]!.lng, rows[i]!.lat], floors: i % 9 }] : [],
    ),
  );
  await loadThings(
    db,
    'road',
    roads.features.map(({ geometry, properties }) => ({
      name: String(properties?.name ?? ''),
      class: properties?.highway === 'primary' ? ('primary' as const) : ('residential' as const),
      geom: geometry as LineString,
    })),
  );
}

type Layers = Map<string, Map<number, TileFeature>>;

/** Not in the outermost units of the buffer, where the order of clipping and rounding decides. */
const isInside = (point: Point): boolean => point.every((unit) => unit > 2 - BUFFER && unit < EXTENT + BUFFER - 2);

/** Without features that only the edge of the buffer holds. */
function withoutEdge(layers: Layers): Layers {
  const inside = (feature: TileFeature): boolean => feature.geometry.flat().some(isInside);
  return new Map(
    [...layers]
      .map(([name, features]) => [name, new Map([...features].filter(([, feature]) => inside(feature)))] as const)
      .filter(([, features]) => features.size > 0),
  );
}

function compare(what: string, a: TileFeature, b: TileFeature): void {
  expect(b.type, what).toBe(a.type);
  expect(b.properties, what).toEqual(a.properties);
  expect(distance(a, b), what).toBeLessThanOrEqual(TOLERANCE_UNITS);
  expect(distance(b, a), what).toBeLessThanOrEqual(TOLERANCE_UNITS);
}

/** Without points where a ring runs out and back along a path narrower than a unit: PostGIS mends such spikes away. */
function withoutSpikes(ring: Point[]): Point[] {
  const kept = ring.filter((point, i) => {
    const before = ring[i === 0 ? ring.length - 2 : i - 1]!;
    const after = ring[i === ring.length - 1 ? 1 : i + 1]!;
    const [ax, ay, bx, by] = [point[0] - before[0], point[1] - before[1], after[0] - point[0], after[1] - point[1]];
    const width = Math.abs(ax * by - ay * bx) / Math.max(Math.hypot(ax, ay), Math.hypot(bx, by), 1);
    return ax * bx + ay * by >= 0 || width > 1;
  });
  return kept.length > 2 ? kept : ring;
}

/** The farthest that a vertex of one lies from the other, in tile units. */
function distance(from: TileFeature, to: TileFeature): number {
  const points = from.geometry.flatMap((line) => (from.type === 3 ? withoutSpikes(line) : line));
  return Math.max(
    0,
    ...points.filter(isInside).map((point) => Math.min(...to.geometry.map((line) => toLine(point, line)))),
  );
}

type Point = [x: number, y: number];

function toLine(point: Point, line: Point[]): number {
  if (line.length === 1) return Math.hypot(point[0] - line[0]![0], point[1] - line[0]![1]);
  return Math.min(...line.slice(1).map((end, i) => toSegment(point, line[i]!, end)));
}

function toSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
