import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAYERS, type Layer } from '../../../api/contract/words.ts';
import { type OpenedDatabase, openDatabase } from '../../../api/db/open.ts';
import { createEmbeddedEncoder } from '../../../api/tiles/embedded-encoder.ts';
import type { TileEncoder } from '../../../api/tiles/encoder.ts';
import { type CountyState, openLayerStates } from '../../../api/tiles/layer-state.ts';
import { layersAt, MAX_ZOOM } from '../../../api/tiles/layers.ts';
import { createPostgisEncoder } from '../../../api/tiles/postgis-encoder.ts';
import { createPostgres } from '../../support/databases.ts';
import { readTile, type TileFeature } from '../../support/read-tile.ts';
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

  const tilesOf = (z: number, place: [number, number], layers: readonly Layer[] = LAYERS) => {
    const [, x, y] = tileAt(z, place).split('/').map(Number);
    const request = { county: CODE, layers: layersAt(layers, z), z, x: x!, y: y!, division: town.division, state };
    return Promise.all(encoders.map(async (encoder) => readTile(await encoder.encode(request))));
  };

  test.each(Array.from({ length: MAX_ZOOM + 1 }, (_, z) => z))('give the same features at zoom %i', async (z) => {
    for (const place of [at(0.5, 0.3), at(2, 1), at(3.6, 1.6)]) {
      const [postgis, embedded] = (await tilesOf(z, place)).map(withoutEdge);
      expect([...embedded!.keys()].sort(), `layers at ${z}`).toEqual([...postgis!.keys()].sort());
      for (const [layer, features] of postgis!) {
        const others = embedded!.get(layer)!;
        expect([...others.keys()].sort(), `${layer} at ${z}`).toEqual([...features.keys()].sort());
        for (const [id, feature] of features) compare(`${layer} ${id} at ${z}`, feature, others.get(id)!);
      }
    }
  });

  test('give nothing where nothing lies', async () => {
    for (const tile of await tilesOf(14, [10, 10])) expect(tile.size).toBe(0);
  });
});

type Layers = Map<string, Map<number, TileFeature>>;

/** Without features that only the outermost units of the buffer hold: there the order of clipping and rounding decides. */
function withoutEdge(layers: Layers): Layers {
  const inside = (feature: TileFeature): boolean =>
    feature.geometry.flat().some((point) => point.every((unit) => unit > 2 - BUFFER && unit < EXTENT + BUFFER - 2));
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

/** The farthest that a vertex of one lies from the other, in tile units. */
function distance(from: TileFeature, to: TileFeature): number {
  return Math.max(...from.geometry.flat().map((point) => Math.min(...to.geometry.map((line) => toLine(point, line)))));
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
