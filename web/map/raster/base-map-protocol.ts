import { addProtocol, type GetResourceResponse, type RequestParameters } from 'maplibre-gl';
import type { BaseMap, BaseMapId } from '../../../api/contract/base-maps.ts';
import { getBaseMapTile } from '../../api-client/base-maps.ts';
import { baseMapAway } from '../../state/base-map.ts';
import { BASE_MAP_PROTOCOL } from '../sources.ts';
import { coveringTiles, TILE_PX } from './covering-tiles.ts';

/** Teaches maplibre the addresses of `baseMapSource`. */
export const addBaseMapProtocol = (): void => addProtocol(BASE_MAP_PROTOCOL, drawTile);

async function drawTile(
  { url }: RequestParameters,
  { signal }: AbortController,
): Promise<GetResourceResponse<ImageBitmap>> {
  const [id, datum, sheets, ...place] = url.slice(`${BASE_MAP_PROTOCOL}://`.length).split('/');
  const [z, x, y] = place.map(Number) as [number, number, number];
  const canvas = new OffscreenCanvas(TILE_PX, TILE_PX);
  const context = canvas.getContext('2d')!;
  const covering = coveringTiles(datum as BaseMap['datum'], { z, x, y });
  let missing = false;
  for (let sheet = 0; sheet < Number(sheets); sheet++) {
    const pictures = await Promise.all(
      covering.map(async (tile) => {
        const picture = await getBaseMapTile(id as BaseMapId, [sheet, z, tile.x, tile.y], signal);
        return picture && createImageBitmap(picture).catch(() => null);
      }),
    );
    for (const [index, picture] of pictures.entries()) {
      const { left, top } = covering[index]!;
      if (picture) context.drawImage(picture, left, top, TILE_PX, TILE_PX);
      else missing = true;
    }
  }
  baseMapAway.setState({ away: missing });
  return { data: canvas.transferToImageBitmap() };
}
