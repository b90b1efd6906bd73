import { toFabric } from '../fabric/draft/draft-fabric.ts';
import { OUTSIDE } from '../fabric/fabric.ts';
import type { PlanScope } from './do-step.ts';
import type { Draft } from './draft.ts';
import { dualGraphOf } from './dual-graph.ts';
import type { ProposalRequest } from './proposal-request.ts';
import type { Band } from './recombine.ts';
import { blocksWithin, lockOver, regionAt } from './regions.ts';
import { divideRegion, redivideRegions, type Task } from './tasks.ts';

/** What shall be proposed of a draft, in the draft's own words. Plain data. */
export interface ProposalTask {
  /** a community into grids as if nothing stood in it · regions into another number · the same regions, more even */
  readonly kind: 'divide' | 'redivide' | 'rebalance';
  /** of the regions that are made */
  readonly level: 'grid' | 'community';
  /** divide: the community; else the regions of the level that take part */
  readonly regions: readonly number[];
  /** what lies in no region takes part too */
  readonly unassigned: boolean;
  readonly scope: PlanScope;
  readonly parts: number;
  /** households of each part: a band, or a tolerance around their mean */
  readonly size: Band | { readonly tolerance: number };
  readonly seed: number;
  readonly alternatives: number;
  readonly terms: ProposalTerms;
}

export interface ProposalTerms {
  /** compounds are rather not split */
  readonly compounds: boolean;
  /** rivers, main roads and railways are rather not reached across */
  readonly barriers: boolean;
  /** grids stay whole where communities are made */
  readonly grids: boolean;
}

/** A task in the numbers of a graph, and what these stand for. */
export interface AskedProposal {
  readonly request: ProposalRequest;
  /** block of each unit */
  readonly blocks: ArrayLike<number>;
  /** id of each region of the request's base */
  readonly regions: readonly number[];
}

/** Blocks that a task may give to another region: those of its regions that stand under no lock. */
export function blocksOfTask(
  draft: Draft,
  { level, regions, unassigned }: Pick<ProposalTask, 'level' | 'regions' | 'unassigned'>,
): Set<number> {
  const open = regions.flatMap((region) => (lockOver(draft, region) ? [] : blocksWithin(draft, region)));
  const free = open.filter((block) => !lockOver(draft, regionAt(draft, block, level)));
  return new Set(unassigned ? [...free, ...draft.unassigned] : free);
}

/**
 * The request that a task amounts to: blocks are the units, households are what is balanced.
 *
 * What stands under a lock takes no part; a grid that is locked by itself stays in its community.
 */
export function askProposal(draft: Draft, task: ProposalTask): AskedProposal {
  const { level, terms, size, seed, alternatives, parts } = task;
  const fabric = toFabric(draft.fabric);
  const blocks = fabric.blocks.ids;
  const taking = blocksOfTask(draft, task);
  const today = Array.from(blocks, (block) => (taking.has(block) ? regionAt(draft, block, level) : null));
  const regions = [...new Set(today)].filter((region) => region !== null).sort((a, b) => a - b);
  const numberOf = new Map(regions.map((region, number) => [region, number]));
  const base = Int32Array.from(today, (region) => (region === null ? NONE : numberOf.get(region)!));
  const graph = dualGraphOf(
    fabric,
    Float64Array.from(blocks, (block) => draft.contentsOf(block).households),
  );
  const community = level === 'community';
  const lowest = (block: number): number => draft.regionOf.get(block) ?? NONE;
  const given: Task = {
    ...{ graph, size, seed, alternatives },
    assignment: Int32Array.from(blocks, (block) => (taking.has(block) ? 0 : NONE)),
    locked: community ? Int32Array.from(blocks, (block, unit) => (isLocked(draft, block) ? base[unit]! : NONE)) : null,
    keep: community && terms.grids ? gridNumbers(draft, blocks, lowest) : null,
    groups: terms.compounds ? Int32Array.from(blocks, (block) => mainCompound(draft, block)) : null,
    barriers: terms.barriers ? barrierShares(draft, fabric, graph) : null,
  };
  const request = task.kind === 'divide' ? divideRegion(given, 0, parts) : redivideRegions(given, [0], parts);
  return { request: { ...request, base }, blocks, regions };
}

const NONE = -1;

const isLocked = (draft: Draft, block: number): boolean => lockOver(draft, draft.regionOf.get(block) ?? null) !== null;

/** Blocks that lie in a community directly are kept together by nothing. */
function gridNumbers(draft: Draft, blocks: Float64Array, lowest: (block: number) => number): Int32Array {
  const numbers = new Map<number, number>();
  return Int32Array.from(blocks, (block) => {
    const region = lowest(block);
    if (draft.regions.get(region)?.kind !== 'grid') return NONE;
    if (!numbers.has(region)) numbers.set(region, numbers.size);
    return numbers.get(region)!;
  });
}

/** The compound that most buildings of a block stand in. */
function mainCompound(draft: Draft, block: number): number {
  let [main, most] = [NONE, 0];
  for (const [compound, buildings] of draft.contentsOf(block).compounds)
    if (buildings > most) [main, most] = [compound, buildings];
  return main;
}

/** How much of the border between two units lies along something one does not cross lightly, by edge. */
function barrierShares(
  draft: Draft,
  { arcs }: ReturnType<typeof toFabric>,
  { a, offsets, neighbours, edgeAt }: ProposalRequest['graph'],
): Float64Array {
  const along = new Float64Array(a.length);
  const whole = new Float64Array(a.length);
  const edgeOf = (one: number, other: number): number => {
    for (let at = offsets[one]!; at < offsets[one + 1]!; at++) if (neighbours[at] === other) return edgeAt[at]!;
    return NONE;
  };
  for (let arc = 0; arc < arcs.ids.length; arc++) {
    const [left, right] = [arcs.left[arc]!, arcs.right[arc]!];
    if (left === OUTSIDE || right === OUTSIDE || left === right) continue;
    const edge = edgeOf(left, right);
    let lengthCm = 0;
    for (let i = 2 * arcs.offsets[arc]!; i + 3 < 2 * arcs.offsets[arc + 1]!; i += 2)
      lengthCm += Math.hypot(arcs.xy[i + 2]! - arcs.xy[i]!, arcs.xy[i + 3]! - arcs.xy[i + 1]!);
    whole[edge]! += lengthCm;
    if (draft.ground.columns.barriers.has(arcs.ids[arc]!)) along[edge]! += lengthCm;
  }
  return along.map((lengthCm, edge) => (whole[edge]! > 0 ? lengthCm / whole[edge]! : 0));
}
