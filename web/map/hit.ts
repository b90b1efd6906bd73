import type { Map as MaplibreMap, Point } from 'maplibre-gl';
import type { LayerVisibility } from '../state/layer-keys.ts';
import type { Selection } from '../state/selection.ts';
import { activeLevel } from './layers/regions.ts';
import { ROAD_LINES } from './layers/roads.ts';

/** From this zoom on a compound is what a person means by pointing at its ground. */
const COMPOUND_ZOOM = 16.5;
/** From here on a street is wide enough to be meant; further out whoever points at it means the region. */
const STREET_ZOOM = 15;
/** From here on a footpath is, which lies close to others. */
const PATH_ZOOM = 16;
/** A finger, a small pin or a thin line is met within this distance. */
const REACH_PX = 5;

/** A drawn feature, as far as a click has to know it. */
export interface Drawn {
  readonly id?: string | number | undefined;
  readonly layer: { readonly id: string };
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Style layers that stand for one layer of things, and how near one has to come. */
interface Target {
  readonly layer: Selection['layer'];
  readonly drawnBy: readonly string[];
  /** points and lines may be missed by a little; an area that was not touched is not meant */
  readonly reach?: true;
  readonly only?: (feature: Drawn) => boolean;
}

/** Ground with a name of its own, and what is green, is a place; the rest of the land use lies under all the county. */
const isPlace = ({ properties }: Drawn): boolean => Boolean(properties.name) || properties.kind === 'green';

/** What can be pointed at, what is meant first at the front. */
function targets(zoom: number, layers: LayerVisibility): readonly Target[] {
  const level = activeLevel(zoom, layers);
  const roads = zoom >= PATH_ZOOM ? ROAD_LINES : ROAD_LINES.filter((line) => !line.endsWith('-walk'));
  const thin: readonly Target[] = [
    { layer: 'railway', drawnBy: ['railway'] },
    { layer: 'road', drawnBy: roads },
    { layer: 'water', drawnBy: ['water-line'] },
  ];
  // One that is touched is meant before one beside it.
  const lines: readonly Target[] = [...thin, ...thin.map((line) => ({ ...line, reach: true }) as const)];
  const grounds: readonly Target[] = [
    { layer: 'water', drawnBy: ['water'] },
    { layer: 'landuse', drawnBy: ['landuse'], only: isPlace },
  ];
  return [
    { layer: 'site', drawnBy: ['service-centre', 'site'], reach: true },
    { layer: 'organization', drawnBy: ['organization'], reach: true },
    { layer: 'building', drawnBy: ['building-3d', 'building'] },
    ...(zoom >= STREET_ZOOM ? lines : []),
    ...(layers.block ? [{ layer: 'block', drawnBy: ['block'] } as const] : []),
    ...(zoom >= COMPOUND_ZOOM ? [{ layer: 'compound', drawnBy: ['compound'] } as const] : []),
    { layer: 'site', drawnBy: ['site-area'] },
    ...(zoom >= STREET_ZOOM ? grounds : []),
    ...(level ? [{ layer: 'region', drawnBy: [`${level}-fill`, `${level}-touch`] } as const] : []),
    // Where no region is drawn, as on a map with their layers off.
    ...lines,
    ...grounds,
    { layer: 'landuse', drawnBy: ['landuse'] },
  ];
}

/** Style layers that can be pointed at at this zoom. */
export const pointedLayers = (zoom: number, layers: LayerVisibility): string[] => [
  ...new Set(targets(zoom, layers).flatMap(({ drawnBy }) => drawnBy)),
];

/**
 * What a person means by pointing at a place.
 *
 * @param touched  what is drawn at the very place, the topmost first
 * @param near     what is drawn within reach of it
 * @returns        null for empty ground
 */
export function meantOf(
  touched: readonly Drawn[],
  near: readonly Drawn[],
  zoom: number,
  layers: LayerVisibility,
): Selection | null {
  for (const { layer, drawnBy, reach, only } of targets(zoom, layers)) {
    const isMeant = (feature: Drawn) => drawnBy.includes(feature.layer.id) && (only?.(feature) ?? true);
    const found = touched.find(isMeant) ?? (reach && near.find(isMeant));
    if (typeof found?.id === 'number') return { layer, id: found.id };
  }
  return null;
}

export function hitAt(map: MaplibreMap, point: Point, layers: LayerVisibility): Selection | null {
  const zoom = map.getZoom();
  const asked = { layers: pointedLayers(zoom, layers).filter((styleLayer) => map.getLayer(styleLayer)) };
  const near = map.queryRenderedFeatures(
    [
      [point.x - REACH_PX, point.y - REACH_PX],
      [point.x + REACH_PX, point.y + REACH_PX],
    ],
    asked,
  );
  if (near.length === 0) return null;
  return meantOf(map.queryRenderedFeatures(point, asked), near, zoom, layers);
}
