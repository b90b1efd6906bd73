import { localCrsFor, toCm } from '../../geo/crs/local-crs.ts';
import { type Fabric, OUTSIDE } from '../../geo/fabric/fabric.ts';

/**
 * A fabric of square blocks, row by row from the south-west: block index = row · columns + column.
 *
 *   ┌─2─┬─3─┐
 *   ├─0─┼─1─┤      columns = 2, rows = 2
 *   └───┴───┘
 *
 * @param ids  id of the first block; the others follow
 */
export function chequeredFabric(
  columns: number,
  rows: number,
  { sideM = 100, centre = [124.33, 43.3] as [number, number], firstId = 1 } = {},
): Fabric {
  const crs = localCrsFor(centre);
  const [x0, y0] = toCm(crs, ...centre);
  const side = sideM * 100;
  const node = (column: number, row: number): number => row * (columns + 1) + column;
  const block = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= columns || row >= rows ? OUTSIDE : row * columns + column;
  const nodeXy: number[] = [];
  for (let row = 0; row <= rows; row += 1)
    for (let column = 0; column <= columns; column += 1) nodeXy.push(x0 + column * side, y0 + row * side);

  const arcs: { from: number; to: number; left: number; right: number }[] = [];
  for (let row = 0; row <= rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      arcs.push({
        ...{ from: node(column, row), to: node(column + 1, row) },
        ...{ left: block(column, row), right: block(column, row - 1) },
      });
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column <= columns; column += 1)
      arcs.push({
        ...{ from: node(column, row), to: node(column, row + 1) },
        ...{ left: block(column - 1, row), right: block(column, row) },
      });
  const xy = arcs.flatMap(({ from, to }) => [
    ...nodeXy.slice(2 * from, 2 * from + 2),
    ...nodeXy.slice(2 * to, 2 * to + 2),
  ]);
  const idsFrom = (first: number, count: number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => first + i);
  return {
    crs,
    nodes: { ids: idsFrom(1, nodeXy.length / 2), xy: Int32Array.from(nodeXy) },
    arcs: {
      ids: idsFrom(1, arcs.length),
      from: Uint32Array.from(arcs, (arc) => arc.from),
      to: Uint32Array.from(arcs, (arc) => arc.to),
      left: Int32Array.from(arcs, (arc) => arc.left),
      right: Int32Array.from(arcs, (arc) => arc.right),
      offsets: Uint32Array.from({ length: arcs.length + 1 }, (_, i) => 2 * i),
      xy: Int32Array.from(xy),
    },
    blocks: { ids: idsFrom(firstId, columns * rows) },
  };
}
