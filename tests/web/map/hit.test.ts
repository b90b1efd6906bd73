import { describe, expect, test } from 'vitest';
import { type Drawn, meantOf, pointedLayers } from '../../../web/map/hit.ts';
import { PALETTES } from '../../../web/map/palette.ts';
import { buildStyle } from '../../../web/map/style.ts';
import { DEFAULT_LAYERS, LAYER_KEYS, type LayerVisibility } from '../../../web/state/layer-keys.ts';

const drawn = (id: number, by: string, properties: Drawn['properties'] = {}): Drawn => ({
  id,
  layer: { id: by },
  properties,
});
const COMMUNITY = drawn(1, 'community-fill');
const GRID = drawn(2, 'grid-touch');
const ROAD = drawn(3, 'road-ground-main');
const LANE = drawn(4, 'road-bridge-minor');
const PATH = drawn(5, 'road-ground-walk');
const RAILWAY = drawn(6, 'railway');
const LAKE = drawn(7, 'water');
const STREAM = drawn(8, 'water-line');
const PARK = drawn(9, 'landuse', { kind: 'green' });
const MARKET = drawn(10, 'landuse', { kind: 'commercial', name: '东市场' });
const HOMES = drawn(11, 'landuse', { kind: 'residential' });
const BUILDING = drawn(12, 'building');
const SITE = drawn(13, 'site');
const COMPOUND = drawn(14, 'compound');
const REGIONS = [COMMUNITY, GRID];

/** What is meant where all of `touched` lie over each other, with `near` around. */
const meant = (zoom: number, touched: readonly Drawn[], near: readonly Drawn[] = [], layers = DEFAULT_LAYERS) =>
  meantOf(touched, [...touched, ...near], zoom, layers);

describe('pointing at the map', () => {
  test('from afar means the region, whatever crosses it', () => {
    expect(meant(13, [COMMUNITY, ROAD, RAILWAY, LAKE, PARK])).toEqual({ layer: 'region', id: 1 });
  });

  test.each([
    ['a road', ROAD, 'road'],
    ['a bridge', LANE, 'road'],
    ['a railway', RAILWAY, 'railway'],
    ['a stream', STREAM, 'water'],
    ['a lake', LAKE, 'water'],
    ['a park without a name', PARK, 'landuse'],
    ['named ground', MARKET, 'landuse'],
  ] as const)('in the street, %s comes before the region under it', (_, feature, layer) => {
    expect(meant(16, [...REGIONS, feature])).toEqual({ layer, id: feature.id });
  });

  test('lines are met within reach, areas where they are touched', () => {
    expect(meant(16, REGIONS, [ROAD])).toEqual({ layer: 'road', id: 3 });
    expect(meant(16, REGIONS, [LAKE, PARK])).toEqual({ layer: 'region', id: 2 });
  });

  test('of two lines the one that is touched is meant, not the greater one beside it', () => {
    expect(meant(16, [...REGIONS, LANE], [ROAD, RAILWAY])).toEqual({ layer: 'road', id: 4 });
  });

  test('a footpath is met from near only, where paths lie apart', () => {
    expect(meant(15.5, REGIONS, [PATH])).toEqual({ layer: 'region', id: 2 });
    expect(meant(16.5, REGIONS, [PATH])).toEqual({ layer: 'road', id: 5 });
  });

  test('sites and buildings come before the road beside them, the road before the compound that it crosses', () => {
    expect(meant(17, [...REGIONS, ROAD], [SITE])).toEqual({ layer: 'site', id: 13 });
    expect(meant(17, [...REGIONS, BUILDING], [ROAD])).toEqual({ layer: 'building', id: 12 });
    expect(meant(17, [...REGIONS, COMPOUND, LANE])).toEqual({ layer: 'road', id: 4 });
    expect(meant(17, [...REGIONS, COMPOUND, PARK])).toEqual({ layer: 'compound', id: 14 });
  });

  test('ground without a name belongs to its region, and is met where no region is shown', () => {
    const none = { ...DEFAULT_LAYERS, street: false, community: false, grid: false };
    expect(meant(16, [...REGIONS, HOMES])).toEqual({ layer: 'region', id: 2 });
    expect(meant(16, [HOMES], [], none)).toEqual({ layer: 'landuse', id: 11 });
    expect(meant(12, [HOMES, ROAD], [], none)).toEqual({ layer: 'road', id: 3 });
  });

  test('nothing drawn, nothing meant', () => {
    expect(meant(16, [])).toBeNull();
  });
});

test('every layer that is asked stands in the style, so that none is missed by its name', () => {
  const layers = Object.fromEntries(LAYER_KEYS.map((key) => [key, true])) as LayerVisibility;
  const tiles = { origin: 'http://localhost', county: '220322', date: null };
  const look = { theme: 'light', palette: PALETTES.light, language: 'zh', stage: 'full', baseMap: null } as const;
  const styles = [
    buildStyle({ ...look, tiles, layers }),
    buildStyle({ ...look, tiles, layers: { ...layers, street: false, community: false } }),
  ].flatMap((style) => style.layers.map(({ id }) => id));
  const asked = [10, 13, 16].flatMap((zoom) => pointedLayers(zoom, layers));
  const LEVEL_PARTS = /^(street|community)-touch$/; // only the grid is lit without being coloured
  expect(asked.filter((id) => !styles.includes(id) && !LEVEL_PARTS.test(id))).toEqual([]);
});
