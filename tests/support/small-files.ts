import type { Feature, FeatureCollection, Geometry } from 'geojson';

/** GeoJSON files of a county a kilometre wide, drawn by hand, west of Lishu. */
const WEST = 124.3;
const SOUTH = 43.3;
/** Degrees of a hundred metres, about. */
const EAST_STEP = 0.00123;
const NORTH_STEP = 0.0009;

/** Column and row of a grid of hundred-metre steps to lon/lat. */
export const at = (x: number, y: number): [number, number] => [
  Number((WEST + x * EAST_STEP).toFixed(7)),
  Number((SOUTH + y * NORTH_STEP).toFixed(7)),
];

export function rectangle(x0: number, y0: number, x1: number, y1: number): Geometry {
  return { type: 'Polygon', coordinates: [[at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1), at(x0, y0)]] };
}

export const feature = (geometry: Geometry | null, properties: object = {}): Feature =>
  ({ type: 'Feature', properties, geometry }) as Feature;

export const collection = (features: Feature[], more: object = {}): FeatureCollection & object => ({
  type: 'FeatureCollection',
  features,
  ...more,
});

//  (0,10)───(5,10)──(10,10)
//    │  西社区  │  东社区  │      residents 100 and 61
//  (0,0)────(5,0)───(10,0)
export const communities = collection(
  [
    feature(rectangle(0, 0, 5, 10), { name: '西社区', population: 100 }),
    feature(rectangle(5, 0, 10, 10), { name: '东社区', population: 61 }),
  ],
  { attribution: '示例数据' },
);

/** One street from west to east through the middle, one dead end in the south. */
export const roads = collection([
  feature({ type: 'LineString', coordinates: [at(-1, 5), at(11, 5)] }, { highway: 'residential', name: '中路' }),
  feature({ type: 'LineString', coordinates: [at(2, 0), at(2, 2)] }, { highway: 'residential', name: '断头路' }),
  feature({ type: 'LineString', coordinates: [at(1, 5), at(1, 10)] }, { highway: 'footway' }),
]);

/** Three in the west (one, two and one floors of one size), one in the east, one outside, one that crosses itself. */
export const buildings = collection([
  feature(rectangle(1, 1, 1.2, 1.2), { building: 'house', 'building:levels': '1', id: 'a' }),
  feature(rectangle(2, 1, 2.2, 1.2), { building: 'house', 'building:levels': '2', id: 'b' }),
  feature(rectangle(3, 1, 3.2, 1.2), { building: 'house', height: '3 m', id: 'c' }),
  feature(rectangle(7, 7, 7.2, 7.2), { building: 'yes', 'addr:street': '中路', 'addr:housenumber': '7', id: 'd' }),
  feature(rectangle(12, 1, 12.2, 1.2), { building: 'yes', id: 'e' }),
  feature(
    { type: 'Polygon', coordinates: [[at(8, 2), at(8.2, 2.2), at(8.2, 2), at(8, 2.2), at(8, 2)]] },
    { building: 'garage', id: 'f' },
  ),
]);
