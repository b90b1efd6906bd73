import type { Geometry } from 'geojson';
import wkx from 'wkx'; // CommonJS: Node finds no names in it

/** A geometry that is not what it should be; `message` says why. */
export class UnreadableGeometry extends Error {
  override readonly name = 'UnreadableGeometry';
}

/**
 * Well-known binary of OGC, ISO (Z, M) or PostGIS (EWKB) as GeoJSON; heights stay, measures do not.
 *
 * @throws UnreadableGeometry when it is cut off, nested without end, or of a kind that GeoJSON has not (curves)
 */
export const readWkb = (wkb: Uint8Array): Geometry =>
  readAny(Buffer.from(wkb.buffer, wkb.byteOffset, wkb.byteLength), 'well-known binary');

/** Well-known text, also with a leading SRID=…; as `readWkb`. */
export const readWkt = (wkt: string): Geometry => readAny(wkt.trim().toUpperCase(), 'well-known text');

function readAny(value: string | Buffer, what: string): Geometry {
  try {
    return wkx.Geometry.parse(value).toGeoJSON() as Geometry;
  } catch (error) {
    throw new UnreadableGeometry(`The geometry is no ${what} that can be read (${(error as Error).message})`, {
      cause: error,
    });
  }
}
