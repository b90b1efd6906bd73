import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenedDatabase, openDatabase } from '../../api/db/open.ts';
import { createPostgres } from '../support/databases.ts';
import { openApp } from '../support/whole-app.ts';
import { MIDDLE, wideTown } from '../support/wide-town.ts';
import { type Bench, type BenchRow, medianMs } from './bench.ts';

const COUNTY = '990021';
const TIMES = 15;

export const bench: Bench = {
  name: 'Answers of the server: 9,216 buildings, 1,536 blocks, 113 regions (median, in process)',
  async run() {
    const directory = mkdtempSync(join(tmpdir(), 'tongxin-bench-'));
    process.env.TONGXIN_TEST_SCRATCH ??= directory;
    try {
      const database = await openDatabase({ dataDir: join(directory, 'data') });
      const rows = await measure(database, 'embedded');
      await database.close();
      const admin = process.env.TEST_DATABASE_URL;
      return admin ? [...rows, ...(await onPostgres(admin))] : rows;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

async function onPostgres(admin: string): Promise<BenchRow[]> {
  const { url, drop } = await createPostgres(admin);
  const database = await openDatabase({ databaseUrl: url, dataDir: '' });
  try {
    return await measure(database, 'PostgreSQL');
  } finally {
    await database.close();
    await drop();
  }
}

async function measure(database: OpenedDatabase, name: string): Promise<BenchRow[]> {
  await wideTown(database, COUNTY);
  const app = await openApp(database);
  const viewer = await app.somebody(COUNTY);
  const { regions } = await (await viewer.get(`/api/counties/${COUNTY}/regions`)).json();
  const community = regions.find(({ kind }: { kind: string }) => kind === 'community').id;
  const near = `&lng=${MIDDLE[0]}&lat=${MIDDLE[1]}`;
  const questions: [what: string, path: string][] = [
    ['the county with its counts', ''],
    ['its regions', '/regions'],
    ['a community with what lies in it', `/regions/${community}`],
    ['search: an address', `/search?q=${encodeURIComponent('第9大街100号')}`],
    ['search: two characters that thousands contain, nearest first', `/search?q=${encodeURIComponent('大街')}${near}`],
    ['search: what nothing contains', `/search?q=${encodeURIComponent('龘龖')}`],
  ];
  const rows: BenchRow[] = [];
  for (const [what, path] of questions) {
    const ask = async () => {
      const answer = await viewer.get(`/api/counties/${COUNTY}${path}`);
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
      await answer.arrayBuffer();
    };
    rows.push({ what: `${name}: ${what}`, value: await medianMs(TIMES, ask), unit: 'ms' });
  }
  await app.close();
  return rows;
}
