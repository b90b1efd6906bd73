import type { DraftFabric } from './draft-fabric.ts';
import { alongSegment, segmentInBox } from './segments.ts';

/** A junction or a vertex near a place. */
export interface PickedNode {
  readonly kind: 'node' | 'vertex';
  /** id of the node; null for a vertex within an arc */
  readonly node: number | null;
  /** an arc that it stands on, and the offset of the point in its `xy` */
  readonly arc: number;
  readonly i: number;
  /** cm */
  readonly x: number;
  readonly y: number;
  readonly distanceCm: number;
}

/** The nearest point of an arc. */
export interface PickedArc {
  readonly arc: number;
  /** offset in `xy` of the first point of the segment it lies on */
  readonly i: number;
  /** cm, rounded to the grid: up to 0.71 cm beside a slanting segment, where an edit takes it as on it */
  readonly x: number;
  readonly y: number;
  readonly distanceCm: number;
}

/** The junction or vertex nearest to a place, no farther than the radius; null for none. */
export function pickNode(draft: DraftFabric, x: number, y: number, radiusCm: number): PickedNode | null {
  const box = { minX: x - radiusCm, minY: y - radiusCm, maxX: x + radiusCm, maxY: y + radiusCm };
  let best: PickedNode | null = null;
  for (const { arc } of draft.index.search(box)) {
    const end = arc.xy.length - 2;
    for (let i = 0; i <= end; i += 2) {
      const distanceCm = Math.hypot(arc.xy[i]! - x, arc.xy[i + 1]! - y);
      if (distanceCm > radiusCm || (best && distanceCm >= best.distanceCm)) continue;
      const node = i === 0 ? arc.from : i === end ? arc.to : null;
      const kind = node === null ? 'vertex' : 'node';
      best = { kind, node, arc: arc.id, i, x: arc.xy[i]!, y: arc.xy[i + 1]!, distanceCm };
    }
  }
  return best;
}

/** The point of an arc nearest to a place, no farther than the radius; null for none. */
export function pickArc(draft: DraftFabric, x: number, y: number, radiusCm: number): PickedArc | null {
  const box = { minX: x - radiusCm, minY: y - radiusCm, maxX: x + radiusCm, maxY: y + radiusCm };
  let best: PickedArc | null = null;
  for (const { arc } of draft.index.search(box)) {
    for (let i = 0; i + 2 < arc.xy.length; i += 2) {
      if (!segmentInBox(arc.xy, i, box)) continue;
      const [ax, ay, bx, by] = arc.xy.slice(i, i + 4) as [number, number, number, number];
      const t = alongSegment(ax, ay, bx, by, x, y);
      const px = ax + t * (bx - ax);
      const py = ay + t * (by - ay);
      const distanceCm = Math.hypot(px - x, py - y);
      if (distanceCm > radiusCm || (best && distanceCm >= best.distanceCm)) continue;
      best = { arc: arc.id, i, x: Math.round(px), y: Math.round(py), distanceCm };
    }
  }
  return best;
}
