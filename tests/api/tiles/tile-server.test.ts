import { describe, expect, test } from 'vitest';
import { chooseEncoding, type Encoding } from '../../../api/tiles/compress.ts';
import type { TileEncoder, TileRequest } from '../../../api/tiles/encoder.ts';
import {
  type CountyState,
  EVERYWHERE,
  type LayerStates,
  squareKey,
  tileVersion,
} from '../../../api/tiles/layer-state.ts';
import { createTileCache } from '../../../api/tiles/tile-cache.ts';
import { serveTiles, type TileAddress, type TileServer } from '../../../api/tiles/tile-server.ts';

const DIVISIONS = [
  { id: 1, name: '', fabric: 1, seq: 1, validFrom: '2020-01-01', validTo: '2024-06-01' },
  { id: 2, name: '', fabric: 1, seq: 1, validFrom: '2024-06-01', validTo: null },
];
const stateWith = (squares: Record<string, [number, number][]>): CountyState => ({
  divisions: DIVISIONS,
  versions: new Map(Object.entries(squares).map(([layer, entries]) => [layer, new Map(entries)])),
});
const place: TileAddress = { county: '990001', layers: ['road'], z: 12, x: 5, y: 7, date: '2025-01-01' };

function serverOf(state: { now: CountyState }, encode: (request: TileRequest) => Promise<Uint8Array>) {
  const states: LayerStates = { of: async () => state.now, close: async () => {} };
  const encoder: TileEncoder = { encode, close: async () => {} };
  return serveTiles(states, encoder);
}

const read = async (server: TileServer, encoding: Encoding) => server.read(await server.find(place, encoding));

describe('the tile server', () => {
  test('two hundred identical misses at once are one encoding', async () => {
    let encodings = 0;
    const server = serverOf({ now: stateWith({}) }, async () => {
      encodings += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return Uint8Array.of(1, 2, 3);
    });
    const bodies = await Promise.all(Array.from({ length: 200 }, () => read(server, 'br')));
    expect(encodings).toBe(1);
    expect(new Set(bodies).size).toBe(1);
    await read(server, 'br');
    expect(encodings).toBe(1);
  });

  test('two encodings asked at once are compressed from one tile', async () => {
    let encodings = 0;
    const server = serverOf({ now: stateWith({}) }, async () => {
      encodings += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return Uint8Array.of(1, 2, 3);
    });
    const found = await Promise.all([server.find(place, 'br'), server.find(place, 'gzip')]);
    await Promise.all(found.map((tile) => server.read(tile)));
    expect(encodings).toBe(1);
  });

  test('a failed encoding is not kept', async () => {
    let tries = 0;
    const server = serverOf({ now: stateWith({}) }, async () => {
      tries += 1;
      if (tries === 1) throw new Error('away');
      return Uint8Array.of(1);
    });
    await expect(read(server, 'identity')).rejects.toThrow('away');
    await expect(read(server, 'identity')).resolves.toEqual(Uint8Array.of(1));
  });

  test('the ETag names county, layers, tile, version and encoding; the division where regions are shown', async () => {
    const state = { now: stateWith({ road: [[squareKey(5, 7), 100]] }) };
    const server = serverOf(state, async () => new Uint8Array());
    const etag = async (change: Partial<TileAddress> = {}, encoding: 'br' | 'gzip' = 'br') =>
      (await server.find({ ...place, ...change }, encoding)).etag;
    const changes: Partial<TileAddress>[] = [
      { county: '990002' },
      { layers: ['water'] },
      { z: 11 },
      { x: 6 },
      { y: 8 },
    ];
    const others = await Promise.all(changes.map((change) => etag(change)));
    expect(new Set([await etag(), await etag({}, 'gzip'), ...others]).size).toBe(7);
    expect(await etag({ date: '2021-01-01' })).toBe(await etag());
    const regions = (date: string) => etag({ layers: ['community'], date });
    expect(await regions('2024-05-31')).not.toBe(await regions('2024-06-01'));
    expect(await regions('2024-06-01')).toBe(await regions('2025-01-01'));
    const before = await etag();
    state.now = stateWith({ road: [[squareKey(5, 7), 101]] });
    expect(await etag()).not.toBe(before);
  });
});

describe('the version of a tile', () => {
  const version = (squares: [number, number][], z: number, x: number, y: number) =>
    tileVersion(stateWith({ road: squares }), ['road'], z, x, y);

  test('comes from its own square at zoom 12 and deeper, from all its squares and their margin above', () => {
    const squares: [number, number][] = [
      [squareKey(8, 8), 10],
      [squareKey(9, 8), 5],
    ];
    expect(version(squares, 12, 8, 8)).toBe(10);
    expect(version(squares, 14, 35, 33)).toBe(10);
    expect(version(squares, 11, 4, 4)).toBe(15);
    expect(version(squares, 10, 1, 2)).toBe(10);
    expect(version(squares, 10, 1, 1)).toBe(10);
    expect(version(squares, 10, 0, 1)).toBe(0);
    expect(version(squares, 0, 0, 0)).toBe(15);
  });

  test('grows with a change that has no place, in every tile', () => {
    expect(version([[EVERYWHERE, 3]], 16, 1, 1)).toBe(3);
    expect(version([[EVERYWHERE, 3]], 3, 1, 1)).toBe(3);
  });

  test('grows when the lower of two counters grows, as when the later change is committed first', () => {
    expect(
      version(
        [
          [squareKey(8, 8), 10],
          [squareKey(9, 8), 6],
        ],
        11,
        4,
        4,
      ),
    ).toBeGreaterThan(
      version(
        [
          [squareKey(8, 8), 10],
          [squareKey(9, 8), 5],
        ],
        11,
        4,
        4,
      ),
    );
  });
});

describe('the tile cache', () => {
  test('stays within its budget and lets go what was used longest ago', () => {
    const cache = createTileCache(3_000);
    for (const key of ['a', 'b', 'c']) cache.set(key, new Uint8Array(600));
    cache.get('a');
    cache.set('d', new Uint8Array(600));
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true, true]);
    expect(cache.usedBytes).toBeLessThanOrEqual(3_000);
    cache.set('huge', new Uint8Array(10_000));
    expect(cache.get('huge')).toBeUndefined();
    expect(cache.size).toBe(3);
  });
});

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip;q=1.0, br;q=0', 'gzip'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['deflate', 'identity'],
  ['BR', 'br'],
  [undefined, 'identity'],
])('Accept-Encoding %s gives %s', (header, encoding) => {
  expect(chooseEncoding(header)).toBe(encoding);
});
