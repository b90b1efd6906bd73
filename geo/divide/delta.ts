import { composeAllFabricDeltas, type FabricDelta, fabricTouches, invertFabricDelta } from '../fabric/draft/delta.ts';
import type { Change, DraftDelta, TouchSet } from './edit.ts';

const NO_FABRIC: FabricDelta = { nodes: [], arcs: [], blocks: [] };
export const NO_DELTA: DraftDelta = { fabric: NO_FABRIC, assignment: [], regions: [], groupings: [] };

export const isEmptyDelta = ({ fabric, assignment, regions, groupings }: DraftDelta): boolean =>
  [fabric.nodes, fabric.arcs, fabric.blocks, assignment, regions, groupings].every((changes) => changes.length === 0);

const flip = <C extends { before: unknown; after: unknown }>(change: C): C => ({
  ...change,
  before: change.after,
  after: change.before,
});

/** The delta that takes this one back. */
export const invertDelta = (delta: DraftDelta): DraftDelta => ({
  fabric: invertFabricDelta(delta.fabric),
  assignment: delta.assignment.map(flip),
  regions: delta.regions.map(flip),
  groupings: delta.groupings.map(flip),
});

/** One delta that does what `a` and then `b` do; what comes back to where it was is left out. */
export const composeDeltas = (a: DraftDelta, b: DraftDelta): DraftDelta => composeAllDeltas([a, b]);

/** The same of any number of them, one after the other. */
export const composeAllDeltas = (deltas: readonly DraftDelta[]): DraftDelta => ({
  fabric: composeAllFabricDeltas(deltas.map(({ fabric }) => fabric)),
  assignment: composeChanges(
    deltas.flatMap(({ assignment }) => assignment),
    ({ id }) => id,
  ),
  regions: composeChanges(
    deltas.flatMap(({ regions }) => regions),
    ({ id }) => id,
  ),
  groupings: composeChanges(
    deltas.flatMap(({ groupings }) => groupings),
    ({ id, grouping }) => `${grouping} ${id}`,
  ),
});

function composeChanges<C extends Change<unknown>>(inOrder: readonly C[], keyOf: (change: C) => unknown): C[] {
  const all = new Map<unknown, C>();
  for (const change of inOrder) {
    const first = all.get(keyOf(change));
    all.set(keyOf(change), first ? { ...first, after: change.after } : change);
  }
  return [...all.values()].filter(({ before, after }) => !isSame(before, after));
}

/** Plain values: numbers, null, or flat records of them. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.is((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

/** The things whose state a delta changes. */
export function touchesOf({ fabric, assignment, regions, groupings }: DraftDelta): TouchSet {
  const ids = (changes: readonly { readonly id: number }[]): number[] => changes.map(({ id }) => id);
  const { nodes, arcs, blocks } = fabricTouches(fabric);
  return {
    nodes,
    arcs,
    blocks: [...new Set([...blocks, ...ids(assignment)])],
    regions: [...new Set([...ids(regions), ...ids(groupings)])],
  };
}

/** Whether two touch sets have nothing in common, so that the edits may be done in either order. */
export function areDisjoint(a: TouchSet, b: TouchSet): boolean {
  return (['nodes', 'arcs', 'blocks', 'regions'] as const).every((kind) => {
    const seen = new Set(a[kind]);
    return !b[kind].some((id) => seen.has(id));
  });
}
