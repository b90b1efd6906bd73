import type { County } from '../../../api/contract/counties.ts';
import { LAYERS, SITE_KINDS, type SiteKind } from '../../../api/contract/words.ts';
import { type LayerKey, siteLayerKey } from '../../state/layer-keys.ts';

export interface LegendRow {
  readonly key: LayerKey;
  /** message key of the name */
  readonly label: string;
  /** features in the county; null where counting makes no sense */
  readonly count: number | null;
  readonly siteKind: SiteKind | null;
}

export interface LegendGroup {
  readonly id: 'regions' | 'red' | 'service' | 'places' | 'ground';
  readonly rows: readonly LegendRow[];
}

const RED: readonly SiteKind[] = ['red_building', 'red_district', 'red_property'];
const ALWAYS_SHOWN: readonly LayerKey[] = ['building3d', 'label'];

/**
 * What the legend lists: only what the county has, in the order of the map from above to below.
 *
 * @param drawn  what there is of it in a draft that stands on the map in the place of what is in force
 */
export function legendGroups(county: County, drawn: Partial<Record<string, number>> | null = null): LegendGroup[] {
  const counts: Partial<Record<string, number>> = { ...county.counts, ...drawn };
  const layerRow = (key: LayerKey): LegendRow => ({
    key,
    label: `common:layer.${key}`,
    count: (LAYERS as readonly string[]).includes(key) && key !== 'label' ? (counts[key] ?? 0) : null,
    siteKind: null,
  });
  const siteRow = (kind: SiteKind): LegendRow => ({
    key: siteLayerKey(kind),
    label: `common:site.${kind}`,
    count: county.siteCounts[kind] ?? 0,
    siteKind: kind,
  });
  const groups: LegendGroup[] = [
    { id: 'regions', rows: (['street', 'community', 'grid', 'network', 'union', 'block'] as const).map(layerRow) },
    { id: 'red', rows: RED.map(siteRow) },
    { id: 'service', rows: SITE_KINDS.filter((kind) => !RED.includes(kind)).map(siteRow) },
    { id: 'places', rows: (['organization', 'compound', 'building', 'building3d'] as const).map(layerRow) },
    { id: 'ground', rows: (['road', 'railway', 'water', 'landuse', 'label'] as const).map(layerRow) },
  ];
  return groups
    .map((group) => ({
      ...group,
      rows: group.rows.filter((row) => row.count !== 0 || ALWAYS_SHOWN.includes(row.key)),
    }))
    .filter((group) => group.rows.some((row) => !ALWAYS_SHOWN.includes(row.key)));
}
