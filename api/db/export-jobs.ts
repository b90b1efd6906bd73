import type { ExportJob, LayerExport } from '../contract/layer-exports.ts';
import type { Db, Tx } from './database.ts';
import { sql } from './sql.ts';

type JobRow = Omit<ExportJob, 'createdAt' | 'finishedAt'> & { createdAt: Date; finishedAt: Date | null };
const toJob = ({ createdAt, finishedAt, ...row }: JobRow): ExportJob => ({
  ...row,
  createdAt: createdAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
});

export async function insertExport(
  db: Db,
  county: string,
  { id, account, wish }: { id: string; account: string; wish: LayerExport },
): Promise<void> {
  await db.query(sql`
    insert into export_job (county, id, account, wish)
    values (${county}, ${id}::uuid, ${account}, ${JSON.stringify(wish)}::jsonb)`);
}

/** The scope's own, newest first; one alone where an id is given. */
export async function listExports(db: Db, county: string, id: string | null = null): Promise<ExportJob[]> {
  const { rows } = await db.query<JobRow>(sql`
    select id, wish, status, progress, rows, file_name as "fileName", bytes, losses, datum_unknown as "datumUnknown",
           problem, created_at as "createdAt", finished_at as "finishedAt"
      from export_job where county = ${county} and id = coalesce(${id}::uuid, id) order by created_at desc, id`);
  return rows.map(toJob);
}

/** First half of the keys of advisory locks that hold an account's exports; any number of ours. */
const EXPORTS = 7461;

/** One export of an account is begun after the other, so that each counts those before it. Until the transaction ends. */
export async function waitForExports(tx: Tx, account: string): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${EXPORTS}::int, hashtext(${account}))`);
}

/** How many of the scope's own are still to be written, and how many there are. */
export async function countExports(db: Db, county: string): Promise<{ unfinished: number; all: number }> {
  const { rows } = await db.query<{ unfinished: number; all: number }>(sql`
    select count(*) filter (where status in ('waiting', 'running'))::int as unfinished, count(*)::int as "all"
      from export_job where county = ${county}`);
  return rows[0]!;
}

/** What is told of a job while it runs: that its process is at work, and how far it is (0 … 1). @returns false = it was thrown away */
export async function saveExportProgress(
  db: Db,
  county: string,
  id: string,
  progress: number | null,
): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    update export_job
       set status = case when ${progress}::real is null then status else 'running' end,
           progress = coalesce(${progress}::real, progress), alive_at = now()
     where county = ${county} and id = ${id}::uuid and status in ('waiting', 'running')`);
  return rowCount === 1;
}

export interface WrittenExport {
  rows: number;
  fileName: string;
  mediaType: string;
  bytes: number;
  losses: ExportJob['losses'];
  datumUnknown: boolean;
}

/** @returns false = it was thrown away meanwhile */
export async function saveExportDone(db: Db, county: string, id: string, written: WrittenExport): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    update export_job
       set status = 'ready', progress = 1, finished_at = now(), rows = ${written.rows}, file_name = ${written.fileName},
           media_type = ${written.mediaType}, bytes = ${written.bytes}, datum_unknown = ${written.datumUnknown},
           losses = ${JSON.stringify(written.losses)}::jsonb
     where county = ${county} and id = ${id}::uuid and status in ('waiting', 'running')`);
  return rowCount === 1;
}

export async function saveExportFailed(
  db: Db,
  county: string,
  id: string,
  problem: NonNullable<ExportJob['problem']>,
): Promise<void> {
  await db.query(sql`
    update export_job set status = 'failed', finished_at = now(), problem = ${JSON.stringify(problem)}::jsonb
     where county = ${county} and id = ${id}::uuid and status in ('waiting', 'running')`);
}

/** The file of one that is ready; null for any other. */
export async function readExportFile(
  db: Db,
  county: string,
  id: string,
): Promise<{ fileName: string; mediaType: string; losses: ExportJob['losses'] } | null> {
  const { rows } = await db.query<{ fileName: string; mediaType: string; losses: ExportJob['losses'] }>(sql`
    select file_name as "fileName", media_type as "mediaType", losses
      from export_job where county = ${county} and id = ${id}::uuid and status = 'ready'`);
  return rows[0] ?? null;
}

/** @returns false = the scope has no such job */
export async function deleteExport(db: Db, county: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`delete from export_job where county = ${county} and id = ${id}::uuid`);
  return rowCount === 1;
}

/** Ends what killed processes left behind, and forgets what is too old, in all counties. */
export async function sweepExportJobs(db: Db, silentForS: number, keptForS: number): Promise<void> {
  await db.query(sql`
    select sweep_exports(make_interval(secs => ${silentForS}), make_interval(secs => ${keptForS}))`);
}
