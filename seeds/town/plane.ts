/** Longitude and latitude in degrees, WGS84 (EPSG:4326), rounded to 7 decimals (about 1 cm). */
export type LngLat = [lng: number, lat: number];

/** A local metric plane: x metres east, y metres north of the town's centre. */
export interface Plane {
  toLngLat(x: number, y: number): LngLat;
  toXY(lng: number, lat: number): [x: number, y: number];
}

const SEMI_MAJOR_M = 6378137;
const ECCENTRICITY_SQUARED = 0.0066943800229;
const DECIMALS = 1e7;

const round = (degrees: number): number => Math.round(degrees * DECIMALS) / DECIMALS;

/**
 * Equirectangular plane with the ellipsoid's radii at the centre. The map is linear, so what is straight, apart or
 * crossing in metres is so in degrees too; over 20 km its scale errs by less than 0.3 %.
 */
export function planeAt(centre: readonly [lng: number, lat: number]): Plane {
  const [lng0, lat0] = centre;
  const sine = Math.sin((lat0 * Math.PI) / 180);
  const w = Math.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine);
  const meridianRadiusM = (SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED)) / w ** 3;
  const parallelRadiusM = (SEMI_MAJOR_M / w) * Math.cos((lat0 * Math.PI) / 180);
  const eastDeg = 180 / (Math.PI * parallelRadiusM);
  const northDeg = 180 / (Math.PI * meridianRadiusM);
  return {
    toLngLat: (x, y) => [round(lng0 + x * eastDeg), round(lat0 + y * northDeg)],
    toXY: (lng, lat) => [(lng - lng0) / eastDeg, (lat - lat0) / northDeg],
  };
}
