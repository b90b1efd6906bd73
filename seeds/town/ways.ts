/**
 * The lines of a town: roads, river, railway, the outer edge. Everything between them is a face (face.ts).
 *
 * A position on a way (`at`) is metres along its base line. Where another way ends on it, a junction is noted, so
 * that the finished line passes through the very same point: the network is noded by construction.
 */
export type WayKind = 'road' | 'river' | 'railway' | 'edge';

export type WayClass =
  | 'trunk'
  | 'primary'
  | 'secondary'
  | 'tertiary'
  | 'residential'
  | 'pedestrian'
  | 'service'
  | 'track'
  | 'footway'
  | 'steps';

/** What a way is to the town; names are given by it. */
export type WayRole =
  | 'main'
  | 'ring'
  | 'bank'
  | 'railside'
  | 'station'
  | 'country'
  | 'plain'
  | 'lane'
  | 'drive'
  | 'path';

export interface Junction {
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

export interface Way {
  readonly id: number;
  readonly kind: WayKind;
  wayClass: WayClass;
  role: WayRole;
  /** axis of the base grid the way runs along; null for a way cut later */
  readonly axis: 'u' | 'v' | null;
  /** base line: flat metres, and the position of each vertex */
  readonly xy: number[];
  readonly at: number[];
  readonly junctions: Junction[];
  /** the pieces that exist, in order; a way may have gaps */
  readonly spans: [from: number, to: number][];
  /** pieces that pass over water or rails */
  readonly crossings: { from: number; to: number; over: 'river' | 'railway' }[];
  /** faces lie on both sides of it; false for a path inside a face */
  readonly divides: boolean;
  name: string;
}

/** Half of the carriageway with its pavements: nothing is built nearer to the centre line. */
export const HALF_WIDTH_M: Readonly<Record<WayClass, number>> = {
  trunk: 18,
  primary: 16,
  secondary: 12,
  tertiary: 9,
  residential: 4.5,
  pedestrian: 8,
  service: 3,
  track: 2,
  footway: 1,
  steps: 1,
};

/** Distance from the line of any way, road or not, to the land behind it. */
export function landSetbackM(way: Way): number {
  if (way.kind === 'railway') return 18;
  if (way.kind === 'edge') return 4;
  if (way.kind === 'river') return 0;
  return HALF_WIDTH_M[way.wayClass];
}

export interface WaySpec {
  readonly kind: WayKind;
  readonly wayClass: WayClass;
  readonly role: WayRole;
  readonly axis?: 'u' | 'v';
  /** base line, flat metres */
  readonly xy: number[];
  /** default true */
  readonly divides?: boolean;
  /** false for a way whose spans are added later */
  readonly whole?: boolean;
}

export class Ways {
  readonly list: Way[] = [];

  /** Draws a way and notes it. */
  add(spec: WaySpec): Way {
    const way = this.sketch(spec);
    this.keep(way);
    return way;
  }

  /** A way that is not in the list; `keep` puts it there, unless another one came first. */
  sketch(spec: WaySpec): Way {
    const at = [0];
    for (let i = 2; i < spec.xy.length; i += 2) {
      at.push(at.at(-1)! + Math.hypot(spec.xy[i]! - spec.xy[i - 2]!, spec.xy[i + 1]! - spec.xy[i - 1]!));
    }
    return {
      id: this.list.length,
      kind: spec.kind,
      wayClass: spec.wayClass,
      role: spec.role,
      axis: spec.axis ?? null,
      xy: spec.xy,
      at,
      junctions: [],
      spans: spec.whole === false ? [] : [[0, at.at(-1)!]],
      crossings: [],
      divides: spec.divides ?? true,
      name: '',
    };
  }

  keep(way: Way): void {
    if (way.id !== this.list.length) throw new Error(`way ${way.id} was sketched before way ${this.list.length - 1}`);
    this.list.push(way);
  }
}

/** Positions nearer than this are the same point of a way, metres. */
const SAME_M = 0.02;

/** The finished line of a way: base vertices and junctions in order. */
export interface FinishedLine {
  readonly at: number[];
  readonly xy: number[];
}

export function finishWay(way: Way): FinishedLine {
  const points = way.junctions.map(({ at, x, y }) => ({ at, x, y }));
  for (let i = 0; i < way.at.length; i++) {
    points.push({ at: way.at[i]!, x: way.xy[2 * i]!, y: way.xy[2 * i + 1]! });
  }
  points.sort((a, b) => a.at - b.at);
  const at: number[] = [];
  const xy: number[] = [];
  for (const point of points) {
    if (at.length > 0 && point.at - at.at(-1)! < SAME_M) continue;
    at.push(point.at);
    xy.push(point.x, point.y);
  }
  return { at, xy };
}

/** The vertices of a finished line between two of its vertices, both included; backwards when `to` < `from`. */
export function pieceOf(line: FinishedLine, from: number, to: number): number[] {
  const first = vertexAt(line, from);
  const last = vertexAt(line, to);
  const step = first <= last ? 1 : -1;
  const out: number[] = [];
  for (let i = first; i !== last + step; i += step) out.push(line.xy[2 * i]!, line.xy[2 * i + 1]!);
  return out;
}

/** Index of the vertex nearest to a position. */
function vertexAt(line: FinishedLine, at: number): number {
  let low = 0;
  let high = line.at.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (line.at[middle]! < at - SAME_M) low = middle + 1;
    else high = middle;
  }
  return low;
}
