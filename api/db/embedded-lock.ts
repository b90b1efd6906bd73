import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { SetupError } from './setup-error.ts';

/**
 * Who holds a data directory. PGlite has no lock of its own: two processes on one directory both hear "committed",
 * and one of them loses every row.
 */
interface Holder {
  pid: number;
  host: string;
  /** start of the process as the kernel counts it; null where the kernel does not tell. Tells a reused pid apart. */
  startedAt: string | null;
}

/** A lock file that cannot be read is being written; after this time its writer has died instead. */
const WRITING_MS = 5_000;

/**
 * Takes the lock of a data directory for this process. A live holder is never robbed, however long it does not answer;
 * a dead one's lock is taken over with a notice.
 *
 * @returns the function that gives the lock back
 * @throws  SetupError when another process, or this one, holds it
 */
export function lockDirectory(directory: string, onNotice: (line: string) => void): () => void {
  const path = join(directory, 'lock');
  const own: Holder = { pid: process.pid, host: hostname(), startedAt: startOf(process.pid) };
  for (;;) {
    if (create(path, own)) return () => releaseOwn(path, own);
    const holder = read(path);
    if (holder === 'gone') continue;
    refuseLive(holder, directory, path);
    onNotice(
      `The lock of ${directory} was left by process ${holder?.pid ?? '(unknown)'}, which has ended; taking it over.`,
    );
    takeAway(path, holder);
  }
}

function create(path: string, holder: Holder): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, `${JSON.stringify(holder)}\n`);
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The holder; null when the file has been unreadable for longer than anybody writes. */
function read(path: string): Holder | null | 'gone' {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'gone';
    if (!(error instanceof SyntaxError)) throw error;
    const ageMs = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (ageMs > WRITING_MS) return null;
    throw new SetupError(`Another process is just opening the data directory (${path}); try again in a moment.`);
  }
}

function refuseLive(holder: Holder | null, directory: string, path: string): void {
  if (!holder) return;
  if (holder.host !== hostname()) {
    throw new SetupError(
      `The data directory ${directory} is in use by process ${holder.pid} on ${holder.host}; stop it there, or, if that machine is gone for good, delete ${path}.`,
    );
  }
  if (isAlive(holder)) {
    throw new SetupError(
      `The data directory ${directory} is in use by process ${holder.pid}; stop it first, or set DATA_DIR to another directory.`,
    );
  }
}

/**
 * Moves the lock aside and looks at what was moved: if another process was quicker and it is that one's new lock, it
 * goes back.
 */
function takeAway(path: string, stale: Holder | null): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = read(aside);
  const same = moved === null || moved === 'gone' || (moved.pid === stale?.pid && moved.startedAt === stale.startedAt);
  if (same) rmSync(aside, { force: true });
  else if (!existsSync(path)) renameSync(aside, path);
}

function releaseOwn(path: string, own: Holder): void {
  const holder = read(path);
  if (holder !== 'gone' && holder?.pid === own.pid && holder.startedAt === own.startedAt) rmSync(path, { force: true });
}

function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
  const now = startOf(pid);
  return startedAt === null || now === null || startedAt === now;
}

/** Linux: boot and start tick of a process. Elsewhere null: then the pid alone decides. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The name of the program, in brackets, may itself hold brackets and blanks; the start is the 20th field after it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot}:${fields[19]}`;
  } catch {
    return null; // no /proc on this system, or the process ended meanwhile
  }
}
