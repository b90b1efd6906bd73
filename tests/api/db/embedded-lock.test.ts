import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lockDirectory } from '../../../api/db/embedded-lock.ts';
import { scratchDirectory } from '../../support/scratch.ts';

describe('the lock of a data directory', () => {
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
  });

  /** A process that lives until the end of the tests, and does not answer anything. */
  function bystander(): number {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    children.push(child);
    return child.pid!;
  }

  async function deadPid(): Promise<number> {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    return child.pid!;
  }

  function leave(directory: string, holder: { pid: number; host?: string; startedAt?: string | null }): void {
    writeFileSync(join(directory, 'lock'), JSON.stringify({ host: hostname(), startedAt: null, ...holder }));
  }

  const take = (directory: string): { notices: string[]; unlock: () => void } => {
    const notices: string[] = [];
    return { notices, unlock: lockDirectory(directory, (line) => notices.push(line)) };
  };

  test('is taken, names its holder, and goes away with it', () => {
    const directory = scratchDirectory('lock');
    const { unlock, notices } = take(directory);
    expect(JSON.parse(readFileSync(join(directory, 'lock'), 'utf8'))).toMatchObject({
      pid: process.pid,
      host: hostname(),
    });
    unlock();
    expect(readdirSync(directory)).toEqual([]);
    expect(notices).toEqual([]);
  });

  test('is refused twice in one process', () => {
    const directory = scratchDirectory('lock');
    const { unlock } = take(directory);
    expect(() => take(directory)).toThrow(`in use by process ${process.pid}`);
    unlock();
    take(directory).unlock();
  });

  test('is never taken from a live process, which is named with what to do', () => {
    const directory = scratchDirectory('lock');
    const pid = bystander();
    leave(directory, { pid });
    expect(() => take(directory)).toThrow(
      `The data directory ${directory} is in use by process ${pid}; stop it first, or set DATA_DIR to another directory.`,
    );
    expect(existsSync(join(directory, 'lock'))).toBe(true);
  });

  test('of a process that has ended is taken over with a notice', async () => {
    const directory = scratchDirectory('lock');
    const pid = await deadPid();
    leave(directory, { pid });
    const { notices, unlock } = take(directory);
    expect(notices).toEqual([expect.stringContaining(`left by process ${pid}, which has ended`)]);
    unlock();
    expect(readdirSync(directory)).toEqual([]);
  });

  test.skipIf(!existsSync('/proc/self/stat'))('whose number another process now bears is taken over', () => {
    const directory = scratchDirectory('lock');
    leave(directory, { pid: bystander(), startedAt: 'another boot:1' });
    take(directory).unlock();
  });

  test('of another machine is refused, since nobody here can tell whether that one runs', () => {
    const directory = scratchDirectory('lock');
    leave(directory, { pid: 1, host: 'elsewhere' });
    expect(() => take(directory)).toThrow(/on elsewhere; stop it there/);
  });

  test('that is just being written is respected, and taken over when it stays unreadable', () => {
    const directory = scratchDirectory('lock');
    const path = join(directory, 'lock');
    writeFileSync(path, '');
    expect(() => take(directory)).toThrow(/just opening/);
    utimesSync(path, new Date(0), new Date(0));
    const { notices, unlock } = take(directory);
    expect(notices).toHaveLength(1);
    unlock();
  });
});
