import { applyFittingInPlace, fitsFabricDelta } from '../fabric/draft/delta.ts';
import { type DraftFabric, makeDraftFabric, toFabric } from '../fabric/draft/draft-fabric.ts';
import type { Fabric } from '../fabric/fabric.ts';
import { finish, type Steps } from '../steps.ts';
import { type BlockEdge, blockEdges } from './block-edges.ts';
import { isSame } from './delta.ts';
import type { DraftDelta, DraftRegion, GroupingKind, RegionLevel } from './edit.ts';
import { type BlockContents, createGround, type Ground, type GroundColumns } from './ground.ts';
import { type Label, makePartition, type Partition, type PartitionInput } from './partition.ts';
import { blocksWithin, regionOver } from './regions.ts';

/** What a draft starts from, or ends as: a fabric, regions, and which region each block lies in. */
export interface DivisionState {
  readonly fabric: Fabric;
  readonly regions: readonly DraftRegion[];
  /** lowest region of each block, by block id; absent = unassigned */
  readonly assignment: ReadonlyMap<number, number>;
  /** grouping of each community */
  readonly groupings: Readonly<Record<GroupingKind, ReadonlyMap<number, number>>>;
}

/**
 * A division that is being edited: every change costs what it touches, whatever the size of the county.
 *
 * Mutable, and changed through `applyDelta` alone. What is kept beside the four parts of a DivisionState is derived.
 */
export interface Draft {
  readonly fabric: DraftFabric;
  readonly regions: ReadonlyMap<number, DraftRegion>;
  /** lowest region of each block; null = unassigned */
  readonly regionOf: ReadonlyMap<number, number | null>;
  readonly groupings: Readonly<Record<GroupingKind, ReadonlyMap<number, number>>>;

  /** blocks that lie in a region directly, not in one below it */
  readonly blocksOf: ReadonlyMap<number, ReadonlySet<number>>;
  readonly childrenOf: ReadonlyMap<number | null, ReadonlySet<number>>;
  readonly ofKind: ReadonlyMap<DraftRegion['kind'], ReadonlySet<number>>;
  readonly unassigned: ReadonlySet<number>;
  /** regions of the division that the draft began with */
  readonly baseRegions: ReadonlySet<number>;
  readonly ground: Ground;
  /** what each block holds; counted anew when its border moves */
  contentsOf(block: number): BlockContents;
  edgesOf(block: number): readonly BlockEdge[];
  /** the blocks by region of a kind, or by the lowest region; takes time in proportion to the county when first asked */
  partition(by: PartitionKind): Partition;
  /** makes what `partition` gives, step by step; nothing may change the draft meanwhile */
  makePartition(by: PartitionKind): Steps<Partition>;
  /** what a partition is over, for trying another one */
  partitionInput(by: PartitionKind): PartitionInput;
  /** regions that changes have touched, in order, since `partition` was first asked for their kind; null = of no region */
  readonly touched: readonly Label[];
}

export type PartitionKind = DraftRegion['kind'] | 'lowest';

interface MutableDraft extends Draft {
  readonly regions: Map<number, DraftRegion>;
  readonly regionOf: Map<number, number | null>;
  readonly groupings: Record<GroupingKind, Map<number, number>>;
  readonly blocksOf: Map<number, Set<number>>;
  readonly childrenOf: Map<number | null, Set<number>>;
  readonly ofKind: Map<DraftRegion['kind'], Set<number>>;
  readonly unassigned: Set<number>;
  readonly contents: Map<number, BlockContents>;
  readonly edges: Map<number, readonly BlockEdge[]>;
  readonly partitions: Map<PartitionKind, Partition>;
  /** region of a kind over a lowest region, as far as it was asked */
  readonly over: Map<PartitionKind, Map<Label, Label>>;
  readonly touched: Label[];
  /** while changes are only tried: what was known of the blocks that they redraw; null = they are meant */
  aside: Map<number, KnownBlock> | null;
}

interface KnownBlock {
  readonly contents: BlockContents | undefined;
  readonly edges: readonly BlockEdge[] | undefined;
}

/** What may stand directly above what; a level that a county lacks is left out. */
const PARENT_KINDS: Readonly<Record<RegionLevel, readonly DraftRegion['kind'][]>> = {
  county: [],
  street: ['county'],
  community: ['street', 'county'],
  grid: ['community'],
};
export const isLevel = (kind: DraftRegion['kind']): kind is RegionLevel => kind in PARENT_KINDS;
export const mayStandUnder = (kind: DraftRegion['kind'], parent: DraftRegion['kind']): boolean =>
  isLevel(kind) && PARENT_KINDS[kind].includes(parent);

export const createDraft = (base: DivisionState, ground: GroundColumns): Draft => finish(makeDraft(base, ground));

/** Takes time in proportion to the county. */
export function* makeDraft(base: DivisionState, columns: GroundColumns): Steps<Draft> {
  const fabric = yield* makeDraftFabric(base.fabric);
  yield;
  const ground = createGround(columns);
  yield;
  const draft: MutableDraft = {
    fabric,
    regions: new Map(base.regions.map((region) => [region.id, region])),
    regionOf: new Map(),
    groupings: { network: new Map(base.groupings.network), union: new Map(base.groupings.union) },
    blocksOf: new Map(base.regions.map(({ id }) => [id, new Set()])),
    childrenOf: new Map(),
    ofKind: new Map(),
    unassigned: new Set(),
    baseRegions: new Set(base.regions.map(({ id }) => id)),
    ground,
    contents: new Map(),
    edges: new Map(),
    partitions: new Map(),
    over: new Map(),
    touched: [],
    aside: null,
    contentsOf(block) {
      const known = draft.contents.get(block);
      if (known) return known;
      const counted = draft.ground.contentsOf(draft.fabric, block);
      draft.contents.set(block, counted);
      return counted;
    },
    edgesOf(block) {
      const known = draft.edges.get(block);
      if (known) return known;
      const found = blockEdges(draft.fabric, draft.ground.columns.barriers, block);
      draft.edges.set(block, found);
      return found;
    },
    partition(by) {
      if (draft.aside) throw new RangeError('figures are not kept while changes are only tried');
      return draft.partitions.get(by) ?? finish(draft.makePartition(by));
    },
    *makePartition(by) {
      const touch = (label: Label): void => {
        if (draft.touched.at(-1) !== label) draft.touched.push(label);
      };
      const made = yield* makePartition(draft.partitionInput(by), [...draft.fabric.blocks.keys()], touch);
      draft.partitions.set(by, made);
      return made;
    },
    partitionInput: (by) => ({
      ...{ contentsOf: draft.contentsOf, edgesOf: draft.edgesOf, compoundSizes: draft.ground.compoundSizes },
      labelOf: (block) => labelOver(draft, by, draft.regionOf.get(block) ?? null),
      blocksOf: (label) => blocksLabelled(draft, by, label),
    }),
  };
  for (const region of base.regions) {
    addTo(draft.childrenOf, region.parent, region.id);
    addTo(draft.ofKind, region.kind, region.id);
  }
  for (const block of base.fabric.blocks.ids) place(draft, block, base.assignment.get(block) ?? null);
  return draft;
}

/** The division that a draft has become, regions by id. Those without blocks are left out, with those below them. */
export function toDivisionState(draft: Draft): DivisionState {
  const holding = new Set<number>();
  const hold = (region: number | null | undefined): void => {
    for (let at = region; at != null && !holding.has(at); at = draft.regions.get(at)?.parent) holding.add(at);
  };
  for (const [region, blocks] of draft.blocksOf) if (blocks.size > 0) hold(region);
  const memberships = (['network', 'union'] as const).map((grouping) => {
    const members = [...draft.groupings[grouping]].filter(([community]) => holding.has(community));
    return [grouping, new Map(members)] as const;
  });
  for (const [, members] of memberships) for (const into of members.values()) hold(into);
  return {
    fabric: toFabric(draft.fabric),
    regions: [...draft.regions.values()].filter(({ id }) => holding.has(id)).sort((a, b) => a.id - b.id),
    assignment: new Map([...draft.regionOf].filter((entry): entry is [number, number] => entry[1] !== null)),
    groupings: Object.fromEntries(memberships) as unknown as DivisionState['groupings'],
  };
}

/** Whether what the delta changes is as it was before the delta, and nothing that stays would lose what it names. */
export function fitsDelta(draft: Draft, delta: DraftDelta): boolean {
  return (
    fitsFabricDelta(draft.fabric, delta.fabric) &&
    delta.assignment.every(({ id, before }) => (draft.regionOf.get(id) ?? null) === before) &&
    delta.regions.every(({ id, before }) => isSame(draft.regions.get(id) ?? null, before)) &&
    delta.groupings.every(({ id, before, grouping }) => (draft.groupings[grouping].get(id) ?? null) === before) &&
    hangsTogether(draft, delta)
  );
}

/** Whether blocks will find their regions, regions their parents, and communities their groupings. */
function hangsTogether(draft: Draft, { assignment, regions, groupings }: DraftDelta): boolean {
  const changed = new Map(regions.map(({ id, after }) => [id, after]));
  const isThere = (id: number): boolean => (changed.has(id) ? changed.get(id) !== null : draft.regions.has(id));
  if (!assignment.every(({ after }) => after === null || isThere(after))) return false;
  if (!regions.every(({ after }) => after === null || after.parent === null || isThere(after.parent))) return false;
  if (!groupings.every(({ id, after }) => after === null || (isThere(id) && isThere(after)))) return false;
  const gone = regions.flatMap(({ id, after }) => (after === null ? [id] : []));
  if (gone.length === 0) return true;
  const reassigned = new Set(assignment.map(({ id }) => id));
  const holds = (id: number): boolean =>
    every(draft.blocksOf.get(id), (block) => reassigned.has(block)) &&
    every(draft.childrenOf.get(id), (child) => changed.has(child));
  const goes = new Set(gone);
  const regrouped = new Set(groupings.map(({ id, grouping }) => `${grouping} ${id}`));
  const keepsMembers = (['network', 'union'] as const).every((grouping) =>
    every(
      draft.groupings[grouping],
      ([community, into]) => !(goes.has(community) || goes.has(into)) || regrouped.has(`${grouping} ${community}`),
    ),
  );
  return gone.every(holds) && keepsMembers;
}

function every<T>(items: Iterable<T> = [], holds: (item: T) => boolean): boolean {
  for (const item of items) if (!holds(item)) return false;
  return true;
}

/**
 * Changes the draft.
 * @throws RangeError when the delta does not fit; the draft is as it was
 */
export function applyDelta(draft: Draft, delta: DraftDelta): void {
  if (!fitsDelta(draft, delta)) throw new RangeError('the delta was made on another state of the draft');
  applyFitting(draft, delta);
}

/** The same for a delta that is known to fit. */
export function applyFitting(given: Draft, delta: DraftDelta): void {
  const draft = given as MutableDraft;
  const { redrawn, moved } = blocksChanged(draft, delta);
  const kept = draft.aside ? [] : [...draft.partitions];
  const changing = kept.map(([by, partition]) => {
    const changed = new Set(redrawn);
    for (const block of moved ?? blocksRelabelled(draft, by, delta)) changed.add(block);
    partition.leave(existing(draft, changed));
    return { partition, changed };
  });
  applyFittingInPlace(draft.fabric, delta.fabric);
  for (const { id, before, after } of delta.regions) {
    if (before) {
      removeFrom(draft.childrenOf, before.parent, id);
      removeFrom(draft.ofKind, before.kind, id);
    }
    if (after) {
      draft.regions.set(id, after);
      addTo(draft.childrenOf, after.parent, id);
      addTo(draft.ofKind, after.kind, id);
      if (!draft.blocksOf.has(id)) draft.blocksOf.set(id, new Set());
    } else {
      draft.regions.delete(id);
      if (draft.blocksOf.get(id)?.size === 0) draft.blocksOf.delete(id);
    }
    draft.touched.push(id, ...groupingsOf(draft, id)); // what a community has agreed to is asked of them
  }
  for (const { id, before, after } of delta.fabric.blocks) {
    if (before && !after) {
      takeOut(draft, id);
      draft.regionOf.delete(id);
    }
    if (after && !before) place(draft, id, null);
  }
  for (const { id, after } of delta.assignment) {
    if (!draft.fabric.blocks.has(id)) continue;
    takeOut(draft, id);
    place(draft, id, after);
  }
  for (const { id, before, after, grouping } of delta.groupings) {
    if (after === null) draft.groupings[grouping].delete(id);
    else draft.groupings[grouping].set(id, after);
    draft.touched.push(before, after);
  }
  if (moved) draft.over.clear();
  for (const block of redrawn) {
    if (draft.aside && !draft.aside.has(block))
      draft.aside.set(block, { contents: draft.contents.get(block), edges: draft.edges.get(block) });
    draft.contents.delete(block);
    draft.edges.delete(block);
  }
  for (const { partition, changed } of changing) partition.enter(existing(draft, changed));
}

/**
 * Runs what changes the draft and takes it all back. Nobody hears of it: figures are not kept up meanwhile, so that it
 * costs the lines alone, and none may be asked.
 */
export function onTrial<T>(given: Draft, run: () => T): T {
  const draft = given as MutableDraft;
  if (draft.aside) return run();
  const { length } = draft.touched;
  const aside = new Map<number, KnownBlock>();
  draft.aside = aside;
  try {
    return run();
  } finally {
    draft.aside = null;
    draft.touched.length = length;
    for (const [block, { contents, edges }] of aside) {
      if (contents) draft.contents.set(block, contents);
      else draft.contents.delete(block);
      if (edges) draft.edges.set(block, edges);
      else draft.edges.delete(block);
    }
  }
}

const groupingsOf = ({ groupings: { network, union } }: Draft, community: number): number[] =>
  [network.get(community), union.get(community)].filter((grouping) => grouping !== undefined);

/** The region by which a partition knows the blocks that lie directly in `lowest`. */
function labelOver(draft: MutableDraft, by: PartitionKind, lowest: Label): Label {
  if (by === 'lowest' || lowest === null) return lowest;
  let over = draft.over.get(by);
  if (!over) {
    over = new Map();
    draft.over.set(by, over);
  }
  let label = over.get(lowest);
  if (label === undefined) {
    label = regionOver(draft, lowest, by);
    over.set(lowest, label);
  }
  return label;
}

function blocksLabelled(draft: MutableDraft, by: PartitionKind, label: Label): Iterable<number> {
  if (label === null)
    return [...draft.regionOf].flatMap(([block, lowest]) => (labelOver(draft, by, lowest) === null ? [block] : []));
  return by === 'lowest' ? (draft.blocksOf.get(label) ?? []) : blocksWithin(draft, label);
}

interface BlocksChanged {
  /** beside lines that a delta moves, or made or gone */
  readonly redrawn: ReadonlySet<number>;
  /** those that may come to lie in other regions; null = only those that the assignment names */
  readonly moved: ReadonlySet<number> | null;
}

function blocksChanged(draft: Draft, { fabric, assignment, regions, groupings }: DraftDelta): BlocksChanged {
  const redrawn = new Set(fabric.blocks.map(({ id }) => id));
  for (const { before, after } of fabric.arcs)
    for (const block of [before?.left, before?.right, after?.left, after?.right]) if (block != null) redrawn.add(block);
  const replaced = regions.filter(
    ({ before, after }) => before?.parent !== after?.parent || before?.kind !== after?.kind,
  );
  if (replaced.length === 0 && groupings.length === 0) return { redrawn, moved: null };
  const moved = new Set(assignment.map(({ id }) => id));
  for (const { id } of [...replaced, ...groupings]) for (const block of blocksWithin(draft, id)) moved.add(block);
  return { redrawn, moved };
}

/** Blocks that an assignment, and nothing else, brings to another region of the partition. */
function* blocksRelabelled(draft: MutableDraft, by: PartitionKind, { assignment }: DraftDelta): Generator<number> {
  for (const { id, before, after } of assignment)
    if (labelOver(draft, by, before) !== labelOver(draft, by, after)) yield id;
}

const existing = ({ fabric }: Draft, blocks: Iterable<number>): number[] =>
  [...blocks].filter((block) => fabric.blocks.has(block));

function place(draft: MutableDraft, block: number, region: number | null): void {
  draft.regionOf.set(block, region);
  if (region === null) draft.unassigned.add(block);
  else addTo(draft.blocksOf, region, block);
}

/** Out of the region it lies in; where it lies is then still to be said. */
function takeOut(draft: MutableDraft, block: number): void {
  const region = draft.regionOf.get(block);
  draft.unassigned.delete(block);
  if (region == null) return;
  const blocks = draft.blocksOf.get(region);
  blocks?.delete(block);
  if (blocks?.size === 0 && !draft.regions.has(region)) draft.blocksOf.delete(region);
}

function addTo<K>(sets: Map<K, Set<number>>, key: K, member: number): void {
  const set = sets.get(key);
  if (set) set.add(member);
  else sets.set(key, new Set([member]));
}

function removeFrom<K>(sets: Map<K, Set<number>>, key: K, member: number): void {
  const set = sets.get(key);
  set?.delete(member);
  if (set?.size === 0) sets.delete(key);
}
