import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CrsDefinition, parseCrs, plainCrsName } from '../../../geo/crs/epsg.ts';
import { definitionOf, THREE_DEGREE_ZONES } from '../../../geo/crs/known-crs.ts';
import { fromOffset, isInChina, toOffset } from '../../../geo/crs/offset-crs.ts';

const METRES_A_DEGREE = 111_320;
const apartM = ([lngA, latA]: number[], [lngB, latB]: number[]): number =>
  Math.hypot((lngB! - lngA!) * Math.cos((latA! * Math.PI) / 180), latB! - latA!) * METRES_A_DEGREE;

/** Mainland, away from the edge of the box in which the offsets hold. */
const inChina = fc.tuple(fc.double({ min: 75, max: 132, noNaN: true }), fc.double({ min: 20, max: 52, noNaN: true }));

describe('the Chinese offsets', () => {
  test.each(['GCJ-02', 'BD-09'] as const)('%s there and back is the same place to a millimetre', (crs) => {
    fc.assert(
      fc.property(inChina, (place) => apartM(fromOffset(crs, toOffset(crs, place)), place) < 0.001),
      { seed: 7, numRuns: 500 },
    );
  });

  test('GCJ-02 stands some hundred metres beside WGS84 in China, and on it elsewhere', () => {
    const lishu = [124.33539, 43.30706];
    expect(apartM(fromOffset('GCJ-02', lishu), lishu)).toBeGreaterThan(300);
    expect(apartM(fromOffset('GCJ-02', lishu), lishu)).toBeLessThan(800);
    const monaco = [7.42, 43.73];
    expect(fromOffset('GCJ-02', monaco)).toEqual(monaco);
    expect([isInChina(lishu), isInChina(monaco)]).toEqual([true, false]);
  });
});

describe('definitions of the catalogue', () => {
  const usable = (definition: string): Extract<CrsDefinition, { ok: true }> => {
    const crs = parseCrs(definition);
    if (!crs.ok) throw new Error(crs.reason);
    return crs;
  };
  const toLngLat = (definition: string, position: [number, number]): number[] => usable(definition).toLngLat(position);

  test('CGCS2000 / 3-degree Gauss-Kruger CM 117E, metres', () => {
    const definition = '+proj=tmerc +lat_0=0 +lon_0=117 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs';
    expect(apartM(toLngLat(definition, [448_688.86, 4_418_598.0]), [116.4, 39.9])).toBeLessThan(0.02);
  });

  test('US survey feet', () => {
    const definition =
      '+proj=lcc +lat_1=41.03333333333333 +lat_2=40.66666666666666 +lat_0=40.16666666666666 +lon_0=-74 +x_0=300000.0000000001 +y_0=0 +datum=NAD83 +units=us-ft +no_defs';
    expect(apartM(toLngLat(definition, [984_250, 200_000]), [-74, 40.715630498051])).toBeLessThan(0.001);
  });

  // One place as PostGIS gives it in each, east first.
  test.each([
    ['EPSG:4527', [39_448_688.8557, 4_418_598.0013]],
    ['EPSG:4548', [448_688.8557, 4_418_598.0013]],
    ['EPSG:3857', [12_957_588.7283, 4_851_421.1752]],
    ['EPSG:4490', [116.4, 39.9]],
  ])('116.4, 39.9 in %s', (code, expected) => {
    const there = usable(definitionOf(code)!).fromLngLat([116.4, 39.9]);
    expect(there.map((n) => Number(n.toFixed(4)))).toEqual(expected);
  });

  test('there and back is the same place to a tenth of a millimetre in every zone that has it', () => {
    fc.assert(
      fc.property(
        inChina,
        fc.constantFrom(...THREE_DEGREE_ZONES),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (at, zone, east) => {
          const crs = usable(definitionOf(zone.code)!);
          const place = [zone.meridianDeg + east, at[1]!];
          return apartM(crs.toLngLat(crs.fromLngLat(place)), place) < 0.0001;
        },
      ),
      { seed: 11, numRuns: 300 },
    );
  });

  test('a place where a system has no coordinates gives numbers that are not finite', () => {
    expect(usable(definitionOf('EPSG:3857')!).fromLngLat([0, 90]).every(Number.isFinite)).toBe(false);
  });

  test('degrees stay degrees', () => {
    expect(toLngLat('+proj=longlat +ellps=GRS80 +no_defs', [116.4, 39.9])).toEqual([116.4, 39.9]);
  });

  test.each(['+proj=cheese +lon_0=1', 'PROJCS["Moon"]', '', '+proj=longlat +nadgrids=conus'])(
    '%j cannot be used, and says why',
    (definition) => {
      const crs = parseCrs(definition);
      expect(crs.ok).toBe(false);
      if (!crs.ok) expect(crs.reason).not.toBe('');
    },
  );

  test('one system is found under the names that several writers give it', () => {
    const names = ['CGCS2000_3_Degree_GK_CM_117E', 'CGCS2000 / 3-degree Gauss-Kruger CM 117E'];
    expect(new Set(names.map(plainCrsName)).size).toBe(1);
  });
});
