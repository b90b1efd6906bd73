import type { Box } from './lot.ts';
import type { Polygon } from './polygon.ts';

/** A slab block: straight south front, stairwells standing out a little on the north side, one each unit. */
export function slabFootprint({ x0, y0, x1, y1 }: Box, units: number): Polygon {
  const step = (x1 - x0) / units;
  const back = y1 - 1.2;
  const xy: Polygon = [x0, y0, x1, y0, x1, back];
  for (let k = units - 1; k >= 0; k--) {
    const middle = x0 + (k + 0.5) * step;
    xy.push(middle + 1.6, back, middle + 1.6, y1, middle - 1.6, y1, middle - 1.6, back);
  }
  xy.push(x0, back);
  return xy;
}

/** A tower with four wings. */
export function crossFootprint({ x0, y0, x1, y1 }: Box): Polygon {
  const [w, h] = [(x1 - x0) / 4, (y1 - y0) / 4];
  return [
    x0 + w,
    y0,
    x1 - w,
    y0,
    x1 - w,
    y0 + h,
    x1,
    y0 + h,
    x1,
    y1 - h,
    x1 - w,
    y1 - h,
    x1 - w,
    y1,
    x0 + w,
    y1,
    x0 + w,
    y1 - h,
    x0,
    y1 - h,
    x0,
    y0 + h,
    x0 + w,
    y0 + h,
  ];
}

/** An L open to the south-east. `depth` is the thickness of both arms. */
export function angleFootprint({ x0, y0, x1, y1 }: Box, depth: number): Polygon {
  return [x0, y0, x0 + depth, y0, x0 + depth, y1 - depth, x1, y1 - depth, x1, y1, x0, y1];
}

/** A U open to the south. */
export function courtFootprint({ x0, y0, x1, y1 }: Box, depth: number): Polygon {
  return [
    x0,
    y0,
    x0 + depth,
    y0,
    x0 + depth,
    y1 - depth,
    x1 - depth,
    y1 - depth,
    x1 - depth,
    y0,
    x1,
    y0,
    x1,
    y1,
    x0,
    y1,
  ];
}

/** A running track: two straights and two bends, along the longer side of the box. */
export function ovalFootprint({ x0, y0, x1, y1 }: Box): Polygon {
  const lying = x1 - x0 >= y1 - y0;
  const r = Math.min(x1 - x0, y1 - y0) / 2;
  const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const straight = Math.abs(x1 - x0 - (y1 - y0)) / 2;
  const xy: Polygon = [];
  for (let end = 0; end < 2; end++) {
    for (let k = 0; k <= 8; k++) {
      const a = -Math.PI / 2 + Math.PI * (end + k / 8) + (lying ? 0 : Math.PI / 2);
      const shift = end === 0 ? straight : -straight;
      xy.push(cx + (lying ? shift : 0) + r * Math.cos(a), cy + (lying ? 0 : shift) + r * Math.sin(a));
    }
  }
  return xy;
}
