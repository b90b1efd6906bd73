import type { LocalCrs } from '../crs/local-crs.ts';
import { assembleFabric, emptyFabric, type IdSource, numberGroups } from './assemble.ts';
import { reportOn, tooWideReport } from './build-from-polygons.ts';
import { type DeadEnd, findDeadEnds } from './dead-ends.ts';
import type { Fabric } from './fabric.ts';
import { joinBlocks } from './merge-small.ts';
import { type Chain, nodeChains } from './noding.ts';
import { resolveOwners, UNOWNED } from './owners.ts';
import { buildPlanarGraph } from './planar-graph.ts';
import { type Areal, extentOf, type Linear, readLines, readPolygons } from './read-geometry.ts';
import { DEFAULT_TOLERANCE_M, type FabricReport, type MendOptions } from './report.ts';

export interface LineInput {
  /** the regions whose borders are kept whatever happens, degrees */
  readonly boundaries: readonly Areal[];
  /** what parts blocks: road centre lines, water lines or outlines, railways, walls, degrees */
  readonly lines: readonly (Linear | Areal)[];
}

export interface LineOptions extends MendOptions {
  /** chosen around the boundaries when not given */
  readonly crs?: LocalCrs;
  readonly ids: IdSource;
  /** smaller blocks join a neighbour; default 200 m² */
  readonly minBlockAreaM2?: number;
  /** blocks of smaller mean width, such as the strip between two carriageways, join a neighbour; default 4 m */
  readonly minBlockWidthM?: number;
}

export interface LineFabric {
  readonly fabric: Fabric;
  /** index of the boundary each block lies in */
  readonly regionOf: Int32Array;
  readonly report: FabricReport & {
    /** how many small or thin blocks joined a neighbour */
    readonly mergedBlocks: number;
    /** lines that end inside a region without parting anything */
    readonly deadEnds: readonly DeadEnd[];
  };
}

const DEFAULT_MIN_AREA_M2 = 200;
const DEFAULT_MIN_WIDTH_M = 4;

/**
 * Makes blocks from lines within regions.
 *
 * Borders and lines are noded and polygonised; dead ends fall away; blocks too small or thin join the neighbour in
 * the same region with the longest border. Every block lies in exactly one region. Whether lines pass over or under
 * each other does not matter. Lines outside all regions do not count. A closed line on its own becomes a block and a
 * hole in the block around it. Faults of the boundaries are mended and reported as by `fabricFromPolygons`.
 */
export function fabricFromLines({ boundaries, lines }: LineInput, options: LineOptions): LineFabric {
  const drawing = readPolygons(boundaries, options.crs);
  if (drawing.tooWide) {
    const report = { ...tooWideReport(boundaries.length), mergedBlocks: 0, deadEnds: [] };
    return { fabric: emptyFabric(drawing.crs), regionOf: new Int32Array(), report };
  }
  const toleranceCm = (options.toleranceM ?? DEFAULT_TOLERANCE_M) * 100;
  const within = clipToExtent(readLines(lines, drawing.crs), drawing.chains, toleranceCm);
  const edges = nodeChains([...drawing.chains, ...within], toleranceCm);
  const graph = buildPlanarGraph(edges);
  const { owner, faults } = resolveOwners(drawing, edges, graph, options);
  const { root, merged } = joinBlocks(edges, graph, owner, {
    minAreaCm2: (options.minBlockAreaM2 ?? DEFAULT_MIN_AREA_M2) * 10_000,
    minWidthCm: (options.minBlockWidthM ?? DEFAULT_MIN_WIDTH_M) * 100,
  });
  const { group, count } = numberGroups(graph.faceCount, root);
  const fabric = assembleFabric(edges, graph, group, count, drawing.crs, options.ids);
  const regionOf = new Int32Array(count);
  for (let face = 0; face < graph.faceCount; face++) if (group[face] !== UNOWNED) regionOf[group[face]!] = owner[face]!;
  const blockOf: number[][] = boundaries.map(() => []);
  regionOf.forEach((region, block) => {
    blockOf[region]!.push(block);
  });
  const report = reportOn(drawing, edges, faults, blockOf, options);
  const deadEnds = findDeadEnds(edges, graph, owner, drawing.crs);
  return { fabric, regionOf, report: { ...report, mergedBlocks: merged, deadEnds } };
}

/** Drops the stretches of lines that cannot reach the regions: those beside the box around them. */
function clipToExtent(lines: readonly Chain[], borders: readonly Chain[], marginCm: number): Chain[] {
  const box = extentOf(borders);
  if (!box) return [];
  const [west, south, east, north] = [box[0] - marginCm, box[1] - marginCm, box[2] + marginCm, box[3] + marginCm];
  return lines.flatMap(({ xy, ring }) => {
    const runs: Chain[] = [];
    let run: number[] = [];
    const close = (): void => {
      if (run.length > 2) runs.push({ xy: run, ring });
      run = [];
    };
    for (let i = 2; i < xy.length; i += 2) {
      const [ax, ay, bx, by] = [xy[i - 2]!, xy[i - 1]!, xy[i]!, xy[i + 1]!];
      const beside =
        (ax < west && bx < west) ||
        (ax > east && bx > east) ||
        (ay < south && by < south) ||
        (ay > north && by > north);
      if (beside) close();
      else run.length === 0 ? run.push(ax, ay, bx, by) : run.push(bx, by);
    }
    close();
    return runs;
  });
}
