/** shpjs comes without types; these are the two functions that the Shapefile reader uses. */
declare module 'shpjs' {
  import type { Geometry } from 'geojson';

  /** Geometries of a .shp in its own coordinates (no .prj given); null = a null shape. */
  export function parseShp(shp: Uint8Array): (Exclude<Geometry, { type: 'GeometryCollection' }> | null)[];
  /** Records of a .dbf; `encoding` is what TextDecoder takes. */
  export function parseDbf(dbf: Uint8Array, encoding?: string): Record<string, unknown>[];
}
