import type { LocalCrs } from '../../crs/local-crs.ts';
import { finish, inPieces, type Steps } from '../../steps.ts';
import { type Fabric, OUTSIDE } from '../fabric.ts';
import { type ArcIndex, createArcIndex, type OpenArcIndex } from './arc-index.ts';

/** A node, by its id; centimetres in the fabric's plane. */
export interface NodeState {
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

/** An arc, by its id. Never changed in place: an edit puts another one there. */
export interface ArcState {
  readonly id: number;
  /** node ids */
  readonly from: number;
  readonly to: number;
  /** block id; null = outside */
  readonly left: number | null;
  readonly right: number | null;
  /** [x0, y0, x1, y1, …] cm, both nodes included */
  readonly xy: readonly number[];
}

/**
 * A fabric that can be edited: the same graph, known by ids, with an index that follows.
 *
 * Read it freely; it changes through `applyFabricDelta` alone. What an edit costs depends on the arcs near it, not on
 * how many there are.
 */
export interface DraftFabric {
  readonly crs: LocalCrs;
  readonly nodes: ReadonlyMap<number, NodeState>;
  readonly arcs: ReadonlyMap<number, ArcState>;
  /** ids of the arcs around each block, those around its holes too */
  readonly blocks: ReadonlyMap<number, ReadonlySet<number>>;
  /** ids of the arcs that end in each node; a closed arc stands there twice */
  readonly arcsAt: ReadonlyMap<number, readonly number[]>;
  readonly index: ArcIndex;
}

const ARCS_A_STEP = 2000;

export const createDraftFabric = (fabric: Fabric): DraftFabric => finish(makeDraftFabric(fabric));

/** Takes time in proportion to the fabric; edits do not. */
export function* makeDraftFabric({ crs, nodes, arcs, blocks }: Fabric): Steps<DraftFabric> {
  const blockId = (block: number): number | null => (block === OUTSIDE ? null : blocks.ids[block]!);
  const draft = {
    crs,
    nodes: new Map<number, NodeState>(),
    arcs: new Map<number, ArcState>(),
    blocks: new Map<number, Set<number>>(),
    arcsAt: new Map<number, number[]>(),
  };
  nodes.ids.forEach((id, node) => {
    draft.nodes.set(id, { id, x: nodes.xy[2 * node]!, y: nodes.xy[2 * node + 1]! });
    draft.arcsAt.set(id, []);
  });
  for (const id of blocks.ids) draft.blocks.set(id, new Set());
  yield;
  yield* inPieces(arcs.ids.keys(), ARCS_A_STEP, (i) => {
    const arc: ArcState = {
      id: arcs.ids[i]!,
      from: nodes.ids[arcs.from[i]!]!,
      to: nodes.ids[arcs.to[i]!]!,
      left: blockId(arcs.left[i]!),
      right: blockId(arcs.right[i]!),
      xy: Array.from(arcs.xy.subarray(2 * arcs.offsets[i]!, 2 * arcs.offsets[i + 1]!)),
    };
    draft.arcs.set(arc.id, arc);
    link(draft, arc);
  });
  return { ...draft, index: createArcIndex(draft.arcs.values()) };
}

/**
 * The fabric that a draft has become: arcs and blocks in ascending order of id, nodes in the order in which arcs name
 * them, as `fabricFromRows` gives them. So the same state gives the same bytes, whatever has led to it, and a draft in
 * which nothing has changed gives the fabric it was made of, if that one was built or read from rows.
 */
export function toFabric(draft: DraftFabric): Fabric {
  const arcs = [...draft.arcs.values()].sort((a, b) => a.id - b.id);
  const blockIds = Float64Array.from(draft.blocks.keys()).sort();
  const blockIndex = new Map(Array.from(blockIds, (id, index) => [id, index]));
  const sideOf = (block: number | null): number => (block === null ? OUTSIDE : blockIndex.get(block)!);
  const nodeIndex = new Map<number, number>();
  for (const { from, to } of arcs) {
    for (const node of [from, to]) if (!nodeIndex.has(node)) nodeIndex.set(node, nodeIndex.size);
  }
  const offsets = new Uint32Array(arcs.length + 1);
  arcs.forEach(({ xy }, i) => {
    offsets[i + 1] = offsets[i]! + xy.length / 2;
  });
  const xy = new Int32Array(2 * offsets[arcs.length]!);
  arcs.forEach((arc, i) => {
    xy.set(arc.xy, 2 * offsets[i]!);
  });
  const nodeXy = [...nodeIndex.keys()].flatMap((id) => {
    const { x, y } = draft.nodes.get(id)!;
    return [x, y];
  });
  return {
    crs: draft.crs,
    nodes: { ids: Float64Array.from(nodeIndex.keys()), xy: Int32Array.from(nodeXy) },
    arcs: {
      ids: Float64Array.from(arcs, ({ id }) => id),
      from: Uint32Array.from(arcs, ({ from }) => nodeIndex.get(from)!),
      to: Uint32Array.from(arcs, ({ to }) => nodeIndex.get(to)!),
      left: Int32Array.from(arcs, ({ left }) => sideOf(left)),
      right: Int32Array.from(arcs, ({ right }) => sideOf(right)),
      offsets,
      xy,
    },
    blocks: { ids: blockIds },
  };
}

/** What `applyFabricDelta` sees of a draft, and nobody else. */
export interface OpenDraft extends DraftFabric {
  readonly nodes: Map<number, NodeState>;
  readonly arcs: Map<number, ArcState>;
  readonly blocks: Map<number, Set<number>>;
  readonly arcsAt: Map<number, number[]>;
  readonly index: OpenArcIndex;
}

/** Puts an arc in, whose nodes and blocks are there. */
export function putArcInPlace(draft: OpenDraft, arc: ArcState): void {
  draft.arcs.set(arc.id, arc);
  link(draft, arc);
  draft.index.put(arc);
}

export function dropArcInPlace(draft: OpenDraft, id: number): void {
  const arc = draft.arcs.get(id)!;
  draft.arcs.delete(id);
  for (const node of [arc.from, arc.to]) {
    const ends = draft.arcsAt.get(node)!;
    ends.splice(ends.indexOf(id), 1);
  }
  for (const block of [arc.left, arc.right]) if (block !== null) draft.blocks.get(block)!.delete(id);
  draft.index.drop(id);
}

function link(draft: Pick<OpenDraft, 'arcsAt' | 'blocks'>, arc: ArcState): void {
  for (const node of [arc.from, arc.to]) draft.arcsAt.get(node)!.push(arc.id);
  for (const block of [arc.left, arc.right]) if (block !== null) draft.blocks.get(block)!.add(arc.id);
}
