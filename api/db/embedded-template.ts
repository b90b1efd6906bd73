import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, VERSIONS } from './embedded-cache.ts';
import { EmbeddedClient } from './embedded-client.ts';
import { postgisBundle } from './embedded-postgis.ts';

const EXTENSIONS = ['postgis', 'pg_trgm', 'btree_gist', 'pgcrypto'];

/** A template that has been under way for so long was left by a process that was killed. */
const ABANDONED_MS = 3_600_000;

/**
 * Creating a cluster and its extensions takes 10 s and more, copying a prepared one half a second. The prepared one
 * holds no table of ours: migrations take about a second and change often, so they run on the copy.
 *
 * @returns the directory to copy
 */
export async function preparedTemplate(dataDir: string): Promise<string> {
  const cache = cacheDirectory(dataDir);
  const template = join(cache, `template-${VERSIONS}`);
  if (!existsSync(template)) {
    removeOutdated(cache);
    await buildTemplate(cache, template, postgisBundle(dataDir));
  }
  return template;
}

async function buildTemplate(cache: string, template: string, postgis: string): Promise<void> {
  const building = mkdtempSync(join(cache, 'building-'));
  const cluster = join(building, 'cluster');
  const client = new EmbeddedClient();
  try {
    await client.ask({ op: 'open', directory: cluster, postgis });
    const create = EXTENSIONS.map((name) => `create extension ${name} schema public;`);
    await client.ask({ op: 'script', text: create.join('\n') });
    await client.ask({ op: 'close' });
    renameSync(cluster, template);
  } catch (error) {
    // Another process that built the same one meanwhile may have been quicker: then its template serves.
    if (!existsSync(template)) throw error;
  } finally {
    await client.terminate();
    rmSync(building, { recursive: true, force: true });
  }
}

/** What other versions prepared, and what was never finished. */
function removeOutdated(cache: string): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const ours = /^(template|postgis)-/.test(name) && !name.includes(VERSIONS);
    const abandoned = name.startsWith('building-') && Date.now() - statSync(path).mtimeMs > ABANDONED_MS;
    if (ours || abandoned) rmSync(path, { recursive: true, force: true });
  }
}
