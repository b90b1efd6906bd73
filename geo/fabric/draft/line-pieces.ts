import type { ArcState, DraftFabric } from './draft-fabric.ts';
import { type Meeting, ON_BORDER_CM } from './meet-border.ts';
import { distance2, withoutRepeats } from './segments.ts';

/** The part of a drawn line between two places in which it meets borders, from the grid point of one to that of the other. */
export function pieceBetween(line: readonly number[], a: Meeting, b: Meeting): number[] {
  return withoutRepeats([a.x, a.y, ...pointsBetween(line, a.until, b.along), b.x, b.y]);
}

/** The line's vertices strictly between two places of it. */
export function pointsBetween(line: readonly number[], from: number, to: number): number[] {
  const first = Math.floor(from) + 1;
  return first < to ? line.slice(2 * first, 2 * Math.ceil(to)) : [];
}

/** The middle of the longest segment. */
export function middleOf(xy: readonly number[]): [x: number, y: number] {
  let best = 0;
  let longest = -1;
  for (let i = 0; i + 2 < xy.length; i += 2) {
    const length = Math.hypot(xy[i + 2]! - xy[i]!, xy[i + 3]! - xy[i + 1]!);
    if (length <= longest) continue;
    longest = length;
    best = i;
  }
  return [(xy[best]! + xy[best + 2]!) / 2, (xy[best + 1]! + xy[best + 3]!) / 2];
}

/** Whether a point of a line stands on a border. */
export function runsAlong(
  draft: DraftFabric,
  x: number,
  y: number,
  isBorder: (arc: ArcState) => boolean = () => true,
): boolean {
  const box = { minX: x - ON_BORDER_CM, minY: y - ON_BORDER_CM, maxX: x + ON_BORDER_CM, maxY: y + ON_BORDER_CM };
  return draft.index.search(box).some(({ arc }) => {
    if (!isBorder(arc)) return false;
    for (let i = 0; i + 2 < arc.xy.length; i += 2) {
      if (distance2(arc.xy[i]!, arc.xy[i + 1]!, arc.xy[i + 2]!, arc.xy[i + 3]!, x, y) <= ON_BORDER_CM ** 2) return true;
    }
    return false;
  });
}
