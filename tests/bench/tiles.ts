import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import pg from 'pg';
import type { Layer } from '../../api/contract/words.ts';
import { type OpenedDatabase, openDatabase } from '../../api/db/open.ts';
import { compress } from '../../api/tiles/compress.ts';
import { createEmbeddedEncoder } from '../../api/tiles/embedded-encoder.ts';
import type { TileEncoder } from '../../api/tiles/encoder.ts';
import { openLayerStates } from '../../api/tiles/layer-state.ts';
import { createPostgisEncoder } from '../../api/tiles/postgis-encoder.ts';
import { serveTiles } from '../../api/tiles/tile-server.ts';
import { createPostgres } from '../support/databases.ts';
import { tileAt } from '../support/tile-at.ts';
import { openApp } from '../support/whole-app.ts';
import { MIDDLE, wideTown } from '../support/wide-town.ts';
import type { Bench, BenchRow } from './bench.ts';

const run = promisify(execFile);
const COUNTY = '990020';
const LAYERS: Layer[] = ['building', 'road', 'site', 'organization'];
const [Z, X, Y] = tileAt(14, MIDDLE).split('/').map(Number) as [number, number, number];
const SECONDS = 4;
const COLD_TILES = 100;

export const bench: Bench = {
  name: 'Tiles: a town of 9,216 buildings; z14 with about 1,900 of them and roads, sites, organizations',
  async run() {
    const directory = mkdtempSync(join(tmpdir(), 'tongxin-bench-'));
    process.env.TONGXIN_TEST_SCRATCH ??= directory;
    try {
      const database = await openDatabase({ dataDir: join(directory, 'data') });
      const rows = await measure(database, 'embedded');
      await database.close();
      const admin = process.env.TEST_DATABASE_URL;
      return admin ? [...rows, ...(await onPostgres(admin))] : rows;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

async function onPostgres(admin: string): Promise<BenchRow[]> {
  const { url, drop } = await createPostgres(admin);
  const database = await openDatabase({ databaseUrl: url, dataDir: '' });
  try {
    const rows = await measure(database, 'PostgreSQL');
    return [...rows, ...(await coldAgainstSql(database, url))];
  } finally {
    await database.close();
    await drop();
  }
}

async function measure(database: OpenedDatabase, name: string): Promise<BenchRow[]> {
  await wideTown(database, COUNTY);
  return [...(await cold(database, name)), ...(await shared(database, name)), ...(await cached(database, name))];
}

const encoderOf = (database: OpenedDatabase): TileEncoder =>
  database.kind === 'pg' ? createPostgisEncoder(database) : createEmbeddedEncoder(database);

const ADDRESS = { county: COUNTY, layers: LAYERS, z: Z, x: X, y: Y, date: '2025-01-01' };

/** CPU milliseconds of this process, all threads, that a piece of work takes. */
async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function cold(database: OpenedDatabase, name: string): Promise<BenchRow[]> {
  const encoder = encoderOf(database);
  const states = await openLayerStates(database);
  const state = await states.of(COUNTY);
  const encode = (x: number) =>
    encoder.encode({ county: COUNTY, layers: LAYERS, z: Z, x, y: Y, division: null, state });
  const firstMs = await elapsed(() => encode(X));
  const bytes = await encode(X);
  const taken = await cpuMs(async () => {
    for (let i = 0; i < COLD_TILES; i++) await encode(X - (i % 2));
  });
  const compressMs = await cpuMs(async () => {
    for (let i = 0; i < 20; i++) await compress(bytes, 'br');
  });
  await states.close();
  await encoder.close();
  return [
    { what: `${name}: first tile of a county`, value: firstMs, unit: 'ms' },
    { what: `${name}: tile encoded anew, CPU of this process`, value: taken / COLD_TILES, unit: 'CPU-ms' },
    { what: `${name}: its size`, value: bytes.byteLength / 1024, unit: 'kB' },
    { what: `${name}: its compression (br)`, value: compressMs / 20, unit: 'CPU-ms' },
  ];
}

const elapsed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

async function shared(database: OpenedDatabase, name: string): Promise<BenchRow[]> {
  const encoder = encoderOf(database);
  let encodings = 0;
  const counted: TileEncoder = {
    ...encoder,
    encode: (request) => {
      encodings += 1;
      return encoder.encode(request);
    },
  };
  const tiles = serveTiles(await openLayerStates(database), counted);
  await Promise.all(Array.from({ length: 200 }, async () => tiles.read(await tiles.find(ADDRESS, 'br'))));
  await tiles.close();
  return [
    {
      what: `${name}: encodings for 200 identical cold requests`,
      value: encodings,
      unit: '',
      bar: { at: 'most', value: 1 },
    },
  ];
}

/** The whole server over HTTP, against a route that does nothing in the same process. */
async function cached(database: OpenedDatabase, name: string): Promise<BenchRow[]> {
  const app = await openApp(database);
  const viewer = await app.somebody(COUNTY);
  const headers = { cookie: viewer.cookie, 'accept-encoding': 'br' };
  const paths = [14, 15, 16].map((z) => `/tiles/${COUNTY}/${LAYERS.join('+')}/${tileAt(z, MIDDLE)}.mvt`);
  const tagged = await Promise.all(
    paths.map(async (path) => ({ path, etag: (await viewer.get(path, headers)).headers.get('etag')! })),
  );
  const nothing = new Hono().get('/', (c) => c.text('ok'));
  const [tileServer, idleServer] = await Promise.all([listen(app.app.fetch), listen(nothing.fetch)]);
  const asked = paths.map((path) => ({ path, headers }));
  const known = tagged.map(({ path, etag }) => ({ path, headers: { ...headers, 'if-none-match': etag } }));
  try {
    await load(idleServer.url, [{ path: '/' }]); // both servers warm
    await load(tileServer.url, asked);
    const tile = await load(tileServer.url, asked);
    const idle = await load(idleServer.url, [{ path: '/' }]);
    const unchanged = await load(tileServer.url, known);
    const ratio = idle / tile;
    return [
      {
        what: `${name}: cached tile of zoom 14 to 16, CPU a request`,
        value: tile,
        unit: 'CPU-ms',
        bar: { at: 'most', value: 0.1 },
      },
      { what: `${name}: a route that does nothing, CPU a request`, value: idle, unit: 'CPU-ms' },
      {
        what: `${name}: cached tiles a CPU second to such requests`,
        value: ratio,
        unit: '×',
        bar: { at: 'least', value: 0.3 },
      },
      { what: `${name}: 304, CPU a request`, value: unchanged, unit: 'CPU-ms', bar: { at: 'most', value: 0.1 } },
    ];
  } finally {
    tileServer.close();
    idleServer.close();
    await app.close();
  }
}

async function listen(fetch: Parameters<typeof serve>[0]['fetch']) {
  return new Promise<{ url: string; close: () => void }>((resolve) => {
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
      resolve({ url: `http://127.0.0.1:${port}`, close: () => server.close() }),
    );
  });
}

const CLIENT = join(import.meta.dirname, 'load-client.mjs');

/** CPU milliseconds a request costs this process, when another one sends them in turn for some seconds. */
async function load(url: string, requests: { path: string; headers?: Record<string, string> }[]): Promise<number> {
  const options = JSON.stringify({ url, requests, connections: 8, duration: SECONDS });
  let answered = 0;
  const spent = await cpuMs(async () => {
    const { stdout } = await run(process.execPath, [CLIENT, options]);
    const result = JSON.parse(stdout);
    if (result.failed > 0) throw new Error(`${result.failed} requests failed`);
    answered = result.answered;
  });
  return spent / answered;
}

/**
 * What a cold tile costs on both sides of the wire, against the same SQL repeated on one connection. The backend's CPU
 * is read from /proc, so this needs the server's processes on this machine.
 */
async function coldAgainstSql(database: OpenedDatabase, url: string): Promise<BenchRow[]> {
  const client = new pg.Client(url);
  await client.connect();
  const text = `select tongxin.tile($1::text[], ${Z}, $2::int, ${Y}, null)`;
  await client.query("set search_path = tongxin, public; set app.county = '990020'");
  const { rows } = await client.query('select pg_backend_pid() as pid');
  const repeat = async (times: number) => {
    for (let i = 0; i < times; i++) await client.query({ name: 'tile', text, values: [LAYERS, X - (i % 2)] });
  };
  await repeat(20);
  const before = backendMs([rows[0].pid]);
  await repeat(COLD_TILES);
  const alone = (backendMs([rows[0].pid]) - before) / COLD_TILES;

  const encoder = createPostgisEncoder(database);
  const states = await openLayerStates(database);
  const state = await states.of(COUNTY);
  const encode = (i: number) =>
    encoder.encode({ county: COUNTY, layers: LAYERS, z: Z, x: X - (i % 2), y: Y, division: null, state });
  for (let i = 0; i < 20; i++) await encode(i);
  const pids = (await client.query('select pid from pg_stat_activity where datname = current_database()')).rows;
  const all = () => backendMs(pids.map(({ pid }) => pid));
  const beforeAll = all();
  const own = await cpuMs(async () => {
    for (let i = 0; i < COLD_TILES; i++) await encode(i);
  });
  const served = (all() - beforeAll + own) / COLD_TILES;
  await states.close();
  await client.end();
  return [
    { what: 'PostgreSQL: the same SQL alone, CPU of the database', value: alone, unit: 'CPU-ms' },
    { what: 'PostgreSQL: cold tile, CPU of database and server', value: served, unit: 'CPU-ms' },
    {
      what: 'PostgreSQL: cold tile against the same SQL alone',
      value: served / alone,
      unit: '×',
      bar: { at: 'most', value: 1.15 },
    },
  ];
}

/** CPU milliseconds of some processes so far. */
function backendMs(pids: readonly number[]): number {
  const TICK_MS = 10;
  return pids.reduce((sum, pid) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
      return sum + (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return sum; // ended meanwhile
      throw error;
    }
  }, 0);
}
