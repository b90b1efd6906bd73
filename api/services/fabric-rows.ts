import type { LocalCrs } from '../../geo/crs/local-crs.ts';
import { type Fabric, OUTSIDE } from '../../geo/fabric/fabric.ts';
import { blockAreasM2, blockPolygons } from '../../geo/fabric/polygons.ts';
import type { ScopedDatabase } from '../db/database.ts';
import { type ArcRow, type BlockRow, readArcs, readBlockIds, readFabricHead } from '../db/fabrics.ts';

/** Rows of `block` and `arc`, blocks in the order of `fabric.blocks`. */
export function fabricRows(fabric: Fabric): { blocks: BlockRow[]; arcs: ArcRow[] } {
  const areas = blockAreasM2(fabric);
  const blocks = blockPolygons(fabric).map((coordinates, i) => ({
    id: fabric.blocks.ids[i]!,
    coordinates,
    areaM2: areas[i]!,
  }));
  const { ids, from, to, left, right, offsets, xy } = fabric.arcs;
  const blockId = (index: number): number | null => (index === OUTSIDE ? null : fabric.blocks.ids[index]!);
  const arcs = Array.from(ids, (id, i) => ({
    id,
    fromNode: fabric.nodes.ids[from[i]!]!,
    toNode: fabric.nodes.ids[to[i]!]!,
    leftBlock: blockId(left[i]!),
    rightBlock: blockId(right[i]!),
    xy: littleEndian(xy.subarray(2 * offsets[i]!, 2 * offsets[i + 1]!)),
  }));
  return { blocks, arcs };
}

const ARCS_A_PAGE = 4000;

/**
 * A stored fabric, as the graph it was made from: blocks, arcs and nodes in the order of their ids.
 *
 * @throws RangeError when the county has no such fabric
 */
export async function readFabric(db: ScopedDatabase, id: number): Promise<Fabric> {
  const { county } = db.scope;
  const head = await readFabricHead(db, county, id);
  if (!head) throw new RangeError(`County ${county} has no fabric ${id}`);
  const blockIds = await readBlockIds(db, county, id);
  const arcs: ArcRow[] = [];
  for (let afterId = -1; ; ) {
    const page = await readArcs(db, county, id, afterId, ARCS_A_PAGE);
    arcs.push(...page);
    if (page.length < ARCS_A_PAGE) break;
    afterId = page.at(-1)!.id;
  }
  return fabricFromRows(head.crs as unknown as LocalCrs, blockIds, arcs);
}

function fabricFromRows(crs: LocalCrs, blockIds: readonly number[], arcs: readonly ArcRow[]): Fabric {
  const block = indexOf(blockIds);
  const coordinates = arcs.map((arc) => readLittleEndian(arc.xy));
  const place = new Map<number, [number, number]>();
  for (const [i, arc] of arcs.entries()) {
    const line = coordinates[i]!;
    place.set(arc.fromNode, [line[0]!, line[1]!]);
    place.set(arc.toNode, [line.at(-2)!, line.at(-1)!]);
  }
  const nodeIds = [...place.keys()].sort((a, b) => a - b);
  const node = indexOf(nodeIds);
  const side = (id: number | null): number => (id === null ? OUTSIDE : block.get(id)!);
  const offsets = new Uint32Array(arcs.length + 1);
  for (const [i, line] of coordinates.entries()) offsets[i + 1] = offsets[i]! + line.length / 2;
  const xy = new Int32Array(2 * offsets[arcs.length]!);
  for (const [i, line] of coordinates.entries()) xy.set(line, 2 * offsets[i]!);
  return {
    crs,
    nodes: { ids: Float64Array.from(nodeIds), xy: Int32Array.from(nodeIds.flatMap((id) => place.get(id)!)) },
    arcs: {
      ids: Float64Array.from(arcs, (arc) => arc.id),
      from: Uint32Array.from(arcs, (arc) => node.get(arc.fromNode)!),
      to: Uint32Array.from(arcs, (arc) => node.get(arc.toNode)!),
      left: Int32Array.from(arcs, (arc) => side(arc.leftBlock)),
      right: Int32Array.from(arcs, (arc) => side(arc.rightBlock)),
      offsets,
      xy,
    },
    blocks: { ids: Float64Array.from(blockIds) },
  };
}

const indexOf = (ids: readonly number[]): Map<number, number> => new Map(ids.map((id, index) => [id, index]));

function littleEndian(values: Int32Array): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setInt32(4 * i, value, true);
  return bytes;
}

function readLittleEndian(bytes: Uint8Array): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int32Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getInt32(4 * i, true));
}
