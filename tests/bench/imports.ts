import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { serve } from '@hono/node-server';
import type { Feature, Geometry, Position } from 'geojson';
import { runCommand } from '../../api/cli/run-command.ts';
import type { Database, ScopedDatabase, Tx } from '../../api/db/database.ts';
import { type OpenedDatabase, openDatabase } from '../../api/db/open.ts';
import { createPostgres } from '../support/databases.ts';
import { openApp } from '../support/whole-app.ts';
import { MIDDLE, wideTown } from '../support/wide-town.ts';
import type { Bench, BenchRow } from './bench.ts';

const COUNTY = '990023';
const BUILDINGS = 15_000;
const POINTS = 100_000;
const SWITCH_BAR_MS = 200;
/** A few metres in degrees. */
const STEP = 0.00004;
const CLIENT = join(import.meta.dirname, 'wait-client.mjs');

export const bench: Bench = {
  name: `Imports into a county of 1,536 blocks in 113 regions; what others wait meanwhile`,
  async run() {
    const directory = mkdtempSync(join(tmpdir(), 'tongxin-bench-'));
    process.env.TONGXIN_TEST_SCRATCH ??= directory;
    writeFileSync(join(directory, 'buildings.geojson'), file(BUILDINGS, house));
    writeFileSync(join(directory, 'shops.geojson'), file(POINTS, shop));
    try {
      const rows = await onEmbedded(directory);
      const admin = process.env.TEST_DATABASE_URL;
      return admin ? [...rows, ...(await onPostgres(admin, directory))] : rows;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

function file(count: number, make: (i: number, at: Position) => Feature): string {
  const side = Math.ceil(Math.sqrt(count));
  const features = Array.from({ length: count }, (_, i) =>
    make(i, [MIDDLE[0] + STEP * ((i % side) - side / 2), MIDDLE[1] + STEP * (Math.floor(i / side) - side / 2)]),
  );
  return JSON.stringify({ type: 'FeatureCollection', features });
}

const feature = (geometry: Geometry, properties: object): Feature =>
  ({ type: 'Feature', properties, geometry }) as Feature;

function house(i: number, [x, y]: Position): Feature {
  const ring = [
    [x!, y!],
    [x! + STEP / 2, y!],
    [x! + STEP / 2, y! + STEP / 2],
    [x!, y! + STEP / 2],
    [x!, y!],
  ];
  return feature(
    { type: 'Polygon', coordinates: [ring] },
    { building: 'apartments', 'building:levels': String(1 + (i % 18)), id: `b${i}`, 'addr:street': `第${i % 99}大街` },
  );
}

const shop = (i: number, at: Position): Feature =>
  feature({ type: 'Point', coordinates: at }, { shop: 'convenience', name: `第${i}商店`, id: `s${i}` });

/** The first landing of a process meets functions and plans that nobody has used yet. */
async function onEmbedded(directory: string): Promise<BenchRow[]> {
  const dataDir = join(directory, 'data');
  const before = await openDatabase({ dataDir });
  await wideTown(before, COUNTY);
  await before.close();
  const database = await openDatabase({ dataDir });
  const app = await openApp(database);
  const server = await listen(app.app.fetch);
  try {
    const others = waiting(`${server.url}/api/health`);
    const busy = busiest();
    const first = await importing(database, directory, 'buildings', 'add');
    const second = await importing(database, directory, 'buildings', 'replace');
    const longestTurnMs = busy.end();
    const { answered, longestMs } = await others.end();
    const what = `embedded: ${BUILDINGS.toLocaleString('en')} buildings`;
    return [
      { what: `${what}, read and landed`, value: first.ms / 1000, unit: 's' },
      { what: `${what} in place of as many, with clearing away`, value: second.ms / 1000, unit: 's' },
      {
        what: 'embedded: /api/health meanwhile, longest wait (it asks the one database)',
        value: longestMs,
        unit: 'ms',
      },
      { what: 'embedded: /api/health meanwhile, answers', value: answered, unit: '' },
      { what: 'embedded: the main thread meanwhile, longest turn', value: longestTurnMs, unit: 'ms' },
      atMost('embedded: transaction of the switch, first of the process', first.switchMs),
      atMost('embedded: transaction of the switch, the next one', second.switchMs),
    ];
  } finally {
    server.close();
    await app.close();
    await database.close();
  }
}

async function onPostgres(admin: string, directory: string): Promise<BenchRow[]> {
  const { url, drop } = await createPostgres(admin);
  const database = await openDatabase({ databaseUrl: url, dataDir: '' });
  try {
    await wideTown(database, COUNTY);
    const { ms, previewMs, landedMs, switchMs } = await importing(database, directory, 'shops', 'add');
    const what = `PostgreSQL: ${POINTS.toLocaleString('en')} points with their blocks, from the file into sight`;
    return [
      { what, value: landedMs / 1000, unit: 's', bar: { at: 'most', value: 3 } },
      { what: 'PostgreSQL: of that, until the preview', value: previewMs / 1000, unit: 's' },
      { what: 'PostgreSQL: with links to buildings and clearing away', value: ms / 1000, unit: 's' },
      atMost('PostgreSQL: transaction of the switch', switchMs),
    ];
  } finally {
    await database.close();
    await drop();
  }
}

const atMost = (what: string, value: number): BenchRow => ({
  ...{ what, value, unit: 'ms' },
  bar: { at: 'most', value: SWITCH_BAR_MS },
});

const TARGETS = { buildings: 'buildings', shops: 'organizations' } as const;

async function importing(
  database: OpenedDatabase,
  cwd: string,
  name: keyof typeof TARGETS,
  mode: 'add' | 'replace',
): Promise<{ ms: number; previewMs: number; landedMs: number; switchMs: number }> {
  let switchMs = 0;
  let landedMs = 0;
  let previewMs = 0;
  const watched = watching(database, {
    preview: () => {
      previewMs = performance.now() - began;
    },
    switched: (ms) => {
      switchMs = ms;
      landedMs = performance.now() - began;
    },
  });
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const io = { cwd, out: say, err: say, signal: new AbortController().signal };
  const words = ['import', `${name}.geojson`, '--as', TARGETS[name], '--county', COUNTY, '--mode', mode];
  const began = performance.now();
  const code = await runCommand(words, io, async () => watched);
  if (code !== 0) throw new Error(said.join('\n'));
  return { ms: performance.now() - began, previewMs, landedMs, switchMs };
}

/** The database, which tells when the import is a preview, and how long the transaction took that wrote to the audit log. */
function watching(
  database: OpenedDatabase,
  tell: { preview: () => void; switched: (ms: number) => void },
): OpenedDatabase {
  const scope = (db: ScopedDatabase): ScopedDatabase => ({
    ...db,
    query: async (statement) => {
      const result = await db.query<never>(statement);
      if (/update import_batch\s+set status/.test(statement.text) && statement.values?.[0] === 'preview')
        tell.preview();
      return result;
    },
    transaction: async (fn) => {
      let began = 0;
      let audited = false;
      const result = await db.transaction((tx: Tx) => {
        began = performance.now();
        return fn({
          ...tx,
          query: (statement) => {
            audited ||= statement.text.includes('.audit');
            return tx.query(statement);
          },
        });
      });
      if (audited) tell.switched(performance.now() - began);
      return result;
    },
  });
  return { ...database, as: (asked) => scope((database as Database).as(asked)) };
}

/** Somebody who asks for a URL all the time. */
function waiting(url: string) {
  const child = spawn(process.execPath, [CLIENT, url], { stdio: ['pipe', 'pipe', 'inherit'] });
  const said = text(child.stdout);
  return {
    async end(): Promise<{ answered: number; longestMs: number }> {
      child.stdin.end();
      return JSON.parse(await said);
    },
  };
}

/** The longest time for which this thread was busy with one thing. */
function busiest() {
  const EVERY_MS = 5;
  let last = performance.now();
  let longestMs = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last - EVERY_MS);
    last = now;
  }, EVERY_MS);
  return {
    end(): number {
      clearInterval(timer);
      return longestMs;
    },
  };
}

async function listen(fetch: Parameters<typeof serve>[0]['fetch']) {
  return new Promise<{ url: string; close: () => void }>((resolve) => {
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
      resolve({ url: `http://127.0.0.1:${port}`, close: () => server.close() }),
    );
  });
}
