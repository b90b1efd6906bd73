import type { Position } from 'geojson';
import type { BaseMap } from '../../../api/contract/base-maps.ts';
import { toOffset } from '../../../geo/crs/offset-crs.ts';

/** Edge of a tile, pixels. */
export const TILE_PX = 256;

export interface CoveringTile {
  readonly x: number;
  readonly y: number;
  /** where its upper left corner stands in the tile that is covered, pixels */
  readonly left: number;
  readonly top: number;
}

/** [lng, lat] degrees as pixels of the whole Web Mercator world at a zoom, from its upper left corner. */
export function toWorldPixels([lng, lat]: Position, zoom: number): [x: number, y: number] {
  const size = TILE_PX * 2 ** zoom;
  const sine = Math.sin((lat! * Math.PI) / 180);
  return [(lng! / 360 + 0.5) * size, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size];
}

function fromWorldPixels([x, y]: readonly [number, number], zoom: number): Position {
  const size = TILE_PX * 2 ** zoom;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / size))) * 180) / Math.PI;
  return [(x / size - 0.5) * 360, lat];
}

/**
 * The tiles of a map in `datum` that together cover one tile of the map in WGS84.
 *
 * The offset of GCJ-02 is taken at the tile's centre: within half a tile it changes by less than two pixels at every zoom
 * (tests/web/map/covering-tiles.test.ts goes through China).
 *
 * @returns one tile when the datums agree, else up to four; never one outside the world
 */
export function coveringTiles(
  datum: BaseMap['datum'],
  { z, x, y }: { readonly z: number; readonly x: number; readonly y: number },
): CoveringTile[] {
  if (datum === 'WGS84') return [{ x, y, left: 0, top: 0 }];
  const centre = [(x + 0.5) * TILE_PX, (y + 0.5) * TILE_PX] as const;
  const there = toWorldPixels(toOffset(datum, fromWorldPixels(centre, z)), z);
  const west = Math.round(x * TILE_PX + there[0] - centre[0]);
  const north = Math.round(y * TILE_PX + there[1] - centre[1]);
  const tiles: CoveringTile[] = [];
  const last = 2 ** z - 1;
  for (let row = Math.floor(north / TILE_PX); row * TILE_PX < north + TILE_PX; row++) {
    for (let column = Math.floor(west / TILE_PX); column * TILE_PX < west + TILE_PX; column++) {
      if (row < 0 || column < 0 || row > last || column > last) continue;
      tiles.push({ x: column, y: row, left: column * TILE_PX - west, top: row * TILE_PX - north });
    }
  }
  return tiles;
}
