import type { Position } from 'geojson';
import type { LayerFeature } from './layer.ts';

type Nested = Position | Nested[];

const listOf = (value: Nested): string =>
  typeof value[0] === 'number' ? value.join(' ') : `(${(value as Nested[]).map(listOf).join(', ')})`;

/** A geometry as well-known text (OGC Simple Features), two dimensions. */
export const wktOf = ({ type, coordinates }: NonNullable<LayerFeature['geometry']>): string =>
  type === 'Point' ? `POINT (${listOf(coordinates)})` : `${type.toUpperCase()} ${listOf(coordinates)}`;
