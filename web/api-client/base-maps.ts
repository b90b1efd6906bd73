import { type BaseMap, type BaseMapId, baseMapList } from '../../api/contract/base-maps.ts';
import { request, send } from './http.ts';

const ROUTE = '/api/base-maps';

/** The raster maps that this server offers; none unless its administrator has set one up. */
export const getBaseMaps = (signal?: AbortSignal): Promise<BaseMap[]> => request(ROUTE, baseMapList, { signal });

/**
 * One picture of a map, in its provider's datum.
 *
 * @returns null when it cannot be had: the map stays whole without it
 */
export async function getBaseMapTile(
  id: BaseMapId,
  [sheet, z, x, y]: readonly [sheet: number, z: number, x: number, y: number],
  signal: AbortSignal,
): Promise<Blob | null> {
  try {
    const response = await send(`${ROUTE}/${[id, sheet, z, x, y].join('/')}`, { signal });
    return response.ok ? await response.blob() : null;
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  }
}
