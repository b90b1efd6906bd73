import Flatbush from 'flatbush';
import { toLngLat } from '../crs/local-crs.ts';
import { type Fabric, OUTSIDE } from './fabric.ts';
import { createLabelSets } from './label-sets.ts';
import type { NodedEdges } from './noding.ts';
import { meetBeyondEnds } from './orient.ts';
import { buildPlanarGraph, origin, type PlanarGraph } from './planar-graph.ts';
import { createUnionFind } from './union-find.ts';

/**
 * A way in which a fabric is none:
 *
 * - `malformed`: columns of different lengths, an index out of range, an arc that does not start and end in its nodes,
 *   an id used twice or no safe integer, a point repeated
 * - `same-sides`: an arc with one block, or the outside, on both sides
 * - `loose-node`: a node of no arc, or of one arc end only
 * - `crossing`: arcs that meet elsewhere than in a common node
 * - `torn-face`: a face whose arcs name different blocks, or an unbounded block
 * - `block-in-pieces`: a block with no face or with several
 * - `euler`: nodes − arcs + faces ≠ 1 + pieces
 */
export interface FabricFault {
  readonly kind: 'malformed' | 'same-sides' | 'loose-node' | 'crossing' | 'torn-face' | 'block-in-pieces' | 'euler';
  /** indexes */
  readonly arcs: readonly number[];
  readonly blocks: readonly number[];
  /** degrees */
  readonly at: [lng: number, lat: number] | null;
  readonly detail: string;
}

/**
 * Everything that is wrong with a fabric; empty for a valid one.
 *
 * The faces are found anew from the coordinates alone and then compared with what the arcs say of their sides, so a
 * wrong side, an open ring, an overlap or a piece that lies in another block than it says cannot pass. Later checks
 * need the earlier ones: columns, then crossings, then faces.
 */
export function validateFabric(fabric: Fabric): FabricFault[] {
  const columns = checkColumns(fabric);
  if (columns.length > 0) return columns;
  const lines = [...checkArcs(fabric), ...checkNodes(fabric), ...checkCrossings(fabric)];
  return lines.length > 0 ? lines : checkFaces(fabric);
}

const fault = (
  kind: FabricFault['kind'],
  detail: string,
  more: Partial<Omit<FabricFault, 'kind' | 'detail'>> = {},
): FabricFault => ({ kind, detail, arcs: [], blocks: [], at: null, ...more });

function checkColumns({ nodes, arcs, blocks }: Fabric): FabricFault[] {
  const count = arcs.ids.length;
  const faults: FabricFault[] = [];
  const need = (holds: boolean, detail: string): void => {
    if (!holds) faults.push(fault('malformed', detail));
  };
  need(nodes.xy.length === 2 * nodes.ids.length, 'nodes.xy has not two numbers a node');
  need(
    [arcs.from, arcs.to, arcs.left, arcs.right].every((column) => column.length === count),
    'columns of arcs differ in length',
  );
  need(arcs.offsets.length === count + 1 && arcs.offsets[0] === 0, 'arcs.offsets does not frame the arcs');
  need(2 * arcs.offsets[count]! === arcs.xy.length, 'arcs.offsets does not end where arcs.xy ends');
  need(
    arcs.from.every((node) => node < nodes.ids.length) && arcs.to.every((node) => node < nodes.ids.length),
    'an arc names a node that does not exist',
  );
  const isSide = (block: number): boolean => block >= OUTSIDE && block < blocks.ids.length;
  need(arcs.left.every(isSide) && arcs.right.every(isSide), 'an arc names a block that does not exist');
  for (const [name, ids] of Object.entries({ node: nodes.ids, arc: arcs.ids, block: blocks.ids })) {
    need(ids.every(Number.isSafeInteger), `a ${name} id is no safe integer`);
    need(new Set(ids).size === ids.length, `a ${name} id is used twice`);
  }
  return faults;
}

function checkArcs({ crs, nodes, arcs }: Fabric): FabricFault[] {
  const { from, to, left, right, offsets, xy } = arcs;
  const faults: FabricFault[] = [];
  for (let arc = 0; arc < from.length; arc++) {
    const first = 2 * offsets[arc]!;
    const last = 2 * (offsets[arc + 1]! - 1);
    const where = { arcs: [arc], at: toLngLat(crs, xy[first]!, xy[first + 1]!) };
    if (last <= first) faults.push(fault('malformed', 'an arc has fewer than two points', { arcs: [arc] }));
    for (let i = first; i < last; i += 2) {
      if (xy[i] === xy[i + 2] && xy[i + 1] === xy[i + 3])
        faults.push(fault('malformed', 'an arc repeats a point', where));
    }
    const starts = xy[first] === nodes.xy[2 * from[arc]!] && xy[first + 1] === nodes.xy[2 * from[arc]! + 1];
    const ends = xy[last] === nodes.xy[2 * to[arc]!] && xy[last + 1] === nodes.xy[2 * to[arc]! + 1];
    if (!starts || !ends) faults.push(fault('malformed', 'an arc does not start and end in its nodes', where));
    if (left[arc] === right[arc]) {
      const blocks = left[arc] === OUTSIDE ? [] : [left[arc]!];
      faults.push(fault('same-sides', 'an arc has the same on both sides', { ...where, blocks }));
    }
  }
  return faults;
}

function checkNodes({ crs, nodes, arcs }: Fabric): FabricFault[] {
  const degrees = new Uint32Array(nodes.ids.length);
  for (const ends of [arcs.from, arcs.to]) for (const node of ends) degrees[node]!++;
  const faults: FabricFault[] = [];
  degrees.forEach((degree, node) => {
    if (degree > 1) return;
    const at = toLngLat(crs, nodes.xy[2 * node]!, nodes.xy[2 * node + 1]!);
    faults.push(fault('loose-node', degree === 0 ? 'a node has no arc' : 'an arc ends in the open', { at }));
  });
  return faults;
}

/** Points used by more than one arc other than as their node, and segments that cross, touch or repeat each other. */
function checkCrossings({ crs, nodes, arcs }: Fabric): FabricFault[] {
  const { from, offsets, xy } = arcs;
  const faults: FabricFault[] = [];
  const cross = (a: number, b: number, x: number, y: number): void => {
    faults.push(
      fault('crossing', 'arcs meet elsewhere than in a common node', { arcs: [a, b], at: toLngLat(crs, x, y) }),
    );
  };
  const seen = new Map<string, number>();
  for (let node = 0; node < nodes.ids.length; node++) {
    const key = `${nodes.xy[2 * node]} ${nodes.xy[2 * node + 1]}`;
    if (seen.has(key)) faults.push(fault('malformed', 'two nodes stand in one place'));
    seen.set(key, -1);
  }
  const segments: number[] = [];
  const arcOf: number[] = [];
  for (let arc = 0; arc < from.length; arc++) {
    for (let i = 2 * offsets[arc]!; i < 2 * (offsets[arc + 1]! - 1); i += 2) {
      segments.push(i);
      arcOf.push(arc);
      if (i === 2 * offsets[arc]!) continue;
      const key = `${xy[i]} ${xy[i + 1]}`;
      const other = seen.get(key);
      if (other !== undefined) cross(arc, other === -1 ? arc : other, xy[i]!, xy[i + 1]!);
      seen.set(key, arc);
    }
  }
  if (segments.length === 0) return faults;
  const tree = new Flatbush(segments.length);
  for (const i of segments) {
    tree.add(
      Math.min(xy[i]!, xy[i + 2]!),
      Math.min(xy[i + 1]!, xy[i + 3]!),
      Math.max(xy[i]!, xy[i + 2]!),
      Math.max(xy[i + 1]!, xy[i + 3]!),
    );
  }
  tree.finish();
  segments.forEach((i, s) => {
    const [ax, ay, bx, by] = [xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!];
    tree.search(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by), (t) => {
      if (t <= s) return false;
      const j = segments[t]!;
      const [cx, cy, dx, dy] = [xy[j]!, xy[j + 1]!, xy[j + 2]!, xy[j + 3]!];
      if (meetBeyondEnds(ax, ay, bx, by, cx, cy, dx, dy)) cross(arcOf[s]!, arcOf[t]!, ax, ay);
      return false;
    });
  });
  return faults;
}

function checkFaces(fabric: Fabric): FabricFault[] {
  const { crs, blocks } = fabric;
  const { edges, arcOf } = asEdges(fabric);
  const graph = buildPlanarGraph(edges);
  const faults = checkEuler(edges, graph);
  const blockOfFace = new Map<number, number>([[0, OUTSIDE]]);
  const torn = new Set<number>();
  for (let half = 0; half < graph.faceOf.length; half++) {
    const arc = arcOf[half >> 1]!;
    const block = half & 1 ? fabric.arcs.right[arc]! : fabric.arcs.left[arc]!;
    const face = graph.faceOf[half]!;
    const known = blockOfFace.get(face);
    if (known === undefined) blockOfFace.set(face, block);
    else if (known !== block && !torn.has(face)) {
      torn.add(face);
      const v = origin(edges, half);
      const named = [known, block].filter((b) => b !== OUTSIDE);
      const at = toLngLat(crs, edges.xs[v]!, edges.ys[v]!);
      faults.push(fault('torn-face', 'arcs around one face name different blocks', { arcs: [arc], blocks: named, at }));
    }
  }
  const faces = new Uint32Array(blocks.ids.length);
  for (const block of blockOfFace.values()) if (block !== OUTSIDE) faces[block]!++;
  faces.forEach((count, block) => {
    if (count !== 1) faults.push(fault('block-in-pieces', `a block has ${count} faces`, { blocks: [block] }));
  });
  return faults;
}

/** The segments of all arcs; points in one place are one vertex. */
function asEdges({ arcs }: Fabric): { edges: NodedEdges; arcOf: number[] } {
  const { from: starts, offsets, xy } = arcs;
  const xs: number[] = [];
  const ys: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const arcOf: number[] = [];
  const known = new Map<string, number>();
  const vertex = (i: number): number => {
    const key = `${xy[i]} ${xy[i + 1]}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, xs.length);
    ys.push(xy[i + 1]!);
    return xs.push(xy[i]!) - 1;
  };
  for (let arc = 0; arc < starts.length; arc++) {
    for (let i = 2 * offsets[arc]!; i < 2 * (offsets[arc + 1]! - 1); i += 2) {
      from.push(vertex(i));
      to.push(vertex(i + 2));
      arcOf.push(arc);
    }
  }
  const edges: NodedEdges = {
    xs,
    ys,
    from: Uint32Array.from(from),
    to: Uint32Array.from(to),
    rings: new Uint32Array(from.length),
    line: new Uint8Array(from.length).fill(1),
    labels: createLabelSets(),
    maxMoveCm: 0,
  };
  return { edges, arcOf };
}

function checkEuler(edges: NodedEdges, { faceCount }: PlanarGraph): FabricFault[] {
  const pieces = createUnionFind(edges.xs.length);
  for (let e = 0; e < edges.from.length; e++) pieces.union(edges.from[e]!, edges.to[e]!);
  const pieceCount = edges.xs.filter((_, v) => pieces.find(v) === v).length;
  const sum = edges.xs.length - edges.from.length + faceCount;
  if (sum === 1 + pieceCount) return [];
  return [fault('euler', `points − segments + faces is ${sum}, with ${pieceCount} pieces`)];
}
