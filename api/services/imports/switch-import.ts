import { importedTitle } from '../../contract/division-title.ts';
import { today } from '../../contract/today.ts';
import { writeAudit } from '../../db/audit.ts';
import type { ScopedDatabase, Tx } from '../../db/database.ts';
import { updateRegionCounts } from '../../db/divisions.ts';
import { rememberDecisions } from '../../db/import-matches.ts';
import { saveMapping } from '../../db/import-memory.ts';
import * as imports from '../../db/imports.ts';
import { replaceLoads, showLoads } from '../../db/loads.ts';
import { updateBlockCounts } from '../../db/located.ts';
import { upsertPopulations } from '../../db/populations.ts';
import { wasMadeByImport } from '../../db/region-areas.ts';
import { ProblemError } from '../../problems.ts';
import { type InstalledDivision, stageDivision, switchStagedDivision } from '../install-division.ts';
import { type Evaluation, evaluateImport, nameOfNewCounty } from './evaluate-import.ts';
import type { ImportWorker } from './import-worker.ts';
import { joinOf } from './join/join-of.ts';
import type { DivisionPlan } from './plan-division.ts';
import { refusal, reportOf } from './read-import.ts';
import { type Landing, stageLanding } from './stage-landing.ts';

export interface SwitchRequest {
  db: ScopedDatabase;
  batch: imports.BatchRow;
  worker: ImportWorker;
  /** gets the grant over a county that the import creates; null on the command line */
  creator: { id: string; username: string; name: string; demo: boolean } | null;
  /** of the same rows and settings, a moment ago by the same worker; without it they are checked once more */
  evaluation?: Evaluation;
}

/**
 * Lands an import: what takes time (checks, blocks, places, shares, the rows themselves) comes first, as rows that
 * nobody sees; then one short transaction, which takes no longer for many things than for few, brings the things into
 * sight, sets the division's dates, counts, and says so in the batch and the audit log. Killed at any moment, the county
 * is as it was or as it was to be. What is left over in either case is for `settle`, which the caller calls.
 *
 * @throws ProblemError 'import-refused' when faults stand in the way, 'conflict' when the dates do not allow it
 */
export async function switchImport(request: SwitchRequest): Promise<void> {
  const { db, batch } = request;
  const { county } = db.scope;
  const read = batch.report as imports.StoredReport;
  const { settings } = batch;
  const evaluation = request.evaluation ?? (await evaluateImport({ ...request, batch: batch.id, settings, read }));
  const refused = refusal(evaluation);
  if (refused)
    throw new ProblemError('import-refused', refused, { at: evaluation.faults.firstError()?.at ?? undefined });

  const state = await imports.readCountyState(db, county);
  const createdName = state ? '' : nameOfNewCounty(evaluation, evaluation.settings);
  if (!state) await db.transaction((tx) => imports.insertStagedCounty(tx, county, createdName, batch.id));
  const validFrom = await firstDay(db, evaluation);
  const { plan, current } = evaluation;
  // Roads and blocks make the ground anew under the same regions: it is still the division it was.
  const title = current && settings.target !== 'regions' ? current.name : importedTitle(validFrom);
  const staged = plan && (await stagePlan(request, plan, { title, validFrom }, createdName || state?.name));
  const landing = await stageLanding(db, {
    batch: batch.id,
    evaluation,
    plan,
    staged,
    validFrom,
    worker: request.worker,
  });
  await db.transaction((tx) => land(tx, request, landing, state, createdName));
}

const stagePlan = (
  { db, batch }: SwitchRequest,
  { fabric, regions, assignment, groupings }: DivisionPlan,
  { title, validFrom }: { title: string; validFrom: string },
  countyName: string | undefined,
): Promise<InstalledDivision> =>
  stageDivision(db, {
    ...{ name: title, validFrom, fabric, regions, assignment, groupings, countyName },
    stagedBy: batch.id,
  });

/** When the division comes into force: as asked, else in place of one that an import made, else today. */
async function firstDay(db: ScopedDatabase, { settings, current }: Evaluation): Promise<string> {
  if (settings.validFrom) return settings.validFrom;
  if (!current) return today();
  if (await wasMadeByImport(db, db.scope.county, current.id)) return current.validFrom;
  if (current.validFrom < today()) return today();
  throw new ProblemError(
    'conflict',
    `The division "${current.name}" begins on ${current.validFrom} and was not made by an import; give a later first day (--valid-from)`,
  );
}

async function land(
  tx: Tx,
  request: SwitchRequest,
  landing: Landing,
  state: imports.CountyState | null,
  createdName: string,
): Promise<void> {
  const { db, batch, creator } = request;
  const { county, account = null, role } = db.scope;
  const { evaluation, staged, validFrom } = landing;
  await requireRight(tx, request, state);

  for (const table of landing.replaced) await replaceLoads(tx, county, table);
  await showLoads(tx, county, landing.loads);
  if (staged) await switchStagedDivision(tx, county, staged, validFrom);
  if (landing.populations.length > 0) await upsertPopulations(tx, county, landing.populations);
  for (const { fabric, rows } of landing.blockCounts) await updateBlockCounts(tx, county, fabric, rows);
  for (const { division, rows } of landing.regionCounts) await updateRegionCounts(tx, county, division, rows);

  const fields = (batch.report as imports.StoredReport).fields.map(({ name }) => name);
  await saveMapping(tx, county, evaluation.settings, fields, account);
  const join = joinOf(evaluation.settings);
  if (join) await rememberDecisions(tx, county, batch.id, join, account);

  const { attribution = '', attributionEn = '' } = state ?? {};
  const credit = (batch.report as imports.StoredReport).attribution;
  const credited = (line: string): string => (line.includes(credit) ? line : [line, credit].filter(Boolean).join('; '));
  await imports.settleCounty(tx, county, {
    name: createdName,
    attribution: credited(attribution),
    attributionEn: attributionEn && credited(attributionEn),
    division: staged?.division ?? null,
    bounds: evaluation.bounds,
  });
  if (state === null) {
    if (creator) await imports.insertCreatorGrant(tx, county, creator);
    await imports.rejectOthers(tx, county, batch.id);
    await imports.tellCounty(tx, county);
  }
  const outcome = {
    ...evaluation.outcome,
    ...landing.outcome,
    ...(staged && { division: staged.division, validFrom }),
  };
  const { fileName, settings } = batch;
  await writeAudit(tx, {
    ...{ county, account, role, action: 'import.switch', object: batch.id },
    detail: { fileName, target: settings.target, mode: settings.mode, outcome },
  });
  const report = { ...reportOf(batch.report as imports.StoredReport, evaluation), outcome };
  const saved = await imports.saveReport(tx, county, batch.id, evaluation.settings, report, ['switching']);
  if (!saved || !(await imports.moveBatch(tx, county, batch.id, ['switching'], 'done')))
    throw new ProblemError('conflict', `Import ${batch.id} was ended while it was being written; nothing was changed`);
}

/**
 * Whether the account may still do this: it administers the county, or creates one that nobody has. Asked in the
 * transaction that lands the import, because the county or the grant may have changed since it was sent.
 *
 * @throws ProblemError 'forbidden'
 */
async function requireRight(tx: Tx, { db }: SwitchRequest, state: imports.CountyState | null): Promise<void> {
  const { county, account } = db.scope;
  if (state === null || account == null || (await imports.holdsAdminGrant(tx, county, account))) return;
  throw new ProblemError(
    'forbidden',
    `County ${county} stands, and this account does not administer it; nothing was changed`,
  );
}
