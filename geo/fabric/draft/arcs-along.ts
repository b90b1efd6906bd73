import type { ArcState, DraftFabric } from './draft-fabric.ts';
import { segmentBox } from './segments.ts';

/** A slanting segment is looked along in boxes about this wide and high, cm: a few blocks of a town. */
const BOX_CM = 30_000;

/**
 * The arcs whose boxes come within `marginCm` of the segment of a line at offset i, and a few others: not all that lie
 * in its own box, which for a long slanting segment may hold half the town.
 */
export function arcsAlong(draft: DraftFabric, line: ArrayLike<number>, i: number, marginCm: number): Set<ArcState> {
  const [ax, ay, bx, by] = [line[i]!, line[i + 1]!, line[i + 2]!, line[i + 3]!];
  const thinner = Math.min(Math.abs(bx - ax), Math.abs(by - ay));
  const boxes = Math.max(1, Math.ceil(thinner / BOX_CM));
  const arcs = new Set<ArcState>();
  const along = (share: number): [number, number] => [ax + share * (bx - ax), ay + share * (by - ay)];
  for (let k = 0; k < boxes; k++) {
    const part = [...along(k / boxes), ...along((k + 1) / boxes)];
    for (const { arc } of draft.index.search(segmentBox(part, 0, marginCm))) arcs.add(arc);
  }
  return arcs;
}
