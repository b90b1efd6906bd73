import type { PlanReading, ReadingWish } from '../../contract/plan-reading.ts';
import type { Comparison, ComparisonQuery, Plan, Publication } from '../../contract/plans.ts';
import type { DivisionHead } from '../../db/divisions.ts';
import { compare as compareSides } from './compare.ts';
import { type EvaluatedPlan, evaluatePlan } from './evaluate-plan.ts';
import { asking, files, type PlanTask } from './plan-thread.ts';
import { previewPublication, type Staging, stagingOf } from './publication.ts';
import { readPlanFile } from './reading/read-plan-file.ts';
import { type Replay, replayOnto } from './replay-steps.ts';

// What a thread does for plans; it writes nothing.

export const judge: PlanTask<{ id: number }, Pick<EvaluatedPlan, 'changed' | 'findings'>> = async (
  { id, ...asker },
  ask,
) => {
  const { changed, findings } = await evaluatePlan(files, asking(asker, ask), id);
  return { changed, findings };
};

export const compare: PlanTask<{ query: ComparisonQuery }, Comparison> = ({ query, ...asker }, ask) =>
  compareSides(files, asking(asker, ask), query);

export const replay: PlanTask<{ plan: Plan; divisions: DivisionHead[]; area: number[] }, Replay> = (
  { kind, scope, ...input },
  ask,
) => replayOnto(files, asking({ kind, scope }, ask), input);

/** @param path  of a file that was received */
export const read: PlanTask<{ plan: Pick<Plan, 'id' | 'level'>; path: string; wish: ReadingWish }, PlanReading> = (
  { kind, scope, ...file },
  ask,
) => readPlanFile(files, asking({ kind, scope }, ask), file);

export const preview: PlanTask<{ id: number; effective: string }, Publication> = ({ id, effective, ...asker }, ask) =>
  previewPublication(files, asking(asker, ask), id, effective);

export const prepare: PlanTask<{ id: number; effective: string; name: string }, Staging> = (
  { kind, scope, id, ...request },
  ask,
) => stagingOf(files, asking({ kind, scope }, ask), id, request);
