import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32, deflateSync } from 'node:zlib';
import { toOffset } from '../../geo/crs/offset-crs.ts';

/** The cross that marks the place, and the ground around it; 0xrrggbb. */
export const CROSS = '#ff00ff';
const GROUND = [236, 236, 236] as const;
const ARM_PX = 12;
const TILE_PX = 256;

export interface TileStandIn {
  /** for TIANDITU_URL and AMAP_URL */
  url: string;
  /** addresses that were asked for */
  readonly asked: URL[];
  /** what it answers from now on: pictures, a page as for a wrong key, an error, or nothing for ever */
  behave(as: 'well' | 'page' | 'error' | 'silent'): void;
  close(): Promise<void>;
}

/** Tianditu and AMap in one: each draws a cross where `place` ([lng, lat], WGS84) lies in its own datum. */
export async function startTileStandIn(place: readonly [number, number]): Promise<TileStandIn> {
  const asked: URL[] = [];
  let behaviour: Parameters<TileStandIn['behave']>[0] = 'well';
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://stand-in');
    asked.push(url);
    if (behaviour === 'silent') return;
    if (behaviour === 'error') return void response.writeHead(503).end();
    if (behaviour === 'page') return void response.writeHead(200, { 'content-type': 'text/html' }).end('wrong key');
    const amap = url.pathname === '/appmaptile';
    const [z, x, y] = (amap ? ['z', 'x', 'y'] : ['TILEMATRIX', 'TILECOL', 'TILEROW']).map((key) =>
      Number(url.searchParams.get(key)),
    ) as [number, number, number];
    const [pixelX, pixelY] = worldPixels(amap ? toOffset('GCJ-02', [...place]) : place, z);
    const words = /^c[iv]a$/.test(url.searchParams.get('LAYER') ?? '');
    const picture = words ? tile(null) : tile([pixelX - x * TILE_PX, pixelY - y * TILE_PX]);
    response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    behave: (as) => (behaviour = as),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function worldPixels([lng, lat]: readonly number[], zoom: number): [number, number] {
  const size = TILE_PX * 2 ** zoom;
  const sine = Math.sin((lat! * Math.PI) / 180);
  return [(lng! / 360 + 0.5) * size, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size];
}

/** A PNG with a cross around `at`, or one that is clear all over. */
function tile(at: readonly [number, number] | null): Buffer {
  const cross = [0, 2, 4].map((from) => Number.parseInt(CROSS.slice(from + 1, from + 3), 16));
  const rows = Buffer.alloc(TILE_PX * (1 + TILE_PX * 4));
  for (let y = 0; y < TILE_PX; y++) {
    for (let x = 0; x < TILE_PX; x++) {
      const [east, south] = at ? [Math.abs(x + 0.5 - at[0]), Math.abs(y + 0.5 - at[1])] : [99, 99];
      const inCross = Math.min(east, south) <= 2 && Math.max(east, south) <= ARM_PX;
      const to = y * (1 + TILE_PX * 4) + 1 + x * 4;
      rows.set(at ? [...(inCross ? cross : GROUND), 255] : [0, 0, 0, 0], to);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(TILE_PX, 0);
  header.writeUInt32BE(TILE_PX, 4);
  header.set([8, 6], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND')]);
}

function chunk(kind: string, body = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(kind), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
