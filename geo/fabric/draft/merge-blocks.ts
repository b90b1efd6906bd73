import { blocksOf } from './delta.ts';
import type { ArcState, DraftFabric } from './draft-fabric.ts';
import { joinArcsInPlace } from './join-arcs.ts';
import { type FabricOutcome, refuse } from './outcome.ts';
import { createPatch, type Patch } from './patch.ts';
import { somewhere } from './places.ts';

/**
 * Makes one block of several that share borders. The borders between them go, and so do the nodes in which nothing
 * branches any more; of a closed border without a junction the westernmost node stays.
 *
 * @param keep    the block whose id the whole has
 * @param others  the blocks that go
 * Refused: `unknown-block`, `zero-length` (nothing to merge), `not-one-face`.
 */
export function mergeBlocks(draft: DraftFabric, keep: number, others: readonly number[]): FabricOutcome {
  const members = new Set([keep, ...others]);
  for (const id of members) {
    if (draft.blocks.has(id)) continue;
    return refuse(draft.crs, 'unknown-block', ...somewhere(draft), `the fabric has no block ${id}`);
  }
  const arcs = new Set([...members].flatMap((id) => [...draft.blocks.get(id)!]));
  const states = Array.from(arcs, (id) => draft.arcs.get(id)!);
  const isInner = (arc: ArcState): boolean => blocksOf(arc).filter((block) => members.has(block)).length === 2;
  if (members.size === 1)
    return refuse(draft.crs, 'zero-length', ...startOf(states[0]!), 'there is no other block to merge');
  const inner = states.filter(isInner);
  const apart = findApart(members, inner);
  if (apart !== null) {
    const arc = draft.arcs.get([...draft.blocks.get(apart)!][0]!)!;
    return refuse(draft.crs, 'not-one-face', ...startOf(arc), `block ${apart} shares no border with the others`);
  }
  const patch = createPatch(draft);
  const relabelled = (block: number | null): number | null => (block !== null && members.has(block) ? keep : block);
  for (const arc of states) {
    const [left, right] = [relabelled(arc.left), relabelled(arc.right)];
    if (left === right) patch.dropArc(arc.id);
    else if (left !== arc.left || right !== arc.right) patch.putArc({ ...arc, left, right });
  }
  for (const id of members) if (id !== keep) patch.dropBlock(id);
  dissolveNodes(patch, new Set(inner.flatMap(({ from, to }) => [from, to])));
  return patch.outcome();
}

/** A member that no chain of shared borders joins to the others; null when there is none. */
function findApart(members: ReadonlySet<number>, inner: readonly ArcState[]): number | null {
  const neighbours = new Map<number, number[]>();
  for (const { left, right } of inner) {
    for (const [a, b] of [
      [left!, right!],
      [right!, left!],
    ] as const) {
      const known = neighbours.get(a);
      if (known) known.push(b);
      else neighbours.set(a, [b]);
    }
  }
  const apart = new Set(members);
  const queue = [...members].slice(0, 1);
  apart.delete(queue[0]!);
  for (const block of queue) {
    for (const neighbour of neighbours.get(block) ?? []) if (apart.delete(neighbour)) queue.push(neighbour);
  }
  for (const block of apart) return block;
  return null;
}

/** From east to west, so that the westernmost node of a closed border is the one that stays. */
function dissolveNodes(patch: Patch, ids: ReadonlySet<number>): void {
  const nodes = Array.from(ids, (id) => patch.node(id)!).sort((a, b) => b.x - a.x || b.y - a.y);
  for (const { id } of nodes) {
    if (patch.arcsAt(id).length === 0) patch.dropNode(id);
    else joinArcsInPlace(patch, id);
  }
}

function startOf({ xy }: ArcState): [x: number, y: number] {
  return [xy[0]!, xy[1]!];
}
