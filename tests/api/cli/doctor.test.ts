import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, readMigrations } from '../../../api/db/migrate.ts';
import { type OpenedDatabase, openDatabase, openEngine } from '../../../api/db/open.ts';
import { sql } from '../../../api/db/sql.ts';
import { createPostgres } from '../../support/databases.ts';
import { runWith } from '../../support/run-command.ts';
import { scratchDirectory } from '../../support/scratch.ts';
import { type SmallTown, smallTown } from '../../support/small-town.ts';

const adminUrl = process.env.TEST_DATABASE_URL;
const PHOTO = 'ab'.repeat(32);

/** A fault that is made and taken away again, in SQL of the owner or in the data folder. */
interface Fault {
  check: string;
  state: 'look' | 'ill';
  says: RegExp;
  make: string | ((dataDir: string) => void);
  mend: string | ((dataDir: string) => void);
}

const FAULTS: Fault[] = [
  {
    ...{ check: 'policies', state: 'ill', says: /^site: the table has no row-level security/ },
    make: 'alter table tongxin.site disable row level security',
    mend: 'alter table tongxin.site enable row level security',
  },
  {
    ...{ check: 'role', state: 'ill', says: /^schema auth: tongxin_app may do this and must not/ },
    make: 'grant usage on schema auth to tongxin_app',
    mend: 'revoke usage on schema auth from tongxin_app',
  },
  {
    ...{ check: 'rules', state: 'ill', says: /audit\.append_only: switched off/ },
    make: 'alter table tongxin.audit disable trigger append_only',
    mend: 'alter table tongxin.audit enable trigger append_only',
  },
  {
    ...{ check: 'counts', state: 'ill', says: /^990856 现行区划: the county does not add up/ },
    make: `update tongxin.region_version set households = households + 1 where county = '990856' and kind = 'county'`,
    mend: `update tongxin.region_version set households = households - 1 where county = '990856' and kind = 'county'`,
  },
  {
    ...{ check: 'imports', state: 'look', says: /^990856 roads\.geojson: under way for more than a day/ },
    make: `insert into tongxin.import_batch (county, id, target, file_name, status, created_at)
           values ('990856', gen_random_uuid(), 'roads', 'roads.geojson', 'reading', now() - interval '2 days')`,
    mend: `delete from tongxin.import_batch where county = '990856'`,
  },
  {
    ...{ check: 'photographs', state: 'ill', says: new RegExp(`^${PHOTO}: the file is missing`) },
    make: `insert into tongxin.photo (county, id, media_type, width, height, bytes)
           values ('990856', '${PHOTO}', 'image/jpeg', 1, 1, 1)`,
    mend: `delete from tongxin.photo where county = '990856'`,
  },
  {
    ...{ check: 'photograph files', state: 'look', says: new RegExp(`^${PHOTO}: nothing names the file`) },
    make: (dataDir) => {
      mkdirSync(join(dataDir, 'photos'));
      writeFileSync(join(dataDir, 'photos', PHOTO), '');
    },
    mend: (dataDir) => rmSync(join(dataDir, 'photos'), { recursive: true }),
  },
  {
    ...{ check: 'secrets', state: 'ill', says: /secrets\/session: others on this machine may read it/ },
    make: (dataDir) => {
      mkdirSync(join(dataDir, 'secrets'));
      writeFileSync(join(dataDir, 'secrets/session'), 'x');
      chmodSync(join(dataDir, 'secrets/session'), 0o644);
    },
    mend: (dataDir) => rmSync(join(dataDir, 'secrets'), { recursive: true }),
  },
  {
    ...{ check: 'leftovers', state: 'look', says: /^postgres\.before-20260101_000000: put aside/ },
    make: (dataDir) => mkdirSync(join(dataDir, 'postgres.before-20260101_000000')),
    mend: (dataDir) => rmSync(join(dataDir, 'postgres.before-20260101_000000'), { recursive: true }),
  },
  {
    ...{ check: 'schema', state: 'ill', says: /^9999_later\.sql: of a newer version of the program/ },
    make: `insert into tongxin.migration (name, sha256) values ('9999_later.sql', 'x')`,
    mend: `delete from tongxin.migration where name = '9999_later.sql'`,
  },
];

interface Said {
  check: string;
  state: string;
  says: string;
}

describe.each(['pglite', 'pg'] as const)('tongxin doctor on %s', (kind) => {
  const skipped = kind === 'pg' ? !adminUrl : process.env.TEST_EMBEDDED === 'off';
  describe.skipIf(skipped)('', () => {
    const dataDir = scratchDirectory('doctor');
    let database: OpenedDatabase;
    let town: SmallTown;
    let drop = async (): Promise<void> => {};
    let databaseUrl: string | undefined;

    beforeAll(async () => {
      if (kind === 'pg') {
        const made = await createPostgres(adminUrl ?? '');
        databaseUrl = made.url;
        drop = made.drop;
      }
      database = await openDatabase({ dataDir, ...(databaseUrl && { databaseUrl }) });
      town = await smallTown(database, '990856');
    });
    afterAll(async () => {
      await database?.close();
      await drop();
    });

    const examine = async (): Promise<{ code: number; findings: Said[] }> => {
      const settings = { dataDir, databaseUrl };
      const { code, out } = await runWith(dataDir, ['doctor', '--json'], { open: async () => database, settings });
      return { code, findings: JSON.parse(out) };
    };
    const owner = async (text: string): Promise<void> => {
      const session = await database.owner.checkout();
      await session.script(text).finally(() => session.release());
    };
    const apply = async (change: Fault['make']): Promise<void> =>
      typeof change === 'string' ? owner(change) : change(dataDir);

    test('a store as it should be is well, and nothing of it is changed', async () => {
      const version = sql`select sum(version)::text as sum from layer_change`;
      const before = (await town.db.query(version)).rows;
      const { code, findings } = await examine();
      expect(findings.filter(({ state, check }) => state !== 'well' && check !== 'room')).toEqual([]);
      expect(findings.length).toBeGreaterThan(12);
      expect(code).toBe(0);
      expect((await town.db.query(version)).rows).toEqual(before);
    });

    test.each(FAULTS)('$check: $says', async ({ check, state, says, make, mend }) => {
      await apply(make);
      try {
        const { code, findings } = await examine();
        const found = findings.filter((finding) => finding.state !== 'well' && finding.check !== 'room');
        expect(found).toEqual([{ check, state, says: expect.stringMatching(says) }]);
        expect(code).toBe(state === 'ill' ? 1 : 0);
      } finally {
        await apply(mend);
      }
    });
  });
});

test('tongxin doctor tells why a store cannot be opened', async () => {
  const dataDir = scratchDirectory('foreign');
  mkdirSync(join(dataDir, 'postgres/base'), { recursive: true });
  const settings = { dataDir, databaseUrl: undefined };
  const open = () => openDatabase({ dataDir, asItIs: true });
  const { code, out } = await runWith(dataDir, ['doctor'], { open, settings });
  expect(out).toMatch(/^ILL +opening +.*nothing marks it as a database of this program/);
  expect(code).toBe(1);
});

test('tongxin upgrade backs up a store of an older version, brings it up to this one and looks at it', async () => {
  const dataDir = scratchDirectory('older');
  const migrations = readMigrations();
  const engine = await openEngine({ dataDir, statementTimeoutMs: 0 });
  const session = await engine.checkout({ unlimited: true });
  await migrate(session, migrations.slice(0, 22));
  session.release();
  await engine.close();
  const database = await openDatabase({ dataDir, asItIs: true });
  try {
    const on = { open: async () => database, settings: { dataDir, databaseUrl: undefined } };
    const { code, out } = await runWith(dataDir, ['upgrade'], on);
    expect(out).toMatch(/^Backup: .*backups\/tongxin-\d{8}-\d{6}\.backup\.tar$/m);
    expect(out).toContain(`Brought up to this version: ${migrations[22]!.name}`);
    expect(out).toMatch(/^ok +schema +up to date/m);
    expect(code).toBe(0);
    expect(readdirSync(join(dataDir, 'backups'))).toHaveLength(1);
    expect(await runWith(dataDir, ['upgrade'], on)).toMatchObject({ code: 0, out: 'The store is up to date.' });
  } finally {
    await database.close();
  }
});
