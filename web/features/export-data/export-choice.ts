import {
  ENCODED_FORMATS,
  EXPORT_LAYERS,
  type ExportLayer,
  type LayerExport,
  type LayerFormat,
  WGS84_FORMATS,
} from '../../../api/contract/layer-exports.ts';
import type { WorklistKind } from '../../../api/contract/thing-edits.ts';
import type { RegionKind } from '../../../api/contract/words.ts';
import type { LayerWish } from '../../api-client/layer-exports.ts';
import type { Bounds } from '../../state/bounds.ts';
import type { Selection } from '../../state/selection.ts';

export type Area = 'county' | 'region' | 'view' | 'selected';

/** What stands in the form. */
export interface ExportChoice {
  readonly layer: ExportLayer;
  /** '' = all */
  readonly level: RegionKind | '';
  readonly area: Area;
  readonly region: number | null;
  readonly worklist: WorklistKind | '';
  readonly format: LayerFormat;
  readonly crs: string;
  readonly encoding: LayerExport['encoding'];
  /** of the layer; empty = all */
  readonly columns: readonly string[];
}

export const FIRST_CHOICE: ExportChoice = {
  ...{ layer: 'building', level: '', area: 'county', region: null, worklist: '', format: 'geojson' },
  ...{ crs: 'EPSG:4326', encoding: 'utf-8', columns: [] },
};

/** Lists of what should be looked at, by the layers that stand in them. */
export const WORKLISTS_OF: Partial<Record<ExportLayer, readonly WorklistKind[]>> = {
  building: ['no-block', 'no-address', 'no-compound', 'no-households', 'doubtful-code'],
  compound: ['no-block', 'no-address', 'doubtful-code'],
  site: ['no-block', 'no-address', 'doubtful-code'],
  organization: ['no-block', 'no-address', 'doubtful-code'],
  region: ['doubtful-code'],
};

/** What is selected on the map, when it can be taken away by itself. */
export const selectedLayer = (selection: Selection | null): ExportLayer | null =>
  EXPORT_LAYERS.find((layer) => layer === selection?.layer) ?? null;

/** Another layer has other columns, levels and lists. */
export const withLayer = (choice: ExportChoice, layer: ExportLayer): ExportChoice => ({
  ...{ ...choice, layer, columns: [], level: '', worklist: '' },
  area: choice.area === 'selected' ? 'county' : choice.area,
});

/** What is sent; null while a region is still to be chosen. What the format has no choice of is left out. */
export function toWish(
  choice: ExportChoice,
  { date, view, selection }: { date: string | null; view: Bounds | null; selection: Selection | null },
): LayerWish | null {
  const { layer, level, area, region, worklist, format, crs, encoding, columns } = choice;
  if (area === 'region' && region === null) return null;
  return {
    ...{ layer, format },
    ...(date !== null && { date }),
    ...(layer === 'region' && level !== '' && { level }),
    ...(area === 'region' && region !== null && { region }),
    ...(area === 'view' && view && { box: [...view] as [number, number, number, number] }),
    ...(area === 'selected' && selection && { ids: [selection.id] }),
    ...(worklist !== '' && { worklist }),
    ...(columns.length > 0 && { columns: [...columns] }),
    ...(!WGS84_FORMATS.includes(format) && { crs }),
    ...(ENCODED_FORMATS.includes(format) && { encoding }),
  };
}
