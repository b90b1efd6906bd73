import { applyFittingInPlace, fitsFabricDelta } from '../fabric/draft/delta.ts';
import { createDraftFabric, type DraftFabric, toFabric } from '../fabric/draft/draft-fabric.ts';
import type { Fabric } from '../fabric/fabric.ts';
import { isSame } from './delta.ts';
import type { DraftDelta, DraftRegion, GroupingKind, RegionLevel } from './edit.ts';
import { type BlockContents, createGround, type Ground, type GroundColumns } from './ground.ts';

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
  readonly unassigned: ReadonlySet<number>;
  /** regions of the division that the draft began with */
  readonly baseRegions: ReadonlySet<number>;
  readonly ground: Ground;
  /** what each block holds; counted anew when its border moves */
  contentsOf(block: number): BlockContents;
  /** a number that differs whenever figures of the region may differ, the regions and groupings above it included */
  stampOf(region: number): number;
}

interface MutableDraft extends Draft {
  readonly regions: Map<number, DraftRegion>;
  readonly regionOf: Map<number, number | null>;
  readonly groupings: Record<GroupingKind, Map<number, number>>;
  readonly blocksOf: Map<number, Set<number>>;
  readonly childrenOf: Map<number | null, Set<number>>;
  readonly unassigned: Set<number>;
  readonly contents: Map<number, BlockContents>;
  readonly stamps: Map<number, number>;
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

export function createDraft(base: DivisionState, ground: GroundColumns): Draft {
  const draft: MutableDraft = {
    fabric: createDraftFabric(base.fabric),
    regions: new Map(base.regions.map((region) => [region.id, region])),
    regionOf: new Map(),
    groupings: { network: new Map(base.groupings.network), union: new Map(base.groupings.union) },
    blocksOf: new Map(base.regions.map(({ id }) => [id, new Set()])),
    childrenOf: new Map(),
    unassigned: new Set(),
    baseRegions: new Set(base.regions.map(({ id }) => id)),
    ground: createGround(ground),
    contents: new Map(),
    stamps: new Map(),
    contentsOf(block) {
      const known = draft.contents.get(block);
      if (known) return known;
      const counted = draft.ground.contentsOf(draft.fabric, block);
      draft.contents.set(block, counted);
      return counted;
    },
    stampOf: (region) => draft.stamps.get(region) ?? 0,
  };
  for (const region of base.regions) addTo(draft.childrenOf, region.parent, region.id);
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
export function applyDelta(given: Draft, delta: DraftDelta): void {
  const draft = given as MutableDraft;
  if (!fitsDelta(draft, delta)) throw new RangeError('the delta was made on another state of the draft');
  // Whoever held something before or holds it now has other figures: so everybody above is told twice.
  for (const region of holdersIn(draft, delta)) restamp(draft, region);
  applyFittingInPlace(draft.fabric, delta.fabric);
  for (const { id, before, after } of delta.regions) {
    if (before) removeFrom(draft.childrenOf, before.parent, id);
    if (after) {
      draft.regions.set(id, after);
      addTo(draft.childrenOf, after.parent, id);
      if (!draft.blocksOf.has(id)) draft.blocksOf.set(id, new Set());
    } else {
      draft.regions.delete(id);
      if (draft.blocksOf.get(id)?.size === 0) draft.blocksOf.delete(id);
    }
  }
  for (const { id, before, after } of delta.fabric.blocks) {
    if (before && !after) unplace(draft, id);
    if (after && !before) place(draft, id, null);
  }
  for (const { id, after } of delta.assignment) {
    if (!draft.fabric.blocks.has(id)) continue;
    unplace(draft, id);
    place(draft, id, after);
  }
  for (const { id, after, grouping } of delta.groupings) {
    if (after === null) draft.groupings[grouping].delete(id);
    else draft.groupings[grouping].set(id, after);
  }
  for (const block of blocksBeside(delta)) draft.contents.delete(block);
  for (const region of holdersIn(draft, delta)) restamp(draft, region);
}

/** Blocks whose border a delta moves. */
function blocksBeside({ fabric }: DraftDelta): Set<number> {
  const beside = new Set<number>();
  for (const { before, after } of fabric.arcs)
    for (const block of [before?.left, before?.right, after?.left, after?.right]) if (block != null) beside.add(block);
  return beside;
}

/** The regions and groupings, as the draft is now, that hold something the delta changes. */
function holdersIn(draft: Draft, delta: DraftDelta): Set<number> {
  const holders = new Set<number>();
  const add = (region: number | null | undefined): void => {
    for (let at = region; at != null && !holders.has(at); at = draft.regions.get(at)?.parent) {
      holders.add(at);
      for (const members of [draft.groupings.network, draft.groupings.union]) {
        const into = members.get(at);
        if (into !== undefined) holders.add(into);
      }
    }
  };
  for (const block of blocksBeside(delta)) add(draft.regionOf.get(block));
  for (const { id } of delta.assignment) add(draft.regionOf.get(id));
  for (const { id, before, after } of delta.regions) {
    add(id);
    add(before?.parent);
    add(after?.parent);
  }
  for (const { id, before, after } of delta.groupings) {
    add(id);
    add(before);
    add(after);
  }
  return holders;
}

const restamp = (draft: MutableDraft, region: number): void => {
  draft.stamps.set(region, (draft.stamps.get(region) ?? 0) + 1);
};

function place(draft: MutableDraft, block: number, region: number | null): void {
  draft.regionOf.set(block, region);
  if (region === null) draft.unassigned.add(block);
  else addTo(draft.blocksOf, region, block);
}

function unplace(draft: MutableDraft, block: number): void {
  const region = draft.regionOf.get(block);
  draft.regionOf.delete(block);
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
