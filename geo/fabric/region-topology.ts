import type { GeoJsonProperties, Position } from 'geojson';
import type { GeometryCollection, GeometryObject, Topology } from 'topojson-specification';
import type { Fabric } from './fabric.ts';
import { arcLngLats } from './lng-lat.ts';
import { type RingPolygon, traceGroups } from './rings.ts';

/** One level of a division: which group each block belongs to, and what the groups are called. */
export interface TopologyLayer {
  readonly name: string;
  /** group of each block, 0 … groups.length − 1; negative for none */
  readonly groupOf: ArrayLike<number>;
  readonly groups: readonly { readonly id?: string | number; readonly properties: GeoJsonProperties }[];
}

/**
 * Divisions of one fabric as TopoJSON, one object a layer: an arc is stored once, however many levels it bounds, and
 * arcs that bound nothing are left out. Degrees to nine decimals, not quantised.
 *
 * A group is a Polygon or a MultiPolygon; one without blocks has no geometry (type null).
 */
export function toRegionTopology(fabric: Fabric, layers: readonly TopologyLayer[]): Topology {
  const { arcs } = fabric;
  const numbers = new Map<number, number>();
  /** The number of an arc among those that are written; ~n for the way back. */
  const numberOf = (half: number): number => {
    const arc = half >> 1;
    const known = numbers.get(arc) ?? numbers.size;
    numbers.set(arc, known);
    return half & 1 ? ~known : known;
  };
  const ringsOf = ({ outer, holes }: RingPolygon): number[][] => [outer, ...holes].map((ring) => ring.map(numberOf));
  const objects: Record<string, GeometryCollection> = {};
  for (const { name, groupOf, groups } of layers) {
    const geometries = traceGroups(fabric, groupOf, groups.length).map((polygons, group): GeometryObject => {
      const { id, properties } = groups[group]!;
      const own = { ...(id !== undefined && { id }), properties: properties ?? {} };
      if (polygons.length === 0) return { type: null, ...own };
      if (polygons.length === 1) return { type: 'Polygon', arcs: ringsOf(polygons[0]!), ...own };
      return { type: 'MultiPolygon', arcs: polygons.map(ringsOf), ...own };
    });
    objects[name] = { type: 'GeometryCollection', geometries };
  }
  const lngLats = arcLngLats(fabric);
  const lines = [...numbers.keys()].map((arc) => {
    const line: Position[] = [];
    for (let i = 2 * arcs.offsets[arc]!; i < 2 * arcs.offsets[arc + 1]!; i += 2)
      line.push([lngLats[i]!, lngLats[i + 1]!]);
    return line;
  });
  return { type: 'Topology', objects, arcs: lines };
}
