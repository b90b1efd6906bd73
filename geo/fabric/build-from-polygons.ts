import type { LocalCrs } from '../crs/local-crs.ts';
import { assembleFabric, emptyFabric, type IdSource, numberGroups } from './assemble.ts';
import type { Fabric } from './fabric.ts';
import { type NodedEdges, nodeChains } from './noding.ts';
import { resolveOwners, UNOWNED } from './owners.ts';
import { buildPlanarGraph, type PlanarGraph } from './planar-graph.ts';
import { type Areal, type Drawing, readPolygons } from './read-geometry.ts';
import { type BuildFault, DEFAULT_TOLERANCE_M, type FabricReport, type MendOptions } from './report.ts';
import { findSelfCrossings } from './self-crossings.ts';
import { createUnionFind } from './union-find.ts';

export interface PolygonOptions extends MendOptions {
  /** chosen around the polygons when not given */
  readonly crs?: LocalCrs;
  readonly ids: IdSource;
}

export interface PolygonFabric {
  readonly fabric: Fabric;
  /** the blocks of each input polygon: several for one in several pieces, none for a duplicate or a collapsed one */
  readonly blockOf: readonly (readonly number[])[];
  /** the input polygon of each block */
  readonly inputOf: Int32Array;
  readonly report: FabricReport;
}

/**
 * Makes polygons into a fabric in which each connected piece of a polygon is one block.
 *
 * Nodes all borders on the grid, so that neighbours share their arcs whether or not they shared their vertices, and
 * mends gaps, overlaps, slivers, self-crossings and duplicates (see `resolveOwners`). It always gives a valid fabric,
 * to be previewed; whether it may be kept is `report.refused === 0`.
 *
 * @param polygons  degrees (EPSG:4326); rings in any direction, closed or not, valid or not; even–odd rule
 */
export function fabricFromPolygons(polygons: readonly Areal[], options: PolygonOptions): PolygonFabric {
  const drawing = readPolygons(polygons, options.crs);
  if (drawing.tooWide) return tooWide(drawing.crs, polygons.length);
  const edges = nodeChains(drawing.chains, (options.toleranceM ?? DEFAULT_TOLERANCE_M) * 100);
  const graph = buildPlanarGraph(edges);
  const { owner, faults } = resolveOwners(drawing, edges, graph, options);
  const pieces = joinFacesOfOwner(graph, owner);
  const { group, count } = numberGroups(graph.faceCount, pieces);
  const fabric = assembleFabric(edges, graph, group, count, drawing.crs, options.ids);
  const inputOf = new Int32Array(count);
  for (let face = 0; face < graph.faceCount; face++) if (group[face] !== UNOWNED) inputOf[group[face]!] = owner[face]!;
  const blockOf: number[][] = polygons.map(() => []);
  inputOf.forEach((polygon, block) => {
    blockOf[polygon]!.push(block);
  });
  return { fabric, blockOf, inputOf, report: reportOn(drawing, edges, faults, blockOf, options) };
}

/** Gathers the faults of all stages; polygons that came to nothing without another reason have collapsed. */
export function reportOn(
  drawing: Drawing,
  edges: NodedEdges,
  ownerFaults: readonly BuildFault[],
  blockOf: readonly (readonly number[])[],
  options: MendOptions,
): FabricReport {
  const nothing = { at: null, areaM2: 0, widthM: 0, action: 'refused' } as const;
  const faults: BuildFault[] = [
    ...drawing.unreadable.map((polygon) => ({ kind: 'unreadable' as const, polygons: [polygon], ...nothing })),
    ...findSelfCrossings(drawing, edges, options),
    ...ownerFaults,
  ];
  const explained = new Set(
    faults.flatMap((f) => (f.kind === 'duplicate' ? f.polygons.slice(1) : f.kind === 'unreadable' ? f.polygons : [])),
  );
  blockOf.forEach((blocks, polygon) => {
    if (blocks.length === 0 && !explained.has(polygon))
      faults.push({ kind: 'collapsed', polygons: [polygon], ...nothing });
  });
  return { faults, refused: faults.filter((f) => f.action === 'refused').length, maxMoveCm: edges.maxMoveCm };
}

function joinFacesOfOwner({ faceOf, faceCount }: PlanarGraph, owner: Int32Array): (face: number) => number {
  const pieces = createUnionFind(faceCount);
  for (let h = 0; h < faceOf.length; h += 2) {
    if (owner[faceOf[h]!] === owner[faceOf[h + 1]!]) pieces.union(faceOf[h]!, faceOf[h + 1]!);
  }
  return (face) => (owner[face] === UNOWNED ? -1 : pieces.find(face));
}

export function tooWideReport(polygonCount: number): FabricReport {
  const fault: BuildFault = {
    kind: 'too-wide',
    polygons: Array.from({ length: polygonCount }, (_, i) => i),
    at: null,
    areaM2: 0,
    widthM: 0,
    action: 'refused',
  };
  return { faults: [fault], refused: 1, maxMoveCm: 0 };
}

function tooWide(crs: LocalCrs, polygonCount: number): PolygonFabric {
  return {
    fabric: emptyFabric(crs),
    blockOf: Array.from({ length: polygonCount }, () => []),
    inputOf: new Int32Array(),
    report: tooWideReport(polygonCount),
  };
}
