import { LAYERS, type Layer } from '../contract/words.ts';

/** Tiles end here; a map draws deeper zooms from these. One unit of a tile is 15 cm at the equator. */
export const MAX_ZOOM = 16;
/** Units along a tile's side, and how many of them neighbours are drawn beyond it. Both encoders take these. */
export const EXTENT = 4096;
export const BUFFER = 64;

export interface TileLayer {
  /** no feature of the layer appears below; single features may appear later (0003_layers.sql: min_zoom) */
  minZoom: number;
  /** its content depends on the division in force */
  ofDivision: boolean;
  /** attributes for TileJSON: name → description */
  fields: Record<string, string>;
}

const NAMED = { name: 'name' };
const REGION: Record<string, string> = {
  code: 'code of 6 to 15 digits',
  ...NAMED,
  name_en: 'English name',
  hue: '0 to 7; neighbours differ',
  parent: 'id of the region above',
  households: 'households',
  residents: 'residents',
  estimated: 'figures were shared out, not counted',
  area_m2: 'square metres',
};

const region = (minZoom: number): TileLayer => ({ minZoom, ofDivision: true, fields: REGION });
const thing = (minZoom: number, fields: Record<string, string>): TileLayer => ({ minZoom, ofDivision: false, fields });

/** What tiles carry. The SQL of each layer stands in 0003_layers.sql and after; both encoders read it. */
export const TILE_LAYERS: Record<Layer, TileLayer> = {
  landuse: thing(9, { kind: 'kind of land use', ...NAMED }),
  water: thing(4, { kind: 'river, stream, canal, lake, sea or other', ...NAMED }),
  county: region(0),
  street: region(0),
  community: region(8),
  grid: region(11),
  network: region(8),
  union: region(8),
  block: {
    minZoom: 12,
    ofDivision: true,
    fields: {
      region: 'id of the lowest region that holds it',
      households: 'households',
      residents: 'residents',
      estimated: 'figures were shared out, not counted',
    },
  },
  compound: thing(13, {
    ...NAMED,
    management: 'company, self, none or unknown',
    households: 'households',
    stage: 'planned or building; none when it stands',
  }),
  railway: thing(9, NAMED),
  road: thing(8, {
    class: 'motorway … path, as OSM spells them',
    ...NAMED,
    bridge: 'on a bridge',
    tunnel: 'in a tunnel',
    oneway: 'one way',
  }),
  building: thing(14, {
    kind: 'residential, commercial …',
    ...NAMED,
    house_number: 'house number',
    floors: 'floors above ground',
    height: 'metres',
    households: 'households',
    residents: 'residents',
    compound: 'id of its compound',
    red: 'a red building stands in it',
  }),
  wall: thing(15, {}),
  gate: thing(15, { name: 'name of the compound' }),
  site: thing(10, { kind: 'kind of site', ...NAMED }),
  site_area: thing(10, { kind: 'kind of site', ...NAMED }),
  organization: thing(13, { kind: 'kind of organization', ...NAMED }),
  label: {
    minZoom: 0,
    ofDivision: true,
    fields: {
      kind: 'county, street, community, grid, network or union',
      code: 'code',
      ...NAMED,
      name_en: 'English name',
      hue: '0 to 7',
      households: 'households',
    },
  },
  compound_label: thing(15, NAMED),
  building_label: thing(16, { name: 'name, else house number' }),
};

const KNOWN: ReadonlySet<string> = new Set(LAYERS);
const isLayer = (word: string): word is Layer => KNOWN.has(word);

/** Layers joined by `+` or `,` (a `+` may arrive as a space), once each, in drawing order; null when one is unknown. */
export function parseLayers(text: string): Layer[] | null {
  const words = text.split(/[+, ]/);
  if (!words.every(isLayer)) return null;
  return LAYERS.filter((layer) => words.includes(layer));
}

/** Those that have anything to show at a zoom. */
export const layersAt = (layers: readonly Layer[], z: number): Layer[] =>
  layers.filter((layer) => TILE_LAYERS[layer].minZoom <= z);
