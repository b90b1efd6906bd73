import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenedDatabase, openDatabase } from '../../../api/db/open.ts';
import { endInterrupted } from '../../../api/services/imports/imports.ts';
import { createPostgres } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { scratchDirectory } from '../../support/scratch.ts';
import { buildings, communities, roads } from '../../support/small-files.ts';

const IMPORTER = fileURLToPath(new URL('../../support/importer.ts', import.meta.url));
/** Each kill starts two processes. */
const PATIENCE_MS = 1_800_000;
const COUNTY = '992106';
const NEW_COUNTY = '992107';
const folder = folderWith({
  'communities.geojson': communities,
  'roads.geojson': roads,
  'buildings.geojson': buildings,
});
const ROADS = ['roads.geojson', '--as', 'roads', '--county', COUNTY];
const BUILDINGS = ['buildings.geojson', '--as', 'buildings', '--county', COUNTY, '--faults', 'mend'];
const CREATION = ['communities.geojson', '--as', 'regions', '--county', NEW_COUNTY, '--name', '新县'];

/** Runs an import in a process of its own, which dies at the given call. @returns calls it made; null when it died */
async function runAndDie(target: string, dieAt: string, words: string[]): Promise<number | null> {
  const child = spawn(process.execPath, ['--import', 'tsx', IMPORTER, target, dieAt, folder, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (signal === 'SIGKILL') return null;
  expect(code).toBe(0);
  return Number(said);
}

/** Everything that is seen of the two counties. */
async function seen(database: OpenedDatabase): Promise<unknown> {
  const tables = [
    'county',
    'division',
    'fabric',
    'block',
    'region',
    'region_code',
    'region_version',
    'building',
    'road',
    'located',
    'region_population',
  ];
  const state: Record<string, unknown> = {};
  for (const county of [COUNTY, NEW_COUNTY])
    for (const table of tables) {
      const { rows } = await database.as({ county, role: 'admin' }).query<{ sum: string | null }>({
        text: `select md5(string_agg(row::text, '|' order by row::text)) as sum from ${table} as row`,
      });
      state[`${county} ${table}`] = rows[0]?.sum;
    }
  return state;
}

/** Tables with rows that are there and that nobody sees. */
async function leftOver(database: OpenedDatabase): Promise<unknown[]> {
  const unseen = ['building', 'road', 'railway'].map(
    (table) => `select '${table}' as place from ${table} where county = any ($1) and load in (
      select id from thing_load where thing = '${table}' and state <> 'standing')`,
  );
  const { rows } = await database.owner.pool('tongxin').query(
    `${unseen.join(' union ')}
     union select 'load ' || state from thing_load where county = any ($1) and state <> 'standing'
     union select 'figure' from due_figure where county = any ($1)
     union select 'division' from division where county = any ($1) and valid is null
     union select 'fabric' from fabric where county = any ($1) and (staged_by is not null or withdrawn)
     union select 'located' from located cross join generate_series(located.id, located.id + more) member
              where county = any ($1) and thing = 'building'
              and not exists (select from building where building.county = located.county and building.id = member)`,
    [[COUNTY, NEW_COUNTY]],
  );
  return rows;
}

/** Whether an import of this file, newer than the county's first, is written. */
async function hasLanded(database: OpenedDatabase, fileName: string): Promise<boolean> {
  const counts = await Promise.all(
    [COUNTY, NEW_COUNTY].map((county) =>
      database.as({ county, role: 'admin' }).query<{ n: number }>({
        text: `select count(*)::int as n from import_batch where status = 'done' and file_name = $1`,
        values: [fileName],
      }),
    ),
  );
  const done = counts.reduce((sum, { rows }) => sum + rows[0]!.n, 0);
  return done > (fileName === 'communities.geojson' ? 1 : 0);
}

/** Moments in the midst of writing: one within each stretch between these calls since it began. */
function seededDeaths(seed: number, stretches: readonly number[]): string[] {
  let state = seed;
  return stretches.slice(1).map((end, i) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return `+${stretches[i]! + (state % (end - stretches[i]!))}`;
  });
}

function suite(open: () => Promise<OpenedDatabase>, target: () => string, deaths: readonly string[]): void {
  const use = async <T>(fn: (database: OpenedDatabase) => Promise<T>): Promise<T> => {
    const database = await open();
    try {
      return await fn(database);
    } finally {
      await database.close();
    }
  };
  beforeAll(async () => {
    await use(async (database) => {
      const { code } = await run(
        database,
        folder,
        'import',
        'communities.geojson',
        '--as',
        'regions',
        '--county',
        COUNTY,
        '--name',
        '某县',
      );
      expect(code).toBe(0);
    });
  });

  test.each([
    ['the creation of a county', CREATION],
    ['roads that part the ground anew', ROADS],
    ['buildings among which a population is shared out', BUILDINGS],
  ])(
    '%s: killed at any call, the data are as they were or as they were to be; then it goes through',
    async (_, words) => {
      let before = await use(seen);
      let undone = 0;
      for (const dieAt of deaths) {
        const calls = await runAndDie(target(), dieAt, words);
        const { after, landed, left } = await use(async (database) => {
          await endInterrupted(database, { alone: true });
          return {
            ...{ after: await seen(database), landed: await hasLanded(database, words[0]!) },
            left: await leftOver(database),
          };
        });
        expect(left, `killed at call ${dieAt}`).toEqual([]);
        if (calls !== null) expect(landed, `it got through before call ${dieAt}`).toBe(true);
        if (landed) break; // it had committed, and died while it tidied up or not at all
        expect(after, `killed at call ${dieAt}`).toEqual(before);
        before = after;
        undone += 1;
      }
      expect(undone, 'kills before the end').toBeGreaterThan(1);
      expect(await runAndDie(target(), '0', words)).toBeGreaterThan(10);
      await use(async (database) => {
        const { rows } = await database.as({ county: COUNTY, role: 'admin' }).query({
          text: `select id from import_batch where status in ('reading', 'switching')`,
        });
        expect(rows).toEqual([]);
      });
    },
    PATIENCE_MS,
  );
}

describe('an import whose process is killed, on the embedded database', () => {
  const dataDir = scratchDirectory('killed');
  suite(
    () => openDatabase({ dataDir }),
    () => dataDir,
    seededDeaths(20260722, [2, 5, 9, 14]),
  );
});

const adminUrl = process.env.TEST_DATABASE_URL;
describe.skipIf(!adminUrl)('an import whose process is killed, on PostgreSQL', () => {
  let made: Awaited<ReturnType<typeof createPostgres>>;
  beforeAll(async () => {
    made = await createPostgres(adminUrl!);
  });
  afterAll(() => made.drop());
  suite(
    () => openDatabase({ databaseUrl: made.url, dataDir: '' }),
    () => made.url,
    ['10', '30', ...seededDeaths(7, [1, 3, 5, 8, 11, 15, 20])],
  );
});
