import { afterAll, beforeAll, expect, test } from 'vitest';
import { importSettings } from '../../../api/contract/imports.ts';
import type { ScopedDatabase } from '../../../api/db/database.ts';
import { landBatch, openBatch, readIntoBatch, readReport } from '../../../api/services/imports/imports.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith } from '../../support/run-command.ts';
import { at, collection, feature } from '../../support/small-files.ts';
import { insertTinyCounty } from '../../support/tiny-county.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '992186';
const ROWS = 3000;
const fail = (error: unknown): never => expect.unreachable(String(error));
const settings = importSettings.parse({ target: 'organizations', mode: 'add', faults: 'mend' });

eachDatabase('a large import', (get) => {
  let whole: WholeApp;
  let db: ScopedDatabase;
  const folder = folderWith({
    'shops.geojson': collection(
      Array.from({ length: ROWS }, (_, i) =>
        feature({ type: 'Point', coordinates: at((i % 100) / 10, i / 300) }, { shop: 'bakery', name: `第${i}店` }),
      ),
    ),
  });
  const path = `${folder}/shops.geojson`;

  beforeAll(async () => {
    await insertTinyCounty(get(), HOME);
    whole = await openApp(get());
    db = get().as({ county: HOME, role: 'admin' });
  });
  afterAll(() => whole?.close());

  const leftOver = async (): Promise<unknown[]> => {
    const { rows } = await get()
      .owner.pool('tongxin')
      .query(
        `select 'row' as left from import_page where county = $1 and batch in (
                     select id from import_batch where county = $1 and file_name = 'shops.geojson')
         union all select 'thing' from organization where county = $1 and name like '第%店' and load in (
                     select id from thing_load where county = $1 and state <> 'standing')
         union all select 'load ' || state from thing_load where county = $1 and state <> 'standing'
         union all select status from import_batch where county = $1 and status in ('reading', 'switching')`,
        [HOME],
      );
    return rows;
  };

  /** The database, which tells that rows have been written to a table. */
  const watched = (table: string, then: () => void): ScopedDatabase => ({
    ...db,
    query: async (statement) => {
      const result = await db.query<never>(statement);
      if (statement.text.includes(`insert into ${table}`)) then();
      return result;
    },
    transaction: (fn) =>
      db.transaction((tx) =>
        fn({
          ...tx,
          copyIn: async (into, columns, csv) => {
            const rows = await tx.copyIn(into, columns, csv);
            if (into === table) then();
            return rows;
          },
        }),
      ),
  });

  test('leaves the server to others: it answers again and again while the file is read, checked and written', async () => {
    const answers = { reading: 0, landing: 0 };
    let phase: 'reading' | 'landing' | 'over' = 'reading';
    const now = (): typeof phase => phase;
    const asking = (async () => {
      for (let during = now(); during !== 'over'; during = now()) {
        const { status } = await whole.app.request('/api/health');
        expect(status).toBe(200);
        if (now() === during) answers[during] += 1;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    const id = await openBatch(db, 'shops.geojson', settings);
    const preview = await readIntoBatch(db, id, path);
    expect(preview).toMatchObject({ status: 'preview', rows: ROWS, ready: ROWS, outcome: { organization: ROWS } });
    phase = 'landing';
    const landed = await landBatch(db, id, { creator: null, onLeftOver: fail });
    phase = 'over';
    await asking;
    expect(landed.status).toBe('done');
    expect(answers.reading).toBeGreaterThan(10);
    expect(answers.landing).toBeGreaterThan(10);
    expect(await leftOver()).toEqual([]);
  });

  test('that is cancelled while it is read leaves nothing behind', async () => {
    const stop = new AbortController();
    const id = await openBatch(db, 'shops.geojson', settings);
    const reading = readIntoBatch(
      watched('import_page', () => stop.abort()),
      id,
      path,
      stop.signal,
    );
    await expect(reading).rejects.toMatchObject({ type: 'busy' });
    expect(await readReport(db, id)).toMatchObject({ status: 'failed', problem: { type: 'busy' } });
    expect(await leftOver()).toEqual([]);
  });

  test('that is cancelled while it is written is a preview again, and can be landed', async () => {
    const standing = async (): Promise<number> =>
      (await db.query<{ n: number }>({ text: 'select count(*)::int as n from organization' })).rows[0]!.n;
    const before = await standing();
    const stop = new AbortController();
    const id = await openBatch(db, 'shops.geojson', settings);
    await readIntoBatch(db, id, path);
    const landing = landBatch(
      watched('organization', () => stop.abort()),
      id,
      {
        ...{ creator: null, onLeftOver: fail, signal: stop.signal },
      },
    );
    await expect(landing).rejects.toMatchObject({ type: 'busy' });
    expect(await readReport(db, id)).toMatchObject({ status: 'preview' });
    expect(await standing()).toBe(before);
    await landBatch(db, id, { creator: null, onLeftOver: fail });
    expect(await standing()).toBe(before + ROWS);
    expect(await leftOver()).toEqual([]);
  });
});
