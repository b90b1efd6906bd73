import { describe, expect, test } from 'vitest';
import { LAYER_COLUMNS, layerExport } from '../../../api/contract/layer-exports.ts';
import {
  type ExportChoice,
  FIRST_CHOICE,
  selectedLayer,
  toWish,
  withLayer,
} from '../../../web/features/export-data/export-choice.ts';
import { messages } from '../../../web/features/export-data/messages.ts';
import { viewBounds } from '../../../web/features/export-data/view-bounds.ts';
import { zh } from '../../../web/i18n/zh.ts';
import { NO_BARS } from '../../../web/state/view.ts';

const NOW = { date: null, view: [124, 43, 124.1, 43.1] as const, selection: { layer: 'site', id: 7 } as const };
const wish = (part: Partial<ExportChoice>) => toWish({ ...FIRST_CHOICE, ...part }, NOW);

describe('what is asked of the server', () => {
  test('leaves out what the format has no choice of', () => {
    expect(wish({})).toEqual({ layer: 'building', format: 'geojson', crs: 'EPSG:4326' });
    expect(wish({ format: 'kml', crs: 'EPSG:4548', encoding: 'gbk' })).toEqual({ layer: 'building', format: 'kml' });
    expect(wish({ format: 'csv', encoding: 'gbk', columns: ['id'] })).toEqual({
      ...{ layer: 'building', format: 'csv', crs: 'EPSG:4326', encoding: 'gbk', columns: ['id'] },
    });
  });

  test('says which part of the layer; a region has to be chosen first', () => {
    expect(wish({ area: 'region' })).toBeNull();
    expect(wish({ area: 'region', region: 5 })).toMatchObject({ region: 5 });
    expect(wish({ area: 'view' })).toMatchObject({ box: [124, 43, 124.1, 43.1] });
    expect(wish({ layer: 'site', area: 'selected' })).toMatchObject({ ids: [7] });
  });

  test('is of the form that the contract wants', () => {
    for (const format of ['geojson', 'kmz', 'shapefile', 'xlsx'] as const)
      expect(layerExport.safeParse(wish({ format, crs: 'GCJ-02', encoding: 'gbk', area: 'view' })).success).toBe(true);
  });
});

test('another layer has its own columns, levels and lists', () => {
  const before: ExportChoice = { ...FIRST_CHOICE, columns: ['floors'], worklist: 'no-address', area: 'selected' };
  expect(withLayer(before, 'road')).toMatchObject({ layer: 'road', columns: [], worklist: '', area: 'county' });
  expect([selectedLayer({ layer: 'road', id: 1 }), selectedLayer(null)]).toEqual(['road', null]);
});

test('what the map shows lies around its middle, without what furniture covers', () => {
  const camera = { lng: 124, lat: 43, zoom: 14, bearing: 0, pitch: 0 };
  const size = { width: 1000, height: 600 };
  const [west, south, east, north] = viewBounds(camera, size, { ...NO_BARS, left: 0, right: 0 });
  expect((west + east) / 2).toBeCloseTo(124, 9);
  expect(east - west).toBeCloseTo((1000 / (512 * 2 ** 14)) * 360, 9);
  expect(south).toBeLessThan(43);
  expect(north).toBeGreaterThan(43);
  const covered = viewBounds(camera, size, { ...NO_BARS, left: 500, right: 0 });
  expect(covered[0]).toBeCloseTo(124, 9);
  const turned = viewBounds({ ...camera, bearing: 90 }, size, { ...NO_BARS, left: 0, right: 0 });
  expect(turned[2] - turned[0]).toBeCloseTo((east - west) * 0.6, 9);
});

test('every column of every layer has words', () => {
  const known = new Set([...Object.keys(messages.zh.column), ...Object.keys(zh.attribute)]);
  const columns = Object.values(LAYER_COLUMNS).flatMap((own) => own.map(({ name }) => name));
  expect(columns.filter((name) => !known.has(name))).toEqual([]);
  expect(Object.keys(messages.zh.column).filter((name) => !columns.includes(name))).toEqual([]);
});
