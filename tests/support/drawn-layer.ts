import type { MultiPolygon, Polygon, Position } from 'geojson';
import { columnsOf, type Layer, type LayerFeature } from '../../api/formats/layer.ts';

/** A closed box of whole degrees, counter-clockwise. */
export const ring = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

export const hole = (...box: Parameters<typeof ring>): Position[] => ring(...box).toReversed();
export const area = (...coordinates: Position[][]): Polygon => ({ type: 'Polygon', coordinates });
export const areas = (...coordinates: Position[][][]): MultiPolygon => ({ type: 'MultiPolygon', coordinates });

export const feature = (geometry: LayerFeature['geometry'], properties: object = {}): LayerFeature => ({
  geometry,
  properties: { ...properties },
});

export function layer(name: string, features: LayerFeature[]): Layer {
  return { name, columns: columnsOf(features.map(({ properties }) => properties)), features };
}

//   ┌───────┐  ┌───┐ ┌───┐
//   │ ┌───┐ │  │ B │ │ B │     A with a hole; B in two parts, the second with a hole
//   │ └───┘ │  │   │ │▫  │
//   └───────┘  └───┘ └───┘
export const LAKE_AND_ISLANDS: LayerFeature[] = [
  feature(area(ring(100, 30, 104, 34), hole(101, 31, 103, 33)), { 名称: '梨树镇', 户数: 120, 面积: 1.25 }),
  feature(areas([ring(105, 30, 107, 34)], [ring(108, 30, 110, 34), hole(108.5, 30.5, 109, 31)]), {
    名称: '岑城镇',
    户数: 80,
    面积: 0.1,
  }),
];
