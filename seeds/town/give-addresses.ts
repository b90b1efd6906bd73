import type { Face } from './face.ts';
import type { Ways } from './ways.ts';

/** A door on a way: where it lies along it and on which side. */
export interface Door {
  readonly way: number;
  readonly at: number;
  readonly left: boolean;
}

/** The nearest named way around a point inside a face; null when the face has none. */
export function doorOf(ways: Ways, face: Face, x: number, y: number): Door | null {
  let best: Door | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let edge = 0; edge < face.way.length; edge++) {
    if (ways.list[face.way[edge]!]!.name === '') continue;
    const i = 2 * edge;
    const j = (i + 2) % face.xy.length;
    const [dx, dy] = [face.xy[j]! - face.xy[i]!, face.xy[j + 1]! - face.xy[i + 1]!];
    const share = Math.max(0, Math.min(1, ((x - face.xy[i]!) * dx + (y - face.xy[i + 1]!) * dy) / (dx * dx + dy * dy)));
    const d = Math.hypot(face.xy[i]! + share * dx - x, face.xy[i + 1]! + share * dy - y);
    if (d >= least) continue;
    least = d;
    const [from, to] = [face.from[edge]!, face.to[edge]!];
    best = { way: face.way[edge]!, at: from + share * (to - from), left: to > from };
  }
  return best;
}

/** House numbers skip one now and then: a plot that was joined to its neighbour. */
const SKIP_EVERY = 9;

/**
 * Numbers doors: odd on the left of a way, even on its right, rising along it, none twice.
 *
 * @returns house number of each door; 0 where there is no door
 */
export function numberDoors(doors: readonly (Door | null)[]): Int32Array {
  const sides = new Map<number, number[]>();
  doors.forEach((door, index) => {
    if (!door) return;
    const key = door.way * 2 + (door.left ? 0 : 1);
    const list = sides.get(key);
    if (list) list.push(index);
    else sides.set(key, [index]);
  });
  const numbers = new Int32Array(doors.length);
  for (const list of sides.values()) {
    list.sort((a, b) => doors[a]!.at - doors[b]!.at || a - b);
    let number = doors[list[0]!]!.left ? -1 : 0;
    list.forEach((index, k) => {
      number += (k + doors[index]!.way) % SKIP_EVERY === SKIP_EVERY - 1 ? 4 : 2;
      numbers[index] = number;
    });
  }
  return numbers;
}
