import type { Position } from 'geojson';
import {
  type Areal,
  type Fabric,
  fabricFromPolygons,
  type IdSource,
  type PolygonFabric,
  type PolygonOptions,
} from '../../../geo/index.ts';
import { InputError } from '../command.ts';
import { type Areas, type PlacedFault, placedFaults } from './areas.ts';

export interface Mending {
  /** points and lines nearer than this are the same; default of the fabric when not given */
  readonly toleranceM?: number;
  /** gaps up to this mean width are filled; default of the fabric when not given */
  readonly mendWidthM?: number;
  /** fill every gap, however wide */
  readonly fillGaps: boolean;
}

/** Areas as fabrics: one, or one for each cluster when they lie too far apart for one plane. */
export interface Mended {
  readonly pieces: readonly Piece[];
  readonly faults: readonly PlacedFault[];
  /** no point or line moved farther than this, mended faults apart */
  readonly maxMoveM: number;
}

export interface Piece {
  readonly fabric: Fabric;
  /** of each block: index in `areas.rows` */
  readonly rowOf: readonly number[];
}

/** 1, 2, 3 …: a fabric that is not kept needs no better ids. */
export const counter = (): IdSource => {
  let id = 0;
  return () => ++id;
};

/**
 * The areas with everything mended that can be: who runs the command has consented, the file that is read stays as it
 * is. Wide gaps stay holes unless asked for: a lake, a neighbour's exclave.
 *
 * @throws InputError when areas that touch each other stretch over more than 600 km
 */
export function buildAreas(areas: Areas, { toleranceM, mendWidthM, fillGaps }: Mending): Mended {
  const mend = 'mend' as const;
  const gap = fillGaps ? mend : ('mend-small' as const);
  const consent = { overlap: mend, sliver: mend, duplicate: mend, 'self-crossing': mend, gap };
  const options = { ids: counter(), toleranceM, mendWidthM, consent };
  const pieces: Piece[] = [];
  const faults = [...areas.faults];
  let maxMoveCm = 0;
  for (const { cluster, built } of buildClusters(areas, options)) {
    pieces.push({ fabric: built.fabric, rowOf: Array.from(built.inputOf, (input) => cluster[input]!) });
    const rows = cluster.map((row) => areas.rows[row]!);
    faults.push(...placedFaults(rows, built.report));
    maxMoveCm = Math.max(maxMoveCm, built.report.maxMoveCm);
  }
  return { pieces, faults, maxMoveM: maxMoveCm / 100 };
}

interface BuiltCluster {
  /** indexes of the areas in it */
  cluster: number[];
  built: PolygonFabric;
}

function buildClusters({ file, polygons }: Areas, options: PolygonOptions): BuiltCluster[] {
  const build = (cluster: number[]): BuiltCluster => {
    const built = fabricFromPolygons(
      cluster.map((i) => polygons[i]!),
      options,
    );
    return { cluster, built };
  };
  const isTooWide = ({ built }: BuiltCluster): boolean => built.report.faults.some(({ kind }) => kind === 'too-wide');
  const whole = build(polygons.map((_, i) => i));
  if (!isTooWide(whole)) return [whole];
  const clusters = clustersOf(polygons).map(build);
  if (!clusters.some(isTooWide)) return clusters;
  throw new InputError(
    `${file.name}: areas that touch each other stretch over more than 600 km; take those of one county, or say the right system with --crs.`,
  );
}

/** More than any tolerance, in degrees. */
const APART_DEG = 0.001;

/** Polygons whose boxes touch, directly or over others, in ascending order: those of two clusters share nothing. */
function clustersOf(polygons: readonly Areal[]): number[][] {
  const clusters: { members: number[]; box: Box }[] = [];
  polygons.forEach((polygon, i) => {
    let grown = { members: [i], box: boxOf(polygon) };
    // A cluster that grew may reach another one, so the round goes on until none is met.
    for (let at = clusters.findIndex(meets); at >= 0; at = clusters.findIndex(meets)) {
      const [met] = clusters.splice(at, 1);
      grown = { members: [...met!.members, ...grown.members], box: joined(met!.box, grown.box) };
    }
    clusters.push(grown);
    function meets({ box }: { box: Box }): boolean {
      const [w, s, e, n] = grown.box;
      return box[0] <= e && w <= box[2] && box[1] <= n && s <= box[3];
    }
  });
  return clusters.map(({ members }) => members.toSorted((a, b) => a - b));
}

type Box = [west: number, south: number, east: number, north: number];

const joined = (a: Box, b: Box): Box => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[2], b[2]),
  Math.max(a[3], b[3]),
];

function boxOf({ coordinates }: Areal): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const grow = (value: Position | Position[] | Position[][] | Position[][][]): void => {
    if (typeof value[0] !== 'number') {
      for (const inner of value as Position[][]) grow(inner);
      return;
    }
    const [x, y] = value as [number, number];
    box[0] = Math.min(box[0], x - APART_DEG);
    box[1] = Math.min(box[1], y - APART_DEG);
    box[2] = Math.max(box[2], x + APART_DEG);
    box[3] = Math.max(box[3], y + APART_DEG);
  };
  grow(coordinates);
  return box;
}
