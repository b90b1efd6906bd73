import {
  type ArcState,
  type DraftFabric,
  dropArcInPlace,
  type NodeState,
  type OpenDraft,
  putArcInPlace,
} from './draft-fabric.ts';

/** What became of one thing; null where it was not, or is no more. */
export interface Change<T> {
  readonly id: number;
  readonly before: T | null;
  readonly after: T | null;
}

/** What an edit does to a fabric, as plain JSON: changes in ascending order of id, none without effect. */
export interface FabricDelta {
  readonly nodes: readonly Change<NodeState>[];
  readonly arcs: readonly Change<ArcState>[];
  /** blocks that come or go */
  readonly blocks: readonly BlockChange[];
}

export interface BlockChange {
  readonly id: number;
  readonly before: boolean;
  readonly after: boolean;
}

/**
 * What an edit is about: everything that it changes and the blocks beside that, ids ascending. Edits that touch nothing
 * in common do not depend on each other.
 */
export interface Touches {
  readonly nodes: readonly number[];
  readonly arcs: readonly number[];
  readonly blocks: readonly number[];
}

/**
 * Whether a delta can be applied: everything in it is as it says it was, and what it leaves hangs together (arcs have
 * their nodes, at the right places, and their blocks; nothing else has lost one). It does not ask whether lines cross.
 */
export function fitsFabricDelta(draft: DraftFabric, delta: FabricDelta): boolean {
  const { nodes, arcs, blocks } = delta;
  if (![nodes, arcs, blocks].every(haveOwnIds)) return false;
  const same =
    nodes.every(({ id, before }) => sameNode(draft.nodes.get(id) ?? null, before)) &&
    arcs.every(({ id, before }) => sameArc(draft.arcs.get(id) ?? null, before)) &&
    blocks.every(({ id, before }) => draft.blocks.has(id) === before);
  return same && hangsTogether(draft, delta);
}

/**
 * Makes the changes of a delta.
 *
 * @throws RangeError when it does not fit; nothing has changed then
 */
export function applyFabricDelta(draft: DraftFabric, delta: FabricDelta): void {
  if (!fitsFabricDelta(draft, delta)) throw new RangeError('the delta does not fit the fabric as it is');
  applyFittingInPlace(draft, delta);
}

/** The same for a delta that is known to fit. */
export function applyFittingInPlace(draft: DraftFabric, delta: FabricDelta): void {
  const open = draft as OpenDraft;
  for (const { id, before } of delta.arcs) if (before) dropArcInPlace(open, id);
  for (const { id, before, after } of delta.nodes) {
    if (after) open.nodes.set(id, after);
    else open.nodes.delete(id);
    if (!before) open.arcsAt.set(id, []);
    if (!after) open.arcsAt.delete(id);
  }
  for (const { id, before, after } of delta.blocks) {
    if (after && !before) open.blocks.set(id, new Set());
    if (before && !after) open.blocks.delete(id);
  }
  for (const { after } of delta.arcs) if (after) putArcInPlace(open, after);
}

/** The delta that takes back another. */
export function invertFabricDelta({ nodes, arcs, blocks }: FabricDelta): FabricDelta {
  return {
    nodes: nodes.map(({ id, before, after }) => ({ id, before: after, after: before })),
    arcs: arcs.map(({ id, before, after }) => ({ id, before: after, after: before })),
    blocks: blocks.map(({ id, before, after }) => ({ id, before: after, after: before })),
  };
}

/**
 * The delta that does what `a` and then `b` do.
 *
 * @throws RangeError when `b` does not follow `a`
 */
export const composeFabricDeltas = (a: FabricDelta, b: FabricDelta): FabricDelta => composeAllFabricDeltas([a, b]);

/** The same of any number of them, one after the other. */
export function composeAllFabricDeltas(deltas: readonly FabricDelta[]): FabricDelta {
  return {
    nodes: composeChanges(deltas, ({ nodes }) => nodes, sameNode),
    arcs: composeChanges(deltas, ({ arcs }) => arcs, sameArc),
    blocks: composeChanges(
      deltas,
      ({ blocks }) => blocks,
      (before, after) => before === after,
    ),
  };
}

type AnyChange<T> = { readonly id: number; readonly before: T; readonly after: T };

function composeChanges<T>(
  deltas: readonly FabricDelta[],
  changesOf: (delta: FabricDelta) => readonly AnyChange<T>[],
  same: (s: T, t: T) => boolean,
): AnyChange<T>[] {
  const changes = new Map<number, AnyChange<T>>();
  for (const delta of deltas) {
    for (const change of changesOf(delta)) {
      const earlier = changes.get(change.id);
      if (earlier && !same(earlier.after, change.before))
        throw new RangeError('the second delta does not follow the first');
      changes.set(change.id, earlier ? { ...change, before: earlier.before } : change);
    }
  }
  return [...changes.values()].filter(({ before, after }) => !same(before, after)).sort((s, t) => s.id - t.id);
}

function haveOwnIds(changes: readonly { readonly id: number }[]): boolean {
  return new Set(changes.map(({ id }) => id)).size === changes.length;
}

export function sameNode(a: NodeState | null, b: NodeState | null): boolean {
  if (!a || !b) return a === b;
  return a.id === b.id && a.x === b.x && a.y === b.y;
}

export function sameArc(a: ArcState | null, b: ArcState | null): boolean {
  if (!a || !b) return a === b;
  const sameEnds = a.id === b.id && a.from === b.from && a.to === b.to && a.left === b.left && a.right === b.right;
  return sameEnds && (a.xy === b.xy || (a.xy.length === b.xy.length && a.xy.every((c, i) => c === b.xy[i])));
}

function hangsTogether(draft: DraftFabric, { nodes, arcs, blocks }: FabricDelta): boolean {
  const newNodes = new Map(nodes.map(({ id, after }) => [id, after]));
  const newBlocks = new Map(blocks.map(({ id, after }) => [id, after]));
  const changed = new Set(arcs.map(({ id }) => id));
  const nodeOf = (id: number): NodeState | null => {
    const after = newNodes.get(id);
    return after === undefined ? (draft.nodes.get(id) ?? null) : after;
  };
  const usedNodes = new Set<number>();
  const usedBlocks = new Set<number>();
  for (const { id, after } of arcs) {
    if (!after) continue;
    if (after.id !== id || !joins(after, nodeOf(after.from), nodeOf(after.to))) return false;
    usedNodes.add(after.from).add(after.to);
    for (const block of [after.left, after.right]) if (block !== null) usedBlocks.add(block);
  }
  const stays = (arc: number): boolean => !changed.has(arc);
  const nodeIds = new Set([...newNodes.keys(), ...usedNodes, ...arcs.flatMap(({ before }) => nodesOf(before))]);
  for (const id of nodeIds) {
    const staying = draft.arcsAt.get(id)?.some(stays) ?? false;
    if (staying && newNodes.has(id) && !sameNode(draft.nodes.get(id)!, nodeOf(id))) return false;
    if ((nodeOf(id) !== null) !== (staying || usedNodes.has(id))) return false;
  }
  const blockIds = new Set([...newBlocks.keys(), ...usedBlocks, ...arcs.flatMap(({ before }) => blocksOf(before))]);
  for (const id of blockIds) {
    const isThere = newBlocks.get(id) ?? draft.blocks.has(id);
    if (isThere !== (usedBlocks.has(id) || hasOne(draft.blocks.get(id), stays))) return false;
  }
  return true;
}

function hasOne(ids: Iterable<number> = [], holds: (id: number) => boolean): boolean {
  for (const id of ids) if (holds(id)) return true;
  return false;
}

function joins(arc: ArcState, from: NodeState | null, to: NodeState | null): boolean {
  const { xy } = arc;
  const starts = from?.x === xy[0] && from?.y === xy[1];
  const ends = to?.x === xy.at(-2) && to?.y === xy.at(-1);
  return starts && ends && xy.length >= 4 && xy.length % 2 === 0 && arc.left !== arc.right;
}

function nodesOf(arc: ArcState | null): number[] {
  return arc ? [arc.from, arc.to] : [];
}

/** Ids of the blocks beside an arc. */
export function blocksOf(arc: ArcState | null): number[] {
  return arc ? [arc.left, arc.right].filter((block) => block !== null) : [];
}

/** What a delta is about. */
export function fabricTouches({ nodes, arcs, blocks }: FabricDelta): Touches {
  const ids = (changes: readonly { readonly id: number }[]): number[] => changes.map(({ id }) => id);
  const beside = arcs.flatMap(({ before, after }) => [...blocksOf(before), ...blocksOf(after)]);
  const touched = new Set([...ids(blocks), ...beside]);
  return { nodes: ids(nodes), arcs: ids(arcs), blocks: [...touched].sort((a, b) => a - b) };
}
