import { LAYERS, type Layer } from '../contract/words.ts';
import type { Database } from '../db/database.ts';
import { compress, type Encoding } from './compress.ts';
import { createEmbeddedEncoder } from './embedded-encoder.ts';
import type { TileEncoder } from './encoder.ts';
import {
  type CountyState,
  dependsOnDivision,
  divisionOn,
  type LayerStates,
  openLayerStates,
  tileVersion,
} from './layer-state.ts';
import { layersAt, MAX_ZOOM } from './layers.ts';
import { createPostgisEncoder } from './postgis-encoder.ts';
import { createTileCache } from './tile-cache.ts';

export interface TileAddress {
  county: string;
  layers: readonly Layer[];
  z: number;
  x: number;
  y: number;
  /** yyyy-mm-dd; the division in force then */
  date: string;
}

export interface Tile {
  /** opaque; equal when the bytes need not be sent again */
  readonly etag: string;
  readonly address: TileAddress;
  readonly encoding: Encoding;
  readonly key: string;
  readonly state: CountyState;
}

export interface TileServer {
  /** What is known of a tile from memory: enough for a 304. */
  find(address: TileAddress, encoding: Encoding): Promise<Tile>;
  /** The tile in the encoding asked; null when it holds nothing. */
  read(tile: Tile): Promise<Uint8Array | null>;
  /** Makes ready what the first tile of a county would wait for: on the embedded store, the indexes of its layers. */
  warm(county: string, date: string): Promise<void>;
  readonly states: LayerStates;
  close(): Promise<void>;
}

const CACHE_BYTES = 192 * 1024 * 1024;
/** All layers of today are public to the county: every grant sees the same. Scoped layers will bring classes of their own. */
const SCOPE_CLASS = 'public';

/** Opens the encoder that fits the database. */
export async function openTileServer(database: Database, cacheBytes = CACHE_BYTES): Promise<TileServer> {
  const encoder = database.kind === 'pg' ? createPostgisEncoder(database) : createEmbeddedEncoder(database);
  return serveTiles(await openLayerStates(database), encoder, cacheBytes);
}

/**
 * Tiles from memory, in front of an encoder.
 *
 * Key and ETag are made of the address, the division, the change counters and the encoding, never of the bytes; so a
 * 304 costs no query, and a change makes new keys instead of emptying anything. Identical misses share one encoding.
 */
export function serveTiles(states: LayerStates, encoder: TileEncoder, cacheBytes = CACHE_BYTES): TileServer {
  const cache = createTileCache(cacheBytes);
  const running = new Map<string, Promise<Uint8Array>>();

  function once(key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const known = running.get(key);
    if (known) return known;
    const made = make().finally(() => running.delete(key));
    running.set(key, made);
    return made;
  }

  function encode(key: string, address: TileAddress, state: CountyState): Promise<Uint8Array> {
    const layers = layersAt(address.layers, address.z);
    if (layers.length === 0) return Promise.resolve(new Uint8Array());
    const division = divisionOn(state, address.date)?.id ?? null;
    return once(key, () => encoder.encode({ ...address, layers, division, state }));
  }

  function make({ key, address, state, encoding }: Tile): Promise<Uint8Array> {
    const full = `${key}.${encoding}`;
    return once(full, async () => {
      const plain = await encode(key, address, state);
      const bytes = plain.byteLength === 0 ? plain : await compress(plain, encoding);
      cache.set(full, bytes);
      return bytes;
    });
  }

  return {
    states,
    async find(address, encoding) {
      const state = await states.of(address.county);
      const key = keyOf(address, state);
      return { etag: `W/"${key}.${encoding}"`, address, encoding, key, state };
    },
    async read(tile) {
      const bytes = cache.get(`${tile.key}.${tile.encoding}`) ?? (await make(tile));
      return bytes.byteLength === 0 ? null : bytes;
    },
    async warm(county, date) {
      // A tile far from anywhere costs nothing itself, and needs every index of the county.
      const address = { county, layers: LAYERS, z: MAX_ZOOM, x: 0, y: 0, date };
      const state = await states.of(county);
      await encode(keyOf(address, state), address, state);
    },
    async close() {
      await states.close();
      await encoder.close();
    },
  };
}

function keyOf({ county, layers, z, x, y, date }: TileAddress, state: CountyState): string {
  const division = dependsOnDivision(layers) ? (divisionOn(state, date)?.id ?? 'none') : 'any';
  const version = tileVersion(state, layers, z, x, y);
  return `${county}.${SCOPE_CLASS}.${layers.join('+')}.${z}.${x}.${y}.${division}.${version}`;
}
