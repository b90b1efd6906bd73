import type { MultiPolygon, Polygon, Position } from 'geojson';
import type { GeometryCollection, GeometryObject, Topology } from 'topojson-specification';
import { blockAreasM2, dissolve, toRegionTopology } from '../../../geo/index.ts';
import type { Row } from '../../formats/layer.ts';
import type { Piece } from './build.ts';

/** Which group each row belongs to, 0, 1, … */
type GroupOfRow = (row: number) => number;

const groupsOf = ({ rowOf }: Piece, groupOfRow: GroupOfRow): number[] => rowOf.map(groupOfRow);

/** The outline of each group of rows: MultiPolygon coordinates. */
export function outlinesOf(pieces: readonly Piece[], groupOfRow: GroupOfRow, groups: number): Position[][][][] {
  const outlines: Position[][][][] = Array.from({ length: groups }, () => []);
  for (const piece of pieces)
    dissolve(piece.fabric, groupsOf(piece, groupOfRow), groups).forEach((polygons, group) => {
      outlines[group]!.push(...polygons);
    });
  return outlines;
}

/** m² of each group of rows. */
export function groupAreasM2(pieces: readonly Piece[], groupOfRow: GroupOfRow, groups: number): Float64Array {
  const areas = new Float64Array(groups);
  for (const piece of pieces) {
    const groupOf = groupsOf(piece, groupOfRow);
    blockAreasM2(piece.fabric).forEach((areaM2, block) => {
      areas[groupOf[block]!]! += areaM2;
    });
  }
  return areas;
}

/** One piece is a Polygon, several are a MultiPolygon, none is nothing. */
export function asAreal(polygons: Position[][][]): Polygon | MultiPolygon | null {
  if (polygons.length === 0) return null;
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0]! }
    : { type: 'MultiPolygon', coordinates: polygons };
}

/** The groups as TopoJSON, one object of this name; groups that lie in several pieces are put together. */
export function groupTopology(
  pieces: readonly Piece[],
  groupOfRow: GroupOfRow,
  groups: readonly Row[],
  name: string,
): Topology {
  const polygons: number[][][][] = groups.map(() => []);
  const arcs: Position[][] = [];
  for (const piece of pieces) {
    const layer = { name, groupOf: groupsOf(piece, groupOfRow), groups: groups.map(() => ({ properties: null })) };
    const topology = toRegionTopology(piece.fabric, [layer]);
    const shifted = (arc: number): number => (arc < 0 ? arc - arcs.length : arc + arcs.length);
    (topology.objects[name] as GeometryCollection).geometries.forEach((geometry, group) => {
      const own = geometry.type === 'Polygon' ? [geometry.arcs] : geometry.type === 'MultiPolygon' ? geometry.arcs : [];
      polygons[group]!.push(...own.map((rings) => rings.map((ring) => ring.map(shifted))));
    });
    arcs.push(...topology.arcs);
  }
  const geometries = polygons.map((own, group): GeometryObject => {
    const properties = { ...groups[group]! };
    if (own.length === 0) return { type: null, properties };
    return own.length === 1
      ? { type: 'Polygon', arcs: own[0]!, properties }
      : { type: 'MultiPolygon', arcs: own, properties };
  });
  return { type: 'Topology', objects: { [name]: { type: 'GeometryCollection', geometries } }, arcs };
}
