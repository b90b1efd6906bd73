import { accessSync, constants, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDirectory } from './make-directory.ts';

const require = createRequire(import.meta.url);

/** Folder of a package, found without asking it for its package.json, which it need not export. */
export function packageFolder(name: string): string {
  const entry = require.resolve(name);
  return entry.slice(0, entry.lastIndexOf(`${name}/`) + name.length);
}

const versionOf = (name: string): string =>
  (require(join(packageFolder(name), 'package.json')) as { version: string }).version;

/** What is prepared for one pair of versions serves no other. */
export const VERSIONS = `${versionOf('@electric-sql/pglite')}-${versionOf('@electric-sql/pglite-postgis')}`;

/**
 * Where prepared things lie: beside the packages where that may be written, so that every data directory and test run
 * shares them; else in `dataDir`.
 */
export function cacheDirectory(dataDir: string): string {
  const shared = fileURLToPath(new URL('../../node_modules/.cache/tongxin', import.meta.url));
  try {
    mkdirSync(shared, { recursive: true });
    accessSync(shared, constants.W_OK);
    return shared;
  } catch {
    const own = join(dataDir, 'cache'); // read-only packages, as in a container image
    makeDirectory(own);
    return own;
  }
}
