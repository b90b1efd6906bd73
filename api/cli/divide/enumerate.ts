import {
  bandOf,
  type DualGraph,
  type Enumeration,
  enumeratePartitions,
  MOST_LISTED,
  piecesOf,
  scoreParts,
} from '../../../geo/index.ts';
import { type CommandIo, InputError } from '../command.ts';
import { createBreath } from './breath.ts';
import { type DivideResult, decimals, known, percent } from './result.ts';
import { populationOf, type Units } from './units.ts';

export interface EnumerateOptions {
  /** null = each unit counts as one */
  readonly population: string | null;
  readonly parts: number;
  /** null = parts may be of any size */
  readonly tolerance: number | null;
}

/** Counts all plans there are, and gives the best where all can be looked at. */
export async function enumeratePlans(units: Units, options: EnumerateOptions, io: CommandIo): Promise<DivideResult> {
  const { parts, tolerance } = options;
  const graph = units.graphWith(populationOf(units, options.population));
  if (parts > graph.count)
    throw new InputError(`${units.file} has ${graph.count} units, ${parts} parts cannot be made of them.`);
  const band = tolerance === null ? null : bandOf(graph, parts, tolerance);
  const outcome = await drive(enumeratePartitions({ graph, parts, band }), io.signal);
  if (!outcome.ok)
    throw new InputError(
      `${units.file}: ${outcome.problem.detail}; take fewer units or parts${tolerance === null ? '' : ', or a narrower tolerance'}, or look for single plans with divide propose.`,
    );
  const { count, best } = outcome;
  const told = best && {
    cutEdges: bestTold(units, graph, parts, best.cutEdges),
    maxDeviation: bestTold(units, graph, parts, best.deviation),
    polsbyPopper: best.polsbyPopper && bestTold(units, graph, parts, best.polsbyPopper),
  };
  const refusal = count > MOST_LISTED ? refusalOf(count) : null;
  const within = tolerance === null ? '' : ` within ${percent(tolerance)}`;
  return {
    json: { count: exact(count), parts, tolerance, best: told, refusal },
    lines: [
      `${count} partitions of ${graph.count} units into ${parts} connected parts${within}`,
      ...(told ? Object.entries(told).flatMap(([score, plan]) => (plan ? bestLines(score, plan) : [])) : []),
    ],
    notes: [...units.notes, ...piecesNote(units, graph), ...(refusal ? [refusal] : [])],
  };
}

/** A number that is exact, as JSON reads it, else its digits as a text. */
const exact = (count: bigint): number | string => (count <= 2n ** 53n ? Number(count) : String(count));

type BestTold = ReturnType<typeof bestTold>;

function bestTold(units: Units, graph: DualGraph, parts: number, partOf: Int32Array) {
  const { cutEdges, maxDeviation, meanPolsbyPopper } = scoreParts(graph, partOf, parts);
  const assignment = Object.fromEntries(units.ids.map((id, unit) => [id, String(partOf[unit]! + 1)]));
  return { cutEdges, maxDeviation, meanPolsbyPopper: known(meanPolsbyPopper), assignment };
}

const BEST_BY: Readonly<Record<string, string>> = {
  cutEdges: 'fewest cut edges',
  maxDeviation: 'least deviation',
  polsbyPopper: 'largest mean Polsby–Popper',
};

function bestLines(score: string, { cutEdges, maxDeviation, meanPolsbyPopper, assignment }: BestTold): string[] {
  const members = new Map<string, string[]>();
  for (const [unit, region] of Object.entries(assignment)) members.set(region, [...(members.get(region) ?? []), unit]);
  return [
    `${BEST_BY[score]}: ${cutEdges} cut edges, largest deviation ${percent(maxDeviation)}, mean Polsby–Popper ${decimals(meanPolsbyPopper, 3)}`,
    ...[...members].map(([region, of]) => `  ${region}: ${of.join(', ')}`),
  ];
}

function piecesNote(units: Units, graph: DualGraph): string[] {
  const pieces = piecesOf(graph, new Int32Array(graph.count)).partOf.length;
  return pieces > 1
    ? [`${units.file}: the units fall into ${pieces} pieces that share no border; no part reaches across.`]
    : [];
}

const refusalOf = (count: bigint): string =>
  `${count} are too many to look at each, ${MOST_LISTED.toLocaleString('en')} is the limit: the best are not given. A narrower --tolerance leaves fewer.`;

async function drive(enumerating: Generator<void, Enumeration>, signal: AbortSignal): Promise<Enumeration> {
  const breathe = createBreath(signal);
  for (;;) {
    const next = enumerating.next();
    if (next.done) return next.value;
    await breathe();
  }
}
