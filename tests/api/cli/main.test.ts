import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../api/cli/commands.ts';
import { lockDirectory } from '../../../api/db/embedded-lock.ts';
import { createPostgres } from '../../support/databases.ts';
import { scratchDirectory } from '../../support/scratch.ts';

const ADMIN_URL = process.env.TEST_DATABASE_URL;
const MAIN = fileURLToPath(new URL('../../../api/cli/main.ts', import.meta.url));

/** Runs the command line as a person would, in an empty data directory. */
async function tongxin(words: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...words], {
    env: { ...process.env, DATA_DIR: scratchDirectory('cli'), DATABASE_URL: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...said };
}

describe('the command line', () => {
  test('lists its commands', async () => {
    const { code, out } = await tongxin(['--help']);
    expect(code).toBe(0);
    for (const name of [...Object.keys(COMMANDS), 'serve']) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  test('lists each command as the command tells about itself', async () => {
    for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
      const { command } = await load();
      expect.soft({ name: command.name, summary: command.summary }).toEqual({ name, summary });
    }
  });

  test('refuses a command that does not exist with exit code 2', async () => {
    const { code, err } = await tongxin(['sevre']);
    expect(code).toBe(2);
    expect(err).toMatch(/^There is no command "sevre"; the commands are .*serve\.\n$/);
  });

  test('tells a wrong setting in one line with exit code 2', async () => {
    const { code, out, err } = await tongxin(['serve'], { PORT: 'http' });
    expect({ code, out, err }).toEqual({
      code: 2,
      out: '',
      err: 'The settings cannot be used: PORT "http" must be a whole number.\n',
    });
  });

  test('tells a port in use before it does anything else', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { code, out, err } = await tongxin(['serve'], { PORT: String(port) });
    taken.close();
    expect({ code, out, err }).toEqual({
      code: 2,
      out: '',
      err: `Port ${port} on 127.0.0.1 is in use by another program; stop that one, or set PORT to another number.\n`,
    });
  });

  test.runIf(existsSync('/proc/self'))('tells a DATA_DIR in which nothing can be made', async () => {
    for (const words of [
      ['serve', '--no-web'],
      ['check', 'figures'],
    ]) {
      const { code, err } = await tongxin(words, { DATA_DIR: '/proc/nope/deeper', PORT: '0' });
      expect(code).toBe(2);
      expect(err).toMatch(
        /^The data directory \/proc\/nope\/deeper cannot be used \(ENOENT.*\); set DATA_DIR to a directory that you may write and that has room\.\n$/,
      );
    }
  });

  const EVERY_WAY_IN = [
    ['serve', '--no-web'],
    ['check', 'figures'],
  ];

  test.each([
    {
      what: 'of another kind',
      url: 'mysql://tongxin',
      says: /DATABASE_URL must begin with postgres:\/\/; leave it out/,
    },
    { what: 'that is no URL', url: 'postgres://a:b@:x', says: /^DATABASE_URL is not a URL; give it as postgres:/ },
    {
      ...{ what: 'whose server is dead', url: 'postgres://me:hidden@127.0.0.1:9/tongxin' },
      says: /^The database postgres:\/\/me@127\.0\.0\.1:9\/tongxin cannot be opened: .*see that the server runs/,
    },
  ])('tells a DATABASE_URL $what', async ({ url, says }) => {
    for (const words of EVERY_WAY_IN) {
      const { code, out, err } = await tongxin(words, { DATABASE_URL: url, PORT: '0' });
      expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringMatching(says) });
    }
  });

  test.runIf(ADMIN_URL)('tells a PostGIS that is too old', async () => {
    const { url, drop } = await createPostgres(ADMIN_URL!);
    const client = new pg.Client(url);
    try {
      await client.connect();
      // No older one can be had for this server: it says what an old one would say.
      await client.query(`create extension postgis;
        create or replace function postgis_lib_version() returns text language sql as $$ select '3.2.9'::text $$`);
      for (const words of EVERY_WAY_IN) {
        const { code, out, err } = await tongxin(words, { DATABASE_URL: url, PORT: '0' });
        expect({ code, out, err }).toEqual({
          ...{ code: 2, out: '', err: expect.stringMatching(/ is 3\.2\.9; Tongxin needs 3\.3 or newer: install it/) },
        });
      }
    } finally {
      await client.end();
      await drop();
    }
  });

  test('tells a DATA_DIR that another process holds, and leaves it as it is', async () => {
    const directory = scratchDirectory('held');
    const giveBack = lockDirectory(directory, () => {});
    try {
      for (const words of EVERY_WAY_IN) {
        const { code, out, err } = await tongxin(words, { DATA_DIR: directory, PORT: '0' });
        expect({ code, out, err }).toEqual({
          ...{ code: 2, out: '' },
          err: `The data directory ${directory} is in use by process ${process.pid}; stop it first, or set DATA_DIR to another directory.\n`,
        });
      }
      expect(readdirSync(directory)).toEqual(['lock']);
    } finally {
      giveBack();
    }
  });

  test('tells an address that is not of this machine', async () => {
    const { code, err } = await tongxin(['serve'], { HOST: '192.0.2.1' });
    expect(code).toBe(2);
    expect(err).toBe('HOST 192.0.2.1 is not an address of this machine; set it to 127.0.0.1, or to 0.0.0.0 for all.\n');
  });
});
