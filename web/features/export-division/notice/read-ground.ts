import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import type { Feature, Position } from 'geojson';
import { PbfReader } from 'pbf';
import { getTile } from '../../../api-client/tiles.ts';
import type { Bounds } from './view.ts';

/** How wide a line of the ground is drawn, the narrowest first. */
export const GROUND_LINES = ['stream', 'river', 'railway', 'minor', 'main', 'major'] as const;
export type GroundLine = (typeof GROUND_LINES)[number];

/** What somebody finds a border by. In degrees, in the pieces that tiles cut it into. */
export interface NoticeGround {
  readonly waters: readonly { readonly name: string; readonly rings: readonly Position[][] }[];
  readonly lines: readonly { readonly kind: GroundLine; readonly name: string; readonly line: readonly Position[] }[];
  /** service stations and centres */
  readonly stations: readonly { readonly name: string; readonly at: Position }[];
}

const LAYERS = ['water', 'railway', 'road', 'site'] as const;
const ROADS: Readonly<Record<string, GroundLine>> = {
  ...{ motorway: 'major', trunk: 'major', primary: 'major', secondary: 'main', tertiary: 'main' },
  ...{ residential: 'minor' },
};
const STATIONS = ['service_centre', 'community_station'];
/** More detail than a sheet shows takes more tiles than a server should be asked for at once. */
const MOST_TILES = 24;
const ZOOM = { least: 8, most: 14 } as const;

type Tile = readonly [z: number, x: number, y: number];

/** The tiles over an area, as deep as their number allows. */
export function tilesOver([west, south, east, north]: Bounds): Tile[] {
  const column = (lng: number, n: number): number => Math.floor(((lng + 180) / 360) * n);
  const row = (lat: number, n: number): number =>
    Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * n);
  for (let z: number = ZOOM.most; ; z--) {
    const n = 2 ** z;
    const [left, right, top, bottom] = [column(west, n), column(east, n), row(north, n), row(south, n)];
    if (z > ZOOM.least && (right - left + 1) * (bottom - top + 1) > MOST_TILES) continue;
    const tiles: Tile[] = [];
    for (let x = left; x <= right; x++) for (let y = top; y <= bottom; y++) tiles.push([z, x, y]);
    return tiles;
  }
}

/** @throws ApiError when a tile cannot be had */
export async function readGround(county: string, bounds: Bounds, signal: AbortSignal): Promise<NoticeGround> {
  const tiles = tilesOver(bounds);
  const read = await Promise.all(tiles.map((tile) => getTile(county, LAYERS, tile, signal)));
  const waters: NoticeGround['waters'][number][] = [];
  const lines: NoticeGround['lines'][number][] = [];
  // A place near the edge of a tile stands in its neighbour, too.
  const stations = new Map<number, NoticeGround['stations'][number]>();
  const add: Readonly<Record<(typeof LAYERS)[number], (feature: Feature, id: number) => void>> = {
    water: ({ geometry, properties }) => {
      const name = nameOf(properties);
      for (const rings of ringsOf(geometry)) waters.push({ name, rings });
      const kind = properties?.kind === 'river' || properties?.kind === 'canal' ? 'river' : 'stream';
      for (const line of linesOf(geometry)) lines.push({ kind, name, line });
    },
    railway: ({ geometry, properties }) => {
      for (const line of linesOf(geometry)) lines.push({ kind: 'railway', name: nameOf(properties), line });
    },
    road: ({ geometry, properties }) => {
      const kind = ROADS[String(properties?.class)];
      if (kind) for (const line of linesOf(geometry)) lines.push({ kind, name: nameOf(properties), line });
    },
    site: ({ geometry, properties }, id) => {
      if (geometry.type === 'Point' && STATIONS.includes(String(properties?.kind)))
        stations.set(id, { name: nameOf(properties), at: geometry.coordinates });
    },
  };
  for (const [i, bytes] of read.entries()) {
    if (!bytes) continue;
    const { layers } = new VectorTile(new PbfReader(bytes));
    const [z, x, y] = tiles[i]!;
    for (const name of LAYERS)
      for (const feature of featuresOf(layers[name])) add[name](feature.toGeoJSON(x, y, z), feature.id ?? 0);
  }
  return { waters, lines, stations: [...stations.values()] };
}

function* featuresOf(layer: VectorTile['layers'][string] | undefined): Generator<VectorTileFeature> {
  for (let i = 0; i < (layer?.length ?? 0); i++) yield layer!.feature(i);
}

const nameOf = (properties: Feature['properties']): string => String(properties?.name ?? '');

const ringsOf = (geometry: Feature['geometry']): readonly Position[][][] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : [];

const linesOf = (geometry: Feature['geometry']): readonly Position[][] =>
  geometry.type === 'LineString'
    ? [geometry.coordinates]
    : geometry.type === 'MultiLineString'
      ? geometry.coordinates
      : [];
