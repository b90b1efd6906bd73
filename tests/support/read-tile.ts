import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';

export interface TileFeature {
  id: number;
  type: number;
  properties: Record<string, string | number | boolean>;
  /** lines or rings in tile units */
  geometry: [x: number, y: number][][];
}

/** Layers of an MVT, features by id. */
export function readTile(bytes: Uint8Array): Map<string, Map<number, TileFeature>> {
  const { layers } = new VectorTile(new PbfReader(bytes));
  return new Map(
    Object.entries(layers).map(([name, layer]) => [
      name,
      new Map(
        Array.from({ length: layer.length }, (_, i) => {
          const feature = layer.feature(i);
          const geometry = feature.loadGeometry().map((ring) => ring.map(({ x, y }): [number, number] => [x, y]));
          const properties = { ...feature.properties };
          return [feature.id!, { id: feature.id!, type: feature.type, properties, geometry }];
        }),
      ),
    ]),
  );
}

/** The same of an answer of the server, whatever its encoding; no layers for 204. */
export async function readTileAnswer(answer: Response): Promise<Map<string, Map<number, TileFeature>>> {
  if (answer.status === 204) return new Map();
  if (answer.status !== 200) throw new Error(`not a tile: ${answer.status} ${await answer.text()}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const encoding = answer.headers.get('content-encoding');
  return readTile(encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes);
}
