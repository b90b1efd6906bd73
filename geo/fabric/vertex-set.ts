/**
 * Points on the integer grid, each known by its number, no two of them within the tolerance: a point that comes too
 * near to an earlier one becomes that one. So earlier points hold still, and later ones come to them.
 */
export interface VertexSet {
  readonly xs: number[];
  readonly ys: number[];
  /** the nearest vertex within the tolerance, or a new one there */
  place(x: number, y: number): number;
  /** the vertex at that very point, or a new one */
  placeExactly(x: number, y: number): number;
}

export function createVertexSet(toleranceCm: number, minX: number, minY: number): VertexSet {
  const xs: number[] = [];
  const ys: number[] = [];
  const nextInCell: number[] = [];
  const cells = new Map<number, number>();
  const size = Math.max(1, Math.ceil(toleranceCm));
  const limit = toleranceCm * toleranceCm;

  const columnOf = (x: number): number => Math.floor((x - minX) / size) + 1;
  const rowOf = (y: number): number => Math.floor((y - minY) / size) + 1;
  const find = (x: number, y: number): number => {
    let v = cells.get(columnOf(x) * COLUMN + rowOf(y)) ?? -1;
    while (v >= 0 && (xs[v] !== x || ys[v] !== y)) v = nextInCell[v]!;
    return v;
  };
  const add = (x: number, y: number): number => {
    const cell = columnOf(x) * COLUMN + rowOf(y);
    const v = xs.push(x) - 1;
    ys.push(y);
    nextInCell.push(cells.get(cell) ?? -1);
    cells.set(cell, v);
    return v;
  };
  const nearest = (x: number, y: number): number => {
    const column = columnOf(x);
    const row = rowOf(y);
    let best = -1;
    let bestDistance = limit;
    for (let i = column - 1; i <= column + 1; i++) {
      for (let j = row - 1; j <= row + 1; j++) {
        for (let v = cells.get(i * COLUMN + j) ?? -1; v >= 0; v = nextInCell[v]!) {
          const distance = (xs[v]! - x) ** 2 + (ys[v]! - y) ** 2;
          if (distance < bestDistance || (distance === bestDistance && (best < 0 || v < best))) {
            best = v;
            bestDistance = distance;
          }
        }
      }
    }
    return best;
  };
  const place = (x: number, y: number): number => {
    const same = find(x, y);
    if (same !== -1) return same;
    const near = toleranceCm < 1 ? -1 : nearest(x, y);
    return near === -1 ? add(x, y) : near;
  };
  const placeExactly = (x: number, y: number): number => {
    const same = find(x, y);
    return same === -1 ? add(x, y) : same;
  };
  return { xs, ys, place, placeExactly };
}

/** Cells stand in columns of this height: MAX_EXTENT_CM of read-geometry.ts is below it. */
const COLUMN = 2 ** 26;
