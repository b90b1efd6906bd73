import type { ArcState, DraftFabric } from './draft-fabric.ts';
import { type FabricOutcome, refuse } from './outcome.ts';
import { refuseBadPoints, vertexAt } from './places.ts';
import { redraw, type Stretch, stretchOf } from './stretches.ts';

/** A grid point in cm. */
type Point = readonly [x: number, y: number];

/**
 * Moves a junction or a vertex of an arc, named by its place; all arcs that meet there follow.
 *
 * Refused: `bad-coordinate`, `no-node-there`, `zero-length`, `crossing`, `touching`, `collapsed`, `turned-over`.
 */
export function moveNode(draft: DraftFabric, from: Point, to: Point): FabricOutcome {
  const bad = refuseBadPoints(draft, [...from, ...to]);
  if (bad) return bad;
  const vertex = vertexAt(draft, ...from);
  if (!vertex) return refuse(draft.crs, 'no-node-there', ...from, 'no junction and no vertex stands there');
  if (from[0] === to[0] && from[1] === to[1])
    return refuse(draft.crs, 'zero-length', ...from, 'the node would stay where it is');
  if (vertex.kind === 'vertex') {
    const { arc, i } = vertex;
    const line = [...arc.xy.slice(i - 2, i), ...to, ...arc.xy.slice(i + 2, i + 4)];
    return redraw(draft, [stretchOf(arc, i - 2, i + 2, line)]);
  }
  const { id } = vertex.node;
  const stretches = [...new Set(draft.arcsAt.get(id))].flatMap((arc) => endsMoved(draft.arcs.get(arc)!, id, to));
  return redraw(draft, stretches, { id, x: to[0], y: to[1] });
}

function endsMoved(arc: ArcState, node: number, to: Point): Stretch[] {
  const { xy } = arc;
  const end = xy.length - 2;
  const stretches: Stretch[] = [];
  if (arc.from === node) stretches.push(stretchOf(arc, 0, 2, [...to, xy[2]!, xy[3]!]));
  if (arc.to === node) stretches.push(stretchOf(arc, end - 2, end, [xy[end - 2]!, xy[end - 1]!, ...to]));
  return stretches;
}
