import type { LayerSpecification } from 'maplibre-gl';
import { FONT_REGULAR } from '../fonts.ts';
import { byZoom, type LayerBuilder, matchColour, nameIn } from './context.ts';

const SOURCE = 'ground';

/** Fields, parks and built land: the quietest layer of all. */
export const landuse: LayerBuilder = ({ palette, layers, baseMap }) =>
  layers.landuse && !baseMap
    ? [
        {
          id: 'landuse',
          type: 'fill',
          source: SOURCE,
          'source-layer': 'landuse',
          paint: {
            'fill-color': matchColour('kind', palette.landuse, palette.landuse.other!),
            'fill-antialias': false,
          },
        },
      ]
    : [];

export const water: LayerBuilder = ({ palette, layers, baseMap }) =>
  layers.water && !baseMap
    ? [
        {
          id: 'water',
          type: 'fill',
          source: SOURCE,
          'source-layer': 'water',
          filter: ['==', ['geometry-type'], 'Polygon'],
          paint: { 'fill-color': palette.water, 'fill-outline-color': palette.waterLine },
        },
        {
          id: 'water-line',
          type: 'line',
          source: SOURCE,
          'source-layer': 'water',
          filter: ['==', ['geometry-type'], 'LineString'],
          layout: { 'line-cap': 'round', 'line-join': 'round' },
          paint: {
            'line-color': palette.water,
            'line-width': [
              'interpolate',
              ['exponential', 1.5],
              ['zoom'],
              10,
              ['match', ['get', 'kind'], 'river', 1.6, 0.5],
              18,
              ['match', ['get', 'kind'], 'river', 26, 'canal', 12, 6],
            ],
          },
        },
      ]
    : [];

export const railway: LayerBuilder = ({ palette, layers }) => {
  if (!layers.railway) return [];
  const base = { type: 'line' as const, source: SOURCE, 'source-layer': 'railway' };
  return [
    {
      ...base,
      id: 'railway',
      paint: { 'line-color': palette.railway, 'line-width': byZoom(1.3, [10, 1], [14, 2.6], [18, 6]) },
    },
    {
      ...base,
      id: 'railway-gap',
      minzoom: 12,
      paint: {
        'line-color': palette.railwayGap,
        'line-width': byZoom(1.3, [12, 0.8], [14, 1.4], [18, 4]),
        'line-dasharray': [6, 6],
      },
    },
  ];
};

/** Along rivers, and once in each lake: placement cannot follow an attribute, so these are two layers. */
export const waterLabels: LayerBuilder = ({ palette, layers, language, baseMap }): LayerSpecification[] =>
  layers.water && layers.label && !baseMap
    ? (['LineString', 'Polygon'] as const).map((shape) => ({
        id: shape === 'Polygon' ? 'water-label' : 'water-line-label',
        type: 'symbol',
        source: SOURCE,
        'source-layer': 'water',
        minzoom: 12,
        filter: ['all', ['==', ['geometry-type'], shape], ['has', 'name']],
        layout: {
          'text-field': nameIn(language),
          'text-font': FONT_REGULAR,
          'text-size': byZoom(1, [12, 11], [17, 14]),
          'text-letter-spacing': 0.24,
          'symbol-placement': shape === 'Polygon' ? 'point' : 'line',
          'symbol-spacing': 420,
          'text-pitch-alignment': 'viewport',
          'text-max-angle': 40,
        },
        paint: { 'text-color': palette.waterText, 'text-halo-color': palette.halo, 'text-halo-width': 1 },
      }))
    : [];
