/** A circle in the plane. */
export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/** Relative; below what the coordinates of a county can tell. */
const ROUNDING = 1e-12;

/**
 * The smallest circle around points.
 *
 * Welzl's algorithm as three nested loops over points in random order, linear on the average; the order is shuffled
 * with a fixed seed, so that the result is the same in every run.
 *
 * @param xy  [x0, y0, …], at least one point; duplicates and points on a line are fine
 * @see       Welzl, "Smallest enclosing disks (balls and ellipsoids)" (1991)
 */
export function enclosingCircle(xy: ArrayLike<number>): Circle {
  const order = shuffled(xy.length / 2);
  const x = new Float64Array(order.length);
  const y = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) {
    x[i] = xy[2 * order[i]!]!;
    y[i] = xy[2 * order[i]! + 1]!;
  }
  const outside = ({ x: cx, y: cy, r }: Circle, i: number): boolean =>
    Math.sqrt((x[i]! - cx) ** 2 + (y[i]! - cy) ** 2) > r * (1 + ROUNDING);
  let circle: Circle = { x: x[0]!, y: y[0]!, r: 0 };
  for (let i = 1; i < x.length; i++) {
    if (!outside(circle, i)) continue;
    circle = { x: x[i]!, y: y[i]!, r: 0 };
    for (let j = 0; j < i; j++) {
      if (!outside(circle, j)) continue;
      circle = onDiameter(x[i]!, y[i]!, x[j]!, y[j]!);
      for (let k = 0; k < j; k++) {
        if (outside(circle, k)) circle = through(x[i]!, y[i]!, x[j]!, y[j]!, x[k]!, y[k]!) ?? circle;
      }
    }
  }
  return circle;
}

function onDiameter(ax: number, ay: number, bx: number, by: number): Circle {
  return { x: (ax + bx) / 2, y: (ay + by) / 2, r: Math.hypot(bx - ax, by - ay) / 2 };
}

/** null for points on a line. */
function through(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): Circle | null {
  const ux = bx - ax;
  const uy = by - ay;
  const vx = cx - ax;
  const vy = cy - ay;
  const d = 2 * (ux * vy - uy * vx);
  if (d === 0) return null;
  const u2 = ux * ux + uy * uy;
  const v2 = vx * vx + vy * vy;
  const x = (vy * u2 - uy * v2) / d;
  const y = (ux * v2 - vx * u2) / d;
  return { x: ax + x, y: ay + y, r: Math.hypot(x, y) };
}

/** Fisher–Yates with a linear congruential generator (Numerical Recipes). */
function shuffled(count: number): Uint32Array {
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  let state = 1;
  for (let i = count - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return order;
}
