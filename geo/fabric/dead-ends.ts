import { type LocalCrs, pointScale, toLngLat } from '../crs/local-crs.ts';
import type { NodedEdges } from './noding.ts';
import { UNOWNED } from './owners.ts';
import { origin, type PlanarGraph } from './planar-graph.ts';

/** The end of a line that meets nothing, and how long the line is from there to where it meets another one. */
export interface DeadEnd {
  /** degrees */
  readonly at: [lng: number, lat: number];
  readonly lengthM: number;
}

/**
 * Where lines end inside a region without meeting another line: they part nothing.
 *
 * @param owner  region of each face; ends outside all regions do not count
 */
export function findDeadEnds(edges: NodedEdges, { faceOf }: PlanarGraph, owner: Int32Array, crs: LocalCrs): DeadEnd[] {
  const degrees = new Uint32Array(edges.xs.length);
  const halves = edges.from.length * 2;
  for (let h = 0; h < halves; h++) degrees[origin(edges, h)]!++;
  const leaving = new Map<number, number[]>();
  for (let h = 0; h < halves; h++) {
    const v = origin(edges, h);
    if (degrees[v]! > 2) continue;
    const known = leaving.get(v);
    if (known) known.push(h);
    else leaving.set(v, [h]);
  }
  const ends: DeadEnd[] = [];
  for (let h = 0; h < halves; h++) {
    const start = origin(edges, h);
    if (degrees[start] !== 1 || owner[faceOf[h]!] === UNOWNED) continue;
    let lengthCm = 0;
    let half = h;
    for (;;) {
      const [a, b] = [origin(edges, half), origin(edges, half ^ 1)];
      lengthCm += Math.hypot(edges.xs[a]! - edges.xs[b]!, edges.ys[a]! - edges.ys[b]!);
      if (degrees[b] !== 2) break;
      half = leaving.get(b)!.find((next) => next !== (half ^ 1))!;
    }
    const [x, y] = [edges.xs[start]!, edges.ys[start]!];
    ends.push({ at: toLngLat(crs, x, y), lengthM: lengthCm / 100 / pointScale(crs, x, y) });
  }
  return ends;
}
