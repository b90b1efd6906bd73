import type { ExpressionSpecification, GeoJSONSourceSpecification } from 'maplibre-gl';
import { FONT_BOLD } from '../fonts.ts';
import { byHue, byZoom, type LayerBuilder } from './context.ts';

const NOTHING = { type: 'FeatureCollection' as const, features: [] };

/** Filled by whoever shows the draft; the style only knows that they are there. */
export const DRAFT_SOURCES: Readonly<Record<'draft-labels' | 'draft-base', GeoJSONSourceSpecification>> = {
  'draft-labels': { type: 'geojson', data: NOTHING },
  'draft-base': { type: 'geojson', data: NOTHING, tolerance: 0.2 },
};

/** The border as it was before the plan, thin and dashed. */
export const draftBaseBorders: LayerBuilder = ({ palette, theme }) => [
  {
    id: 'draft-base-line',
    type: 'line',
    source: 'draft-base',
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': palette.text,
      'line-width': byZoom(1, [11, 0.8], [16, 1.4]),
      'line-dasharray': [4, 3],
      'line-opacity': theme === 'dark' ? 0.6 : 0.55,
    },
  },
];

/** Names with figures; what is chosen and what is larger comes first. */
export const draftLabels: LayerBuilder = ({ palette }) =>
  (['fine', 'main'] as const).map((rank) => ({
    id: `draft-label-${rank}`,
    type: 'symbol',
    source: 'draft-labels',
    filter: ['==', ['get', 'rank'], rank],
    ...(rank === 'fine' ? { minzoom: 14.3 } : {}),
    layout: {
      'text-field': [
        'format',
        ['get', 'name'],
        {},
        ...['\n', {}],
        ['get', 'figures'],
        { 'font-scale': 0.82 },
      ] as unknown as ExpressionSpecification,
      'text-font': FONT_BOLD,
      'text-size': rank === 'main' ? byZoom(1, [11, 11], [15, 15]) : byZoom(1, [14.3, 10.5], [17, 12.5]),
      'text-max-width': 9,
      'text-padding': 4,
      'symbol-sort-key': ['-', ['get', 'households']],
    },
    paint: {
      'text-color': byHue(palette.hues.map((hue) => hue.text)),
      'text-halo-color': palette.halo,
      'text-halo-width': 1.8,
    },
  }));
