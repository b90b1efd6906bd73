import { openDatabase } from '../../api/db/open.ts';
import { sql } from '../../api/db/sql.ts';
import { pageToken } from '../../api/services/ogc/items-query.ts';
import { createPostgres } from '../support/databases.ts';
import { openApp } from '../support/whole-app.ts';
import type { Bench, BenchRow } from './bench.ts';

const COUNTY = '990022';
const TIMES = 300;

/** Points over a county of 60 by 60 km; needs TEST_DATABASE_URL, since the bar is PostgreSQL's. */
export const bench: Bench = {
  name: 'OGC API – Features on PostgreSQL, pages of 100, in process (where TEST_DATABASE_URL names one)',
  async run({ quick }) {
    const admin = process.env.TEST_DATABASE_URL;
    if (!admin) return [];
    const count = quick ? 50_000 : 1_000_000;
    const { url, drop } = await createPostgres(admin);
    const database = await openDatabase({ databaseUrl: url, dataDir: '' });
    try {
      return await measure(database, count);
    } finally {
      await database.close();
      await drop();
    }
  },
};

async function measure(database: Awaited<ReturnType<typeof openDatabase>>, count: number): Promise<BenchRow[]> {
  const db = database.as({ county: COUNTY, role: 'admin' });
  await db.query(sql`
    insert into county (code, name, bounds) values (${COUNTY}, '大县', st_makeenvelope(124, 43, 124.7, 43.5, 4326))`);
  for (let from = 1; from <= count; from += 50_000) {
    await db.query(sql`
      insert into organization (county, id, kind, name, geom)
      select ${COUNTY}, i, 'shop', '商店' || i,
             st_setsrid(st_makepoint(124 + (i * 7919 % 100000) * 7e-6, 43 + (i * 104729 % 100000) * 5e-6), 4326)
        from generate_series(${from}::bigint, least(${from}::bigint + 49999, ${count}::bigint)) i`);
  }
  const owner = database.owner.pool('tongxin');
  await owner.query('analyze tongxin.organization');
  const app = await openApp(database);
  const viewer = await app.somebody(COUNTY);
  const items = `/ogc/${COUNTY}/collections/organizations/items?limit=100`;
  const box = '&bbox=124.3,43.2,124.31,43.21';
  const anywhere = (i: number): string => `&after=${pageToken(Math.floor(((i * 0.618033) % 1) * (count - 200)))}`;
  const questions: [what: string, query: (i: number) => string, bar?: number][] = [
    ['a deep page, p99', anywhere, 20],
    ['the first page with its number, p99', () => ''],
    ['a page within 1 km², p99', () => box],
    ['a deep page by kind, p99', (i) => `&kind=shop${anywhere(i)}`],
  ];
  const rows: BenchRow[] = [];
  for (const [what, query, bar] of questions) {
    const times: number[] = [];
    for (let i = -10; i < TIMES; i++) {
      const started = performance.now();
      const answer = await viewer.get(items + query(i + 10));
      if (answer.status !== 200) throw new Error(`${what}: ${answer.status}`);
      await answer.arrayBuffer();
      if (i >= 0) times.push(performance.now() - started); // the first ten warm up
    }
    const p99 = times.toSorted((a, b) => a - b)[Math.floor(TIMES * 0.99)]!;
    rows.push({
      what: `${count.toLocaleString('en')} features: ${what}`,
      value: p99,
      unit: 'ms',
      ...(bar ? { bar: { at: 'most', value: bar } } : {}),
    });
  }
  await app.close();
  return rows;
}
