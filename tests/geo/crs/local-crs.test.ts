import fc from 'fast-check';
import proj4 from 'proj4';
import { describe, expect, test } from 'vitest';
import { localCrsFor, pointScale, toCm, toLngLat } from '../../../geo/crs/local-crs.ts';

const places: [string, [number, number]][] = [
  ['梨树县', [124.33, 43.31]],
  ['岑溪市', [110.99, 22.92]],
  ['Monaco', [7.42, 43.74]],
  ['a place south of the equator', [174.78, -41.29]],
  ['a place beside the antimeridian', [179.99, -16.5]],
];

describe('the local CRS', () => {
  test('inside China the meridian is that of the 3-degree zone', () => {
    expect(localCrsFor([124.33, 43.31])).toMatchObject({ lon0Deg: 123, falseEastingM: 500_000, lat0Deg: 0 });
    expect(localCrsFor([110.99, 22.92]).lon0Deg).toBe(111);
    expect(localCrsFor([121.49, 31.22]).lon0Deg).toBe(120);
  });

  test('elsewhere the meridian is the county’s own', () => {
    expect(localCrsFor([7.4197, 43.74]).lon0Deg).toBe(7.42);
  });

  test.each(places)('agrees with proj4 to the centimetre within two degrees of %s', (_, [lng0, lat0]) => {
    const crs = localCrsFor([lng0, lat0]);
    const reference = proj4(
      `+proj=longlat +ellps=GRS80 +no_defs`,
      `+proj=etmerc +lat_0=0 +lon_0=${crs.lon0Deg} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs`,
    );
    fc.assert(
      fc.property(offset, offset, (dLng, dLat) => {
        const lng = ((lng0 + dLng + 540) % 360) - 180;
        const lat = lat0 + dLat;
        const [x, y] = toCm(crs, lng, lat);
        const [ex, ey] = reference.forward([lng, lat]);
        expect(Math.abs(x - ex * 100)).toBeLessThan(0.501);
        expect(Math.abs(y - ey * 100)).toBeLessThan(0.501);
        const [backLng, backLat] = toLngLat(crs, x, y);
        const [eLng, eLat] = reference.inverse([x / 100, y / 100]);
        expect(Math.abs(((backLng - eLng + 540) % 360) - 180)).toBeLessThan(1e-10);
        expect(Math.abs(backLat - eLat)).toBeLessThan(1e-10);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('every grid point comes back from its longitude and latitude, also when these are rounded to nine decimals', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.integer({ min: -2e7, max: 2e7 }),
        fc.integer({ min: -2e7, max: 2e7 }),
        (place, dx, dy) => {
          const crs = localCrsFor(place[1]);
          const [x0, y0] = toCm(crs, ...place[1]);
          const [lng, lat] = toLngLat(crs, x0 + dx, y0 + dy);
          expect(toCm(crs, lng, lat)).toEqual([x0 + dx, y0 + dy]);
          expect(toCm(crs, Math.round(lng * 1e9) / 1e9, Math.round(lat * 1e9) / 1e9)).toEqual([x0 + dx, y0 + dy]);
        },
      ),
      { seed: 2, numRuns: 300 },
    );
  });

  test('another origin and scale only shift and stretch', () => {
    const crs = { ...localCrsFor([9.5, 47.1]), lat0Deg: 47, falseNorthingM: 1000, scale: 0.9996 };
    const reference = proj4(
      '+proj=longlat +ellps=GRS80 +no_defs',
      '+proj=etmerc +lat_0=47 +lon_0=9.5 +k=0.9996 +x_0=500000 +y_0=1000 +ellps=GRS80 +units=m +no_defs',
    );
    const [x, y] = toCm(crs, 9.61, 47.21);
    const [ex, ey] = reference.forward([9.61, 47.21]);
    expect([x, y]).toEqual([Math.round(ex * 100), Math.round(ey * 100)]);
    expect(toCm(crs, ...toLngLat(crs, x, y))).toEqual([x, y]);
  });

  test('the point scale is that of a short line measured in the plane', () => {
    const crs = localCrsFor([121.49, 31.22]);
    const [x, y] = toCm(crs, 121.49, 31.22);
    const lat = (31.22 * Math.PI) / 180;
    const metresPerDegree =
      ((6_378_137 * Math.cos(lat)) / Math.sqrt(1 - 0.00669438 * Math.sin(lat) ** 2)) * (Math.PI / 180);
    const [x1, y1] = toCm(crs, 121.49 + 0.01, 31.22);
    const [x2, y2] = toCm(crs, 121.49 - 0.01, 31.22);
    expect(Math.hypot(x1 - x2, y1 - y2) / 100 / (0.02 * metresPerDegree)).toBeCloseTo(pointScale(crs, x, y), 5);
    expect(pointScale(crs, x, y)).toBeCloseTo(1.000248, 5);
  });
});

const offset = fc.double({ min: -2, max: 2, noNaN: true });
