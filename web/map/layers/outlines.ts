import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { OutlineUrls } from '../../state/plan-outlines.ts';

const sourceOf = (layer: string): string => `outline-${layer}`;

/** Sources of the tiles whose layers are regions. */
const REGION_SOURCES: ReadonlySet<string> = new Set(['regions', 'groupings']);

/** GeoJSON sources in the place of the region tiles, one for each of their layers. */
export const outlineSources = ({ areas, labels }: OutlineUrls): Record<string, SourceSpecification> =>
  Object.fromEntries(
    [...Object.entries(areas), ['label', labels] as const].map(([layer, data]) => [
      sourceOf(layer),
      { type: 'geojson', data },
    ]),
  );

/** The same look of other regions: every layer of region tiles reads an outline; what the outlines lack is left out. */
export const withOutlines = (layers: readonly LayerSpecification[], { areas }: OutlineUrls): LayerSpecification[] =>
  layers.flatMap((layer) => {
    if (!('source' in layer) || typeof layer.source !== 'string' || !REGION_SOURCES.has(layer.source)) return [layer];
    const { 'source-layer': of = '', ...look } = layer as typeof layer & { 'source-layer'?: string };
    return of === 'label' || of in areas ? [{ ...look, source: sourceOf(of) } as LayerSpecification] : [];
  });
