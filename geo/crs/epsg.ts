import type { Position } from 'geojson';
import proj4 from 'proj4';

export type CrsDefinition =
  | { ok: true; toLngLat: (position: Position) => Position; fromLngLat: (position: Position) => Position }
  | { ok: false; reason: string };

/**
 * The transformations between any projected or geographic CRS and longitude/latitude on WGS84 (CGCS2000, NAD83 and
 * their like are the same to a metre or better and are not shifted).
 *
 * @param definition  a proj4 string or WKT 1 (a .prj), any linear unit
 * @returns           `toLngLat` takes [x, y] = [east, north] in the CRS's own unit and gives degrees, EPSG:4326;
 *                    `fromLngLat` is the way back (a place where the CRS has none gives numbers that are not finite);
 *                    or why the definition cannot be used (unknown projection, a grid file that is not here)
 */
export function parseCrs(definition: string): CrsDefinition {
  const grid = /\+nadgrids=(\S+)/.exec(definition)?.[1];
  if (grid && grid !== '@null') return { ok: false, reason: `it needs the grid file ${grid}` };
  try {
    const transform = proj4(definition);
    transform.inverse([0, 0]);
    return {
      ok: true,
      toLngLat: ([x, y]) => transform.inverse([x!, y!]),
      fromLngLat: ([lng, lat]) => {
        try {
          return transform.forward([lng!, lat!]);
        } catch {
          return [Number.NaN, Number.NaN]; // some projections throw where they have no place
        }
      },
    };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The name of a CRS without what writers of the same CRS spell differently:
 * "CGCS2000_3_Degree_GK_CM_117E" and "CGCS2000 / 3-degree Gauss-Kruger CM 117E" are one.
 */
export const plainCrsName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^gcs_/, '')
    .replace(/gauss[-_ ]?kr(u|ü)ger/g, 'gk')
    .replace(/[^a-z0-9]/g, '');
