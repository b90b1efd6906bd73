import type { ArcState, DraftFabric, NodeState } from './draft-fabric.ts';
import { type Refused, refuse } from './outcome.ts';

/** What stands at a place: a node, or a vertex of an arc (its offset in `arc.xy`). */
export type Vertex =
  | { readonly kind: 'node'; readonly node: NodeState }
  | { readonly kind: 'vertex'; readonly arc: ArcState; readonly i: number };

/** The only node or vertex at a grid point; null for none. */
export function vertexAt(draft: DraftFabric, x: number, y: number): Vertex | null {
  for (const { arc } of draft.index.search({ minX: x, minY: y, maxX: x, maxY: y })) {
    const { xy } = arc;
    for (let i = 0; i < xy.length; i += 2) {
      if (xy[i] !== x || xy[i + 1] !== y) continue;
      if (i > 0 && i < xy.length - 2) return { kind: 'vertex', arc, i };
      return { kind: 'node', node: draft.nodes.get(i === 0 ? arc.from : arc.to)! };
    }
  }
  return null;
}

const INT32 = { least: -(2 ** 31), most: 2 ** 31 - 1 };
/** As wide as a fabric may be: products of its coordinates are exact. */
const MAX_EXTENT_CM = 600 * 100_000;

/** The refusal of the first point that no fabric could have: off the grid, beyond int32, or too far from the others. */
export function refuseBadPoints(draft: DraftFabric, xy: readonly number[]): Refused | null {
  const town = draft.index.bounds();
  for (let i = 0; i < xy.length; i += 2) {
    const x = xy[i]!;
    const y = xy[i + 1]!;
    const holds =
      isInt32(x) &&
      isInt32(y) &&
      town.maxX - MAX_EXTENT_CM <= x &&
      x <= town.minX + MAX_EXTENT_CM &&
      town.maxY - MAX_EXTENT_CM <= y &&
      y <= town.minY + MAX_EXTENT_CM;
    if (holds) continue;
    const detail = `(${x}, ${y}) is no whole centimetre within reach of the fabric`;
    const [nearX, nearY] = somewhere(draft);
    return refuse(
      draft.crs,
      'bad-coordinate',
      within(x, town.minX, town.maxX, nearX),
      within(y, town.minY, town.maxY, nearY),
      detail,
    );
  }
  return null;
}

/** A point of the fabric, for refusals of what has no place. */
export function somewhere(draft: DraftFabric): [x: number, y: number] {
  for (const { x, y } of draft.nodes.values()) return [x, y];
  return [0, 0];
}

function isInt32(c: unknown): boolean {
  return Number.isInteger(c) && (c as number) >= INT32.least && (c as number) <= INT32.most;
}

function within(c: number, least: number, most: number, otherwise: number): number {
  return Number.isFinite(c) ? Math.max(least, Math.min(most, c)) : otherwise;
}
