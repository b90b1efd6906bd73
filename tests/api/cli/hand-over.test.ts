import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { CommandIo } from '../../../api/cli/command.ts';
import { handOver } from '../../../api/cli/hand-over.ts';
import { acceptCommands, type CommandRunner } from '../../../api/cli/hand-over-server.ts';
import { scratchDirectory } from '../../support/scratch.ts';

describe('a command that is handed to the running server', () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function serve(dataDir: string, run: CommandRunner): Promise<() => Promise<void>> {
    const stop = await acceptCommands(dataDir, run);
    stops.push(stop);
    return stop;
  }

  function person(signal = new AbortController().signal) {
    const said: string[] = [];
    const io: CommandIo = {
      cwd: '/where/the/person/stands',
      out: (line) => said.push(`out ${line}`),
      err: (line) => said.push(`err ${line}`),
      signal,
      secret: async (prompt) => `answer to ${prompt}`,
    };
    return { said, io };
  }

  const hand = (dataDir: string, words: string[], io: CommandIo) => handOver({ DATA_DIR: dataDir }, words, io);

  test('gets its words and the folder of the person, and gives back lines in order and the exit code', async () => {
    const dataDir = scratchDirectory('hand');
    await serve(dataDir, async (words, io) => {
      io.out(`${words.join(' ')} in ${io.cwd}`);
      io.err('第一行\n第二行');
      io.out('done');
      return 3;
    });
    const { said, io } = person();
    expect(await hand(dataDir, ['import', '边界.geojson'], io)).toBe(3);
    expect(said).toEqual(['out import 边界.geojson in /where/the/person/stands', 'err 第一行\n第二行', 'out done']);
  });

  test('can ask the person for a secret', async () => {
    const dataDir = scratchDirectory('hand');
    await serve(dataDir, async (_words, io) => {
      io.out(String(await io.secret?.('password?')));
      return 0;
    });
    const { said, io } = person();
    expect(await hand(dataDir, ['user'], io)).toBe(0);
    expect(said).toEqual(['out answer to password?']);
  });

  test('is cancelled by Ctrl-C, and may still say so', async () => {
    const dataDir = scratchDirectory('hand');
    await serve(dataDir, async (_words, io) => {
      io.out('started');
      await once(io.signal, 'abort');
      io.err('cancelled; nothing was changed');
      return 130;
    });
    const cancel = new AbortController();
    const { said, io } = person(cancel.signal);
    const out = io.out;
    io.out = (line) => {
      out(line);
      cancel.abort();
    };
    expect(await hand(dataDir, ['import'], io)).toBe(130);
    expect(said).toEqual(['out started', 'err cancelled; nothing was changed']);
  });

  test('is cancelled when the server stops, which waits for its end', async () => {
    const dataDir = scratchDirectory('hand');
    let ended = false;
    let started = (): void => {};
    const running = new Promise<void>((resolve) => {
      started = resolve;
    });
    const stop = await serve(dataDir, async (_words, io) => {
      started();
      await once(io.signal, 'abort');
      await new Promise((resolve) => setTimeout(resolve, 50));
      ended = true;
      return 130;
    });
    const handed = hand(dataDir, ['import'], person().io);
    await running;
    await stop();
    expect(ended).toBe(true);
    expect(await handed).toBe(130);
    expect(existsSync(join(dataDir, 'socket'))).toBe(false);
  });

  test('runs in its own process when no server listens, or one was killed', async () => {
    const dataDir = scratchDirectory('hand');
    expect(await hand(dataDir, ['import'], person().io)).toBeNull();
    writeFileSync(join(dataDir, 'socket'), `${join(dataDir, 'commands.sock')}\n`);
    expect(await hand(dataDir, ['import'], person().io)).toBeNull();
    await serve(dataDir, async () => 0);
    expect(await hand(dataDir, ['import'], person().io)).toBe(0);
  });

  test('runs in its own process on PostgreSQL, where nobody stands in the way', async () => {
    const dataDir = scratchDirectory('hand');
    await serve(dataDir, async () => 0);
    const settings = { DATA_DIR: dataDir, DATABASE_URL: 'postgres://127.0.0.1/x' };
    expect(await handOver(settings, ['import'], person().io)).toBeNull();
  });

  test('finds the server of a directory whose path is too long for a socket; only the owner may connect', async () => {
    const deep = join(scratchDirectory('hand'), '很深的目录'.repeat(8));
    mkdirSync(deep);
    const stop = await serve(deep, async () => 7);
    const path = readFileSync(join(deep, 'socket'), 'utf8').trim();
    expect(path.startsWith(tmpdir())).toBe(true);
    expect(Buffer.byteLength(path)).toBeLessThan(104);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect(await hand(deep, ['check'], person().io)).toBe(7);
    await stop();
    expect(existsSync(join(path, '..'))).toBe(false);
  });
});
