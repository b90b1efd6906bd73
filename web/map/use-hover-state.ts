import type { Map as MaplibreMap } from 'maplibre-gl';
import { useEffect } from 'react';
import type { Selection } from '../state/selection.ts';
import { useApp } from '../state/store.ts';
import { groupOf } from './sources.ts';

/** A region's id says nothing of its level, and ids are unique over all levels. */
const REGION_LAYERS = ['county', 'street', 'community', 'grid', 'network', 'union'];
const LIT_WITH: Readonly<Partial<Record<Selection['layer'], readonly string[]>>> = {
  region: REGION_LAYERS,
  site: ['site', 'site_area'],
};

function setHover(map: MaplibreMap, target: Selection, hover: boolean): void {
  for (const sourceLayer of LIT_WITH[target.layer] ?? [target.layer]) {
    const source = groupOf(sourceLayer);
    if (source && map.getSource(source)) map.setFeatureState({ source, sourceLayer, id: target.id }, { hover });
  }
}

/** Lights on the map whatever is hovered, here or in a list. */
export function useHoverState(map: MaplibreMap | null): void {
  const hover = useApp((state) => state.hover);
  useEffect(() => {
    if (!map || !hover) return;
    setHover(map, hover, true);
    return () => setHover(map, hover, false);
  }, [map, hover]);
}
