import { finish, inPieces, type Steps } from '../steps.ts';
import type { BlockEdge } from './block-edges.ts';
import { findPieces, type RegionPieces } from './find-pieces.ts';
import type { BlockContents } from './ground.ts';

/** A region of the partition; null = the blocks that lie in none. */
export type Label = number | null;

/** What a region amounts to: sums of its blocks. Whole numbers only, so that going there and back gives the very same. */
export interface Totals {
  readonly blocks: number;
  readonly households: number;
  readonly residents: number;
  readonly buildings: number;
  readonly stations: number;
  /** blocks with residents that were shared out from a larger figure */
  readonly estimated: number;
  /** on the ellipsoid */
  readonly areaCm2: number;
  /** the whole outline, holes included, on the ellipsoid */
  readonly perimeterMm: number;
  /** of it, the border towards other blocks, not the outside */
  readonly cutMm: number;
  /** pairs of neighbouring blocks of which one lies in the region */
  readonly cutEdges: number;
  /** buildings by compound */
  readonly compounds: ReadonlyMap<number, number>;
  /** compounds of which it holds some buildings and not all */
  readonly split: ReadonlySet<number>;
  /** arcs inside it that lie along a river, a main road or a railway */
  readonly barriers: ReadonlySet<number>;
  /** blocks of it that border on another region or on the outside, with the number of those neighbours */
  readonly rim: ReadonlyMap<number, number>;
  /** differs whenever the region may be another */
  readonly stamp: number;
}

function mark(set: Set<number>, member: number, isIn: boolean): void {
  if (isIn) set.add(member);
  else set.delete(member);
}

function count(counts: Map<number, number>, key: number, more: number): number {
  const now = (counts.get(key) ?? 0) + more;
  if (now === 0) counts.delete(key);
  else counts.set(key, now);
  return now;
}

/** What a partition is over. All of it is read as it is at the moment. */
export interface PartitionInput {
  contentsOf(block: number): BlockContents;
  edgesOf(block: number): readonly BlockEdge[];
  /** buildings of each compound */
  readonly compoundSizes: ArrayLike<number>;
  labelOf(block: number): Label;
  /** all blocks of a region */
  blocksOf(label: Label): Iterable<number>;
}

/**
 * Blocks divided into regions, with what each region amounts to. A change costs the blocks that change and their
 * neighbours, whatever the number of blocks and regions: blocks `leave` while everything is as it was, and `enter` when it
 * is as it will be.
 */
export interface Partition {
  totalsOf(label: Label): Totals;
  /** Looked for around what has changed since it was last asked. */
  piecesOf(label: Label): RegionPieces;
  /** regions that hold blocks, and the households in them */
  readonly held: { readonly regions: number; readonly households: number };
  leave(blocks: readonly number[]): void;
  enter(blocks: readonly number[]): void;
}

interface OpenTotals extends Totals {
  blocks: number;
  households: number;
  residents: number;
  buildings: number;
  stations: number;
  estimated: number;
  areaCm2: number;
  perimeterMm: number;
  cutMm: number;
  cutEdges: number;
  readonly compounds: Map<number, number>;
  readonly split: Set<number>;
  readonly barriers: Set<number>;
  readonly rim: Map<number, number>;
  stamp: number;
  /** as last found; null = never, or too much has changed since */
  pieces: RegionPieces | null;
  /** blocks of it around which something has changed since, and of them those that have entered since */
  readonly around: Set<number>;
  readonly entered: Set<number>;
}

/** @param onTouch  hears of every region that may have changed */
export function* makePartition(
  input: PartitionInput,
  blocks: readonly number[],
  onTouch: (label: Label) => void,
): Steps<Partition> {
  const totalsByLabel = new Map<Label, OpenTotals>();
  const at = (label: Label): OpenTotals => {
    let totals = totalsByLabel.get(label);
    if (!totals) {
      totals = newTotals();
      totalsByLabel.set(label, totals);
    }
    return totals;
  };
  const { entering, ...partition } = partitionOver(input, at, { regions: 0, households: 0 }, onTouch);
  yield* entering(blocks);
  return partition;
}

/** A partition as it would be with some blocks in other regions; the one that it is made from stays as it is. */
export interface Trial extends Partition {
  labelOf(block: number): Label;
  move(block: number, to: Label): void;
}

/** Holds as long as nothing changes in what it was made from. Regions are copied when they are first touched. */
export function tryPartition(base: Partition, input: PartitionInput): Trial {
  const moved = new Map<number, Label>();
  const totalsByLabel = new Map<Label, OpenTotals>();
  const at = (label: Label): OpenTotals => {
    let totals = totalsByLabel.get(label);
    if (!totals) {
      totals = copyOf(base.totalsOf(label), label === null ? null : base.piecesOf(label));
      totalsByLabel.set(label, totals);
    }
    return totals;
  };
  const labelOf = (block: number): Label => {
    const label = moved.get(block);
    return label === undefined ? input.labelOf(block) : label;
  };
  function* blocksOf(label: Label): Generator<number> {
    for (const block of input.blocksOf(label)) if (labelOf(block) === label) yield block;
    for (const [block, to] of moved) if (to === label && input.labelOf(block) !== label) yield block;
  }
  const over = { ...input, labelOf, blocksOf };
  const partition = partitionOver(over, at, { ...base.held }, () => undefined);
  return {
    ...partition,
    labelOf,
    move(block, to) {
      partition.leave([block]);
      moved.set(block, to);
      partition.enter([block]);
    },
  };
}

const newTotals = (): OpenTotals => ({
  ...{ blocks: 0, households: 0, residents: 0, buildings: 0, stations: 0, estimated: 0 },
  ...{ areaCm2: 0, perimeterMm: 0, cutMm: 0, cutEdges: 0, stamp: 0 },
  ...{ compounds: new Map(), split: new Set(), barriers: new Set(), rim: new Map() },
  ...{ pieces: null, around: new Set(), entered: new Set() },
});

const copyOf = (totals: Totals, pieces: RegionPieces | null): OpenTotals => ({
  ...totals,
  ...{ compounds: new Map(totals.compounds), split: new Set(totals.split) },
  ...{ barriers: new Set(totals.barriers), rim: new Map(totals.rim) },
  ...{ pieces, around: new Set(), entered: new Set() },
});

function partitionOver(
  input: PartitionInput,
  at: (label: Label) => OpenTotals,
  held: { regions: number; households: number },
  onTouch: (label: Label) => void,
): Partition & { entering(blocks: readonly number[]): Steps<void> } {
  const { contentsOf, edgesOf, labelOf } = input;
  /** blocks that have left and not entered again */
  const away = new Set<number>();

  function weigh(label: Label, block: number, sign: 1 | -1): void {
    const totals = at(label);
    const contents = contentsOf(block);
    if (label !== null) {
      held.households += sign * contents.households;
      if (totals.blocks === (sign === 1 ? 0 : 1)) held.regions += sign;
    }
    totals.blocks += sign;
    totals.households += sign * contents.households;
    totals.residents += sign * contents.residents;
    totals.buildings += sign * contents.buildings;
    totals.stations += sign * contents.stations;
    totals.estimated += sign * Number(contents.estimated);
    totals.areaCm2 += sign * contents.areaCm2;
    for (const [compound, buildings] of contents.compounds) {
      const now = count(totals.compounds, compound, sign * buildings);
      mark(totals.split, compound, now > 0 && now < input.compoundSizes[compound]!);
    }
  }

  function bound(label: Label, block: number, edge: BlockEdge, sign: 1 | -1): void {
    const totals = at(label);
    count(totals.rim, block, sign);
    totals.perimeterMm += sign * edge.lengthMm;
    if (edge.other === null) return;
    totals.cutMm += sign * edge.lengthMm;
    totals.cutEdges += sign;
  }

  /** Counts a block's edges; those to blocks that are away are left to them. */
  function link(label: Label, block: number, sign: 1 | -1): void {
    for (const edge of edgesOf(block)) {
      if (edge.other !== null && away.has(edge.other)) continue;
      const other = edge.other === null ? undefined : labelOf(edge.other);
      if (other !== label) {
        bound(label, block, edge, sign);
        if (other !== undefined) bound(other, edge.other!, edge, sign);
      } else for (const arc of edge.barriers) mark(at(label).barriers, arc, sign === 1);
    }
  }

  function touch(label: Label, block: number, entering: boolean): void {
    const totals = at(label);
    totals.stamp += 1;
    onTouch(label);
    if (!totals.pieces) return;
    for (const { other } of edgesOf(block)) if (other !== null) totals.around.add(other);
    if (entering) {
      totals.around.add(block);
      totals.entered.add(block);
    }
    // Nobody asks for the pieces of most regions: a search of the whole is cheaper then than a memory of everything.
    if (totals.around.size > FORGET + totals.blocks) forgetPieces(totals);
  }

  function* entering(blocks: readonly number[]): Steps<void> {
    for (const block of blocks) away.add(block);
    yield* inPieces(blocks, BLOCKS_A_STEP, (block) => {
      const label = labelOf(block);
      away.delete(block);
      weigh(label, block, 1);
      link(label, block, 1);
      touch(label, block, true);
    });
  }

  return {
    totalsOf: at,
    held,
    leave(blocks) {
      for (const block of blocks) {
        const label = labelOf(block);
        touch(label, block, false);
        weigh(label, block, -1);
        link(label, block, -1);
        away.add(block);
      }
    },
    enter: (blocks) => finish(entering(blocks)),
    entering,
    piecesOf(label) {
      const totals = at(label);
      if (totals.pieces && totals.around.size === 0) return totals.pieces;
      const pieces = findPieces({
        seeds: totals.pieces
          ? seedsIn(totals, totals.pieces, (block) => labelOf(block) === label)
          : input.blocksOf(label),
        eachNeighbour(block, visit) {
          for (const { other } of edgesOf(block)) if (other !== null && labelOf(other) === label) visit(other);
        },
        householdsOf: (block) => contentsOf(block).households,
        ...{ blocks: totals.blocks, households: totals.households },
      });
      forgetPieces(totals);
      totals.pieces = pieces;
      return pieces;
    },
  };
}

const BLOCKS_A_STEP = 200;
const FORGET = 64;

function forgetPieces(totals: OpenTotals): void {
  totals.pieces = null;
  totals.around.clear();
  totals.entered.clear();
}

/**
 * Blocks of which each piece has one: those around which something has changed, and for pieces around which nothing has,
 * one of what they were before.
 */
function* seedsIn(
  { around, entered }: OpenTotals,
  { anchor, fragments }: RegionPieces,
  isWithin: (block: number) => boolean,
): Generator<number> {
  let mainIsTouched = false;
  for (const block of around) {
    if (!isWithin(block)) continue;
    yield block;
    // A region in one piece is touched as a whole by a block that has been in it.
    mainIsTouched ||= !entered.has(block);
  }
  if (anchor !== null && isWithin(anchor) && (fragments.length > 0 || !mainIsTouched)) yield anchor;
  for (const fragment of fragments) {
    const block = fragment.find(isWithin);
    if (block !== undefined) yield block;
  }
}
