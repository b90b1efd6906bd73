import type { DualGraph } from './dual-graph.ts';

/**
 * Connects the units locked to each part, by shortest paths through units that no other part has taken: what a first
 * plan grows the parts around.
 *
 * @param locked  part that each unit is locked to; −1 = free
 * @returns       the same with the units on the paths, connected for each part; or a part whose locked units are cut
 *                off from each other
 */
export function connectLocks(graph: DualGraph, locked: Int32Array): Int32Array | { readonly apart: number } {
  const owner = locked.slice();
  for (const part of [...new Set(locked)].sort((p, q) => p - q)) {
    if (part >= 0 && !connect(graph, owner, part)) return { apart: part };
  }
  return owner;
}

/** Joins the pieces of a part one after the other to the piece of its first unit; false = one cannot be reached. */
function connect({ count, offsets, neighbours }: DualGraph, owner: Int32Array, part: number): boolean {
  const first = owner.indexOf(part);
  const cameFrom = new Int32Array(count);
  for (;;) {
    cameFrom.fill(-1);
    cameFrom[first] = first;
    const queue = [first];
    let outside = -1;
    // What belongs to the part already costs nothing: it is gone through before anything else is looked at.
    for (let head = 0; head < queue.length; head++) {
      for (let at = offsets[queue[head]!]!; at < offsets[queue[head]! + 1]!; at++) {
        const next = neighbours[at]!;
        if (owner[next] !== part || cameFrom[next]! >= 0) continue;
        cameFrom[next] = queue[head]!;
        queue.push(next);
      }
    }
    const within = queue.length;
    for (let head = 0; head < queue.length && outside < 0; head++) {
      for (let at = offsets[queue[head]!]!; at < offsets[queue[head]! + 1]!; at++) {
        const next = neighbours[at]!;
        if (cameFrom[next]! >= 0 || (owner[next]! >= 0 && owner[next] !== part)) continue;
        cameFrom[next] = queue[head]!;
        queue.push(next);
        if (owner[next] === part) {
          outside = next;
          break;
        }
      }
    }
    if (outside < 0) return owner.reduce((number, other) => number + Number(other === part), 0) === within;
    for (let unit = outside; owner[unit] !== part || unit === outside; unit = cameFrom[unit]!) owner[unit] = part;
  }
}
