import { randomUUID } from 'node:crypto';
import { doStep, undoStep } from '../../../geo/divide/do-step.ts';
import { createDraft, type Draft } from '../../../geo/divide/draft.ts';
import type { DraftDelta, Edit, EditOutcome } from '../../../geo/divide/edit.ts';
import type { FailedStep, LoggedStep, Plan, Step } from '../../contract/plans.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import type { DivisionHead } from '../../db/divisions.ts';
import { readSteps } from '../../db/plan-steps.ts';
import { readDescendants } from '../../db/publications.ts';
import { loadColumns, loadDivision } from './base-division.ts';
import type { FabricFiles } from './fabric-files.ts';

interface Replayed {
  /** number of the step that it does again */
  of: number;
  step: Step;
  delta: DraftDelta;
  /** of a step that took another back, those of that one */
  edits: readonly Edit[];
}

export interface Replay {
  replayed: Replayed[];
  failed: FailedStep[];
}

/**
 * Does the log of a plan again on the newest division.
 *
 * @param divisions  all that come into force, the newest last
 * @param area       of the plan's, the regions that the newest division has
 */
export async function replayOnto(
  files: FabricFiles,
  db: ScopedDatabase,
  { plan, divisions, area }: { plan: Plan; divisions: readonly DivisionHead[]; area: readonly number[] },
): Promise<Replay> {
  const target = divisions.at(-1)!;
  const state = await loadDivision(files, db, { division: target.id, fabric: target.fabric });
  const draft = createDraft(state, await loadColumns(files, db, target.fabric));
  const descendants = await blockDescendants(db, divisions, plan.base.division, new Set(state.fabric.blocks.ids));
  const scope = { level: plan.level, area: new Set(area) };
  const replayed = new Map<string, Replayed>();
  const failed = new Map<string, FailedStep>();
  /** what could not be done and was taken back, by the step that took it back */
  const shelved = new Map<string, FailedStep>();
  for (const { seq, step } of await readSteps(db, db.scope.county, plan.id, plan.baseVersion)) {
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
      const outcome = undoStep(draft, earlier);
      const again = { id: randomUUID(), label, undo: earlier.step.id };
      if (outcome.ok) replayed.set(step.id, { of: seq, step: again, delta: outcome.delta, edits: earlier.edits });
      else failed.set(step.id, failureOf(draft, seq, step, outcome));
      continue;
    }
    const edits = step.edits.map((edit) => mapBlocks(edit as Edit, descendants));
    const outcome = doStep(draft, edits, scope);
    const again = { id: randomUUID(), label, edits } as Step;
    if (outcome.ok) replayed.set(step.id, { of: seq, step: again, delta: outcome.delta, edits });
    else failed.set(step.id, failureOf(draft, seq, step, outcome));
  }
  return { replayed: [...replayed.values()], failed: [...failed.values()] };
}

const failureOf = (
  { regions }: Draft,
  seq: number,
  { label }: LoggedStep['step'],
  { reason, detail, at, region }: Extract<EditOutcome, { ok: false }>,
): FailedStep => ({
  ...{ seq, label, reason, detail, region: regions.get(region ?? -1)?.name ?? '' },
  at: at ? [at[0], at[1]] : null,
});

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
