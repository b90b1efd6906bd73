import type { PlanReading, ReadingWish } from '../../contract/plan-reading.ts';
import type { Comparison, ComparisonQuery, Plan, Publication } from '../../contract/plans.ts';
import type { Result, ScopedDatabase, Statement } from '../../db/database.ts';
import type { DivisionHead } from '../../db/divisions.ts';
import { takeTurns } from '../../worker/take-turns.ts';
import type { Task } from '../../worker/tasks.ts';
import { compare as compareSides } from './compare.ts';
import { type EvaluatedPlan, evaluatePlan } from './evaluate-plan.ts';
import { FabricFiles } from './fabric-files.ts';
import { previewPublication, type Staging, stagingOf } from './publication.ts';
import { readPlanFile } from './reading/read-plan-file.ts';
import { type Replay, replayOnto } from './replay-steps.ts';

// What a thread does for plans. It asks for rows by statement, as whoever began the task may see them, and writes
// nothing; fabrics and grounds stay here between tasks.
const files = new FabricFiles();

/** Whose rows a task may see, and of which database. */
export type Asker = Pick<ScopedDatabase, 'kind' | 'scope'>;

type PlanTask<I, O> = Task<I & Asker, O, Statement, Result<unknown>>;

function asking({ kind, scope }: Asker, ask: (statement: Statement) => Promise<Result<unknown>>): ScopedDatabase {
  const inTurn = takeTurns();
  return {
    ...{ kind, scope },
    query: <R>({ text, values }: Statement) => inTurn(() => ask({ text, values }) as Promise<Result<R>>),
    transaction: () => Promise.reject(new Error('a thread writes nothing')),
  };
}

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
