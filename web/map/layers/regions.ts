import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { RegionKind } from '../../../api/contract/words.ts';
import { FONT_BOLD, FONT_REGULAR } from '../fonts.ts';
import { byHue, byZoom, type LayerBuilder, type LookContext, nameIn, onHover, STEPS_ASIDE } from './context.ts';

type Level = 'street' | 'community' | 'grid';
const LEVELS: readonly Level[] = ['street', 'community', 'grid'];

/** Zooms between which a level carries the colour; the others show their borders only. */
const FILL_ZOOMS: Readonly<Record<Level, readonly [from: number, to: number]>> = {
  street: [0, 10.8],
  community: [10.8, 24],
  grid: [24, 24],
};

const HOVER_RISE = 0.1;

/**
 * The level that carries the colour at a zoom: what the pointer finds first. When its layer is switched off, the
 * nearest level above or below that is on takes its place.
 */
export function activeLevel(zoom: number, layers: LookContext['layers']): Level | null {
  const wanted: Level = zoom < FILL_ZOOMS.community[0] ? 'street' : zoom < GRID_ZOOM ? 'community' : 'grid';
  const order: Readonly<Record<Level, readonly Level[]>> = {
    street: ['street', 'community', 'grid'],
    community: ['community', 'street', 'grid'],
    grid: ['grid', 'community', 'street'],
  };
  return order[wanted].find((level) => layers[level]) ?? null;
}

/** From here on a grid is large enough to be pointed at. */
const GRID_ZOOM = 15;

/** The level that is coloured at each zoom, given which levels are on. */
function fillZooms(level: Level, layers: LookContext['layers']): readonly [number, number] | null {
  if (!layers[level]) return null;
  const on = LEVELS.filter((candidate) => layers[candidate]);
  if (level === 'grid') return on.length === 1 ? [0, 24] : null;
  const other = level === 'street' ? 'community' : 'street';
  return layers[other] ? FILL_ZOOMS[level] : [0, 24];
}

function fillOf(level: Level, look: LookContext): LayerSpecification[] {
  const zooms = fillZooms(level, look.layers);
  if (!zooms) return [];
  const [from, to] = zooms;
  const rise = look.theme === 'dark' ? 0.02 : 0;
  // Zoom must be the outermost expression, so hover is asked inside each stop.
  const opacity = [
    'interpolate',
    ['linear'],
    ['zoom'],
    13,
    onHover(0.24 + rise + HOVER_RISE, 0.24 + rise),
    16,
    onHover(0.18 + rise + HOVER_RISE, 0.18 + rise),
  ] as unknown as ExpressionSpecification;
  return [
    {
      id: `${level}-fill`,
      type: 'fill',
      source: 'regions',
      'source-layer': level,
      minzoom: from,
      maxzoom: to,
      paint: {
        'fill-color': byHue(look.palette.hues.map((hue) => hue.fill)),
        'fill-opacity': opacity,
        'fill-antialias': false,
      },
    },
  ];
}

/** Grids rarely carry the colour; this fill is unseen until the pointer is over one. */
const gridTouch = (look: LookContext): LayerSpecification[] =>
  look.layers.grid && !fillZooms('grid', look.layers)
    ? [
        {
          id: 'grid-touch',
          type: 'fill',
          source: 'regions',
          'source-layer': 'grid',
          minzoom: GRID_ZOOM,
          paint: {
            'fill-color': byHue(look.palette.hues.map((hue) => hue.fill)),
            'fill-opacity': onHover(0.14, 0),
            'fill-antialias': false,
          },
        },
      ]
    : [];

export const regionFills: LayerBuilder = (look) => [
  ...LEVELS.flatMap((level) => fillOf(level, look)),
  ...gridTouch(look),
];

const line = (
  kind: RegionKind,
  source: string,
  paint: Extract<LayerSpecification, { type: 'line' }>['paint'],
  minzoom = 0,
): LayerSpecification => ({
  id: `${kind}-line`,
  type: 'line',
  source,
  'source-layer': kind,
  minzoom,
  layout: { 'line-join': 'round', 'line-cap': 'round' },
  paint,
});

/** Borders from the finest to the county's, widths by level. */
export const regionLines: LayerBuilder = ({ palette, layers, theme }) => {
  const hueLine = byHue(palette.hues.map((hue) => hue.line));
  return [
    ...(layers.grid
      ? [
          line(
            'grid',
            'regions',
            {
              'line-color': palette.textSoft,
              'line-width': byZoom(1, [13, 0.75], [17, 1.3]),
              'line-dasharray': [4, 3],
              'line-opacity': 0.7,
            },
            13,
          ),
        ]
      : []),
    ...(layers.community
      ? [
          line(
            'community',
            'regions',
            {
              'line-color': hueLine,
              'line-width': byZoom(1, [10, 0.6], [13, 1.1], [17, 2.4]),
              // Inwards by half, so that both neighbours keep their own colour along the border they share.
              'line-offset': byZoom(1, [10, 0.3], [13, 0.55], [17, 1.2]),
            },
            10,
          ),
        ]
      : []),
    ...(layers.street
      ? [
          line('street', 'regions', {
            'line-color': palette.countyLine,
            'line-width': byZoom(1, [9, 1], [13, 1.8], [17, 3]),
            'line-opacity': theme === 'dark' ? 0.5 : 0.72,
          }),
        ]
      : []),
    line('county', 'regions', {
      'line-color': palette.countyLine,
      'line-width': byZoom(1, [8, 1.4], [13, 3], [17, 4]),
      'line-opacity': theme === 'dark' ? 0.7 : 0.85,
    }),
  ];
};

/** Networks and unions: bold outlines over the communities they join, never a second fill. */
export const groupingLines: LayerBuilder = ({ palette, layers }) =>
  (['network', 'union'] as const)
    .filter((kind) => layers[kind])
    .map((kind) =>
      line(kind, 'groupings', {
        'line-color': palette.networks[kind === 'network' ? 0 : 2]!,
        'line-width': byZoom(1, [10, 2], [15, 4]),
        'line-dasharray': kind === 'network' ? [1] : [3, 1.5],
        'line-opacity': 0.85,
      }),
    );

export const blocks: LayerBuilder = ({ palette, layers }) =>
  layers.block
    ? [
        {
          id: 'block',
          type: 'fill',
          source: 'blocks',
          'source-layer': 'block',
          paint: { 'fill-color': palette.block, 'fill-opacity': onHover(0.2, 0.02) },
        },
        {
          id: 'block-line',
          type: 'line',
          source: 'blocks',
          'source-layer': 'block',
          paint: { 'line-color': palette.block, 'line-width': byZoom(1, [12, 0.4], [17, 1.2]), 'line-opacity': 0.7 },
        },
      ]
    : [];

interface LabelLook {
  readonly zooms: readonly [from: number, to: number];
  readonly font: string[];
  readonly size: ExpressionSpecification;
  readonly padding: number;
}

const LABELS: Readonly<Record<Level, LabelLook>> = {
  street: { zooms: [8, 12.4], font: FONT_BOLD, size: byZoom(1, [9, 12], [13, 16]), padding: 6 },
  community: { zooms: [10.8, 16.5], font: FONT_BOLD, size: byZoom(1, [11, 11], [15, 16]), padding: 6 },
  grid: { zooms: [14.3, 24], font: FONT_REGULAR, size: byZoom(1, [14.3, 10.5], [17, 13]), padding: 10 },
};

/** Where there are no streets, communities are named from as far away as streets would be. */
const labelLook = (level: Level, layers: LookContext['layers']): LabelLook =>
  level === 'community' && !layers.street
    ? { ...LABELS.community, zooms: [LABELS.street.zooms[0], LABELS.community.zooms[1]] }
    : LABELS[level];

/** What a grid is called at its place: 第3网格; the community before it is written on the map already. */
const gridText = [
  'let',
  'name',
  ['coalesce', ['get', 'name'], ['get', 'code'], ''],
  [
    'let',
    'at',
    ['index-of', '第', ['var', 'name']],
    ['case', ['>', ['var', 'at'], 0], ['slice', ['var', 'name'], ['var', 'at']], ['var', 'name']],
  ],
] as unknown as ExpressionSpecification;

export const regionLabels: LayerBuilder = (look) =>
  look.layers.label
    ? // maplibre gives room to the last layer first: streets, then communities, then grids.
      LEVELS.toReversed()
        .filter((level) => look.layers[level])
        .map((level): LayerSpecification => {
          const { zooms, font, size, padding } = labelLook(level, look.layers);
          return {
            id: `${level}-label`,
            type: 'symbol',
            source: 'regions',
            'source-layer': 'label',
            minzoom: zooms[0],
            maxzoom: zooms[1],
            filter: ['==', ['get', 'kind'], level],
            layout: {
              'text-field': level === 'grid' && look.language === 'zh' ? gridText : nameIn(look.language),
              'text-font': font,
              'text-size': size,
              'text-max-width': 8,
              'text-padding': padding,
              ...(level === 'grid' ? {} : STEPS_ASIDE),
              'text-letter-spacing': level === 'street' ? 0.12 : 0.02,
            },
            paint: {
              'text-color': level === 'grid' ? look.palette.textSoft : byHue(look.palette.hues.map((hue) => hue.text)),
              'text-halo-color': look.palette.halo,
              'text-halo-width': 1.8,
            },
          };
        })
    : [];
