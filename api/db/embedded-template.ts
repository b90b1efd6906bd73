import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmbeddedClient } from './embedded-client.ts';

const EXTENSIONS = ['postgis', 'pg_trgm', 'btree_gist', 'pgcrypto'];
const require = createRequire(import.meta.url);

/**
 * Creating a cluster and its extensions takes 10 s and more, copying a prepared one half a second. The prepared one
 * holds no table of ours: migrations take well under a second and change often, so they run on the copy.
 */
export async function copyTemplate(target: string, dataDir: string): Promise<void> {
  const template = join(cacheDirectory(dataDir), `template-${templateKey()}`);
  if (!existsSync(template)) await buildTemplate(template);
  cpSync(template, target, { recursive: true });
}

function templateKey(): string {
  const versionOf = (name: string): string => {
    const entry = require.resolve(name);
    const root = entry.slice(0, entry.lastIndexOf(`${name}/`) + name.length);
    return (require(`${root}/package.json`) as { version: string }).version;
  };
  return `${versionOf('@electric-sql/pglite')}-${versionOf('@electric-sql/pglite-postgis')}`;
}

/** Beside the packages where that may be written, so that every data directory and test run shares it; else in `dataDir`. */
function cacheDirectory(dataDir: string): string {
  const shared = fileURLToPath(new URL('../../node_modules/.cache/tongxin', import.meta.url));
  try {
    mkdirSync(shared, { recursive: true });
    accessSync(shared, constants.W_OK);
    return shared;
  } catch {
    const own = join(dataDir, 'cache'); // read-only packages, as in a container image
    mkdirSync(own, { recursive: true });
    return own;
  }
}

async function buildTemplate(template: string): Promise<void> {
  const parent = join(template, '..');
  const building = mkdtempSync(join(parent, 'building-'));
  const client = new EmbeddedClient();
  try {
    await client.ask({ op: 'open', directory: join(building, 'cluster') });
    await client.ask({
      op: 'script',
      text: EXTENSIONS.map((name) => `create extension ${name} schema public;`).join('\n'),
    });
    await client.ask({ op: 'close' });
    for (const name of readdirSync(parent)) {
      if (name.startsWith('template-')) rmSync(join(parent, name), { recursive: true, force: true });
    }
    renameSync(join(building, 'cluster'), template);
  } catch (error) {
    // Another process that built the same one meanwhile may have been quicker: then its template serves.
    if (!existsSync(template)) throw error;
  } finally {
    await client.terminate();
    rmSync(building, { recursive: true, force: true });
  }
}
