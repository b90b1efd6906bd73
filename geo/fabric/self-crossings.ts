import { toLngLat } from '../crs/local-crs.ts';
import type { NodedEdges } from './noding.ts';
import { origin } from './planar-graph.ts';
import type { Drawing } from './read-geometry.ts';
import type { BuildFault, MendOptions } from './report.ts';

/**
 * Places where an outline crosses or touches itself: vertices it passes twice as it was drawn (spikes too, of which
 * nothing is left after noding), and vertices at which more than two of its edges end after noding.
 */
export function findSelfCrossings(drawing: Drawing, edges: NodedEdges, options: MendOptions): BuildFault[] {
  const action = options.consent?.['self-crossing'] === 'refuse' ? 'refused' : 'mended';
  const places = new Map<string, { ring: number; x: number; y: number }>();
  for (const place of [...passedTwice(drawing), ...joinedTwice(edges)]) {
    places.set(`${place.ring} ${place.x} ${place.y}`, place);
  }
  return [...places.values()].map(({ ring, x, y }) => {
    const at = toLngLat(drawing.crs, x, y);
    return { kind: 'self-crossing', polygons: [drawing.polygonOfRing[ring]!], at, areaM2: 0, widthM: 0, action };
  });
}

function* passedTwice({ chains }: Drawing): Generator<{ ring: number; x: number; y: number }> {
  for (const { xy, ring } of chains) {
    const seen = new Set<string>();
    let previous = '';
    for (let i = 0; i < xy.length - 2; i += 2) {
      const key = `${xy[i]} ${xy[i + 1]}`;
      if (key !== previous && seen.has(key)) yield { ring, x: xy[i]!, y: xy[i + 1]! };
      seen.add(key);
      previous = key;
    }
  }
}

function* joinedTwice(edges: NodedEdges): Generator<{ ring: number; x: number; y: number }> {
  const halves = edges.from.length * 2;
  const degrees = new Uint32Array(edges.xs.length);
  for (let h = 0; h < halves; h++) degrees[origin(edges, h)]!++;
  const counts = new Map<string, number>();
  for (let h = 0; h < halves; h++) {
    const v = origin(edges, h);
    if (degrees[v]! < 4) continue;
    for (const ring of edges.labels.members(edges.rings[h >> 1]!)) {
      const key = `${ring} ${v}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count === 3) yield { ring, x: edges.xs[v]!, y: edges.ys[v]! };
    }
  }
}
