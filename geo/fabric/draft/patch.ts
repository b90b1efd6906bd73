import { type FabricDelta, sameArc, sameNode } from './delta.ts';
import type { ArcState, DraftFabric, NodeState } from './draft-fabric.ts';
import type { FabricOutcome } from './outcome.ts';

/** Changes that an edit gathers; the draft itself stays as it is. */
export interface Patch {
  /** as changed; null for one that is not there, or not any more */
  arc(id: number): ArcState | null;
  node(id: number): NodeState | null;
  arcsAt(node: number): readonly number[];
  hasId(kind: 'nodes' | 'arcs' | 'blocks', id: number): boolean;
  putArc(arc: ArcState): void;
  dropArc(id: number): void;
  putNode(node: NodeState): void;
  dropNode(id: number): void;
  putBlock(id: number): void;
  dropBlock(id: number): void;
  /** the outcome of all that */
  outcome(): FabricOutcome & { readonly ok: true };
}

export function createPatch(draft: DraftFabric): Patch {
  const nodes = new Map<number, NodeState | null>();
  const arcs = new Map<number, ArcState | null>();
  const blocks = new Map<number, boolean>();
  const ends = new Map<number, readonly number[]>();
  const arcsAt = (node: number): readonly number[] => ends.get(node) ?? draft.arcsAt.get(node) ?? [];
  const arcOf = (id: number): ArcState | null => (arcs.has(id) ? arcs.get(id)! : (draft.arcs.get(id) ?? null));
  const nodeOf = (id: number): NodeState | null => (nodes.has(id) ? nodes.get(id)! : (draft.nodes.get(id) ?? null));
  const setArc = (id: number, arc: ArcState | null): void => {
    const old = arcOf(id);
    arcs.set(id, arc);
    if (old && arc && old.from === arc.from && old.to === arc.to) return;
    if (old) {
      for (const node of [old.from, old.to]) {
        const rest = [...arcsAt(node)];
        rest.splice(rest.indexOf(id), 1);
        ends.set(node, rest);
      }
    }
    if (arc) for (const node of [arc.from, arc.to]) ends.set(node, [...arcsAt(node), id]);
  };
  const delta = (): FabricDelta => ({
    nodes: changesOf(nodes, (id) => draft.nodes.get(id) ?? null, sameNode),
    arcs: changesOf(arcs, (id) => draft.arcs.get(id) ?? null, sameArc),
    blocks: changesOf(
      blocks,
      (id) => draft.blocks.has(id),
      (a, b) => a === b,
    ),
  });
  return {
    arc: arcOf,
    node: nodeOf,
    arcsAt,
    hasId: (kind, id) =>
      kind === 'nodes'
        ? nodes.has(id) || draft.nodes.has(id)
        : kind === 'arcs'
          ? arcs.has(id) || draft.arcs.has(id)
          : blocks.has(id) || draft.blocks.has(id),
    putArc: (arc) => setArc(arc.id, arc),
    dropArc: (id) => setArc(id, null),
    putNode: (node) => nodes.set(node.id, node),
    dropNode: (id) => nodes.set(id, null),
    putBlock: (id) => blocks.set(id, true),
    dropBlock: (id) => blocks.set(id, false),
    outcome: () => ({ ok: true, delta: delta() }),
  };
}

function changesOf<T>(
  after: ReadonlyMap<number, T>,
  before: (id: number) => T,
  same: (a: T, b: T) => boolean,
): { id: number; before: T; after: T }[] {
  return Array.from(after, ([id, state]) => ({ id, before: before(id), after: state }))
    .filter((change) => !same(change.before, change.after))
    .sort((a, b) => a.id - b.id);
}
