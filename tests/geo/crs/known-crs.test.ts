import { describe, expect, test } from 'vitest';
import { parseCrs } from '../../../geo/crs/epsg.ts';
import { definitionOf, THREE_DEGREE_ZONES } from '../../../geo/crs/known-crs.ts';

function toLngLat(code: string, x: number, y: number): [number, number] {
  const crs = parseCrs(definitionOf(code)!);
  if (!crs.ok) throw new Error(crs.reason);
  return crs.toLngLat([x, y]).map((degrees) => Number(degrees.toFixed(6))) as [number, number];
}

describe('systems that are known without a catalogue', () => {
  // One place, 116.4 39.9, as PostGIS gives it in each.
  test.each([
    ['EPSG:4326', 116.4, 39.9],
    ['EPSG:4490', 116.4, 39.9],
    ['EPSG:4548', 448_688.86, 4_418_598.0],
    ['EPSG:4527', 39_448_688.86, 4_418_598.0],
    ['EPSG:4509', 448_688.86, 4_418_598.0],
    ['EPSG:4498', 20_448_688.86, 4_418_598.0],
  ])('%s', (code, x, y) => {
    expect(toLngLat(code, x, y)).toEqual([116.4, 39.9]);
  });

  test('UTM and Web Mercator agree with proj4’s own', () => {
    const own = parseCrs('EPSG:32650');
    expect(own.ok && own.toLngLat([448_688, 4_418_598]).map((v) => Number(v.toFixed(6)))).toEqual(
      toLngLat('EPSG:32650', 448_688, 4_418_598),
    );
    const mercator = [(116.4 * Math.PI) / 180, Math.log(Math.tan(Math.PI / 4 + (39.9 * Math.PI) / 360))];
    expect(toLngLat('EPSG:3857', mercator[0]! * 6_378_137, mercator[1]! * 6_378_137)).toEqual([116.4, 39.9]);
  });

  test.each(['EPSG:4555', 'EPSG:4490 ', 'EPSG:32661', 'GCJ-02', 'ESRI:102100', ''])('%j is not one of them', (code) => {
    expect(definitionOf(code)).toBeNull();
  });
});

test('every 3° zone of China is there, without and with its number, and is the system of its code', () => {
  const meridians = Array.from({ length: 21 }, (_, i) => 75 + 3 * i);
  for (const numbered of [false, true]) {
    const zones = THREE_DEGREE_ZONES.filter(({ zone }) => (zone !== null) === numbered);
    expect(zones.map(({ meridianDeg }) => meridianDeg)).toEqual(meridians);
    for (const { code, meridianDeg, zone } of zones) {
      expect(definitionOf(code)).toContain(`+lon_0=${meridianDeg} `);
      expect(definitionOf(code)).toContain(`+x_0=${500_000 + (zone ?? 0) * 1_000_000} `);
      if (zone !== null) expect(meridianDeg).toBe(3 * zone);
    }
  }
});

test('the zones that files name most have the codes of the EPSG register', () => {
  const codeOf = (meridian: number) =>
    THREE_DEGREE_ZONES.find(({ meridianDeg, zone }) => meridianDeg === meridian && zone === null)?.code;
  expect([111, 114, 117, 120, 123, 126].map(codeOf)).toEqual(
    [4546, 4547, 4548, 4549, 4550, 4551].map((number) => `EPSG:${number}`),
  );
});
