import fc from 'fast-check';
import type { LineString, Polygon } from 'geojson';
import { at } from './drawn.ts';

/** Points of a square of `size` metres: half of the time on a lattice, so that borders touch and coincide. */
function points(size: number): fc.Arbitrary<[number, number]> {
  const free = fc.double({ min: 0, max: size, noNaN: true });
  const lattice = fc.integer({ min: 0, max: 8 }).map((i) => (i * size) / 8);
  return fc.oneof(fc.tuple(lattice, lattice), fc.tuple(free, free));
}

const sizes = fc.constantFrom(0.3, 2, 20, 200, 5_000);

/** Polygons as bad as they come: self-crossing, overlapping, nested, collapsed, with holes anywhere. */
export const polygonSoup: fc.Arbitrary<Polygon[]> = sizes.chain((size) => {
  const ring = fc.array(points(size), { minLength: 3, maxLength: 8 });
  const polygon = fc
    .array(ring, { minLength: 1, maxLength: 2 })
    .map((rings): Polygon => ({ type: 'Polygon', coordinates: rings.map((r) => r.map(([x, y]) => at(x, y))) }));
  return fc.array(polygon, { minLength: 1, maxLength: 5 });
});

/** A soup of polygons with lines through it. */
export const lineSoup: fc.Arbitrary<{ size: number; boundaries: Polygon[]; lines: LineString[] }> = sizes.chain(
  (size) => {
    const path = fc.array(points(size), { minLength: 2, maxLength: 6 });
    const line = path.map((p): LineString => ({ type: 'LineString', coordinates: p.map(([x, y]) => at(x, y)) }));
    const ring = fc.array(points(size), { minLength: 3, maxLength: 6 });
    const polygon = ring.map((r): Polygon => ({ type: 'Polygon', coordinates: [r.map(([x, y]) => at(x, y))] }));
    return fc.record({
      size: fc.constant(size),
      boundaries: fc.array(polygon, { minLength: 1, maxLength: 3 }),
      lines: fc.array(line, { maxLength: 12 }),
    });
  },
);

/** Triangles and boxes of 10 to 200 m, valid each, that overlap freely. */
export const tidyPolygons: fc.Arbitrary<Polygon[]> = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 10, max: 200 }),
      fc.boolean(),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((shapes) =>
    shapes.map(([x, y, side, triangle]): Polygon => {
      const ring: [number, number][] = [
        [x, y],
        [x + side, y + 3],
        [x + side - 2, y + side],
        [x - 1, y + side],
      ];
      if (triangle) ring.splice(2, 1);
      return { type: 'Polygon', coordinates: [[...ring, ring[0]!].map(([px, py]) => at(px, py))] };
    }),
  );

/** Tolerances from none to a metre. */
export const tolerances = fc.constantFrom(0, 0.01, 0.2, 1);
