import { SITE_KINDS, type SiteKind } from '../../api/contract/words.ts';

/** What the legend can switch. A site kind is a layer of its own to the eye. */
export const BASE_LAYER_KEYS = [
  'street',
  'community',
  'grid',
  'network',
  'union',
  'block',
  'compound',
  'organization',
  'building',
  'building3d',
  'road',
  'railway',
  'water',
  'landuse',
  'label',
] as const;
type BaseLayerKey = (typeof BASE_LAYER_KEYS)[number];
export type SiteLayerKey = `site.${SiteKind}`;
export type LayerKey = BaseLayerKey | SiteLayerKey;

export const siteLayerKey = (kind: SiteKind): SiteLayerKey => `site.${kind}`;
export const SITE_LAYER_KEYS: readonly SiteLayerKey[] = SITE_KINDS.map(siteLayerKey);
export const LAYER_KEYS: readonly LayerKey[] = [...BASE_LAYER_KEYS, ...SITE_LAYER_KEYS];

const OFF_AT_FIRST: ReadonlySet<LayerKey> = new Set<LayerKey>(['network', 'union', 'block']);

export type LayerVisibility = Readonly<Record<LayerKey, boolean>>;

export const DEFAULT_LAYERS: LayerVisibility = Object.fromEntries(
  LAYER_KEYS.map((key) => [key, !OFF_AT_FIRST.has(key)]),
) as Record<LayerKey, boolean>;

const LEVELS = ['street', 'community', 'grid'] as const satisfies readonly LayerKey[];

/**
 * The layers that are on, without the levels that the county has not: another level takes their place at their zooms.
 *
 * @param counts  features by layer; undefined while that is not known
 */
export function presentLayers(layers: LayerVisibility, counts: Partial<Record<string, number>> | undefined) {
  if (!counts) return layers;
  const missing = LEVELS.filter((level) => layers[level] && !counts[level]);
  return missing.length === 0 ? layers : { ...layers, ...Object.fromEntries(missing.map((level) => [level, false])) };
}
