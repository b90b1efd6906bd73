import { blocksOf, type Change, type FabricDelta, sameArc, sameNode, type Touches } from './delta.ts';
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
  /** the outcome of all that; blocks named here are touched, too */
  outcome(...blocks: number[]): FabricOutcome;
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
    if (old) {
      for (const node of [old.from, old.to]) {
        const rest = [...arcsAt(node)];
        rest.splice(rest.indexOf(id), 1);
        ends.set(node, rest);
      }
    }
    if (arc) for (const node of [arc.from, arc.to]) ends.set(node, [...arcsAt(node), id]);
    arcs.set(id, arc);
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
    outcome: (...more) => {
      const changes = delta();
      return { ok: true, delta: changes, touches: touchesOf(changes, more) };
    },
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

function touchesOf({ nodes, arcs, blocks }: FabricDelta, more: readonly number[]): Touches {
  const ids = (changes: readonly Pick<Change<unknown>, 'id'>[]): number[] => changes.map(({ id }) => id);
  const beside = arcs.flatMap(({ before, after }) => [...blocksOf(before), ...blocksOf(after)]);
  const touched = new Set([...ids(blocks), ...beside, ...more]);
  return { nodes: ids(nodes), arcs: ids(arcs), blocks: [...touched].sort((a, b) => a - b) };
}
