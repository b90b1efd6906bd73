import type { Parcel } from './parcels.ts';
import type { Polygon } from './polygon.ts';
import { HALF_WIDTH_M, type Way, type Ways } from './ways.ts';

/** A compound before it has a name and an address; plane metres. */
export interface CompoundDraft {
  readonly parcel: number;
  readonly outline: Polygon;
  readonly gates: GateDraft[];
  readonly walls: number[][];
}

export interface GateDraft {
  readonly x: number;
  readonly y: number;
  /** metres along the outline */
  readonly around: number;
  /** the public way the gate opens to, and where */
  readonly way: number;
  readonly at: number;
}

/** Opening in the wall on either side of a gate, metres. */
const HALF_GATE_M = 4;
/** A compound has no more gates; a further drive is walled up where it would leave. */
const MOST_GATES = 4;
/** A gate keeps this distance from the next one. */
const GATES_APART_M = 14;

interface RingHit {
  readonly x: number;
  readonly y: number;
  /** metres along the ring */
  readonly around: number;
  /** metres along the segment */
  readonly along: number;
}

/** Where a segment meets a closed ring, from its start. */
function meetRing(ring: Polygon, ax: number, ay: number, bx: number, by: number): RingHit[] {
  const reach = Math.hypot(bx - ax, by - ay);
  const hits: RingHit[] = [];
  let around = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    const [px, py, qx, qy] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!];
    const length = Math.hypot(qx - px, qy - py);
    const cross = (bx - ax) * (qy - py) - (by - ay) * (qx - px);
    if (Math.abs(cross) > 1e-9) {
      const s = ((px - ax) * (qy - py) - (py - ay) * (qx - px)) / cross;
      const t = ((px - ax) * (by - ay) - (py - ay) * (bx - ax)) / cross;
      if (s >= 0 && s <= 1 && t >= 0 && t <= 1) {
        hits.push({ x: px + t * (qx - px), y: py + t * (qy - py), around: around + t * length, along: s * reach });
      }
    }
    around += length;
  }
  return hits.sort((a, b) => a.along - b.along);
}

/** Gates where the drives leave the outline towards a public way, the widest way first. */
export function gatesOfDrives(ways: Ways, parcel: Parcel, drives: readonly Way[], outline: Polygon): GateDraft[] {
  const border = new Set(parcel.face.way);
  const gates: GateDraft[] = [];
  for (const drive of drives) {
    const last = drive.xy.length - 2;
    for (const [end, next] of [
      [0, 2],
      [last, last - 2],
    ] as const) {
      const [x, y] = [drive.xy[end]!, drive.xy[end + 1]!];
      const on = junctionAt(ways, border, x, y);
      if (!on) continue;
      const met = meetRing(outline, x, y, drive.xy[next]!, drive.xy[next + 1]!)[0];
      if (!met || gates.some((gate) => Math.hypot(gate.x - met.x, gate.y - met.y) < GATES_APART_M)) continue;
      gates.push({ x: met.x, y: met.y, around: met.around, ...on });
    }
  }
  const rank = (gate: GateDraft): number => HALF_WIDTH_M[ways.list[gate.way]!.wayClass];
  return gates.sort((a, b) => rank(b) - rank(a) || a.way - b.way || a.at - b.at).slice(0, MOST_GATES);
}

function junctionAt(ways: Ways, among: ReadonlySet<number>, x: number, y: number): { way: number; at: number } | null {
  for (const id of among) {
    const way = ways.list[id]!;
    if (way.kind !== 'road') continue;
    for (const junction of way.junctions) if (junction.x === x && junction.y === y) return { way: id, at: junction.at };
  }
  return null;
}

/** The wall: the outline without its gates, as open lines. */
export function wallsOf(outline: Polygon, gates: readonly GateDraft[]): number[][] {
  const n = outline.length / 2;
  const at = [0];
  for (let k = 0; k < n; k++) {
    const i = 2 * k;
    const j = (i + 2) % outline.length;
    at.push(at[k]! + Math.hypot(outline[j]! - outline[i]!, outline[j + 1]! - outline[i + 1]!));
  }
  const total = at[n]!;
  const closed = [...outline, outline[0]!, outline[1]!];
  if (gates.length === 0) return [closed];
  const point = (position: number): [number, number] => {
    const wrapped = ((position % total) + total) % total;
    let k = 0;
    while (k < n - 1 && at[k + 1]! < wrapped) k++;
    const share = (wrapped - at[k]!) / (at[k + 1]! - at[k]!);
    return [
      closed[2 * k]! + share * (closed[2 * k + 2]! - closed[2 * k]!),
      closed[2 * k + 1]! + share * (closed[2 * k + 3]! - closed[2 * k + 1]!),
    ];
  };
  const sorted = [...gates].sort((a, b) => a.around - b.around);
  return sorted.flatMap((gate, k) => {
    const from = gate.around + HALF_GATE_M;
    const next = sorted[k + 1]?.around ?? sorted[0]!.around + total;
    const to = next - HALF_GATE_M;
    if (to - from < 1) return [];
    const line = [...point(from)];
    for (let turn = 0; turn < 2; turn++) {
      for (let i = 0; i < n; i++) {
        const position = at[i]! + turn * total;
        if (position > from + 0.01 && position < to - 0.01) line.push(closed[2 * i]!, closed[2 * i + 1]!);
      }
    }
    line.push(...point(to));
    return [line];
  });
}

export interface Stub {
  readonly way: Way;
  readonly gate: GateDraft;
  /** ground to keep free of buildings */
  readonly corridor: Polygon;
}

/** The wall is met within this distance of the road, its other side within that one, metres. */
const NEAR_M = 60;
const ACROSS_M = 500;
/** Half of the ground kept free for a drive into a compound, metres. */
const CORRIDOR_M = 3.6;

/**
 * A drive that ends inside: from the middle of the longest side on a road, straight in.
 *
 * @param depthM how far it goes beyond the outline
 */
export function addStub(ways: Ways, parcel: Parcel, outline: Polygon, depthM: number): Stub | null {
  const { xy, way, from, to } = parcel.face;
  let best = -1;
  let longest = 30;
  for (let edge = 0; edge < way.length; edge++) {
    if (ways.list[way[edge]!]!.kind !== 'road') continue;
    const j = (2 * edge + 2) % xy.length;
    const length = Math.hypot(xy[j]! - xy[2 * edge]!, xy[j + 1]! - xy[2 * edge + 1]!);
    if (length > longest) {
      longest = length;
      best = edge;
    }
  }
  if (best < 0) return null;
  const i = 2 * best;
  const j = (i + 2) % xy.length;
  const road = ways.list[way[best]!]!;
  const [dx, dy] = [(xy[j]! - xy[i]!) / longest, (xy[j + 1]! - xy[i + 1]!) / longest];
  for (const share of [0.5, 0.42, 0.6, 0.35, 0.68]) {
    const at = from[best]! + share * (to[best]! - from[best]!);
    const near = (other: number): boolean => Math.abs(other - at) < 5;
    if (road.at.some(near) || road.junctions.some((junction) => near(junction.at))) continue;
    const [x, y] = [xy[i]! + share * (xy[j]! - xy[i]!), xy[i + 1]! + share * (xy[j + 1]! - xy[i + 1]!)];
    const [met, opposite] = meetRing(outline, x, y, x - dy * ACROSS_M, y + dx * ACROSS_M);
    if (!met || !opposite || met.along > NEAR_M) continue;
    const reach = met.along + Math.min(depthM, (opposite.along - met.along) * 0.55);
    const [ex, ey] = [x - dy * reach, y + dx * reach];
    const drive = ways.add({ kind: 'road', wayClass: 'service', role: 'drive', xy: [x, y, ex, ey], divides: false });
    road.junctions.push({ at, x, y });
    const [wx, wy] = [dx * CORRIDOR_M, dy * CORRIDOR_M];
    const corridor = [
      x - wx,
      y - wy,
      x + wx,
      y + wy,
      ex + wx - dy * 2,
      ey + wy + dx * 2,
      ex - wx - dy * 2,
      ey - wy + dx * 2,
    ];
    return { way: drive, gate: { x: met.x, y: met.y, around: met.around, way: road.id, at }, corridor };
  }
  return null;
}
