import { area as turfArea } from '@turf/turf';
import type { MultiPolygon, Polygon } from 'geojson';
import { describe, expect, test, vi } from 'vitest';
import {
  type Areal,
  adjacency,
  blockAreasM2,
  blockPolygons,
  colourRegions,
  createLocator,
  dissolve,
  fabricFromLines,
  fabricFromPolygons,
  groupAdjacency,
  type Linear,
  labelPoint,
  validateFabric,
} from '../../../geo/index.ts';
import { REAL_DATA_ABSENT, readRealGeoJson, realData } from '../../support/real-data.ts';
import { counter } from './drawn.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

const areal = (file: string): Areal[] => readRealGeoJson(file).features.map(({ geometry }) => geometry as Areal);
const linear = (file: string): Linear[] =>
  readRealGeoJson(file)
    .features.map(({ geometry }) => geometry)
    .filter((geometry): geometry is Linear => geometry.type === 'LineString' || geometry.type === 'MultiLineString');
const km2 = (areas: Float64Array): number => areas.reduce((a, b) => a + b) / 1e6;
const named = (name: string, file: string | null): string => (file ? name : `${name} (${REAL_DATA_ABSENT})`);

describe.each([
  { name: 'Monaco', folder: 'monaco', roads: 'roads.geojson', regions: 9, km2: 2.391, least: 500 },
  { name: 'Liechtenstein', folder: 'liechtenstein', roads: 'roads.geojson.gz', regions: 11, km2: 160.5, least: 1500 },
])('$name', ({ name, folder, roads, regions, km2: size, least }) => {
  const boundaryFile = realData(`${folder}/boundaries.geojson`);
  const roadFile = realData(`${folder}/${roads}`);

  test.skipIf(!boundaryFile || !roadFile)(
    named(`${name}’s roads and borders make a valid fabric in which every border is kept`, boundaryFile),
    () => {
      const boundaries = areal(boundaryFile!);
      const { fabric, regionOf, report } = fabricFromLines(
        { boundaries, lines: linear(roadFile!) },
        { ids: counter() },
      );
      expect(validateFabric(fabric)).toEqual([]);
      expect(report.refused).toBe(0);
      expect(report.maxMoveCm).toBeLessThanOrEqual(60);
      expect(fabric.blocks.ids.length).toBeGreaterThan(least);
      expect(new Set(regionOf).size).toBe(regions);

      const areas = blockAreasM2(fabric);
      expect(km2(areas)).toBeCloseTo(size, 1);
      const outlines = dissolve(fabric, regionOf, regions);
      const alone = fabricFromPolygons(boundaries, { ids: counter() });
      outlines.forEach((coordinates, region) => {
        const drawn = turfArea(boundaries[region]!);
        expect(Math.abs(turfArea({ type: 'MultiPolygon', coordinates }) / drawn - 1)).toBeLessThan(2e-4);
        expect(coordinates).toHaveLength(alone.blockOf[region]!.length);
      });

      const locator = createLocator(fabric);
      blockPolygons(fabric).forEach((rings, block) => {
        expect(locator.locate(...labelPoint([rings]))).toBe(block);
      });
      const pairs = groupAdjacency(fabric, regionOf);
      const hues = colourRegions(regions, pairs);
      expect(pairs.a.every((a, i) => hues[a] !== hues[pairs.b[i]!])).toBe(true);
      expect(adjacency(fabric).a.length).toBeGreaterThan(least);
    },
  );
});

describe('Huangpu', () => {
  const file = realData('shanghai-huangpu/streets.geojson');
  test.skipIf(!file)(named('streets are watertight: ten blocks, nothing to mend, 20.56 km²', file), () => {
    const { fabric, report } = fabricFromPolygons(areal(file!), { ids: counter() });
    expect(validateFabric(fabric)).toEqual([]);
    expect(report.faults).toEqual([]);
    expect(report.maxMoveCm).toBeLessThan(1);
    expect(fabric.blocks.ids).toHaveLength(10);
    expect(km2(blockAreasM2(fabric))).toBeCloseTo(20.56, 2);
    expect(fabric.crs.lon0Deg).toBe(120);
  });
});

describe('counties quantised until their outlines touched themselves', () => {
  const file = realData('counties/three_counties_gcj02.geojson');
  test.skipIf(!file)(named('become blocks of the same area, and every touch is told', file), () => {
    for (const county of areal(file!)) {
      const { fabric, report } = fabricFromPolygons([county], { ids: counter() });
      expect(validateFabric(fabric)).toEqual([]);
      expect(report.faults.some(({ kind }) => kind === 'self-crossing')).toBe(true);
      expect(report.refused).toBe(0);
      const ours = blockPolygons(fabric).reduce((sum, coordinates) => sum + turfArea(asPolygon(coordinates)), 0);
      expect(Math.abs(ours / turfArea(county) - 1)).toBeLessThan(1e-3);
    }
  });
});

describe('Beijing’s and Macau’s districts', () => {
  const files = ['beijing-core/streets.geojson', 'macau/parishes.geojson'].map(realData);
  test.skipIf(files.includes(null))(named('become valid fabrics with nothing refused', files[0]!), () => {
    for (const file of files) {
      const { fabric, report } = fabricFromPolygons(areal(file!), { ids: counter() });
      expect(validateFabric(fabric)).toEqual([]);
      expect(report.refused).toBe(0);
    }
  });
});

function asPolygon(coordinates: Polygon['coordinates']): Polygon | MultiPolygon {
  return { type: 'Polygon', coordinates };
}
