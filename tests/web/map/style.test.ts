import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, test } from 'vitest';
import type { BaseMap } from '../../../api/contract/base-maps.ts';
import { LAYERS, SITE_KINDS } from '../../../api/contract/words.ts';
import { activeLevel } from '../../../web/map/layers/regions.ts';
import { PALETTES } from '../../../web/map/palette.ts';
import { parsePinImage, pinImage } from '../../../web/map/pins.ts';
import { groupOf, tileSource } from '../../../web/map/sources.ts';
import { buildStyle, keepDraft, type StyleInput } from '../../../web/map/style.ts';
import { DEFAULT_LAYERS, LAYER_KEYS, type LayerVisibility } from '../../../web/state/layer-keys.ts';

const INPUT: StyleInput = {
  stage: 'full',
  theme: 'light',
  palette: PALETTES.light,
  language: 'zh',
  layers: DEFAULT_LAYERS,
  baseMap: null,
  tiles: { origin: 'http://localhost', county: '220322', date: null },
};
const BASE_MAP: BaseMap = { id: 'amap', datum: 'GCJ-02', sheets: 1, maxZoom: 18 };
const all = (visible: boolean): LayerVisibility =>
  Object.fromEntries(LAYER_KEYS.map((key) => [key, visible])) as LayerVisibility;
const ids = (input: Partial<StyleInput>) => buildStyle({ ...INPUT, ...input }).layers.map((layer) => layer.id);

describe('the style', () => {
  test.each([
    ['light, Chinese', {}],
    ['dark, English', { theme: 'dark' as const, palette: PALETTES.dark, language: 'en' as const }],
    ['with every layer', { layers: all(true) }],
    ['with none', { layers: all(false) }],
    ['on a date', { tiles: { ...INPUT.tiles!, date: '2020-01-01' } }],
    ['before a county is open', { tiles: null }],
    ['at first', { stage: 'first' as const }],
    ['with a base map', { baseMap: BASE_MAP }],
  ])('is valid: %s', (_, change) => {
    expect(validateStyleMin(buildStyle({ ...INPUT, ...change })).map((error) => error.message)).toEqual([]);
  });

  test('lays a base map below everything, in the place of our own ground, and keeps roads and buildings', () => {
    const with_ = ids({ baseMap: BASE_MAP });
    expect(with_.slice(0, 2)).toEqual(['background', 'base-map']);
    const gone = ids({}).filter((id) => !with_.includes(id));
    expect(gone.filter((id) => !/^(landuse|water)/.test(id))).toEqual([]);
    expect(gone).toContain('landuse');
  });

  test('asks for no source that no layer draws', () => {
    const { sources, layers } = buildStyle(INPUT);
    const drawn = new Set(layers.flatMap((layer) => ('source' in layer ? [layer.source] : [])));
    expect(Object.keys(sources).sort()).toEqual([...drawn].sort());
    expect(sources).not.toHaveProperty('blocks');
  });

  test('begins with the regions alone, and they keep their order when the rest comes', () => {
    const first = buildStyle({ ...INPUT, stage: 'first' });
    expect(Object.keys(first.sources)).toEqual(['regions']);
    const order = ids({});
    const places = first.layers.map((layer) => order.indexOf(layer.id));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test('an estate that does not stand yet is dashed, and says why', () => {
    const { layers } = buildStyle(INPUT);
    const drawn = (id: string) => layers.find((layer) => layer.id === id);
    expect(drawn('compound-to-be-line')).toMatchObject({
      filter: ['has', 'stage'],
      paint: { 'line-dasharray': [3, 2] },
    });
    expect(drawn('compound-line')).toMatchObject({ filter: ['!', ['has', 'stage']] });
    expect(drawn('compound-to-be-label')).toMatchObject({ layout: { 'text-field': expect.arrayContaining(['规划']) } });
  });

  test('draws only layers that its source carries', () => {
    for (const layer of buildStyle({ ...INPUT, layers: all(true) }).layers) {
      if (!('source' in layer)) continue;
      expect(groupOf((layer as { 'source-layer': string })['source-layer']), layer.id).toBe(layer.source);
    }
  });

  test('every layer of the contract travels in one group', () => {
    for (const layer of LAYERS) expect(groupOf(layer), layer).toBeDefined();
  });

  test('a layer that is switched off leaves nothing behind', () => {
    for (const key of [
      'road',
      'water',
      'railway',
      'landuse',
      'building',
      'compound',
      'organization',
      'grid',
    ] as const) {
      const left = ids({ layers: { ...DEFAULT_LAYERS, [key]: false } });
      expect(
        left.filter((id) => id === key || id.startsWith(`${key}-`)),
        key,
      ).toEqual([]);
    }
  });

  test('words come last and the ground first', () => {
    const order = ids({});
    expect(order.indexOf('grid-label')).toBeLessThan(order.indexOf('community-label'));
    const symbols = buildStyle(INPUT).layers.map((layer) => layer.type === 'symbol');
    expect(symbols.lastIndexOf(false)).toBeLessThan(symbols.indexOf(true));
    expect(order.indexOf('landuse')).toBeLessThan(order.indexOf('community-fill'));
    expect(order.indexOf('community-fill')).toBeLessThan(order.indexOf('water'));
    expect(order.indexOf('grid-line')).toBeLessThan(order.indexOf('community-line'));
    expect(order.indexOf('community-line')).toBeLessThan(order.indexOf('street-line'));
    expect(order.indexOf('street-line')).toBeLessThan(order.indexOf('county-line'));
  });

  test('whether a layer has an end by zoom is the same in every look, since maplibre lifts none', () => {
    const looks: Partial<StyleInput>[] = [
      {},
      { layers: { ...DEFAULT_LAYERS, building3d: !DEFAULT_LAYERS.building3d } },
      { layers: { ...DEFAULT_LAYERS, street: false } },
      { layers: { ...DEFAULT_LAYERS, community: false } },
      { layers: all(true) },
      { draft: true },
    ];
    const ends = new Map<string, string>();
    for (const { id, minzoom, maxzoom } of looks.flatMap((look) => buildStyle({ ...INPUT, ...look }).layers)) {
      const has = `${minzoom !== undefined} ${maxzoom !== undefined}`;
      expect(ends.get(id) ?? has, id).toBe(has);
      ends.set(id, has);
    }
    expect(ends.has('building')).toBe(true);
  });

  test('what a draft has filled stays when another look is drawn, and goes with the draft', () => {
    const draft = buildStyle({ ...INPUT, draft: true });
    const filled = { type: 'geojson' as const, data: 'blob:names' };
    const drawn = { ...draft, sources: { ...draft.sources, 'draft-labels': filled } };
    const dark = buildStyle({ ...INPUT, draft: true, theme: 'dark', palette: PALETTES.dark });
    expect(keepDraft(drawn, dark).sources['draft-labels']).toBe(filled);
    expect(keepDraft(drawn, dark).layers).toEqual(dark.layers);
    expect(keepDraft(drawn, buildStyle(INPUT)).sources).not.toHaveProperty('draft-labels');
    expect(keepDraft(buildStyle(INPUT), draft).sources['draft-labels']).toEqual(draft.sources['draft-labels']);
  });

  test('casings of roads lie under the fills, and bridges over both', () => {
    const roads = ids({}).filter((id) => id.startsWith('road-ground'));
    const firstFill = roads.findIndex((id) => !id.endsWith('casing'));
    expect(roads.slice(firstFill).some((id) => id.endsWith('casing'))).toBe(false);
    expect(ids({}).indexOf('road-bridge-walk-casing')).toBeGreaterThan(ids({}).indexOf('road-ground-major'));
  });
});

describe('tiles', () => {
  test('only what depends on the division is asked for by date', () => {
    const address = { origin: 'http://h', county: '220322', date: '2020-01-01' };
    expect(tileSource('regions', address).tiles[0]).toBe(
      'http://h/tiles/220322/county,street,community,grid,label/{z}/{x}/{y}.mvt?date=2020-01-01',
    );
    expect(tileSource('ground', address).tiles[0]).toBe(
      'http://h/tiles/220322/landuse,water,railway,road/{z}/{x}/{y}.mvt',
    );
  });
});

describe('the level that the pointer finds', () => {
  test('is the street from afar, then the community, then the grid', () => {
    expect([10, 13, 16].map((zoom) => activeLevel(zoom, DEFAULT_LAYERS))).toEqual(['street', 'community', 'grid']);
  });

  test('gives way to the nearest level that is shown', () => {
    expect(activeLevel(16, { ...DEFAULT_LAYERS, grid: false })).toBe('community');
    expect(activeLevel(10, { ...DEFAULT_LAYERS, street: false })).toBe('community');
    expect(activeLevel(13, { ...DEFAULT_LAYERS, street: false, community: false, grid: false })).toBeNull();
  });
});

describe('pins', () => {
  test('a picture’s name leads back to its kind and theme', () => {
    for (const kind of SITE_KINDS) expect(parsePinImage(pinImage(kind, 'dark'))).toEqual({ kind, theme: 'dark' });
    expect(parsePinImage('pin-light-nothing')).toBeNull();
    expect(parsePinImage('arrow')).toBeNull();
  });
});
