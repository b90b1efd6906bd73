import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../api/config.ts';
import { scratchDirectory } from '../support/scratch.ts';

describe('the settings', () => {
  test('have defaults: loopback, port 3000, .data in the project, the embedded database', () => {
    const config = readConfig({}, '/elsewhere');
    expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, databaseUrl: undefined, trustProxy: false });
    expect(config.dataDir).toBe(join(process.cwd(), '.data'));
  });

  test('take a relative DATA_DIR from where the person stands, and an empty variable as none', () => {
    const config = readConfig({ DATA_DIR: 'mine', PORT: '', HOST: '0.0.0.0', TRUST_PROXY: 'true' }, '/elsewhere');
    expect(config).toMatchObject({ dataDir: '/elsewhere/mine', port: 3000, host: '0.0.0.0', trustProxy: true });
  });

  test.each([
    [{ PORT: 'eighty' }, 'PORT "eighty" must be a whole number'],
    [{ PORT: '70000' }, 'PORT "70000" must be a port, 0 to 65535'],
    [{ DATABASE_URL: 'mysql://root:hidden@db' }, 'DATABASE_URL must begin with postgres://'],
    [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY "yes" must be true or false'],
  ])('that cannot be used are refused by name: %j', (environment, message) => {
    const read = () => readConfig(environment, '/');
    expect(read).toThrow(message);
    expect(read).not.toThrow(/hidden/);
  });

  test('are refused all at once', () => {
    expect(() => readConfig({ PORT: '-1', TRUST_PROXY: 'no' }, '/')).toThrow(/PORT .*; TRUST_PROXY /);
  });
});

describe('a secret', () => {
  test("is made on first use, for the owner's eyes alone, and stays the same", () => {
    const dataDir = scratchDirectory('secret');
    const config = readConfig({ DATA_DIR: dataDir }, '/');
    const secret = config.secret('session');
    expect(Buffer.byteLength(secret)).toBeGreaterThanOrEqual(32);
    expect(readConfig({ DATA_DIR: dataDir }, '/').secret('session')).toBe(secret);
    expect(config.secret('contacts')).not.toBe(secret);
    const path = join(dataDir, 'secrets/session');
    expect(readFileSync(path, 'utf8')).toBe(secret);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'secrets')).mode & 0o777).toBe(0o700);
  });

  test('can be given by the environment, long enough', () => {
    const dataDir = scratchDirectory('secret');
    const given = 'x'.repeat(32);
    expect(readConfig({ DATA_DIR: dataDir, SESSION_SECRET: given }, '/').secret('session')).toBe(given);
    expect(() => readConfig({ DATA_DIR: dataDir, SESSION_SECRET: 'short' }, '/')).toThrow(
      /cannot be used: SESSION_SECRET is shorter than 32 bytes; make one with/,
    );
  });

  test.runIf(existsSync('/proc/self'))('that cannot be kept says which directory is at fault', () => {
    const config = readConfig({ DATA_DIR: '/proc/nope' }, '/');
    expect(() => config.secret('session')).toThrow(
      /^The secret \/proc\/nope\/secrets\/session cannot be written \(ENOENT.*\); set DATA_DIR to a directory that you may write, or give SESSION_SECRET\.$/,
    );
  });

  test('that was damaged is refused with what deleting it means', () => {
    const dataDir = scratchDirectory('secret');
    const config = readConfig({ DATA_DIR: dataDir }, '/');
    config.secret('session');
    writeFileSync(join(dataDir, 'secrets/session'), '');
    expect(() => config.secret('session')).toThrow(/is damaged; restore it from a backup, or delete it/);
  });
});
