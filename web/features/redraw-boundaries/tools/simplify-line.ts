import { distance2 } from '../../../../geo/fabric/draft/segments.ts';

/** Douglas and Peucker: leaves out the points that lie within a tolerance of the line without them. Ends stay. */
export function simplifyLine<P extends { readonly x: number; readonly y: number }>(
  points: readonly P[],
  tolerance: number,
): P[] {
  if (points.length < 3) return [...points];
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const spans: [first: number, last: number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [first, last] = span;
    const [a, b] = [points[first]!, points[last]!];
    let farthest = -1;
    let most = tolerance * tolerance;
    for (let i = first + 1; i < last; i++) {
      const away = distance2(a.x, a.y, b.x, b.y, points[i]!.x, points[i]!.y);
      if (away <= most) continue;
      most = away;
      farthest = i;
    }
    if (farthest === -1) continue;
    keep[farthest] = 1;
    spans.push([first, farthest], [farthest, last]);
  }
  return points.filter((_, i) => keep[i] === 1);
}
