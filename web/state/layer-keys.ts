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
