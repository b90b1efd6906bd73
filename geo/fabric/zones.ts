import type { NodedEdges } from './noding.ts';
import { origin, type PlanarGraph } from './planar-graph.ts';
import type { Drawing } from './read-geometry.ts';
import { createUnionFind } from './union-find.ts';

/** Connected faces that the same polygons cover. */
export interface Zone {
  readonly index: number;
  /** indexes of the input polygons, ascending; none outside and in gaps */
  readonly cover: readonly number[];
  readonly areaCm2: number;
  readonly perimeterCm: number;
  /** length of the border with each neighbouring zone, cm */
  readonly borders: ReadonlyMap<number, number>;
  /** the middle of its longest side, cm */
  readonly x: number;
  readonly y: number;
}

/** Zone 0 is the outside. */
export function buildZones(
  drawing: Drawing,
  edges: NodedEdges,
  graph: PlanarGraph,
): { zones: Zone[]; zoneOf: Int32Array } {
  const { covers, coverOf } = coverFaces(drawing, edges, graph);
  const { faceOf, faceCount, doubleAreas } = graph;
  const same = createUnionFind(faceCount);
  for (let h = 0; h < faceOf.length; h += 2) {
    if (coverOf[faceOf[h]!] === coverOf[faceOf[h + 1]!]) same.union(faceOf[h]!, faceOf[h + 1]!);
  }
  const zoneOf = new Int32Array(faceCount);
  const cover: (readonly number[])[] = [];
  const area: number[] = [];
  for (let face = 0; face < faceCount; face++) {
    const root = same.find(face);
    zoneOf[face] = root === face ? cover.push(covers[coverOf[face]!]!) - 1 : zoneOf[root]!;
    area[zoneOf[face]!] = (area[zoneOf[face]!] ?? 0) + doubleAreas[face]! / 2;
  }
  const perimeter = cover.map(() => 0);
  const borders = cover.map(() => new Map<number, number>());
  const longest = cover.map(() => ({ length: -1, x: 0, y: 0 }));
  for (let h = 0; h < faceOf.length; h++) {
    const zone = zoneOf[faceOf[h]!]!;
    const other = zoneOf[faceOf[h ^ 1]!]!;
    if (zone === other) continue;
    const a = origin(edges, h);
    const b = origin(edges, h ^ 1);
    const length = Math.hypot(edges.xs[a]! - edges.xs[b]!, edges.ys[a]! - edges.ys[b]!);
    perimeter[zone]! += length;
    borders[zone]!.set(other, (borders[zone]!.get(other) ?? 0) + length);
    if (length > longest[zone]!.length) {
      longest[zone] = { length, x: (edges.xs[a]! + edges.xs[b]!) / 2, y: (edges.ys[a]! + edges.ys[b]!) / 2 };
    }
  }
  const zones = cover.map((polygons, index) => ({
    index,
    cover: polygons,
    areaCm2: area[index]!,
    perimeterCm: perimeter[index]!,
    borders: borders[index]!,
    x: longest[index]!.x,
    y: longest[index]!.y,
  }));
  return { zones, zoneOf };
}

/**
 * Which polygons cover each face, walking from the outside in: crossing an edge toggles its rings. A polygon covers a
 * face that an odd number of the rings of one of its parts goes around, so neither winding direction nor order matters.
 */
function coverFaces(
  drawing: Drawing,
  edges: NodedEdges,
  { faceOf, faceCount }: PlanarGraph,
): { covers: (readonly number[])[]; coverOf: Int32Array } {
  const starts = new Uint32Array(faceCount + 1);
  for (const face of faceOf) starts[face + 1]!++;
  for (let face = 0; face < faceCount; face++) starts[face + 1]! += starts[face]!;
  const fill = starts.slice();
  const sides = new Int32Array(faceOf.length);
  for (let h = 0; h < faceOf.length; h++) sides[fill[faceOf[h]!]!++] = h;

  const ringsAround = new Int32Array(faceCount).fill(-1);
  ringsAround[0] = 0;
  const queue = [0];
  for (let face = queue.pop(); face !== undefined; face = queue.pop()) {
    for (let i = starts[face]!; i < starts[face + 1]!; i++) {
      const h = sides[i]!;
      const beyond = faceOf[h ^ 1]!;
      if (ringsAround[beyond] !== -1) continue;
      ringsAround[beyond] = edges.labels.toggle(ringsAround[face]!, edges.rings[h >> 1]!);
      queue.push(beyond);
    }
  }
  return coversOf(drawing, ringsAround, (set) => edges.labels.members(set));
}

function coversOf(
  { partOfRing, polygonOfRing }: Drawing,
  ringsAround: Int32Array,
  members: (set: number) => readonly number[],
): { covers: (readonly number[])[]; coverOf: Int32Array } {
  const covers: (readonly number[])[] = [[]];
  const known = new Map<string, number>([['', 0]]);
  const bySet = new Map<number, number>();
  const coverOf = ringsAround.map((set) => {
    let cover = bySet.get(set);
    if (cover !== undefined) return cover;
    const odd = new Map<number, number>();
    for (const ring of members(set)) {
      const part = partOfRing[ring]!;
      if (!odd.delete(part)) odd.set(part, polygonOfRing[ring]!);
    }
    const polygons = [...new Set(odd.values())].sort((a, b) => a - b);
    cover = known.get(polygons.join());
    if (cover === undefined) {
      cover = covers.push(polygons) - 1;
      known.set(polygons.join(), cover);
    }
    bySet.set(set, cover);
    return cover;
  });
  return { covers, coverOf };
}
