import {
  booleanPointInPolygon,
  featureCollection,
  point,
  area as turfArea,
  feature as turfFeature,
  union,
} from '@turf/turf';
import fc from 'fast-check';
import type { MultiPolygon, Polygon } from 'geojson';
import { feature as topoFeature } from 'topojson-client';
import { describe, expect, test, vi } from 'vitest';
import {
  adjacency,
  blockAreasM2,
  blockPolygons,
  createLocator,
  dissolve,
  type Fabric,
  fabricFromLines,
  fabricFromPolygons,
  fabricFromRows,
  fabricToRows,
  fromTopology,
  groupAdjacency,
  labelPoint,
  toGeoJson,
  toTopology,
} from '../../../geo/index.ts';
import { at, box, counter, PLANE, polygon } from './drawn.ts';
import { lineSoup } from './soup.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

const fromBoxes = (...boxes: Polygon[]): Fabric => fabricFromPolygons(boxes, { crs: PLANE, ids: counter() }).fabric;

//   ┌─2─┬─3─┐
//   ├─0─┼─1─┤    100 m each
//   └───┴───┘
const four = fromBoxes(box(0, 0, 100, 100), box(100, 0, 200, 100), box(0, 100, 100, 200), box(100, 100, 200, 200));

const anyFabric = lineSoup.map(
  ({ boundaries, lines }) =>
    fabricFromLines({ boundaries, lines }, { crs: PLANE, ids: counter(), minBlockAreaM2: 0, minBlockWidthM: 0 }).fabric,
);

describe('block polygons', () => {
  test('are closed, wind as RFC 7946 wants it and meet to the last digit', () => {
    const ringed = fromBoxes(
      polygon(
        [
          [0, 0],
          [100, 0],
          [100, 100],
          [0, 100],
        ],
        [
          [30, 30],
          [60, 30],
          [60, 60],
          [30, 60],
        ],
      ),
      box(30, 30, 60, 60),
    );
    const [outer, inner] = blockPolygons(ringed);
    expect(outer).toHaveLength(2);
    for (const ring of [...outer!, ...inner!]) expect(ring[0]).toEqual(ring.at(-1));
    expect(signedArea(outer![0]!)).toBeGreaterThan(0);
    expect(signedArea(outer![1]!)).toBeLessThan(0);
    expect(signedArea(inner![0]!)).toBeGreaterThan(0);
    const corners = (ring: number[][]) => ring.slice(1).map(String).sort();
    expect(corners(outer![1]!)).toEqual(corners(inner![0]!));
  });

  //   ┌──────┐
  //   │ ╱╲   │
  //   │╱1 ╲ 0│      1 touches the outline of 0 in a point: 0 has an outline and a hole, no ring passes a point twice
  //   └╲──╱──┘
  test('whose hole touches the outline have simple rings', () => {
    const diamond = polygon([
      [0, 50],
      [30, 20],
      [60, 50],
      [30, 80],
    ]);
    const around = polygon(
      [
        [0, 0],
        [100, 0],
        [100, 100],
        [0, 100],
      ],
      [
        [0, 50],
        [30, 20],
        [60, 50],
        [30, 80],
      ],
    );
    const { fabric } = fabricFromPolygons([around, diamond], { crs: PLANE, ids: counter() });
    const rings = blockPolygons(fabric)[0]!;
    expect(rings).toHaveLength(2);
    for (const ring of rings) expect(new Set(ring.slice(1).map(String)).size).toBe(ring.length - 1);
  });

  test('have the areas that sums along arcs give, on the ellipsoid', () => {
    fc.assert(
      fc.property(anyFabric, (fabric) => {
        const areas = blockAreasM2(fabric);
        blockPolygons(fabric).forEach((coordinates, block) => {
          // Turf's sphere differs from the ellipsoid by less than 0.7 %; the grid's rounding counts in the smallest
          const turf = turfArea({ type: 'Polygon', coordinates });
          expect(Math.abs(areas[block]! - turf)).toBeLessThan(0.007 * turf + 1e-6);
        });
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});

describe('dissolve', () => {
  test('drops the arcs inside a group', () => {
    const [west, east] = dissolve(four, Int32Array.of(0, 1, 0, 1), 2);
    expect(west).toHaveLength(1);
    expect(east).toHaveLength(1);
    expect(turfArea({ type: 'MultiPolygon', coordinates: west! }) / 20_000).toBeCloseTo(1, 2);
  });

  test('keeps apart what touches in a point only, leaves out what is in no group, and gives empty groups nothing', () => {
    const [diagonal, none] = dissolve(four, Int32Array.of(0, -1, -1, 0), 2);
    expect(diagonal).toHaveLength(2);
    expect(none).toEqual([]);
  });

  //   ┌────────────┐
  //   │ 0┌───────┐ │      an island of the group in a hole of the group
  //   │  │1 ┌─┐  │ │
  //   │  │  └2┘  │ │
  //   │  └───────┘ │
  //   └────────────┘
  test('gives holes to the outline they lie in', () => {
    const nested = fabricFromLines(
      { boundaries: [box(0, 0, 100, 100)], lines: [box(20, 20, 80, 80), box(40, 40, 60, 60)] },
      { crs: PLANE, ids: counter() },
    ).fabric;
    const [group] = dissolve(nested, Int32Array.of(0, -1, 0), 1);
    expect(group!.map((rings) => rings.length)).toEqual([2, 1]);
  });

  test('agrees with Turf’s union of the block polygons', () => {
    fc.assert(
      fc.property(anyFabric, fc.integer({ min: 1, max: 3 }), (fabric, groups) => {
        fc.pre(fabric.blocks.ids.length > groups);
        const assignment = Int32Array.from(fabric.blocks.ids, (_, block) => block % groups);
        const polygons = blockPolygons(fabric);
        dissolve(fabric, assignment, groups).forEach((coordinates, group) => {
          const members = polygons.filter((_, block) => assignment[block] === group);
          const features = members.map((c) => turfFeature<Polygon>({ type: 'Polygon', coordinates: c }));
          const expected = features.length > 1 ? union(featureCollection(features))! : features[0]!;
          const ours: MultiPolygon = { type: 'MultiPolygon', coordinates };
          expect(Math.abs(turfArea(ours) / turfArea(expected) - 1)).toBeLessThan(1e-6);
        });
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  test('of everything has the area of all blocks', () => {
    fc.assert(
      fc.property(anyFabric, (fabric) => {
        const whole = dissolve(fabric, new Int32Array(fabric.blocks.ids.length), 1)[0]!;
        const sum = blockPolygons(fabric).reduce(
          (total, c) => total + turfArea({ type: 'Polygon', coordinates: c }),
          0,
        );
        expect(Math.abs(turfArea({ type: 'MultiPolygon', coordinates: whole }) - sum)).toBeLessThan(1e-6 * sum + 1e-6);
      }),
      { seed: 3, numRuns: 60 },
    );
  });
});

describe('adjacency', () => {
  test('counts borders, not corners', () => {
    const { a, b, lengthCm } = adjacency(four);
    expect([...a].map((block, i) => [block, b[i]])).toEqual([
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
    ]);
    for (const length of lengthCm) expect(length).toBeCloseTo(10_000, -1);
  });

  test('of groups adds up the borders of their blocks', () => {
    const { a, b, lengthCm } = groupAdjacency(four, Int32Array.of(0, 1, 0, -1));
    expect([[...a], [...b]]).toEqual([[0], [1]]);
    expect(lengthCm[0]).toBeCloseTo(10_000, -1);
  });
});

describe('the locator', () => {
  const locator = createLocator(four);
  const locate = (x: number, y: number) => locator.locate(...(at(x, y) as [number, number]));

  test('finds the block around a point, and none outside', () => {
    expect([locate(50, 50), locate(150, 50), locate(50, 150), locate(150, 150)]).toEqual([0, 1, 2, 3]);
    expect([locate(-0.01, 50), locate(200.01, 50), locate(5_000, 5_000)]).toEqual([-1, -1, -1]);
  });

  test('gives a point on a border to the lowest id that meets there', () => {
    expect([locate(100, 100), locate(100, 50), locate(100, 150), locate(200, 150), locate(0, 0)]).toEqual([
      0, 0, 2, 3, 0,
    ]);
  });

  test('agrees with Turf away from borders', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(lineSoup, fc.array(fc.tuple(unit, unit), { minLength: 5, maxLength: 20 }), (soup, points) => {
        const { fabric } = fabricFromLines(soup, { crs: PLANE, ids: counter(), minBlockAreaM2: 0, minBlockWidthM: 0 });
        const polygons = blockPolygons(fabric);
        const find = createLocator(fabric);
        for (const [x, y] of points) {
          const place = at(x * soup.size, y * soup.size) as [number, number];
          const expected = polygons.findIndex((c) =>
            booleanPointInPolygon(point(place), turfFeature<Polygon>({ type: 'Polygon', coordinates: c }), {
              ignoreBoundary: true,
            }),
          );
          if (expected !== -1) expect(find.locate(...place)).toBe(expected);
        }
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  test('of an empty fabric finds nothing', () => {
    expect(createLocator(fromBoxes()).locate(123, 43)).toBe(-1);
  });
});

describe('a fabric comes back', () => {
  test('from its rows, in whatever order they are read', () => {
    fc.assert(
      fc.property(anyFabric, (fabric) => {
        const { crs, arcs, blocks } = fabricToRows(fabric);
        expect(fabricFromRows({ crs, arcs: [...arcs].reverse(), blocks: [...blocks].reverse() })).toEqual(fabric);
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  test('but not from rows that name an unknown block or hold half a point', () => {
    const { crs, arcs, blocks } = fabricToRows(four);
    expect(() => fabricFromRows({ crs, arcs, blocks: blocks.slice(1) })).toThrow(/names block/);
    const torn = arcs.map((arc) => ({ ...arc, xy: arc.xy.slice(4) }));
    expect(() => fabricFromRows({ crs, arcs: torn, blocks })).toThrow(RangeError);
  });

  test('from its TopoJSON, after a trip through text', () => {
    fc.assert(
      fc.property(anyFabric, (fabric) => {
        expect(fromTopology(JSON.parse(JSON.stringify(toTopology(fabric))))).toEqual(fabric);
      }),
      { seed: 6, numRuns: 60 },
    );
  });
});

describe('TopoJSON and GeoJSON', () => {
  test('topojson-client draws the blocks that GeoJSON has, with their properties', () => {
    fc.assert(
      fc.property(anyFabric, (fabric) => {
        const properties = (block: number) => ({ name: `街坊 ${block}` });
        const topology = toTopology(fabric, properties);
        const drawn = topoFeature(topology, topology.objects.blocks);
        expect(drawn).toEqual(toGeoJson(fabric, properties));
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});

describe('a label point', () => {
  test('stands in the middle of the widest place', () => {
    const [lng, lat] = labelPoint([box(0, 0, 100, 100).coordinates, box(200, 0, 400, 300).coordinates]);
    const [wantLng, wantLat] = at(300, 150);
    expect(lng).toBeCloseTo(wantLng!, 3);
    expect(lat).toBeCloseTo(wantLat!, 3);
  });

  test('lies inside every block, however thin', () => {
    fc.assert(
      fc.property(anyFabric, (fabric) => {
        blockPolygons(fabric).forEach((coordinates, block) => {
          if (blockAreasM2(fabric)[block]! < 0.01) return;
          const place = point(labelPoint([coordinates]));
          expect(booleanPointInPolygon(place, turfFeature<Polygon>({ type: 'Polygon', coordinates }))).toBe(true);
        });
      }),
      { seed: 8, numRuns: 40 },
    );
  });

  test('needs a polygon', () => {
    expect(() => labelPoint([])).toThrow(RangeError);
  });
});

function signedArea(ring: number[][]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1]![0]! * ring[i]![1]! - ring[i]![0]! * ring[i - 1]![1]!;
  return sum;
}
