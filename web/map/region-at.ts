import type { Map as MaplibreMap, PointLike } from 'maplibre-gl';

/** Fills of the regions, the finest first; whichever is drawn at a zoom is what a person points at. */
const FILLS = ['grid-touch', 'grid-fill', 'community-fill', 'street-fill'];

/** The lowest region that is drawn at a point of the map; null on empty ground. */
export function regionAt(map: MaplibreMap, point: PointLike): number | null {
  const [found] = map.queryRenderedFeatures(point, { layers: FILLS.filter((id) => map.getLayer(id)) });
  return typeof found?.id === 'number' ? found.id : null;
}
