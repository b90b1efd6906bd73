import { randomUUID } from 'node:crypto';
import { doStep, undoStep } from '../../../geo/divide/do-step.ts';
import { createDraft } from '../../../geo/divide/draft.ts';
import type { DraftDelta, Edit } from '../../../geo/divide/edit.ts';
import type { LoggedStep, PlanStatus, Rebased, Step } from '../../contract/plans.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { type DivisionHead, listDivisions } from '../../db/divisions.ts';
import { insertReplays, readSteps } from '../../db/plan-steps.ts';
import { insertPlanEvent, missingRegions, rebasePlanRow } from '../../db/plans.ts';
import { readDescendants } from '../../db/publications.ts';
import { ProblemError } from '../../problems.ts';
import { loadColumns, loadDivision } from './base-division.ts';
import type { FabricFiles } from './fabric-files.ts';
import { type By, doerOf, requirePlan } from './plan-rights.ts';
import { audit, stale } from './plans.ts';

interface Replayed {
  /** number of the step that it does again */
  of: number;
  step: Step;
  delta: DraftDelta;
}

/** A plan on its way to be published goes back to who draws when anything of it is lost; one at rest stays at rest. */
const ON_THE_WAY: readonly PlanStatus[] = ['submitted', 'in_review', 'approved'];

/**
 * Brings a plan onto the newest division: its log is done again there. What was done before stays in the log as history;
 * what cannot be done again is told, with reason and place.
 *
 * @throws ProblemError 'conflict' when there is no newer division, or nothing of the plan's area is left;
 *   'stale-version' when somebody changed the plan meanwhile
 */
export async function rebasePlan(files: FabricFiles, by: By, id: number): Promise<Rebased> {
  const { db } = by;
  const { county } = db.scope;
  const plan = await requirePlan(by, id);
  const divisions = await listDivisions(db, county);
  const target = divisions.at(-1);
  if (!plan.outdated || !target)
    throw new ProblemError(
      'conflict',
      `Plan ${id} stands on the newest division already; there is nothing to bring it onto.`,
    );
  const gone = new Set(await missingRegions(db, county, target.id, plan.area));
  const area = plan.area.filter((region) => !gone.has(region));
  if (plan.area.length > 0 && area.length === 0)
    throw new ProblemError('conflict', `The regions that plan ${id} redraws are not in "${target.name}" any more.`);

  const state = await loadDivision(files, db, { division: target.id, fabric: target.fabric });
  const draft = createDraft(state, await loadColumns(files, db, target.fabric));
  const descendants = await blockDescendants(db, divisions, plan.base.division, new Set(state.fabric.blocks.ids));
  const scope = { level: plan.level, area: new Set(area) };
  const replayed = new Map<string, Replayed>();
  const failed = new Map<string, Rebased['failed'][number]>();
  /** what could not be done and was taken back, by the step that took it back */
  const shelved = new Map<string, Rebased['failed'][number]>();
  for (const { seq, step } of await readSteps(db, county, id, plan.baseVersion)) {
    const label = step.label;
    if ('undo' in step) {
      const lost = failed.get(step.undo);
      const redone = shelved.get(step.undo);
      if (lost) {
        failed.delete(step.undo); // it was taken back anyway
        shelved.set(step.id, lost);
      }
      if (redone) failed.set(step.id, redone); // and done once more
      const earlier = replayed.get(step.undo);
      if (!earlier) continue;
      const outcome = undoStep(draft, earlier.delta, scope);
      const again = { id: randomUUID(), label, undo: earlier.step.id };
      if (outcome.ok) replayed.set(step.id, { of: seq, step: again, delta: outcome.delta });
      else failed.set(step.id, failureOf(seq, step, outcome));
      continue;
    }
    const edits = step.edits.map((edit) => mapBlocks(edit as Edit, descendants));
    const outcome = doStep(draft, edits, scope);
    const again = { id: randomUUID(), label, edits } as Step;
    if (outcome.ok) replayed.set(step.id, { of: seq, step: again, delta: outcome.delta });
    else failed.set(step.id, failureOf(seq, step, outcome));
  }

  const steps = [...replayed.values()];
  const status = failed.size > 0 && ON_THE_WAY.includes(plan.status) ? 'returned' : plan.status;
  await db.transaction(async (tx) => {
    const moved = await rebasePlanRow(tx, county, id, {
      ...{ revision: plan.revision, head: plan.version, steps: steps.length },
      ...{ base: target.id, area, status },
    });
    if (!moved) throw stale(plan);
    if (steps.length > 0) await insertReplays(tx, county, id, plan.version, steps);
    const event = { action: 'rebase', from: plan.status, to: status, note: target.name } as const;
    await insertPlanEvent(tx, county, id, event, doerOf(by));
    await audit(tx, db, 'plan.rebase', id, { base: target.id, replayed: steps.length, failed: failed.size });
  });
  return { plan: await requirePlan(by, id), replayed: steps.length, failed: [...failed.values()] };
}

const failureOf = (
  seq: number,
  { label }: LoggedStep['step'],
  { reason, detail, at }: { reason: string; detail: string; at: readonly [number, number] | null },
): Rebased['failed'][number] => ({ seq, label, reason, detail, at: at ? [at[0], at[1]] : null });

/** What became of blocks that the newest fabric does not have, division by division. */
async function blockDescendants(
  db: ScopedDatabase,
  divisions: readonly DivisionHead[],
  from: number,
  present: ReadonlySet<number>,
): Promise<(block: number) => number[]> {
  const start = divisions.findIndex(({ id }) => id === from);
  const fabrics = start === -1 ? [] : [...new Set(divisions.slice(start).map(({ fabric }) => fabric))];
  const stages: Map<number, number[]>[] = [];
  for (let i = 1; i < fabrics.length; i++)
    stages.push(await readDescendants(db, db.scope.county, { old: fabrics[i - 1]!, new: fabrics[i]! }));
  return (block) => {
    if (present.has(block)) return [block];
    const ends = stages.reduce((blocks, stage) => blocks.flatMap((each) => stage.get(each) ?? [each]), [block]);
    return [...new Set(ends)].filter((each) => present.has(each));
  };
}

/** The same edit with the blocks that took the place of those it names; a block without heirs is named as it was. */
function mapBlocks(edit: Edit, descendants: (block: number) => number[]): Edit {
  const mapped = (blocks: readonly number[]): number[] => [
    ...new Set(
      blocks.flatMap((block) => {
        const heirs = descendants(block);
        return heirs.length > 0 ? heirs : [block];
      }),
    ),
  ];
  if (edit.kind === 'assign') return { ...edit, blocks: mapped(edit.blocks) };
  if (edit.kind === 'split-region')
    return { ...edit, parts: edit.parts.map((part) => ({ ...part, blocks: mapped(part.blocks) })) };
  return edit;
}
