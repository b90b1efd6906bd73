import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { addPerson } from '../../../api/auth/people.ts';
import { buildWeb, webIsStale } from '../../../api/cli/build-web.ts';
import { ROLES, type Role } from '../../../api/contract/words.ts';
import { openDatabase } from '../../../api/db/open.ts';
import { loadCounty } from '../../../seeds/load.ts';
import { createPostgres } from '../../support/databases.ts';
import { startProgram } from '../../support/program.ts';
import { seededTemplate } from '../../support/seeded-template.ts';
import { CROSS, startTileStandIn } from '../../support/tile-stand-in.ts';
import { COUNTY, NETWORKS, OTHERS, PASSWORD, PRACTICE, usernameOf, type Who } from './people.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** where the running program answers */
    appUrl: string;
    databaseKind: 'pg' | 'pglite';
    /** [lng, lat] where the base maps' stand-in draws its cross, and in what colour */
    markedPlace: [number, number];
    crossColour: string;
  }
}

/** Small; smaller, and the town has no ground for its communities. */
const SCALES = { [COUNTY]: 0.1, [PRACTICE]: 0.2, [NETWORKS]: 0.2 };
/** In 梨树, away from the edge of any tile. */
const MARKED_PLACE: [number, number] = [124.3361, 43.3072];
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
  const outside = await startTileStandIn(MARKED_PLACE);
  const baseMaps = { TIANDITU_KEY: 'k', TIANDITU_URL: outside.url, AMAP_KEY: 'k', AMAP_URL: outside.url };
  try {
    const program = await startProgram({ ...store.env, ...baseMaps }, ['--no-web', '--no-demo']);
    project.provide('appUrl', program.url);
    project.provide('markedPlace', MARKED_PLACE);
    project.provide('crossColour', CROSS);
    project.provide('databaseKind', onPostgres ? 'pg' : 'pglite');
    return async () => {
      await program.stop();
      await outside.close();
      await store.remove();
    };
  } catch (error) {
    await outside.close();
    await store.remove();
    throw error;
  }
}

async function embeddedStore(): Promise<Store> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tongxin-e2e-'));
  const template = await seededTemplate('e2e', ['tests/e2e/support'], (made) => seed({ dataDir: made }));
  cpSync(template, dataDir, { recursive: true });
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
