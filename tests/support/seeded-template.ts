import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(PROJECT, 'node_modules/.cache/tongxin');
/** What a seeded database is made from: when one of these changes, it is made anew. */
const INGREDIENTS = ['api/auth', 'api/db', 'api/services', 'geo', 'seeds', 'package-lock.json'];

/**
 * A data directory to copy from; made once for one state of the sources and kept in the cache of node_modules.
 *
 * @param besides  files and folders that it is made from as well
 */
export async function seededTemplate(
  name: string,
  besides: readonly string[],
  seed: (dataDir: string) => Promise<void>,
): Promise<string> {
  const folder = join(CACHE, `${name}-${hashOf([...INGREDIENTS, ...besides])}`);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  for (const old of readdirSync(CACHE)) if (old.startsWith(`${name}-`)) rmSync(join(CACHE, old), { recursive: true });
  const made = mkdtempSync(join(CACHE, `${name}-making-`));
  await seed(made);
  renameSync(made, folder);
  return folder;
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  const add = (path: string): void => {
    const whole = join(PROJECT, path);
    if (existsSync(whole) && readdirSyncOrNull(whole) === null) hash.update(path).update(readFileSync(whole));
    else for (const name of readdirSyncOrNull(whole)?.sort() ?? []) add(join(path, name));
  };
  for (const path of paths) add(path);
  return hash.digest('hex').slice(0, 16);
}

function readdirSyncOrNull(path: string): string[] | null {
  try {
    return readdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
    throw error;
  }
}
