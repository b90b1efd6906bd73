import type { Feature, FeatureCollection, GeoJsonProperties, Polygon, Position } from 'geojson';
import type { GeometryCollection, Topology, Polygon as TopoPolygon } from 'topojson-specification';
import { type LocalCrs, toCm } from '../crs/local-crs.ts';
import { finish, inPieces, type Steps } from '../steps.ts';
import { type Fabric, OUTSIDE } from './fabric.ts';
import { arcLngLats } from './lng-lat.ts';
import { blockPolygons } from './polygons.ts';
import { traceBlocks } from './rings.ts';

const ARCS_A_STEP = 1000;

/** TopoJSON of a fabric: any TopoJSON reader draws it; `fabric` holds what is needed to make the fabric of it again. */
export interface FabricTopology extends Topology<{ blocks: GeometryCollection<GeoJsonProperties> }> {
  fabric: {
    crs: LocalCrs;
    nodeIds: number[];
    arcIds: number[];
    /** node index where each arc starts and ends: [from0, to0, from1, …] */
    arcNodes: number[];
    /** in the order of `objects.blocks.geometries` */
    blockIds: number[];
  };
}

/**
 * A fabric as TopoJSON: arcs stored once, degrees to nine decimals, not quantised (quantising moves borders and makes
 * loops). The geometries of `objects.blocks` stand in the order of the blocks and carry their ids.
 */
export function toTopology(fabric: Fabric, properties?: (block: number) => GeoJsonProperties): FabricTopology {
  const { arcs, nodes, blocks, crs } = fabric;
  const lngLats = arcLngLats(fabric);
  const geometries = traceBlocks(fabric).map(({ outer, holes }, block): TopoPolygon<GeoJsonProperties> => {
    const rings = [outer, ...holes].map((ring) => ring.map((half) => (half & 1 ? ~(half >> 1) : half >> 1)));
    return { type: 'Polygon', id: blocks.ids[block]!, arcs: rings, properties: properties?.(block) ?? {} };
  });
  return {
    type: 'Topology',
    arcs: Array.from(arcs.ids, (_, arc) => {
      const line: Position[] = [];
      for (let i = 2 * arcs.offsets[arc]!; i < 2 * arcs.offsets[arc + 1]!; i += 2)
        line.push([lngLats[i]!, lngLats[i + 1]!]);
      return line;
    }),
    objects: { blocks: { type: 'GeometryCollection', geometries } },
    fabric: {
      crs,
      nodeIds: Array.from(nodes.ids),
      arcIds: Array.from(arcs.ids),
      arcNodes: Array.from(arcs.ids).flatMap((_, arc) => [arcs.from[arc]!, arcs.to[arc]!]),
      blockIds: Array.from(blocks.ids),
    },
  };
}

/** The fabric that `toTopology` wrote, equal to the last centimetre and index. */
export const fromTopology = (topology: FabricTopology): Fabric => finish(readTopology(topology));

/** The same, step by step. */
export function* readTopology({ arcs: lines, objects, fabric: { crs, ...ids } }: FabricTopology): Steps<Fabric> {
  const offsets = Uint32Array.of(0, ...lines.map(() => 0));
  const xy: number[] = [];
  let read = 0;
  yield* inPieces(lines, ARCS_A_STEP, (line) => {
    for (const [lng, lat] of line) xy.push(...toCm(crs, lng!, lat!));
    offsets[++read] = xy.length / 2;
  });
  const from = Uint32Array.from(ids.arcIds, (_, arc) => ids.arcNodes[2 * arc]!);
  const to = Uint32Array.from(ids.arcIds, (_, arc) => ids.arcNodes[2 * arc + 1]!);
  const left = new Int32Array(lines.length).fill(OUTSIDE);
  const right = new Int32Array(lines.length).fill(OUTSIDE);
  objects.blocks.geometries.forEach((geometry, block) => {
    if (geometry.type !== 'Polygon') throw new RangeError(`block ${block} is no polygon`);
    for (const arc of geometry.arcs.flat()) {
      if (arc < 0) right[~arc] = block;
      else left[arc] = block;
    }
  });
  yield;
  const nodeXy = new Int32Array(2 * ids.nodeIds.length);
  for (let arc = 0; arc < lines.length; arc++) {
    nodeXy.set(xy.slice(2 * offsets[arc]!, 2 * offsets[arc]! + 2), 2 * from[arc]!);
    nodeXy.set(xy.slice(2 * offsets[arc + 1]! - 2, 2 * offsets[arc + 1]!), 2 * to[arc]!);
  }
  return {
    crs,
    nodes: { ids: Float64Array.from(ids.nodeIds), xy: nodeXy },
    arcs: { ids: Float64Array.from(ids.arcIds), from, to, left, right, offsets, xy: Int32Array.from(xy) },
    blocks: { ids: Float64Array.from(ids.blockIds) },
  };
}

/** The blocks as GeoJSON features with their ids. */
export function toGeoJson(
  fabric: Fabric,
  properties?: (block: number) => GeoJsonProperties,
): FeatureCollection<Polygon> {
  const features = blockPolygons(fabric).map(
    (coordinates, block): Feature<Polygon> => ({
      type: 'Feature',
      id: fabric.blocks.ids[block]!,
      geometry: { type: 'Polygon', coordinates },
      properties: properties?.(block) ?? {},
    }),
  );
  return { type: 'FeatureCollection', features };
}
