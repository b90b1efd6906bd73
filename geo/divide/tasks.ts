import { bandOf, type ProposalRequest } from './proposal-request.ts';
import type { Proposal } from './propose.ts';
import type { Band } from './recombine.ts';

type Settings = Omit<ProposalRequest, 'parts' | 'band' | 'within' | 'base' | 'start' | 'objective'> &
  Partial<Pick<ProposalRequest, 'objective'>>;

export interface Task extends Settings {
  /** region of each unit today; −1 = none */
  readonly assignment: Int32Array;
  /** what each part may have: a band, or a tolerance around the mean of those that are made */
  readonly size: Band | { readonly tolerance: number };
}

/** One region becomes `parts` new ones, as if nothing stood in it: "divide this community into grids". */
export function divideRegion({ assignment, size, ...rest }: Task, region: number, parts: number): ProposalRequest {
  const within = membership(assignment, [region]);
  const band = bandFor(rest.graph, parts, size, within);
  return { objective: 'compactness', ...rest, parts, band, within };
}

/** Some regions become `parts`, and as few people as possible change theirs: "eleven communities into nineteen". */
export function redivideRegions(
  { assignment, size, ...rest }: Task,
  regions: readonly number[],
  parts: number,
): ProposalRequest {
  const within = membership(assignment, regions);
  const band = bandFor(rest.graph, parts, size, within);
  const base = assignment.map((region, unit) => (within[unit] ? region : -1));
  return { objective: 'least-change', ...rest, parts, band, within, base };
}

/** The same regions with people more evenly among them, and as few as possible who change theirs. */
export function rebalanceRegions(task: Task, regions: readonly number[]): ProposalRequest {
  return redivideRegions(task, regions, regions.length);
}

/**
 * The whole assignment with a proposal in it: parts that continue a region have its number, the others those of
 * `fresh`, in turn.
 *
 * @throws RangeError for fewer fresh numbers than new parts
 */
export function withProposal(
  assignment: Int32Array,
  proposal: Pick<Proposal, 'assignment' | 'continues'>,
  fresh: readonly number[],
): Int32Array {
  const unused = [...fresh];
  const labels = Array.from(proposal.continues, (region) => {
    if (region >= 0) return region;
    const label = unused.shift();
    if (label === undefined) throw new RangeError(`${fresh.length} new numbers are not enough`);
    return label;
  });
  return assignment.map((region, unit) =>
    proposal.assignment[unit]! < 0 ? region : labels[proposal.assignment[unit]!]!,
  );
}

function membership(assignment: Int32Array, regions: readonly number[]): Uint8Array {
  const wanted = new Set(regions);
  return Uint8Array.from(assignment, (region) => Number(wanted.has(region)));
}

function bandFor(graph: Task['graph'], parts: number, size: Task['size'], within: Uint8Array): Band {
  return 'tolerance' in size ? bandOf(graph, parts, size.tolerance, within) : size;
}
