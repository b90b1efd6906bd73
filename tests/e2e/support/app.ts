import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { addPerson } from '../../../api/auth/people.ts';
import { buildWeb, webIsStale } from '../../../api/cli/build-web.ts';
import { ROLES, type Role } from '../../../api/contract/words.ts';
import { openDatabase } from '../../../api/db/open.ts';
import { loadCounty } from '../../../seeds/load.ts';
import { createPostgres } from '../../support/databases.ts';
import { startProgram } from '../../support/program.ts';
import { COUNTY, NETWORKS, OTHERS, PASSWORD, PRACTICE, usernameOf, type Who } from './people.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** where the running program answers */
    appUrl: string;
    databaseKind: 'pg' | 'pglite';
  }
}

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const CACHE = join(PROJECT, 'node_modules/.cache/tongxin');
/** What a seeded database is made from: when one of these changes, it is made anew. */
const INGREDIENTS = ['api/auth', 'api/db', 'api/services', 'geo', 'seeds', 'tests/e2e/support', 'package-lock.json'];
/** Small; smaller, and the town has no ground for its communities. */
const SCALES = { [COUNTY]: 0.1, [PRACTICE]: 0.2, [NETWORKS]: 0.2 };
const START_MS = 120_000;

interface Store {
  env: Record<string, string>;
  remove(): Promise<void> | void;
}

/**
 * Vitest's global setup: starts the real program once for the run, with the default county (small) and one account a
 * role, on the embedded database, or with E2E_DATABASE=pg on a fresh database of the server TEST_DATABASE_URL.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (webIsStale()) await buildWeb(AbortSignal.timeout(START_MS));
  const onPostgres = process.env.E2E_DATABASE === 'pg';
  const store = onPostgres ? await postgresStore() : await embeddedStore();
  try {
    const program = await startProgram(store.env, ['--no-web', '--no-demo']);
    project.provide('appUrl', program.url);
    project.provide('databaseKind', onPostgres ? 'pg' : 'pglite');
    return async () => {
      await program.stop();
      await store.remove();
    };
  } catch (error) {
    await store.remove();
    throw error;
  }
}

async function embeddedStore(): Promise<Store> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tongxin-e2e-'));
  cpSync(await seededTemplate(), dataDir, { recursive: true });
  return { env: { DATA_DIR: dataDir }, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

async function postgresStore(): Promise<Store> {
  const adminUrl = process.env.TEST_DATABASE_URL;
  if (!adminUrl) throw new Error('E2E_DATABASE=pg needs TEST_DATABASE_URL, a server with the right to make databases.');
  const { url, drop } = await createPostgres(adminUrl);
  const dataDir = mkdtempSync(join(tmpdir(), 'tongxin-e2e-'));
  await seed({ databaseUrl: url, dataDir });
  const remove = async () => {
    await drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { env: { DATA_DIR: dataDir, DATABASE_URL: url }, remove };
}

/** The data directory that runs are copied from; made once for one state of the sources. */
async function seededTemplate(): Promise<string> {
  const folder = join(CACHE, `e2e-${hashOf(INGREDIENTS)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  for (const old of readdirSync(CACHE)) if (old.startsWith('e2e-')) rmSync(join(CACHE, old), { recursive: true });
  const made = mkdtempSync(join(CACHE, 'e2e-making-'));
  await seed({ dataDir: made });
  renameSync(made, folder);
  return folder;
}

async function seed(place: { dataDir: string; databaseUrl?: string }): Promise<void> {
  const database = await openDatabase({ ...place, statementTimeoutMs: 0 });
  try {
    for (const [county, scale] of Object.entries(SCALES)) await loadCounty(database, county, { scale });
    const owner = database.owner.pool('auth');
    const add = ({ who, ...person }: { who: Who; name: string; county: string; role: Role }) =>
      addPerson(owner, { ...person, username: usernameOf(who), password: PASSWORD, regionCode: null });
    for (const role of ROLES) await add({ who: role, name: `测试·${role}`, county: COUNTY, role });
    for (const person of OTHERS) await add(person);
  } finally {
    await database.close();
  }
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  const add = (path: string): void => {
    const whole = join(PROJECT, path);
    if (existsSync(whole) && readdirSyncOrNull(whole) === null) hash.update(path).update(readFileSync(whole));
    else for (const name of readdirSyncOrNull(whole)?.sort() ?? []) add(join(path, name));
  };
  for (const path of paths) add(path);
  return hash.digest('hex').slice(0, 16);
}

function readdirSyncOrNull(path: string): string[] | null {
  try {
    return readdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
    throw error;
  }
}
