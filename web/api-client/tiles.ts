import { ApiError, readProblem, send } from './http.ts';

/** A vector tile (MVT) of some layers; null where there is nothing. */
export async function getTile(
  county: string,
  layers: readonly string[],
  [z, x, y]: readonly [z: number, x: number, y: number],
  signal?: AbortSignal,
): Promise<Uint8Array | null> {
  const response = await send(`/tiles/${county}/${layers.join(',')}/${z}/${x}/${y}.mvt`, { ...(signal && { signal }) });
  if (response.status === 204 || response.status === 404) return null;
  if (!response.ok) throw new ApiError(await readProblem(response));
  const bytes = new Uint8Array(await response.arrayBuffer());
  return bytes.length > 0 ? bytes : null;
}
