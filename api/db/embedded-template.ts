import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, VERSIONS } from './embedded-cache.ts';
import { EmbeddedClient } from './embedded-client.ts';
import { postgisBundle } from './embedded-postgis.ts';

const EXTENSIONS = ['postgis', 'pg_trgm', 'btree_gist', 'pgcrypto'];

/**
 * Creating a cluster and its extensions takes 10 s and more, copying a prepared one half a second. The prepared one
 * holds no table of ours: migrations take well under a second and change often, so they run on the copy.
 */
export async function copyTemplate(target: string, dataDir: string): Promise<void> {
  const template = join(cacheDirectory(dataDir), `template-${VERSIONS}`);
  if (!existsSync(template)) await buildTemplate(template, postgisBundle(dataDir));
  cpSync(template, target, { recursive: true });
}

async function buildTemplate(template: string, postgis: string): Promise<void> {
  const parent = join(template, '..');
  const building = mkdtempSync(join(parent, 'building-'));
  const client = new EmbeddedClient();
  try {
    await client.ask({ op: 'open', directory: join(building, 'cluster'), postgis });
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
