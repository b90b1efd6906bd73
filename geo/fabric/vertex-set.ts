/**
 * Points on the integer grid, each known by its number, no two of them within the tolerance: a point that comes too
 * near to an earlier one becomes that one. So earlier points hold still, and later ones come to them.
 */
export interface VertexSet {
  readonly xs: number[];
  readonly ys: number[];
  /** the nearest vertex within the tolerance, or a new one there */
  place(x: number, y: number): number;
}

export function createVertexSet(toleranceCm: number, minX: number, minY: number): VertexSet {
  const xs: number[] = [];
  const ys: number[] = [];
  const nextInCell: number[] = [];
  const cells = new Map<number, number>();
  const size = Math.max(1, Math.ceil(toleranceCm));
  const limit = toleranceCm * toleranceCm;

  const place = (x: number, y: number): number => {
    const cx = Math.floor((x - minX) / size) + 1;
    const cy = Math.floor((y - minY) / size) + 1;
    const own = cells.get(cx * COLUMN + cy) ?? -1;
    for (let v = own; v >= 0; v = nextInCell[v]!) if (xs[v] === x && ys[v] === y) return v;
    if (toleranceCm >= 1) {
      let best = -1;
      let bestDistance = limit;
      for (let i = cx - 1; i <= cx + 1; i++) {
        for (let j = cy - 1; j <= cy + 1; j++) {
          for (let v = cells.get(i * COLUMN + j) ?? -1; v >= 0; v = nextInCell[v]!) {
            const distance = (xs[v]! - x) ** 2 + (ys[v]! - y) ** 2;
            if (distance < bestDistance || (distance === bestDistance && (best < 0 || v < best))) {
              best = v;
              bestDistance = distance;
            }
          }
        }
      }
      if (best >= 0) return best;
    }
    const v = xs.push(x) - 1;
    ys.push(y);
    nextInCell.push(own);
    cells.set(cx * COLUMN + cy, v);
    return v;
  };
  return { xs, ys, place };
}

/** Cells stand in columns of this height: MAX_EXTENT_CM of read-geometry.ts is below it. */
const COLUMN = 2 ** 26;
