import type { Position } from 'geojson';
import { createDraft, toDivisionState } from '../../../geo/divide/draft.ts';
import { dissolve } from '../../../geo/fabric/dissolve.ts';
import type { Comparison, ComparisonQuery, PlanLevel } from '../../contract/plans.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { listDivisions } from '../../db/divisions.ts';
import { ProblemError } from '../../problems.ts';
import { loadColumns, loadDivision } from './base-division.ts';
import { drawPlan, loadDrawn } from './evaluate-plan.ts';
import type { FabricFiles } from './fabric-files.ts';
import { type Movement, movedBlocks, movementsBetween, type Side, sideOf, union } from './movements.ts';
import { requirePlan } from './plan-rights.ts';
import { sidesOf } from './sides.ts';

/**
 * What lies in other regions on the right than on the left. Who may see a plan is asked before.
 *
 * @throws ProblemError 'not-found' for a division or plan that is not there
 */
export async function compare(
  files: FabricFiles,
  db: ScopedDatabase,
  { left, right, level }: ComparisonQuery,
): Promise<Comparison> {
  const [before, after] = [await readSide(files, db, left), await readSide(files, db, right)];
  const moves = movementsBetween(before, after, level);
  const sum = (key: 'blocks' | 'households' | 'residents') => moves.reduce((total, move) => total + move[key], 0);
  const bounds = moves.length === 0 ? null : moves.map((move) => move.bounds).reduce(union);
  const areas = areasOf(moves, before, after, level);
  return {
    moves: moves.map((move, i) => ({ ...move, area: areas[i]! })),
    ...{ bounds, blocks: sum('blocks'), households: sum('households'), residents: sum('residents') },
  };
}

/** What the blocks of each move cover: MultiPolygon coordinates, degrees; none where buildings alone change sides. */
function areasOf(moves: readonly Movement[], before: Side, after: Side, level: PlanLevel): Position[][][][] {
  const key = ({ from, to }: Pick<Movement, 'from' | 'to'>): string => `${from} ${to}`;
  const indexOf = new Map(moves.map((move, i) => [key(move), i]));
  const moveOf = new Map(movedBlocks(before, after, level).map((moved) => [moved.block, indexOf.get(key(moved))!]));
  const { fabric } = toDivisionState(after.draft);
  return dissolve(
    fabric,
    Int32Array.from(fabric.blocks.ids, (block) => moveOf.get(block) ?? -1),
    moves.length,
  );
}

async function readSide(files: FabricFiles, db: ScopedDatabase, { kind, id }: ComparisonQuery['left']): Promise<Side> {
  const { county } = db.scope;
  if (kind === 'plan') {
    await requirePlan({ db }, id);
    const drawn = await loadDrawn(files, db, id);
    return sidesOf(createDraft(drawn.division, drawn.ground), drawPlan(drawn), true).after;
  }
  const division = (await listDivisions(db, county)).find((one) => one.id === id);
  if (!division) throw new ProblemError('not-found', `County ${county} has no division ${id}.`);
  const state = await loadDivision(files, db, { division: id, fabric: division.fabric });
  return sideOf(createDraft(state, await loadColumns(files, db, division.fabric)));
}
