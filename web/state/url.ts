import { THING_LAYERS } from '../../api/contract/words.ts';
import { DEFAULT_LAYERS, LAYER_KEYS, type LayerKey, type LayerVisibility } from './layer-keys.ts';
import type { ComparedSide, Comparison } from './plan-room.ts';
import { LANGUAGES, type Language } from './preferences.ts';
import type { Selection } from './selection.ts';
import type { Camera } from './view.ts';

/** What an address of the app says; whoever opens it sees the same. */
export interface Address {
  readonly county: string | null;
  readonly mode: string;
  readonly date: string | null;
  /** open in mode `plan`; an address that names one and no mode means that mode */
  readonly plan: number | null;
  readonly planTab: string | null;
  /** in every other mode */
  readonly panelTab: string | null;
  readonly comparison: Comparison | null;
  readonly selection: Selection | null;
  readonly layers: LayerVisibility;
  readonly camera: Camera | null;
  readonly language: Language | null;
}

const WORD = /^[a-z][a-z-]{0,30}$/;
const SELECTABLE: readonly string[] = ['region', ...THING_LAYERS];

/** `?county=220322&plan=7&tab=comments&date=…&select=region:12&layers=-road,+block&at=43.3051,124.3312,14.2z&lang=en` */
export function encodeAddress(address: Address): string {
  const parts: [string, string][] = [];
  if (address.county) parts.push(['county', address.county]);
  if (address.mode !== firstMode(address)) parts.push(['mode', address.mode]);
  if (address.plan !== null) parts.push(['plan', String(address.plan)]);
  const tab = address.mode === 'plan' ? address.planTab : address.panelTab;
  if (tab) parts.push(['tab', tab]);
  if (address.comparison) parts.push(['compare', encodeComparison(address.comparison)]);
  if (address.date) parts.push(['date', address.date]);
  if (address.selection) parts.push(['select', `${address.selection.layer}:${address.selection.id}`]);
  const layers = encodeLayers(address.layers);
  if (layers) parts.push(['layers', layers]);
  if (address.camera) parts.push(['at', encodeCamera(address.camera)]);
  if (address.language && address.language !== 'zh') parts.push(['lang', address.language]);
  // Commas and colons are legal in a query and read better as they are.
  const text = parts.map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%(2C|3A|2B)/g, unescapeSafe)}`);
  return text.length > 0 ? `?${text.join('&')}` : '';
}

/** What an address without a mode means. */
const firstMode = ({ plan, comparison }: Pick<Address, 'plan' | 'comparison'>): string =>
  plan !== null || comparison ? 'plan' : 'map';

const unescapeSafe = (escaped: string): string => decodeURIComponent(escaped);

/** Reads an address; whatever does not parse is left at its default, so an old link still opens. */
export function decodeAddress(search: string): Address {
  // URLSearchParams reads a plus as a blank; ours marks a layer.
  const given = new URLSearchParams(search.replaceAll('+', '%2B'));
  const plan = decodeId(given.get('plan'));
  const comparison = decodeComparison(given.get('compare'));
  const mode = match(given.get('mode'), WORD) ?? firstMode({ plan, comparison });
  const tab = match(given.get('tab'), WORD);
  return {
    county: match(given.get('county'), /^\d{6}$/),
    mode,
    plan,
    planTab: mode === 'plan' ? tab : null,
    panelTab: mode === 'plan' ? null : tab,
    comparison,
    date: decodeDate(given.get('date')),
    selection: decodeSelection(given.get('select')),
    layers: decodeLayers(given.get('layers')),
    camera: decodeCamera(given.get('at')),
    language: LANGUAGES.find((language) => language === given.get('lang')) ?? null,
  };
}

const match = (value: string | null, pattern: RegExp): string | null => (value && pattern.test(value) ? value : null);

function decodeDate(value: string | null): string | null {
  const date = match(value, /^\d{4}-\d{2}-\d{2}$/);
  if (!date) return null;
  const time = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date) ? date : null;
}

function decodeSelection(value: string | null): Selection | null {
  const [layer, text] = value?.split(':') ?? [];
  const id = decodeId(text);
  return layer && SELECTABLE.includes(layer) && id !== null ? { layer: layer as Selection['layer'], id } : null;
}

function decodeId(text: string | null | undefined): number | null {
  const id = text && /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(id) ? id : null;
}

/** `division:3,plan:12` */
const encodeComparison = ({ left, right }: Comparison): string =>
  [left, right].map(({ kind, id }) => `${kind}:${id}`).join(',');

function decodeComparison(value: string | null): Comparison | null {
  const [left, right, ...more] = (value?.split(',') ?? []).map((side): ComparedSide | null => {
    const [kind, text] = side.split(':');
    const id = decodeId(text);
    return id !== null && (kind === 'division' || kind === 'plan') ? { kind, id } : null;
  });
  return left && right && more.length === 0 ? { left, right } : null;
}

function encodeLayers(layers: LayerVisibility): string {
  return LAYER_KEYS.filter((key) => layers[key] !== DEFAULT_LAYERS[key])
    .map((key) => `${layers[key] ? '+' : '-'}${key}`)
    .join(',');
}

function decodeLayers(value: string | null): LayerVisibility {
  const layers: Record<LayerKey, boolean> = { ...DEFAULT_LAYERS };
  for (const entry of value?.split(',') ?? []) {
    const key = LAYER_KEYS.find((candidate) => candidate === entry.slice(1));
    if (key) layers[key] = entry.startsWith('+');
  }
  return layers;
}

/** lat,lng,zoom[,bearing[,pitch]]: five decimals are a metre. */
function encodeCamera({ lng, lat, zoom, bearing, pitch }: Camera): string {
  const numbers = [lat.toFixed(5), lng.toFixed(5), `${round(zoom, 2)}z`];
  if (round(bearing, 1) !== 0 || round(pitch, 1) !== 0) numbers.push(String(round(bearing, 1)));
  if (round(pitch, 1) !== 0) numbers.push(String(round(pitch, 1)));
  return numbers.join(',');
}

function decodeCamera(value: string | null): Camera | null {
  if (!value) return null;
  const [lat, lng, zoom, bearing = 0, pitch = 0] = value.replace('z', '').split(',').map(Number);
  const camera = { lng: lng ?? Number.NaN, lat: lat ?? Number.NaN, zoom: zoom ?? Number.NaN, bearing, pitch };
  const valid =
    Math.abs(camera.lng) <= 180 &&
    Math.abs(camera.lat) <= 85 &&
    camera.zoom >= 0 &&
    camera.zoom <= 24 &&
    Math.abs(bearing) <= 360 &&
    pitch >= 0 &&
    pitch <= 85;
  return valid ? camera : null;
}

/** Without a negative zero, which no address can tell apart. */
const round = (value: number, digits: number): number => Number(value.toFixed(digits)) + 0;
