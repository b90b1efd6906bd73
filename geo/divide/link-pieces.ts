import { type DualGraph, dualGraph } from './dual-graph.ts';
import { piecesOf } from './pieces.ts';

/**
 * A graph with islands tied to what is nearest, so that plans can be looked for: one edge of no length for each piece
 * but the largest, between the two units whose centres are nearest.
 *
 * @param xy  centres of the units [x0, y0, …] in a plane
 * @returns   the graph as it was when it is connected; the edges added stand in `links`
 */
export function linkPieces(
  graph: DualGraph,
  xy: ArrayLike<number>,
): { readonly graph: DualGraph; readonly links: readonly (readonly [number, number])[] } {
  const { pieceOf, partOf } = piecesOf(graph, new Int32Array(graph.count));
  const pieces: number[][] = Array.from(partOf, () => []);
  pieceOf.forEach((piece, unit) => {
    pieces[piece]!.push(unit);
  });
  pieces.sort((p, q) => q.length - p.length || p[0]! - q[0]!);
  const [mainland = [], ...islands] = pieces;
  const links: [number, number][] = [];
  const joined = [...mainland];
  while (islands.length > 0) {
    const nearest = nearestIsland(joined, islands, xy);
    links.push(nearest.link);
    joined.push(...islands.splice(nearest.island, 1)[0]!);
  }
  if (links.length === 0) return { graph, links };
  const edges = {
    a: [...graph.a, ...links.map(([one]) => one)],
    b: [...graph.b, ...links.map(([, other]) => other)],
    sharedM: [...graph.sharedM, ...links.map(() => 0)],
  };
  const { population, areaM2, boundaryM } = graph;
  return { graph: dualGraph({ edges, population, areaM2, boundaryM }), links };
}

function nearestIsland(joined: readonly number[], islands: readonly number[][], xy: ArrayLike<number>) {
  let least = Number.POSITIVE_INFINITY;
  let best = { island: 0, link: [joined[0]!, islands[0]![0]!] as [number, number] };
  islands.forEach((units, island) => {
    for (const unit of units) {
      for (const other of joined) {
        const apart = Math.hypot(xy[2 * unit]! - xy[2 * other]!, xy[2 * unit + 1]! - xy[2 * other + 1]!);
        if (apart >= least) continue;
        least = apart;
        best = { island, link: [other, unit] };
      }
    }
  });
  return best;
}
