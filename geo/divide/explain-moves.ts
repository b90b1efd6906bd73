import { piecesOf } from './pieces.ts';
import { type FigureName, figuresOf, type PlanFigures, SIGN } from './plan-figures.ts';
import type { ProposalRequest } from './proposal-request.ts';

/** A connected group of units that comes from one region into one part. */
export interface PlanMove {
  readonly units: readonly number[];
  readonly population: number;
  /** region of the base; −1 = of none */
  readonly from: number;
  /** part of the plan */
  readonly to: number;
  /**
   * What the move is for: the part is a region that was not there · the region ends with this plan · staying would put
   * a part out of its band · staying would tear a part · else the number that gains most by it · `with-others`: none
   * gains by this move alone
   */
  readonly reason: 'new-region' | 'region-ends' | 'band' | 'contiguity' | FigureName | 'with-others';
  /** the number that the reason names (people of the part, for a band), were the group to stay, and with the move */
  readonly without: number | null;
  readonly with: number | null;
}

export const MOVES_TOLD = 5;

/** What counts as one step of each number when reasons are weighed against each other. */
const STEP = { cutEdges: 1, meanPolsbyPopper: 0.01, maxDeviation: 0.01, splitGroups: 0.5, barrierM: 100 } as const;

/** The largest moves of a plan, the most people first, each with its reason. */
export function explainMoves(
  request: ProposalRequest,
  assignment: Int32Array,
  continues: Int32Array,
  figures: PlanFigures,
): PlanMove[] {
  const base = request.base ?? request.start;
  if (!base) return [];
  const { graph, parts } = request;
  const moved = Int32Array.from(assignment, (part, unit) =>
    part < 0 || continues[part] === base[unit] ? -1 : (base[unit]! + 1) * parts + part,
  );
  const { pieceOf, partOf } = piecesOf(graph, moved);
  const groups: number[][] = Array.from(partOf, () => []);
  pieceOf.forEach((piece, unit) => {
    if (piece >= 0) groups[piece]!.push(unit);
  });
  return groups
    .map((units, piece) => ({
      units,
      population: units.reduce((sum, unit) => sum + graph.population[unit]!, 0),
      from: Math.floor(partOf[piece]! / parts) - 1,
      to: partOf[piece]! % parts,
    }))
    .filter(({ population }) => population > 0)
    .sort((p, q) => q.population - p.population || p.units[0]! - q.units[0]!)
    .slice(0, MOVES_TOLD)
    .map((move) => ({ ...move, ...reasonOf(request, assignment, continues, figures, move) }));
}

type Reason = Pick<PlanMove, 'reason' | 'without' | 'with'>;

function reasonOf(
  request: ProposalRequest,
  assignment: Int32Array,
  continues: Int32Array,
  figures: PlanFigures,
  { units, from, to, population }: Omit<PlanMove, keyof Reason>,
): Reason {
  const home = from < 0 ? -1 : continues.indexOf(from);
  if (from < 0 || continues[to]! < 0) return { reason: 'new-region', without: null, with: null };
  if (home < 0) return { reason: 'region-ends', without: null, with: null };
  const band = bandReason(request, assignment, home, to, population);
  if (band) return band;
  const stayed = assignment.slice();
  for (const unit of units) stayed[unit] = home;
  const pieces = (plan: Int32Array): number => piecesOf(request.graph, plan).partOf.length;
  if (pieces(stayed) > pieces(assignment)) return { reason: 'contiguity', without: null, with: null };
  const without = figuresOf(request, stayed, continues);
  let best: Reason = { reason: 'with-others', without: null, with: null };
  let most = 0;
  for (const [name, step] of Object.entries(STEP) as [keyof typeof STEP, number][]) {
    const now = figures[name];
    const then = without[name];
    if (now === null || then === null) continue;
    const gain = (SIGN[name] * (then - now)) / step;
    if (gain <= most) continue;
    most = gain;
    best = { reason: name, without: then, with: now };
  }
  return best;
}

/** Whether one of the two parts would be out of its band if the group stayed. */
function bandReason(
  { graph, band }: ProposalRequest,
  assignment: Int32Array,
  home: number,
  to: number,
  population: number,
): Reason | null {
  const people = (part: number): number =>
    graph.population.reduce((sum, own, unit) => (assignment[unit] === part ? sum + own : sum), 0);
  const [atHome, there] = [people(home), people(to)];
  if (atHome + population > band.most) return { reason: 'band', without: atHome + population, with: atHome };
  if (there - population < band.least) return { reason: 'band', without: there - population, with: there };
  return null;
}
