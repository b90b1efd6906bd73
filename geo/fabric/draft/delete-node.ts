import type { ArcState, DraftFabric, NodeState } from './draft-fabric.ts';
import { joinArcsInPlace } from './join-arcs.ts';
import { type FabricOutcome, refuse } from './outcome.ts';
import { createPatch } from './patch.ts';
import { refuseBadPoints, vertexAt } from './places.ts';
import { type Part, redraw, refuseStretches, stretchOf } from './stretches.ts';

/**
 * Takes a vertex out of a border, named by its place: the border runs straight from the one before to the one after.
 * A node in which two arcs meet, or a closed arc begins, is such a vertex, too; the two arcs become one.
 *
 * Refused: `bad-coordinate`, `no-node-there`, `loose-node` (three or more borders meet there), `crossing`, `touching`,
 * `collapsed`, `turned-over`.
 */
export function deleteNode(draft: DraftFabric, at: readonly [x: number, y: number]): FabricOutcome {
  const bad = refuseBadPoints(draft, at);
  if (bad) return bad;
  const vertex = vertexAt(draft, ...at);
  if (!vertex) return refuse(draft.crs, 'no-node-there', ...at, 'no junction and no vertex stands there');
  if (vertex.kind === 'vertex') {
    const { arc, i } = vertex;
    const line = [...arc.xy.slice(i - 2, i), ...arc.xy.slice(i + 2, i + 4)];
    return redraw(draft, [stretchOf(arc, i - 2, i + 2, line)]);
  }
  const ends = draft.arcsAt.get(vertex.node.id)!;
  if (ends.length > 2)
    return refuse(draft.crs, 'loose-node', ...at, `${ends.length} borders meet there and would end in the open`);
  const [a, b] = ends.map((id) => draft.arcs.get(id)!) as [ArcState, ArcState];
  return a === b ? deleteStart(draft, a, vertex.node) : deleteJoint(draft, a, b, vertex.node);
}

/** The node in which a closed arc starts goes to the arc's next vertex. */
function deleteStart(draft: DraftFabric, arc: ArcState, node: NodeState): FabricOutcome {
  const { xy } = arc;
  const end = xy.length - 2;
  const [x, y] = [xy[2]!, xy[3]!];
  const stretches = [
    stretchOf(arc, 0, 4, [x, y, xy[4]!, xy[5]!]),
    stretchOf(arc, end - 2, end, [xy[end - 2]!, xy[end - 1]!, x, y]),
  ];
  return redraw(draft, stretches, { ...node, x, y });
}

function deleteJoint(draft: DraftFabric, a: ArcState, b: ArcState, node: NodeState): FabricOutcome {
  const into = lastPart(a, node.id);
  const out = lastPart(b, node.id);
  const parts = [
    { ...into.part, forward: a.to === node.id },
    { ...out.part, forward: b.from === node.id },
  ];
  const sides = a.to === node.id ? { left: a.left, right: a.right } : { left: a.right, right: a.left };
  const line = [...into.far, ...out.far];
  const refused = refuseStretches(draft, [{ parts, line, ...sides, startNode: into.node, endNode: out.node }]);
  if (refused) return refused;
  const patch = createPatch(draft);
  joinArcsInPlace(patch, node.id);
  const joined = patch.arc(Math.min(a.id, b.id))!;
  patch.putArc({ ...joined, xy: withoutPoint(joined.xy, node.x, node.y) });
  return patch.outcome();
}

/** The segment of an arc that ends in a node, its far point, and the node that stands there, if any. */
function lastPart(
  arc: ArcState,
  node: number,
): { part: Omit<Part, 'forward'>; far: [x: number, y: number]; node: number | null } {
  const { xy } = arc;
  const end = xy.length - 2;
  const isOnly = end === 2;
  if (arc.from === node)
    return { part: { arc, first: 0, last: 2 }, far: [xy[2]!, xy[3]!], node: isOnly ? arc.to : null };
  const part = { arc, first: end - 2, last: end };
  return { part, far: [xy[end - 2]!, xy[end - 1]!], node: isOnly ? arc.from : null };
}

function withoutPoint(xy: readonly number[], x: number, y: number): number[] {
  const kept: number[] = [];
  for (let i = 0; i < xy.length; i += 2) if (xy[i] !== x || xy[i + 1] !== y) kept.push(xy[i]!, xy[i + 1]!);
  return kept;
}
