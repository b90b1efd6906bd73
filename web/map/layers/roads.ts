import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import { FONT_REGULAR } from '../fonts.ts';
import type { MapPalette } from '../palette.ts';
import { byZoom, type LayerBuilder, type LookContext, nameIn } from './context.ts';

/** Four ranks of road, from the widest. A wider one is drawn over a narrower. */
const RANKS = {
  major: { classes: ['motorway', 'trunk', 'primary'], width: [8, 1, 12, 3.2, 15, 9, 18, 30] },
  main: { classes: ['secondary', 'tertiary'], width: [11, 0.8, 13, 2.4, 15, 6, 18, 22] },
  minor: { classes: ['residential', 'service', 'other'], width: [13, 0.8, 15, 3, 16, 5, 18, 14] },
  walk: { classes: ['pedestrian', 'footway', 'steps', 'path', 'cycleway'], width: [14, 0.6, 16, 1.6, 18, 5] },
} as const;
type Rank = keyof typeof RANKS;
const UPWARDS: readonly Rank[] = ['walk', 'minor', 'main', 'major'];

/** How the road lies: below ground, on it, or on a bridge above the rest. */
type Storey = 'tunnel' | 'ground' | 'bridge';

/** The style layers that draw the surface of roads, the topmost first. */
export const ROAD_LINES: readonly string[] = (['bridge', 'ground', 'tunnel'] as const).flatMap((storey) =>
  UPWARDS.toReversed().map((rank) => `road-${storey}-${rank}`),
);

const isTrue = (attribute: string): ExpressionSpecification => ['==', ['get', attribute], true];

const STOREY_FILTER: Readonly<Record<Storey, ExpressionSpecification>> = {
  tunnel: isTrue('tunnel'),
  bridge: ['all', isTrue('bridge'), ['!', isTrue('tunnel')]],
  ground: ['all', ['!', isTrue('tunnel')], ['!', isTrue('bridge')]],
};

const filterOf = (rank: Rank, storey: Storey): FilterSpecification => [
  'all',
  ['in', ['get', 'class'], ['literal', RANKS[rank].classes]],
  STOREY_FILTER[storey],
];

function widthOf(rank: Rank, extraPx: number): ExpressionSpecification {
  const stops = RANKS[rank].width;
  const pairs: [number, number][] = [];
  for (let i = 0; i < stops.length; i += 2) pairs.push([stops[i]!, stops[i + 1]! + extraPx]);
  return byZoom(1.5, ...pairs);
}

function casing(rank: Rank, storey: Storey, palette: MapPalette): LayerSpecification {
  const dashed = storey === 'tunnel';
  return {
    id: `road-${storey}-${rank}-casing`,
    type: 'line',
    source: 'ground',
    'source-layer': 'road',
    minzoom: rank === 'walk' ? 15.5 : rank === 'minor' ? 13.5 : 10,
    filter: filterOf(rank, storey),
    layout: { 'line-cap': storey === 'ground' ? 'round' : 'butt', 'line-join': 'round' },
    paint: {
      'line-color': storey === 'bridge' ? palette.roadText : palette.road[rank].casing,
      'line-opacity': storey === 'bridge' ? 0.55 : 1,
      'line-width': widthOf(rank, storey === 'bridge' ? 2.6 : rank === 'walk' ? 1 : 1.6),
      ...(dashed ? { 'line-dasharray': [3, 2] } : {}),
    },
  };
}

function fill(rank: Rank, storey: Storey, palette: MapPalette): LayerSpecification {
  return {
    id: `road-${storey}-${rank}`,
    type: 'line',
    source: 'ground',
    'source-layer': 'road',
    filter: filterOf(rank, storey),
    layout: { 'line-cap': storey === 'tunnel' ? 'butt' : 'round', 'line-join': 'round' },
    paint: {
      'line-color': storey === 'tunnel' ? palette.tunnel : palette.road[rank].fill,
      'line-width': widthOf(rank, 0),
      ...(rank === 'walk' ? { 'line-dasharray': [2.2, 1.2] } : {}),
    },
  };
}

/** All casings of a storey lie under all its fills, so that crossings join; bridges come last. */
export const roads: LayerBuilder = ({ palette, layers }) =>
  layers.road
    ? (['tunnel', 'ground', 'bridge'] as const).flatMap((storey) => [
        ...UPWARDS.map((rank) => casing(rank, storey, palette)),
        ...UPWARDS.map((rank) => fill(rank, storey, palette)),
      ])
    : [];

export const roadLabels: LayerBuilder = ({ palette, layers, language }: LookContext) =>
  layers.road && layers.label
    ? [
        {
          id: 'road-label',
          type: 'symbol',
          source: 'ground',
          'source-layer': 'road',
          minzoom: 13,
          filter: [
            'all',
            ['has', 'name'],
            [
              'step',
              ['zoom'],
              ['in', ['get', 'class'], ['literal', RANKS.major.classes]],
              14,
              ['in', ['get', 'class'], ['literal', [...RANKS.major.classes, ...RANKS.main.classes]]],
              15.5,
              true,
            ],
          ] as FilterSpecification,
          layout: {
            'symbol-placement': 'line',
            'symbol-spacing': 380,
            'text-pitch-alignment': 'viewport',
            'text-field': nameIn(language),
            'text-font': FONT_REGULAR,
            'text-size': byZoom(1, [13, 11], [18, 14]),
            'text-letter-spacing': 0.08,
            'text-max-angle': 32,
            'text-padding': 6,
            'symbol-sort-key': ['match', ['get', 'class'], [...RANKS.major.classes], 0, [...RANKS.main.classes], 1, 2],
          },
          paint: { 'text-color': palette.roadText, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
        },
      ]
    : [];
