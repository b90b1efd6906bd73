import type { BaseMap } from '../../api/contract/base-maps.ts';
import type { Layer } from '../../api/contract/words.ts';

/** Layers that travel in one tile, since they are shown and change together. */
export const TILE_GROUPS = {
  ground: ['landuse', 'water', 'railway', 'road'],
  regions: ['county', 'street', 'community', 'grid', 'label'],
  groupings: ['network', 'union'],
  blocks: ['block'],
  places: [
    'compound',
    'building',
    'wall',
    'gate',
    'site_area',
    'site',
    'organization',
    'compound_label',
    'building_label',
  ],
} as const satisfies Record<string, readonly Layer[]>;

export type TileGroup = keyof typeof TILE_GROUPS;

const MAX_ZOOM = 16;

/** The group a layer travels in. */
export const groupOf = (layer: string): TileGroup | undefined =>
  (Object.keys(TILE_GROUPS) as TileGroup[]).find((group) => (TILE_GROUPS[group] as readonly string[]).includes(layer));

export interface TileAddress {
  /** scheme and host, since the tile worker has no page to be relative to */
  readonly origin: string;
  readonly county: string;
  readonly date: string | null;
}

/** maplibre source of one group. Only regions and blocks depend on the date. */
export function tileSource(group: TileGroup, { origin, county, date }: TileAddress) {
  const dated = group === 'regions' || group === 'groupings' || group === 'blocks';
  const suffix = date && dated ? `?date=${date}` : '';
  return {
    type: 'vector' as const,
    tiles: [`${origin}/tiles/${county}/${TILE_GROUPS[group].join(',')}/{z}/{x}/{y}.mvt${suffix}`],
    minzoom: group === 'places' ? 10 : group === 'blocks' ? 12 : 0,
    maxzoom: MAX_ZOOM,
  };
}

/** Addresses of raster tiles that map/raster/base-map-protocol.ts draws. */
export const BASE_MAP_PROTOCOL = 'base-map';

/** maplibre source of a raster base map, which is brought to WGS84 on the way. */
export const baseMapSource = ({ id, datum, sheets, maxZoom }: BaseMap) => ({
  type: 'raster' as const,
  tiles: [`${BASE_MAP_PROTOCOL}://${id}/${datum}/${sheets}/{z}/{x}/{y}`],
  tileSize: 256,
  minzoom: 0,
  maxzoom: maxZoom,
});
