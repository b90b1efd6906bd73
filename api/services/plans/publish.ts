import { randomUUID } from 'node:crypto';
import type { Obstacle, Published } from '../../contract/plans.ts';
import type { ScopedDatabase, Tx } from '../../db/database.ts';
import { listDivisions } from '../../db/divisions.ts';
import * as plans from '../../db/plans.ts';
import { areaShares, copyLineage, deleteStagedGround } from '../../db/publications.ts';
import { sqlState } from '../../db/sql-error.ts';
import { refreshStatistics } from '../../db/statistics.ts';
import { ProblemError } from '../../problems.ts';
import { endInterrupted } from '../imports/imports.ts';
import { discardDivision, type InstalledDivision, stageDivision, switchStagedDivision } from '../install-division.ts';
import { locateThings } from '../locate-things.ts';
import { recount } from '../recount.ts';
import type { FabricFiles } from './fabric-files.ts';
import { runPlanTask } from './off-thread.ts';
import { type By, doerOf, requirePlan } from './plan-rights.ts';
import { audit } from './plans.ts';
import { type Staging, unfit } from './publication.ts';

const SIGN_OF_LIFE_MS = 10_000;
const CHUNK_ROWS = 1000;
const UNIQUE_VIOLATION = '23505';

/**
 * Puts a plan in force from a day on. Fabric, division, lineage and places are staged as rows that nobody sees; then one
 * short transaction makes them valid. Killed at any moment, the county is as it was or as it was to be.
 *
 * @throws ProblemError 'conflict' with the first thing that stands in the way
 */
export async function publishPlan(
  files: FabricFiles,
  by: By,
  id: number,
  request: { effective: string; name: string },
): Promise<Published> {
  const { db } = by;
  const { county } = db.scope;
  await endInterrupted(db);
  const number = randomUUID();
  await takeForPublishing(by, id, number);
  const alive = setInterval(() => {
    plans.saveSignOfLife(db, county, number).catch(() => {}); // the switch tells whether it was lost
  }, SIGN_OF_LIFE_MS);
  let staged: InstalledDivision | null = null;
  try {
    const prepared = await runPlanTask(db, 'plans/prepare', { id, ...request });
    const [obstacle] = prepared.obstacles;
    if (obstacle) throw refusal(obstacle);
    const ground = await files.stateOf(db, prepared.fabric);
    staged = await stageDivision(db, { ...prepared.division, stagedBy: number }, undefined, prepared.described!);
    const done = staged;
    const { division, fabric } = done;
    if (prepared.redrawn) await writeLineage(db, prepared, fabric);
    await settle(db, prepared, done);
    await db.transaction(async (tx) => {
      await requireUnchanged(tx, county, prepared);
      await switchStagedDivision(tx, county, done, request.effective);
      if (!(await plans.markPublished(tx, county, number, { division, effective: request.effective })))
        throw new ProblemError('conflict', `The publication of plan ${id} was ended by somebody else; try again.`, {
          reason: 'publishing-ended',
        });
      const event = { action: 'publish', from: 'approved', to: 'published', note: request.effective } as const;
      await plans.insertPlanEvent(tx, county, id, event, doerOf(by));
      await audit(tx, db, 'plan.publish', id, { ...request, division, fabric });
    });
    // Things that were added while it was being staged have no place yet in the new fabric.
    if (ground !== (await files.stateOf(db, prepared.fabric))) await settle(db, prepared, done);
    await refreshStatistics(db);
    return { division, fabric, effective: request.effective };
  } catch (error) {
    if ((await requirePlan(by, id)).status !== 'published') {
      if (staged) await discard(db, staged);
      await plans.endPublishing(db, county, number);
    }
    if (error instanceof RangeError) throw refusal(unfit(error));
    throw error;
  } finally {
    clearInterval(alive);
  }
}

const refusal = ({ kind, detail, values, findings }: Obstacle): ProblemError =>
  new ProblemError('conflict', detail, { reason: kind, values, ...(findings ? { findings } : {}) });

async function takeForPublishing(by: By, id: number, number: string): Promise<void> {
  const { db } = by;
  const plan = await requirePlan(by, id);
  try {
    if (await plans.beginPublishing(db, db.scope.county, id, number)) return;
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    throw new ProblemError('conflict', 'Another plan of this county is being published; try again in a moment.', {
      reason: 'being-published',
    });
  }
  const { status } = plan;
  if (status === 'approved')
    throw new ProblemError('conflict', `Plan ${id} is being published already.`, { reason: 'being-published' });
  throw new ProblemError('conflict', `Plan ${id} is ${status}; it is published once it is approved.`, {
    ...{ reason: 'not-approved', values: { status } },
  });
}

async function requireUnchanged(tx: Tx, county: string, { plan }: Staging): Promise<void> {
  const last = (await listDivisions(tx, county)).at(-1);
  if (last?.id === plan.base.division) return;
  throw new ProblemError(
    'conflict',
    `The division "${last?.name}" was decided meanwhile; bring plan ${plan.id} onto it first.`,
    { reason: 'outdated' },
  );
}

/** Where things lie in a new fabric, and what blocks and regions hold. */
async function settle(
  db: ScopedDatabase,
  { redrawn, division }: Staging,
  { fabric, seq, division: id }: InstalledDivision,
): Promise<void> {
  if (redrawn) await locateThings(db, { fabric, seq, graph: division.fabric });
  await recount(db, id);
}

/** Every block of the old fabric with those that hold its households now; its ground counts where nobody lives. */
async function writeLineage(db: ScopedDatabase, { fabric: old, lineage }: Staging, fabric: number): Promise<void> {
  const { county } = db.scope;
  const fabrics = { old, new: fabric };
  const rows = [...lineage.rows, ...(await areaShares(db, county, fabrics, lineage.empty))];
  for (let start = 0; start < rows.length; start += CHUNK_ROWS)
    await db.transaction((tx) => copyLineage(tx, county, fabrics, rows.slice(start, start + CHUNK_ROWS)));
}

/** The stored fabric that a plan without redrawn lines stands on stays, with all that lies in it. */
async function discard(db: ScopedDatabase, { division, fabric }: InstalledDivision): Promise<void> {
  const { county } = db.scope;
  await db.transaction((tx) => deleteStagedGround(tx, county, fabric, division));
  await discardDivision(db, division);
}
