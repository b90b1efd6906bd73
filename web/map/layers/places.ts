import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import { SITE_KINDS, type SiteKind } from '../../../api/contract/words.ts';
import { siteLayerKey } from '../../state/layer-keys.ts';
import type { Language } from '../../state/preferences.ts';
import { FONT_MEDIUM, FONT_REGULAR } from '../fonts.ts';
import { pinColour } from '../pins.ts';
import { byZoom, kindIs, type LayerBuilder, type LookContext, nameIn, onHover } from './context.ts';

const SOURCE = 'places';
/** Buildings rise from this zoom on; below they lie flat. */
const RISE_ZOOM = 16;
/** Nearer than the map comes. A zoom range is written out: maplibre does not lift one that the next style leaves out. */
const NEAREST = 24;

const isRed: ExpressionSpecification = ['==', ['get', 'red'], true];

/** An estate that is planned or being built: violet and dashed, as what is not in force. */
const isToBe: ExpressionSpecification = ['has', 'stage'];

export const compounds: LayerBuilder = ({ palette, layers }) =>
  layers.compound
    ? [
        {
          id: 'compound',
          type: 'fill',
          source: SOURCE,
          'source-layer': 'compound',
          minzoom: 13.5,
          paint: {
            'fill-color': ['case', isToBe, palette.toBe, palette.compound],
            'fill-opacity': onHover(0.18, ['case', isToBe, 0.12, 0.07]),
          },
        },
        {
          id: 'compound-line',
          type: 'line',
          source: SOURCE,
          'source-layer': 'compound',
          minzoom: 14,
          filter: ['!', isToBe] as FilterSpecification,
          paint: {
            'line-color': palette.compoundLine,
            'line-width': byZoom(1, [14, 0.6], [18, 1.4]),
            'line-opacity': 0.8,
          },
        },
        {
          id: 'compound-to-be-line',
          type: 'line',
          source: SOURCE,
          'source-layer': 'compound',
          minzoom: 12,
          filter: isToBe as FilterSpecification,
          paint: {
            'line-color': palette.toBe,
            'line-width': byZoom(1, [12, 1], [18, 2.4]),
            'line-dasharray': [3, 2],
          },
        },
        {
          id: 'wall',
          type: 'line',
          source: SOURCE,
          'source-layer': 'wall',
          minzoom: 15,
          paint: { 'line-color': palette.wall, 'line-width': byZoom(1, [15, 0.8], [18, 2.2]) },
        },
        {
          id: 'gate',
          type: 'circle',
          source: SOURCE,
          'source-layer': 'gate',
          minzoom: 15.5,
          paint: {
            'circle-radius': byZoom(1, [15.5, 1.8], [18, 3.6]),
            'circle-color': palette.halo,
            'circle-stroke-color': palette.gate,
            'circle-stroke-width': 1.6,
          },
        },
      ]
    : [];

/** Metres: measured, else three a floor, else two floors. */
const HEIGHT: ExpressionSpecification = ['coalesce', ['get', 'height'], ['*', 3, ['coalesce', ['get', 'floors'], 2]]];

export const buildings: LayerBuilder = ({ palette, layers }) => {
  if (!layers.building) return [];
  const colour: ExpressionSpecification = ['case', isRed, palette.redFill, palette.building];
  const base = { source: SOURCE, 'source-layer': 'building' };
  const flat: LayerSpecification = {
    ...base,
    id: 'building',
    type: 'fill',
    minzoom: 14,
    maxzoom: layers.building3d ? RISE_ZOOM : NEAREST,
    paint: {
      'fill-color': colour,
      'fill-opacity': byZoom(1, [14, 0.75], [15, 1]),
      'fill-outline-color': ['case', isRed, palette.red, palette.buildingLine],
    },
  };
  const risen: LayerSpecification = {
    ...base,
    id: 'building-3d',
    type: 'fill-extrusion',
    minzoom: RISE_ZOOM,
    paint: {
      'fill-extrusion-color': ['case', isRed, palette.redFill, palette.buildingSide],
      'fill-extrusion-height': HEIGHT,
      'fill-extrusion-opacity': 0.9,
      'fill-extrusion-vertical-gradient': true,
    },
  };
  return layers.building3d ? [flat, risen] : [flat];
};

/** House numbers, once streets are wide enough to read them. */
export const houseNumbers: LayerBuilder = ({ palette, layers }) =>
  layers.building && layers.label
    ? [
        {
          id: 'house-number',
          type: 'symbol',
          source: SOURCE,
          'source-layer': 'building_label',
          minzoom: 17.5,
          layout: {
            'text-field': ['get', 'name'],
            'text-font': FONT_REGULAR,
            'text-size': 10.5,
            'text-padding': 6,
          },
          paint: { 'text-color': palette.textSoft, 'text-halo-color': palette.halo, 'text-halo-width': 1 },
        },
      ]
    : [];

const shownSites = ({ layers }: LookContext): SiteKind[] => SITE_KINDS.filter((kind) => layers[siteLayerKey(kind)]);

/** Red sites are outlined from afar, a plaza or a school only where its ground can be seen. */
const RED: readonly SiteKind[] = ['red_building', 'red_district', 'red_property'];

/** Red districts and property sites as outlined areas; other outlines in their own tone. */
export const siteAreas: LayerBuilder = (look) => {
  const kinds = shownSites(look);
  if (kinds.length === 0) return [];
  const colour = [
    'match',
    ['get', 'kind'],
    ...kinds.flatMap((kind) => [kind, pinColour(kind, look.theme)]),
    look.palette.red,
  ] as unknown as ExpressionSpecification;
  const base = { source: SOURCE, 'source-layer': 'site_area' };
  const areaFilter = ['all', kindIs(...kinds), ['step', ['zoom'], kindIs(...RED), 14.5, true]] as FilterSpecification;
  return [
    {
      ...base,
      id: 'site-area',
      type: 'fill',
      filter: areaFilter,
      paint: { 'fill-color': colour, 'fill-opacity': onHover(0.2, 0.1) },
    },
    {
      ...base,
      id: 'site-area-line',
      type: 'line',
      filter: areaFilter,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colour, 'line-width': byZoom(1, [12, 1.2], [17, 2.4]) },
    },
  ];
};

/** Which pins yield when there is no room: service centres and red sites stay longest. */
const PIN_ORDER: readonly SiteKind[] = [
  'service_centre',
  'red_building',
  'red_district',
  'red_property',
  'community_station',
  'deputies_station',
  'police_room',
  'clinic',
  'school',
  'reception_room',
  'plaza',
  'activity_room',
  'other',
];
const FROM_AFAR = PIN_ORDER.slice(0, 4);

/** Pins that yield to names and to one another from afar. */
export const sites: LayerBuilder = (look) => {
  const kinds = shownSites(look).filter((kind) => kind !== 'service_centre');
  const fromAfar = ['step', ['zoom'], kindIs(...FROM_AFAR), 13.5, true] as unknown as ExpressionSpecification;
  return kinds.length > 0
    ? [pinLayer('site', ['all', kindIs(...kinds), fromAfar], ['step', ['zoom'], false, 15, true], look)]
    : [];
};

/** The few service centres stand wherever they are; names step aside for them. */
export const serviceCentres: LayerBuilder = (look) =>
  look.layers[siteLayerKey('service_centre')] ? [pinLayer('service-centre', kindIs('service_centre'), true, look)] : [];

const pinLayer = (
  id: string,
  filter: unknown,
  overlap: unknown,
  { palette, layers, theme, language }: LookContext,
): LayerSpecification => ({
  id,
  type: 'symbol',
  source: SOURCE,
  'source-layer': 'site',
  filter: filter as FilterSpecification,
  layout: {
    'icon-image': ['concat', `pin-${theme}-`, ['get', 'kind']],
    'icon-anchor': 'bottom',
    'icon-size': byZoom(1, [11, 0.5], [14, 0.72], [17, 1]),
    'icon-padding': 1,
    'icon-allow-overlap': overlap as boolean,
    'symbol-sort-key': [
      'match',
      ['get', 'kind'],
      ...PIN_ORDER.flatMap((kind, index) => [kind, index]),
      PIN_ORDER.length,
    ] as unknown as ExpressionSpecification,
    ...(layers.label
      ? {
          'text-field': ['step', ['zoom'], '', 15, nameIn(language)] as unknown as ExpressionSpecification,
          'text-font': FONT_MEDIUM,
          'text-size': 11.5,
          'text-anchor': 'top' as const,
          'text-offset': [0, 0.25] as [number, number],
          'text-max-width': 8,
          'text-optional': true,
        }
      : {}),
  },
  paint: {
    'text-color': [
      'match',
      ['get', 'kind'],
      ['red_building', 'red_district', 'red_property'],
      palette.red,
      palette.text,
    ],
    'text-halo-color': palette.halo,
    'text-halo-width': 1.4,
  },
});

export const organizations: LayerBuilder = ({ palette, layers, language }) =>
  layers.organization
    ? [
        {
          id: 'organization',
          type: 'circle',
          source: SOURCE,
          'source-layer': 'organization',
          minzoom: 14.5,
          paint: {
            'circle-radius': byZoom(1, [14.5, 2], [18, 4.5]),
            'circle-color': palette.organization,
            'circle-stroke-color': palette.halo,
            'circle-stroke-width': 1.2,
          },
        },
        ...(layers.label
          ? [
              {
                id: 'organization-label',
                type: 'symbol' as const,
                source: SOURCE,
                'source-layer': 'organization',
                minzoom: 16.5,
                layout: {
                  'text-field': nameIn(language),
                  'text-font': FONT_REGULAR,
                  'text-size': 10.5,
                  'text-anchor': 'left' as const,
                  'text-offset': [0.7, 0] as [number, number],
                  'text-max-width': 9,
                  'text-justify': 'left' as const,
                },
                paint: { 'text-color': palette.textSoft, 'text-halo-color': palette.halo, 'text-halo-width': 1.2 },
              },
            ]
          : []),
      ]
    : [];

/** Why an estate is violet, where it stands. */
const TO_BE_WORDS: Readonly<Record<Language, readonly [string, string, string, string]>> = {
  zh: ['planned', '规划', 'building', '在建'],
  en: ['planned', 'planned', 'building', 'being built'],
};

export const compoundLabels: LayerBuilder = ({ palette, layers, language }) =>
  layers.compound && layers.label
    ? [
        {
          id: 'compound-label',
          type: 'symbol',
          source: SOURCE,
          'source-layer': 'compound_label',
          minzoom: 15,
          layout: {
            'text-field': nameIn(language),
            'text-font': FONT_REGULAR,
            'text-size': 11.5,
            'text-max-width': 7,
            'text-padding': 4,
          },
          paint: { 'text-color': palette.textSoft, 'text-halo-color': palette.halo, 'text-halo-width': 1.3 },
        },
        {
          id: 'compound-to-be-label',
          type: 'symbol',
          source: SOURCE,
          'source-layer': 'compound',
          minzoom: 14.5,
          filter: isToBe as FilterSpecification,
          layout: {
            'text-field': ['match', ['get', 'stage'], ...TO_BE_WORDS[language], ''],
            'text-font': FONT_MEDIUM,
            'text-size': 11.5,
            // Below the name, which stands in the middle.
            'text-offset': [0, 1.5],
            'text-padding': 2,
          },
          paint: { 'text-color': palette.toBe, 'text-halo-color': palette.halo, 'text-halo-width': 1.3 },
        },
      ]
    : [];
