import { pointScale } from '../crs/local-crs.ts';
import { lengthCm } from '../fabric/draft/block-rings.ts';
import type { ArcState, DraftFabric } from '../fabric/draft/draft-fabric.ts';

/** The border that a block shares with one other, or with the outside: an edge of the dual graph, seen from the block. */
export interface BlockEdge {
  /** null = outside */
  readonly other: number | null;
  /** on the ellipsoid, whole millimetres: their sums are exact, in whatever order they are made */
  readonly lengthMm: number;
  /** its arcs along a river, a main road or a railway */
  readonly barriers: readonly number[];
}

const NONE: readonly number[] = [];

/** The edges of a block, one for each neighbour; a point in common is none. */
export function blockEdges(fabric: DraftFabric, barriers: ReadonlySet<number>, block: number): BlockEdge[] {
  const edges = new Map<number | null, BlockEdge>();
  for (const id of fabric.blocks.get(block)!) {
    const arc = fabric.arcs.get(id)!;
    const other = arc.left === block ? arc.right : arc.left;
    const known = edges.get(other);
    const along = barriers.has(id) ? [...(known?.barriers ?? NONE), id] : (known?.barriers ?? NONE);
    edges.set(other, { other, lengthMm: (known?.lengthMm ?? 0) + arcLengthMm(fabric, arc), barriers: along });
  }
  return [...edges.values()];
}

/** As `arcLengthsM` has it: the scale is that of the middle vertex. */
function arcLengthMm({ crs }: DraftFabric, { xy }: ArcState): number {
  const middle = 2 * (xy.length >> 2);
  return Math.round((lengthCm(xy) * 10) / pointScale(crs, xy[middle]!, xy[middle + 1]!));
}
