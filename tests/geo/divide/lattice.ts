import { type DualGraph, dualGraph } from '../../../geo/divide/dual-graph.ts';

/**
 * A chequerboard of squares with a side of one metre, numbered row by row from the south-west:
 *
 *   ┌───┬───┬───┐
 *   │ 3 │ 4 │ 5 │
 *   ├───┼───┼───┤
 *   │ 0 │ 1 │ 2 │
 *   └───┴───┴───┘
 */
export function lattice(columns: number, rows: number, population: (unit: number) => number = () => 1): DualGraph {
  const count = columns * rows;
  const edges: [number, number][] = [];
  const boundaryM = new Float64Array(count);
  for (let unit = 0; unit < count; unit++) {
    const x = unit % columns;
    const y = Math.floor(unit / columns);
    boundaryM[unit] = Number(x === 0) + Number(x === columns - 1) + Number(y === 0) + Number(y === rows - 1);
    if (x < columns - 1) edges.push([unit, unit + 1]);
    if (y < rows - 1) edges.push([unit, unit + columns]);
  }
  return dualGraph({
    edges: {
      a: edges.map(([one]) => one),
      b: edges.map(([, other]) => other),
      sharedM: new Float64Array(edges.length).fill(1),
    },
    population: Float64Array.from({ length: count }, (_, unit) => population(unit)),
    areaM2: new Float64Array(count).fill(1),
    boundaryM,
  });
}

/** An assignment drawn as text, north above; each letter is a part (A = 0), a dot none. */
export function drawn(picture: string): Int32Array {
  const rows = picture.trim().split(/\s+/).reverse();
  return Int32Array.from(rows.join(''), (letter) => (letter === '.' ? -1 : letter.charCodeAt(0) - 65));
}
