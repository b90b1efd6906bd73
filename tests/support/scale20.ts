import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenedDatabase, openDatabase } from '../../api/db/open.ts';
import { loadCounty } from '../../seeds/load.ts';

export const SCALE20 = '220322';
const SCALE = 20;

/**
 * 梨树 twenty times as large on the embedded database and, where BENCH_SCALE20_URL names a database, on PostgreSQL. What
 * is loaded (a minute each) stays in the directory that BENCH_SCALE20 names, and in that database.
 */
export async function onScale20<T>(fn: (database: OpenedDatabase, name: string) => Promise<T[]>): Promise<T[]> {
  const directory = mkdtempSync(join(tmpdir(), 'tongxin-bench-'));
  process.env.TONGXIN_TEST_SCRATCH ??= directory;
  const found: T[] = [];
  const use = async (database: OpenedDatabase, name: string): Promise<void> => {
    try {
      await loadCounty(database, SCALE20, { scale: SCALE });
      found.push(...(await fn(database, name)));
    } finally {
      await database.close();
    }
  };
  try {
    const databaseUrl = process.env.BENCH_SCALE20_URL;
    if (process.env.TEST_EMBEDDED !== 'off')
      await use(await openDatabase({ dataDir: join(process.env.BENCH_SCALE20 ?? directory, 'embedded') }), 'embedded');
    if (databaseUrl) await use(await openDatabase({ databaseUrl, dataDir: '' }), 'PostgreSQL');
    return found;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
