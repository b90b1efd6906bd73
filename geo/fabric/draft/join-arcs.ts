import type { ArcState } from './draft-fabric.ts';
import type { Patch } from './patch.ts';

/**
 * Makes one arc of the two that meet in a node in which nothing else ends; the node goes. The arc with the lower id
 * stays, in its direction. A node in which one closed arc starts and ends stays: an arc has to start somewhere.
 */
export function joinArcsInPlace(patch: Patch, node: number): void {
  const ends = patch.arcsAt(node);
  if (ends.length !== 2 || ends[0] === ends[1]) return;
  const kept = patch.arc(Math.min(...ends))!;
  const other = patch.arc(Math.max(...ends))!;
  // an arc that ends in its partner at both ends is joined here, and closed there
  const joined =
    kept.to === node
      ? follow(kept, other.from === node ? other : reversed(other))
      : follow(other.to === node ? other : reversed(other), kept);
  patch.dropArc(other.id);
  patch.putArc({ ...joined, id: kept.id });
  patch.dropNode(node);
}

/** The same line the other way. */
export function reversed(arc: ArcState): ArcState {
  const xy: number[] = [];
  for (let i = arc.xy.length - 2; i >= 0; i -= 2) xy.push(arc.xy[i]!, arc.xy[i + 1]!);
  return { id: arc.id, from: arc.to, to: arc.from, left: arc.right, right: arc.left, xy };
}

function follow(first: ArcState, second: ArcState): ArcState {
  return { ...first, to: second.to, xy: [...first.xy, ...second.xy.slice(2)] };
}
