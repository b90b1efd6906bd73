import type { ExpressionSpecification, GeoJSONSourceSpecification } from 'maplibre-gl';
import { FONT_BOLD } from '../fonts.ts';
import { byHue, byZoom, type LayerBuilder, STEPS_ASIDE } from './context.ts';

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

/** From where on names of a rank appear, and how large they are. */
const RANKS = {
  fine: { minzoom: 14.3, size: byZoom(1, [14.3, 10.5], [17, 12.5]) },
  part: { minzoom: 11, size: byZoom(1, [11, 10], [15, 13]) },
  main: { minzoom: 0, size: byZoom(1, [11, 11], [15, 15]) },
} as const;

/** Names with figures; what is chosen and what is larger comes first. */
export const draftLabels: LayerBuilder = ({ palette }) =>
  (['fine', 'part', 'main'] as const).map((rank) => ({
    id: `draft-label-${rank}`,
    type: 'symbol',
    source: 'draft-labels',
    filter: ['==', ['get', 'rank'], rank],
    minzoom: RANKS[rank].minzoom,
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
      'text-size': RANKS[rank].size,
      'text-max-width': 9,
      'text-padding': 4,
      ...STEPS_ASIDE,
      'symbol-sort-key': ['-', ['get', 'households']],
    },
    paint: {
      'text-color': byHue(palette.hues.map((hue) => hue.text)),
      'text-halo-color': palette.halo,
      'text-halo-width': 1.8,
    },
  }));
