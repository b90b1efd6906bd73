import type { Position } from 'geojson';
import type { LocalCrs } from '../crs/local-crs.ts';
import { type Fabric, OUTSIDE } from './fabric.ts';
import { blockAreasM2, blockPolygons } from './polygons.ts';

/** A row of table `arc`; ids, not indexes. */
export interface ArcRow {
  readonly id: number;
  readonly fromNode: number;
  readonly toNode: number;
  /** null = outside */
  readonly leftBlock: number | null;
  readonly rightBlock: number | null;
  /** little-endian int32 pairs x, y in cm, both nodes included */
  readonly xy: Uint8Array;
}

/** A row of table `block`, as far as the fabric knows it. */
export interface BlockRow {
  readonly id: number;
  /** GeoJSON Polygon coordinates, degrees */
  readonly polygon: Position[][];
  readonly areaM2: number;
}

export interface FabricRows {
  readonly crs: LocalCrs;
  readonly arcs: ArcRow[];
  readonly blocks: BlockRow[];
}

/** A fabric as the rows the database keeps. */
export function fabricToRows(fabric: Fabric): FabricRows {
  const { arcs, nodes, blocks, crs } = fabric;
  const blockId = (block: number): number | null => (block === OUTSIDE ? null : blocks.ids[block]!);
  const polygons = blockPolygons(fabric);
  const areas = blockAreasM2(fabric);
  return {
    crs,
    arcs: Array.from(arcs.ids, (id, arc) => ({
      id,
      fromNode: nodes.ids[arcs.from[arc]!]!,
      toNode: nodes.ids[arcs.to[arc]!]!,
      leftBlock: blockId(arcs.left[arc]!),
      rightBlock: blockId(arcs.right[arc]!),
      xy: encodeXy(arcs.xy.subarray(2 * arcs.offsets[arc]!, 2 * arcs.offsets[arc + 1]!)),
    })),
    blocks: Array.from(blocks.ids, (id, block) => ({ id, polygon: polygons[block]!, areaM2: areas[block]! })),
  };
}

/**
 * The fabric that rows describe: arcs and blocks in ascending order of id, nodes in the order in which arcs name them,
 * whatever the order of the rows. So a built fabric comes back with the same indexes.
 *
 * @throws RangeError for an arc that names an unknown block or whose bytes are no coordinates
 */
export function fabricFromRows(rows: {
  readonly crs: LocalCrs;
  readonly arcs: readonly ArcRow[];
  readonly blocks: readonly { readonly id: number }[];
}): Fabric {
  const arcs = [...rows.arcs].sort((a, b) => a.id - b.id);
  const blockIds = Float64Array.from(rows.blocks, ({ id }) => id).sort();
  const blockIndex = new Map(Array.from(blockIds, (id, index) => [id, index]));
  const sideOf = (arc: ArcRow, id: number | null): number => {
    if (id === null) return OUTSIDE;
    const block = blockIndex.get(id);
    if (block === undefined) throw new RangeError(`arc ${arc.id} names block ${id}, which the fabric does not have`);
    return block;
  };
  const nodeIndex = new Map<number, number>();
  const nodeXy: number[] = [];
  const nodeOf = (id: number, x: number, y: number): number => {
    const known = nodeIndex.get(id);
    if (known !== undefined) return known;
    nodeIndex.set(id, nodeIndex.size);
    nodeXy.push(x, y);
    return nodeIndex.size - 1;
  };
  const offsets = new Uint32Array(arcs.length + 1);
  arcs.forEach((arc, i) => {
    offsets[i + 1] = offsets[i]! + arc.xy.byteLength / 8;
  });
  const xy = new Int32Array(2 * offsets[arcs.length]!);
  const from = new Uint32Array(arcs.length);
  const to = new Uint32Array(arcs.length);
  arcs.forEach((arc, i) => {
    const own = decodeXy(arc.xy);
    if (own.length < 4) throw new RangeError(`arc ${arc.id} has fewer than two points`);
    xy.set(own, 2 * offsets[i]!);
    from[i] = nodeOf(arc.fromNode, own[0]!, own[1]!);
    to[i] = nodeOf(arc.toNode, own.at(-2)!, own.at(-1)!);
  });
  return {
    crs: rows.crs,
    nodes: { ids: Float64Array.from(nodeIndex.keys()), xy: Int32Array.from(nodeXy) },
    arcs: {
      ids: Float64Array.from(arcs, ({ id }) => id),
      from,
      to,
      left: Int32Array.from(arcs, (arc) => sideOf(arc, arc.leftBlock)),
      right: Int32Array.from(arcs, (arc) => sideOf(arc, arc.rightBlock)),
      offsets,
      xy,
    },
    blocks: { ids: blockIds },
  };
}

/** Integers to little-endian int32 bytes, on any machine. */
function encodeXy(xy: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(xy.length * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < xy.length; i++) view.setInt32(4 * i, xy[i]!, true);
  return bytes;
}

/**
 * Little-endian int32 bytes to integers.
 * @throws RangeError when the bytes are no whole pairs
 */
function decodeXy(bytes: Uint8Array): Int32Array {
  if (bytes.byteLength % 8 !== 0) throw new RangeError(`${bytes.byteLength} bytes are no whole coordinate pairs`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const xy = new Int32Array(bytes.byteLength / 4);
  for (let i = 0; i < xy.length; i++) xy[i] = view.getInt32(4 * i, true);
  return xy;
}
