import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const START_MS = 180_000;

export interface Program {
  /** where it answers, with a slash at the end */
  url: string;
  /** from the start of the process to the line that tells the address */
  readyMs: number;
  /** everything it has said until now: its own lines and its log */
  said(): string;
  stop(): Promise<void>;
}

/**
 * The real program in a process of its own, on loopback and a free port, with the settings given and none of the
 * caller's database.
 *
 * @param options  of the command `serve`
 * @throws with all that the program said when it is not ready in time or ends
 */
export async function startProgram(env: Record<string, string>, options: readonly string[]): Promise<Program> {
  const { DATABASE_URL: _theirs, ...mine } = process.env;
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', 'api/cli/main.ts', 'serve', ...options], {
    cwd: PROJECT,
    env: { ...mine, HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk));
  try {
    const url = await readyUrl(child);
    return { url, readyMs: performance.now() - started, said: () => said, stop: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** What the program prints when it listens. */
function readyUrl(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The program ${why}. It said:\n${said}`));
    const late = setTimeout(() => fail('was not ready in time'), START_MS);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk;
        const url = /ready: (http:\/\/\S+)/.exec(said)?.[1];
        if (!url) return;
        clearTimeout(late);
        resolve(url);
      });
    }
    child.once('exit', (code) => {
      clearTimeout(late);
      fail(`ended with ${code}`);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(force);
}
