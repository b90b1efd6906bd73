import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBackground } from '../../../api/background.ts';
import type { ExportJob } from '../../../api/contract/layer-exports.ts';
import type { Problem } from '../../../api/contract/problems.ts';
import { sql } from '../../../api/db/sql.ts';
import { openLog } from '../../../api/log.ts';
import { beginExport, requireExport, sweepExports } from '../../../api/services/exports/export-jobs.ts';
import { eachDatabase } from '../../support/databases.ts';
import { openFiles } from '../../support/open-files.ts';
import { scratchDirectory } from '../../support/scratch.ts';
import { smallTown } from '../../support/small-town.ts';
import { exportEnded } from '../../support/take-layer.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990874';
const WISH = { layer: 'building', format: 'geojson', crs: 'EPSG:4326', encoding: 'utf-8' } as const;

eachDatabase('files that are being written', (get) => {
  let whole: WholeApp;
  let viewer: Visitor;
  const address = `/api/counties/${HOME}/exports`;
  const listed = async (who = viewer) => ((await (await who.get(address)).json()) as { exports: ExportJob[] }).exports;
  const begin = async (who = viewer) => (await (await who.post(address, WISH)).json()) as ExportJob;
  const somebody = async () => {
    const who = await whole.somebody(HOME);
    const { id } = await begin(who);
    await exportEnded(who, HOME, id);
    const { rows } = await get()
      .owner.pool('tongxin')
      .query<{ account: string }>(`select account from export_job where id = '${id}'`);
    return { who, id, db: get().as({ county: HOME, role: 'viewer', account: rows[0]!.account }) };
  };

  beforeAll(async () => {
    await smallTown(get(), HOME);
    whole = await openApp(get());
    viewer = await whole.somebody(HOME);
  });
  afterAll(() => whole?.close());

  test('one is told of from its beginning to its end, and its file stays until it is thrown away', async () => {
    const job = await begin();
    expect(job).toMatchObject({ wish: WISH, fileName: null, rows: null, problem: null, finishedAt: null });
    expect(['waiting', 'running']).toContain(job.status);
    const done = await exportEnded(viewer, HOME, job.id);
    expect(done).toMatchObject({ status: 'ready', progress: 1, rows: 5, finishedAt: expect.any(String) });
    expect(await listed()).toEqual([done]);
    expect(readdirSync(whole.exports)).toEqual([job.id]);
    const head = await viewer.send('HEAD', `${address}/${job.id}/file`);
    expect([head.status, head.headers.get('content-length'), head.body]).toEqual([200, String(done.bytes), null]);
    expect(await openFiles(whole.exports)).toEqual([]);
    const file = await viewer.get(`${address}/${job.id}/file`);
    expect(file.headers.get('content-type')).toBe('application/geo+json');
    expect(file.headers.get('cache-control')).toContain('private');
    expect((await viewer.delete(`${address}/${job.id}`)).status).toBe(204);
    expect([await listed(), readdirSync(whole.exports)]).toEqual([[], []]);
    expect((await viewer.get(`${address}/${job.id}/file`)).status).toBe(404);
    expect((await viewer.delete(`${address}/${job.id}`)).status).toBe(404);
  });

  test('one that is thrown away while it is being written stops, and leaves nothing', async () => {
    const { id } = await begin();
    expect((await viewer.delete(`${address}/${id}`)).status).toBe(204);
    const next = await begin(); // waits for its turn behind the first
    await exportEnded(viewer, HOME, next.id);
    expect((await listed()).map((job) => job.id)).toEqual([next.id]);
    expect(readdirSync(whole.exports)).toEqual([next.id]);
    await viewer.delete(`${address}/${next.id}`);
  });

  test('three at a time, twenty to be kept: more are refused until one is done with', async () => {
    const { who, db, id } = await somebody();
    const insert = (status: string, n: number) =>
      db.query(sql`
        insert into export_job (county, id, account, wish, status)
        select ${HOME}, gen_random_uuid(), app_account(), '{}', ${status} from generate_series(1, ${n}::int)`);
    await insert('running', 3);
    const refused = await who.post(address, WISH);
    expect([refused.status, (await refused.json()) as Problem]).toEqual([
      409,
      expect.objectContaining({ reason: 'exports-running', values: { n: 3 } }),
    ]);
    await db.query(sql`update export_job set status = 'ready' where status = 'running'`);
    await insert('ready', 16);
    const full = await who.post(address, WISH);
    expect([full.status, (await full.json()) as Problem]).toEqual([
      409,
      expect.objectContaining({ reason: 'exports-kept', values: { n: 20 } }),
    ]);
    expect((await who.delete(`${address}/${id}`)).status).toBe(204);
    const again = await who.post(address, WISH);
    expect(again.status).toBe(202);
    await exportEnded(who, HOME, ((await again.json()) as ExportJob).id);
    await db.query(sql`delete from export_job where county = ${HOME}`);
  });

  test('of several that are begun at once no more are taken than there is room for', async () => {
    const { who, db } = await somebody();
    await db.query(sql`
      insert into export_job (county, id, account, wish, status)
      select ${HOME}, gen_random_uuid(), app_account(), '{}', 'ready' from generate_series(1, 18)`);
    const answers = await Promise.all(Array.from({ length: 5 }, () => who.post(address, WISH)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409]);
    const begun = answers.find(({ status }) => status === 202)!;
    await exportEnded(who, HOME, ((await begun.json()) as ExportJob).id);
    await db.query(sql`delete from export_job where county = ${HOME}`);
  });

  test('a server that stops ends what it is writing, and says so', async () => {
    const { db } = await somebody();
    const folder = scratchDirectory('stopped');
    const open = openBackground();
    // It stops as soon as the work has begun: so small a file is soon written.
    const background = {
      ...open,
      run: <T>(work: Promise<T>): Promise<T> => {
        const noted = open.run(work);
        void open.close();
        return noted;
      },
    };
    const { id } = await beginExport({ folder, background, log: openLog('silent') }, db, WISH);
    await open.close();
    expect(await requireExport(db, id)).toMatchObject({ status: 'failed', problem: { reason: 'export-stopped' } });
    expect(readdirSync(folder)).toEqual([]);
    await db.query(sql`delete from export_job where county = ${HOME}`);
  });

  test('what a killed process was writing has failed at the next start, and its half of a file is gone', async () => {
    const { who, db, id: ready } = await somebody();
    const id = randomUUID();
    await db.query(sql`
      insert into export_job (county, id, account, wish, status, progress, alive_at)
      values (${HOME}, ${id}::uuid, app_account(), ${JSON.stringify(WISH)}::jsonb, 'running', 0.4, now() - interval '2 minutes')`);
    const half = join(whole.exports, `${id}.part`);
    writeFileSync(half, 'half');
    await sweepExports(whole.exports, get(), { alone: true });
    expect(existsSync(half)).toBe(false);
    const job = (await listed(who)).find((each) => each.id === id);
    expect(job).toMatchObject({ status: 'failed', problem: { type: 'busy', reason: 'export-stopped' } });
    expect((await who.get(`${address}/${id}/file`)).status).toBe(404);
    expect((await who.get(`${address}/${ready}/file`)).status).toBe(200);
    await who.delete(`${address}/${id}`);
    await who.delete(`${address}/${ready}`);
  });

  test('another process that is at work is left alone by the sweep', async () => {
    const { who, db, id: ready } = await somebody();
    const id = randomUUID();
    await db.query(sql`
      insert into export_job (county, id, account, wish, status) values (${HOME}, ${id}::uuid, app_account(), ${JSON.stringify(WISH)}::jsonb, 'running')`);
    await sweepExports(whole.exports, get());
    expect((await listed(who)).find((each) => each.id === id)).toMatchObject({ status: 'running' });
    for (const each of [id, ready]) await who.delete(`${address}/${each}`);
  });

  test('after a day the file and the word of it are gone', async () => {
    const { who, db, id } = await somebody();
    const path = join(whole.exports, id);
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    utimesSync(path, yesterday, yesterday);
    await db.query(sql`update export_job set finished_at = now() - interval '25 hours' where id = ${id}::uuid`);
    await sweepExports(whole.exports, get());
    expect([existsSync(path), await listed(who)]).toEqual([false, []]);
  });

  test('a folder that cannot be written to is a failure of the job, told without its path', async () => {
    const { db } = await somebody();
    const background = openBackground();
    const folder = join(scratchDirectory('blocked'), 'exports');
    writeFileSync(folder, 'no folder');
    const { id } = await beginExport({ folder, background, log: openLog('silent') }, db, WISH);
    await background.close();
    const { status, problem } = await requireExport(db, id);
    expect({ status, type: problem?.type }).toEqual({ status: 'failed', type: 'internal' });
    expect(problem?.detail).not.toContain(folder);
    await db.query(sql`delete from export_job where county = ${HOME}`);
  });
});
