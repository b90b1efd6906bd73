import type { Face } from './face.ts';
import { areaM2, contains } from './polygon.ts';
import { type FinishedLine, pieceOf, type Ways } from './ways.ts';

/** A stretch of way with the face on either side; -1 = outside the town. */
export interface Border {
  readonly way: number;
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
}

/** All stretches of dividing ways between two different faces (or a face and the outside), in way order. */
export function findBorders(ways: Ways, faces: readonly Face[]): Border[] {
  const sides = ways.list.map(() => ({ left: [] as Side[], right: [] as Side[] }));
  faces.forEach((face, index) => {
    for (let edge = 0; edge < face.way.length; edge++) {
      const [from, to] = [face.from[edge]!, face.to[edge]!];
      const side = sides[face.way[edge]!]!;
      if (to > from) side.left.push({ from, to, face: index });
      else side.right.push({ from: to, to: from, face: index });
    }
  });
  const out: Border[] = [];
  sides.forEach(({ left, right }, way) => {
    const lefts = joinSides(left);
    const rights = joinSides(right);
    const cuts = [...new Set([...lefts, ...rights].flatMap((side) => [side.from, side.to]))].sort((a, b) => a - b);
    let l = 0;
    let r = 0;
    for (let k = 0; k + 1 < cuts.length; k++) {
      const [from, to] = [cuts[k]!, cuts[k + 1]!];
      if (to - from < SLIVER_M) continue;
      const middle = (from + to) / 2;
      while (l < lefts.length && lefts[l]!.to <= middle) l++;
      while (r < rights.length && rights[r]!.to <= middle) r++;
      const a = lefts[l] && lefts[l]!.from <= middle ? lefts[l]!.face : -1;
      const b = rights[r] && rights[r]!.from <= middle ? rights[r]!.face : -1;
      if (a !== b) out.push({ way, from, to, left: a, right: b });
    }
  });
  return out;
}

interface Side {
  from: number;
  to: number;
  face: number;
}

/** Positions nearer than this are one node, metres (ways.ts drops such doubles too). */
const SLIVER_M = 0.02;

function joinSides(sides: Side[]): Side[] {
  const sorted = [...sides].sort((a, b) => a.from - b.from);
  const out: Side[] = [];
  for (const side of sorted) {
    const last = out.at(-1);
    if (last && last.face === side.face && side.from - last.to < SLIVER_M) last.to = side.to;
    else out.push({ ...side });
  }
  return out;
}

/** Rings of one polygon, the outer one first; flat metres, not closed. */
export type Rings = number[][];

/**
 * The outlines of groups of faces, with every vertex of the ways they run along.
 *
 * @param groupOf group of each face; -1 = none
 * @returns for each group its polygons
 */
export function dissolveFaces(
  borders: readonly Border[],
  lines: readonly FinishedLine[],
  groupOf: Int32Array,
  groups: number,
): Rings[][] {
  const pieces: number[][][] = Array.from({ length: groups }, () => []);
  for (const { way, from, to, left, right } of borders) {
    const a = left < 0 ? -1 : groupOf[left]!;
    const b = right < 0 ? -1 : groupOf[right]!;
    if (a === b) continue;
    if (a >= 0) pieces[a]!.push(pieceOf(lines[way]!, from, to));
    if (b >= 0) pieces[b]!.push(pieceOf(lines[way]!, to, from));
  }
  return pieces.map((list) => nestRings(chain(list)));
}

const keyOf = (x: number, y: number): string => `${Math.round(x * 100)},${Math.round(y * 100)}`;

/** Joins directed pieces (land on their left) to simple rings. */
function chain(pieces: number[][]): number[][] {
  const leaving = new Map<string, number[]>();
  pieces.forEach((piece, index) => {
    const key = keyOf(piece[0]!, piece[1]!);
    const list = leaving.get(key);
    if (list) list.push(index);
    else leaving.set(key, [index]);
  });
  const used = new Uint8Array(pieces.length);
  const rings: number[][] = [];
  for (let first = 0; first < pieces.length; first++) {
    if (used[first]) continue;
    const ring: number[] = [];
    let current = first;
    while (!used[current]) {
      used[current] = 1;
      const piece = pieces[current]!;
      for (let i = 0; i < piece.length - 2; i++) ring.push(piece[i]!);
      const n = piece.length;
      const choices = (leaving.get(keyOf(piece[n - 2]!, piece[n - 1]!)) ?? []).filter((index) => !used[index]);
      if (choices.length === 0) break;
      const back = Math.atan2(piece[n - 3]! - piece[n - 1]!, piece[n - 4]! - piece[n - 2]!);
      current = choices.reduce((best, index) =>
        turnFrom(back, pieces[index]!) < turnFrom(back, pieces[best]!) ? index : best,
      );
    }
    rings.push(...splitAtRepeats(ring));
  }
  return rings;
}

/** Clockwise turn from a direction to the first edge of a piece. */
function turnFrom(back: number, piece: number[]): number {
  const angle = Math.atan2(piece[3]! - piece[1]!, piece[2]! - piece[0]!);
  const turn = (back - angle) % (2 * Math.PI);
  return turn <= 1e-9 ? turn + 2 * Math.PI : turn;
}

/** A ring that meets itself in a point becomes several. */
function splitAtRepeats(ring: number[]): number[][] {
  const out: number[][] = [];
  const stack: number[] = [];
  const depth = new Map<string, number>();
  for (let i = 0; i < ring.length; i += 2) {
    const key = keyOf(ring[i]!, ring[i + 1]!);
    const seen = depth.get(key);
    if (seen !== undefined) {
      const loop = stack.splice(seen);
      for (let k = 2; k < loop.length; k += 2) depth.delete(keyOf(loop[k]!, loop[k + 1]!));
      if (loop.length >= 6) out.push(loop);
    }
    depth.set(key, stack.length);
    stack.push(ring[i]!, ring[i + 1]!);
  }
  if (stack.length >= 6) out.push(stack);
  return out;
}

/** Outer rings with their holes, the largest first. */
function nestRings(rings: number[][]): Rings[] {
  const outers = rings.filter((ring) => areaM2(ring) > 0).sort((a, b) => areaM2(b) - areaM2(a));
  const polygons: Rings[] = outers.map((ring) => [ring]);
  for (const hole of rings.filter((ring) => areaM2(ring) < 0)) {
    const [x, y] = [(hole[0]! + hole[2]!) / 2, (hole[1]! + hole[3]!) / 2];
    let home: Rings | null = null;
    for (const polygon of polygons) if (contains(polygon[0]!, x, y)) home = polygon;
    home?.push(hole);
  }
  return polygons;
}
