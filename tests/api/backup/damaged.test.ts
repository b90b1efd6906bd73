import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create } from 'tar';
import { beforeAll, describe, expect, test } from 'vitest';
import { migrate, readMigrations } from '../../../api/db/migrate.ts';
import { openDatabase, openEngine } from '../../../api/db/open.ts';
import { writeBackup } from '../../../api/services/backup/write-backup.ts';
import { contentsOf } from '../../support/filled-store.ts';
import { runWith } from '../../support/run-command.ts';
import { scratchDirectory } from '../../support/scratch.ts';
import { smallTown } from '../../support/small-town.ts';

const RESTORER = fileURLToPath(new URL('../../support/restorer.ts', import.meta.url));
const folder = scratchDirectory('damaged');
const original = scratchDirectory('whole');
const restore = (dataDir: string, name: string, ...words: string[]) =>
  runWith(folder, ['restore', name, ...words], {
    open: () => Promise.reject(new Error('restore opens its own')),
    settings: { dataDir, databaseUrl: undefined },
  });

async function contents(dataDir: string): Promise<Record<string, string>> {
  const database = await openDatabase({ dataDir });
  try {
    return await contentsOf(database);
  } finally {
    await database.close();
  }
}

beforeAll(async () => {
  const database = await openDatabase({ dataDir: original });
  await smallTown(database, '990853');
  await writeBackup({ database, dataDir: original, file: join(folder, 'whole.tar') });
  await database.close();
});

describe('a file that is no whole backup is refused in one sentence, and nothing is touched', () => {
  const bytes = () => Buffer.from(readFileSync(join(folder, 'whole.tar')));
  const archiveOf = (name: string, files: Record<string, string>) => {
    const source = scratchDirectory('archive');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(source, path, '..'), { recursive: true });
      writeFileSync(join(source, path), text);
    }
    create({ cwd: source, file: join(folder, name), sync: true }, Object.keys(files));
  };
  const manifestOf = (change: object) => {
    const text = /\{[\s\S]*?\n\}/.exec(bytes().subarray(512).toString('latin1'))![0];
    return JSON.stringify({ ...(JSON.parse(Buffer.from(text, 'latin1').toString()) as object), ...change });
  };
  const outside = { kind: 'file', path: '../../outside', bytes: 1, sha256: 'a'.repeat(64) };
  const foreign = { kind: 'file', path: 'postgres/PG_VERSION', bytes: 2, sha256: '9'.repeat(64) };

  const cases: [string, (name: string) => void, RegExp][] = [
    ['missing', () => {}, /There is no file .*missing/],
    ['empty', (name) => writeFileSync(join(folder, name), ''), /is no backup|cannot be read as a backup/],
    [
      'a text',
      (name) => writeFileSync(join(folder, name), '你好'.repeat(1000)),
      /cannot be read as a backup|is no backup/,
    ],
    [
      'cut off in the middle',
      (name) => {
        writeFileSync(join(folder, name), bytes());
        truncateSync(join(folder, name), Math.floor(bytes().length / 2));
      },
      /cannot be read as a backup|is damaged/,
    ],
    [
      'one bit of a table changed',
      (name) => {
        const changed = bytes();
        const at = changed.lastIndexOf('tables/tongxin.building.gz') + 512 + 100;
        changed[at]! ^= 1;
        writeFileSync(join(folder, name), changed);
      },
      /is damaged: tables\/tongxin\.building\.gz/,
    ],
    ['another archive', (name) => archiveOf(name, { 'readme.txt': 'hello' }), /it has no manifest\.json/],
    ['a manifest of nothing', (name) => archiveOf(name, { 'manifest.json': 'null' }), /is damaged: manifest\.json/],
    [
      'of a newer format',
      (name) => archiveOf(name, { 'manifest.json': manifestOf({ formatVersion: 2 }) }),
      /newer version of this program/,
    ],
    [
      'of a newer schema',
      (name) =>
        archiveOf(name, {
          'manifest.json': manifestOf({ parts: [], migrations: [{ name: '9999_later.sql', sha256: 'a'.repeat(64) }] }),
        }),
      /newer version of this program .*9999_later\.sql/,
    ],
    [
      'with a path that leads out',
      (name) => archiveOf(name, { 'manifest.json': manifestOf({ parts: [outside] }) }),
      /is damaged: manifest\.json/,
    ],
    [
      'with a file that is no photograph',
      (name) => archiveOf(name, { 'manifest.json': manifestOf({ parts: [foreign] }), 'postgres/PG_VERSION': '18' }),
      /is damaged: postgres\/PG_VERSION/,
    ],
    [
      'with a link for a part',
      (name) => {
        const source = scratchDirectory('link');
        mkdirSync(join(source, 'secrets'));
        symlinkSync('/etc/passwd', join(source, 'secrets/session'));
        const part = { kind: 'file', path: 'secrets/session', bytes: 1, sha256: 'a'.repeat(64) };
        writeFileSync(join(source, 'manifest.json'), manifestOf({ parts: [part] }));
        create({ cwd: source, file: join(folder, name), sync: true }, ['manifest.json', 'secrets']);
      },
      /is damaged: secrets\/session/,
    ],
  ];
  test.each(cases)('%s', async (name, make, told) => {
    const dataDir = scratchDirectory('untouched');
    const file = `${name}.tar`;
    make(file);
    const { code, out, err } = await restore(dataDir, file);
    expect(err).toMatch(told);
    expect(err.split('\n').filter((line) => /^\s+at |rror:/.test(line))).toEqual([]);
    expect({ code, left: readdirSync(dataDir) }).toEqual({ code: 2, left: [] });
    expect(out).not.toContain('Restored');
  });
});

describe('a restore that is killed', () => {
  const STEPS = ['filling tongxin.building', 'photographs'];
  test('leaves the store that was there, whenever it dies; the next one clears what it left', async () => {
    const place = scratchDirectory('killed');
    expect((await restore(place, 'whole.tar')).code).toBe(0);
    const before = await contents(place);
    for (const step of STEPS) {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', RESTORER, join(folder, 'whole.tar'), place, scratchDirectory('unpacked'), step],
        { stdio: ['ignore', 'ignore', 'inherit'] },
      );
      expect(await once(child, 'exit'), step).toEqual([null, 'SIGKILL']);
    }
    expect(await contents(place)).toEqual(before);
    // At the very end the two stores change places, which takes two steps: whoever opens the store does the second one.
    rmSync(join(place, 'restoring/postgres'), { recursive: true });
    renameSync(join(place, 'postgres'), join(place, 'restoring/postgres'));
    writeFileSync(join(place, 'restoring/complete'), '');
    expect(await contents(place)).toEqual(before);
    expect((await restore(place, 'whole.tar', '--replace')).code).toBe(0);
    expect(readdirSync(place).filter((name) => !name.startsWith('postgres'))).toEqual([]);
    expect(readdirSync(place)).toHaveLength(2);
  });

  test('and a backup that is stopped leaves no file', async () => {
    const database = await openDatabase({ dataDir: original });
    const stop = new AbortController();
    const file = join(folder, 'stopped.tar');
    const stopped = writeBackup({
      ...{ database, dataDir: original, file, signal: stop.signal },
      onStep: (step) => step.startsWith('packing') && stop.abort(),
    });
    await expect(stopped).rejects.toThrow('aborted');
    expect(readdirSync(folder).filter((name) => name.startsWith('stopped'))).toEqual([]);
    const missing = writeBackup({ database, dataDir: original, file: join(folder, 'nowhere/there.tar') });
    await expect(missing).rejects.toMatchObject({
      name: 'SetupError',
      message: expect.stringMatching(/cannot be written .* in a folder that you may write/),
    });
    await database.close();
  });
});

test('a backup of an older version comes back with the tables of this one', async () => {
  const migrations = readMigrations();
  const old = scratchDirectory('old');
  const engine = await openEngine({ dataDir: old, statementTimeoutMs: 0 });
  const session = await engine.checkout({ unlimited: true });
  await migrate(session, migrations.slice(0, 20));
  await session.script(`insert into county (code, name) values ('990854', '旧县')`);
  session.release();
  await engine.close();
  const database = await openDatabase({ dataDir: old, asItIs: true });
  expect(database.versions.migration).toBe(migrations[19]!.name);
  await writeBackup({ database, dataDir: old, file: join(folder, 'old.tar') });
  await database.close();

  const place = scratchDirectory('newer');
  const { code, out } = await restore(place, 'old.tar');
  expect(code).toBe(0);
  expect(out).toContain(`Brought up to this version: ${migrations[20]!.name}, `);
  const restored = await openDatabase({ dataDir: place, asItIs: true });
  expect(restored.versions.migration).toBe(migrations.at(-1)!.name);
  const county = { text: 'select name from county' };
  expect((await restored.query(county, { county: '990854', role: 'admin' })).rows).toEqual([{ name: '旧县' }]);
  await restored.close();
});
