import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../api/cli/commands.ts';
import { scratchDirectory } from '../../support/scratch.ts';

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

  test('tells an address that is not of this machine', async () => {
    const { code, err } = await tongxin(['serve'], { HOST: '192.0.2.1' });
    expect(code).toBe(2);
    expect(err).toBe('HOST 192.0.2.1 is not an address of this machine; set it to 127.0.0.1, or to 0.0.0.0 for all.\n');
  });
});
