import type { Map as MaplibreMap, Point } from 'maplibre-gl';
import type { LayerVisibility } from '../state/layer-keys.ts';
import type { Selection } from '../state/selection.ts';
import { activeLevel } from './layers/regions.ts';

/** From this zoom on a compound is what a person means by pointing at its ground. */
const COMPOUND_ZOOM = 16.5;
/** A finger or a small pin is met within this distance. */
const REACH_PX = 5;

/** Style layers to ask, in the order of preference, and what each stands for. */
function targets(zoom: number, layers: LayerVisibility): readonly [styleLayer: string, layer: Selection['layer']][] {
  const level = activeLevel(zoom, layers);
  return [
    ['site', 'site'],
    ['organization', 'organization'],
    ['building-3d', 'building'],
    ['building', 'building'],
    ...(layers.block ? [['block', 'block'] as const] : []),
    ...(zoom >= COMPOUND_ZOOM ? [['compound', 'compound'] as const] : []),
    ['site-area', 'site'],
    ...(level ? [[`${level}-fill`, 'region'] as const, [`${level}-touch`, 'region'] as const] : []),
    ['road-ground-major', 'road'],
    ['road-ground-main', 'road'],
    ['road-ground-minor', 'road'],
    ['railway', 'railway'],
    ['water', 'water'],
    ['water-line', 'water'],
    ['landuse', 'landuse'],
  ] as [string, Selection['layer']][];
}

/** What a person means by pointing here; null for empty ground. */
export function hitAt(map: MaplibreMap, point: Point, layers: LayerVisibility): Selection | null {
  const known = targets(map.getZoom(), layers).filter(([styleLayer]) => map.getLayer(styleLayer));
  const box: [[number, number], [number, number]] = [
    [point.x - REACH_PX, point.y - REACH_PX],
    [point.x + REACH_PX, point.y + REACH_PX],
  ];
  const near = map.queryRenderedFeatures(box, { layers: known.map(([styleLayer]) => styleLayer) });
  if (near.length === 0) return null;
  const exact = new Set(
    map
      .queryRenderedFeatures(point, { layers: known.map(([styleLayer]) => styleLayer) })
      .map((feature) => `${feature.layer.id}:${feature.id}`),
  );
  for (const [styleLayer, layer] of known) {
    // Points may be missed by a little, areas and lines that were not touched are not meant.
    const found = near.find(
      (feature) =>
        feature.layer.id === styleLayer &&
        (layer === 'site' || layer === 'organization' || layer === 'road' || layer === 'railway'
          ? true
          : exact.has(`${feature.layer.id}:${feature.id}`)),
    );
    if (typeof found?.id === 'number') return { layer, id: found.id };
  }
  return null;
}
