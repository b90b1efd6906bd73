import { GeoJSONVT, type GeoJSONVTFeature } from '@maplibre/geojson-vt';
import type { Feature, Geometry, Position } from 'geojson';
import { BUFFER, EXTENT, MAX_ZOOM } from './layers.ts';

/** A feature of a layer, EPSG:4326. */
export interface IndexedFeature {
  id: number;
  /** the zoom it appears at */
  minZoom: number;
  properties: Record<string, string | number | boolean>;
  geometry: Geometry;
}

/** [west, south, east, north], EPSG:4326 */
export type Box = readonly [number, number, number, number];

/** Lines lose what is smaller than this below the last zoom, in tile units; PostgreSQL's tiles take the same. */
const TOLERANCE = 1;

interface Known {
  minZoom: number;
  box: Box;
}

/** One layer of one county, ready to be cut into tiles; can be changed in place. */
export function createLayerIndex() {
  const index = new GeoJSONVT(
    { type: 'FeatureCollection', features: [] },
    { maxZoom: MAX_ZOOM, tolerance: TOLERANCE, extent: EXTENT, buffer: BUFFER, updateable: true, wrap: false },
  );
  const known = new Map<number, Known>();

  function remember({ id, minZoom, geometry }: IndexedFeature): void {
    known.set(id, { minZoom, box: boxOf(geometry) });
  }

  return {
    get size() {
      return known.size;
    },

    /** Makes these features all there are. */
    replace(features: readonly IndexedFeature[]): void {
      known.clear();
      for (const feature of features) remember(feature);
      index.updateData({ removeAll: true, add: features.map(toGeoJson) });
    },

    /** Makes these features all there are that touch the box. */
    replaceWithin(box: Box, features: readonly IndexedFeature[]): void {
      const remove = [...known].filter(([, feature]) => touches(feature.box, box)).map(([id]) => id);
      for (const id of remove) known.delete(id);
      for (const feature of features) remember(feature);
      index.updateData({ remove, add: features.map(toGeoJson) });
    },

    /** The features of a tile in the order of their ids, in tile units; whatever collapses there is left out. */
    tile(z: number, x: number, y: number): GeoJSONVTFeature[] {
      const features = (index.getTile(z, x, y)?.features ?? []) as GeoJSONVTFeature[];
      return features
        .filter(({ id }) => known.get(id as number)!.minZoom <= z)
        .flatMap(withoutCollapsed)
        .sort((a, b) => (a.id as number) - (b.id as number));
    },
  };
}
export type LayerIndex = ReturnType<typeof createLayerIndex>;

const toGeoJson = ({ id, properties, geometry }: IndexedFeature): Feature => ({
  type: 'Feature',
  id,
  properties,
  geometry,
});

const touches = (a: Box, b: Box): boolean => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];

function boxOf(geometry: Geometry): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (coordinates: Position | Position[] | Position[][] | Position[][][]): void => {
    if (isPosition(coordinates)) {
      const [x = Number.NaN, y = Number.NaN] = coordinates;
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    } else {
      for (const part of coordinates) visit(part);
    }
  };
  if (geometry.type === 'GeometryCollection') throw new TypeError('A layer holds no geometry collections.');
  visit(geometry.coordinates);
  return [west, south, east, north];
}

const isPosition = (coordinates: Position | Position[] | Position[][] | Position[][][]): coordinates is Position =>
  typeof coordinates[0] === 'number';

type Ring = [number, number][];

/** Points that fell together when rounded become one; lines of one point and rings without area go, and with an outer ring its holes. */
function withoutCollapsed(feature: GeoJSONVTFeature): GeoJSONVTFeature[] {
  if (feature.type === 1) return [feature];
  const lines = feature.geometry.map(withoutRepeats);
  const geometry = feature.type === 2 ? lines.filter((line) => line.length > 1) : withoutFlatRings(lines);
  return geometry.length > 0 ? [{ ...feature, geometry }] : [];
}

const withoutRepeats = (points: Ring): Ring =>
  points.filter((point, i) => i === 0 || point[0] !== points[i - 1]![0] || point[1] !== points[i - 1]![1]);

function withoutFlatRings(rings: readonly Ring[]): Ring[] {
  let outerKept = false;
  return rings.filter((ring) => {
    const area = ring.length < 4 ? 0 : doubleArea(ring);
    if (area === 0) return false;
    if (area > 0) outerKept = true;
    return area > 0 || outerKept;
  });
}

/** Twice the area of a closed ring in tile units; positive = clockwise on the screen, an outer ring. */
function doubleArea(ring: Ring): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1]![0] * ring[i]![1] - ring[i]![0] * ring[i - 1]![1];
  return sum;
}
