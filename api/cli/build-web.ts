import { spawn } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from '../db/setup-error.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const WEB = join(PROJECT, 'dist/web');
const BUILT = join(WEB, 'index.html');
/** What the web app is made of. */
const SOURCES = ['web', 'geo', 'api/contract', 'vite.config.ts', 'api/cli/compress-files.ts', 'package-lock.json'];

/** Is the built web app missing, or older than one of its sources? */
export function webIsStale(): boolean {
  const built = statSync(BUILT, { throwIfNoEntry: false })?.mtimeMs;
  return built === undefined || SOURCES.some((source) => newestMs(join(PROJECT, source)) > built);
}

/** Time of the last change under a path; a folder's own time tells of removed files. */
function newestMs(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestMs(join(path, name))), stat.mtimeMs);
}

/**
 * Builds the web app in a process of its own, since bundling takes a gigabyte that the server then does not keep; and
 * into a folder of its own, so that a build that is stopped half-way leaves the former one whole.
 *
 * @throws SetupError with the bundler's last lines
 */
export async function buildWeb(signal: AbortSignal): Promise<void> {
  const started = new Date();
  const vite = join(PROJECT, 'node_modules/vite/bin/vite.js');
  const making = `${WEB}-making-${process.pid}`;
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn', '--outDir', making, '--emptyOutDir'], {
    cwd: PROJECT,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    if (code === 0) {
      // A source that was saved while the bundler ran is newer than what was built.
      utimesSync(join(making, 'index.html'), started, started);
      replaceFolder(WEB, making);
      return;
    }
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  const said = lines.join('').trim().split('\n').slice(-30).join('\n');
  throw new SetupError(
    `The web app could not be built; mend what the bundler says, or start without it (--no-web):\n${said}`,
  );
}

function replaceFolder(folder: string, by: string): void {
  const former = `${by}-former`;
  if (existsSync(folder)) renameSync(folder, former);
  renameSync(by, folder);
  rmSync(former, { recursive: true, force: true });
}
