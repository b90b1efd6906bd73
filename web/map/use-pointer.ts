import type { Map as MaplibreMap, MapMouseEvent } from 'maplibre-gl';
import { useEffect } from 'react';
import { isPlanShown } from '../state/plan/plan-shown.ts';
import { readPresentLayers } from '../state/queries.ts';
import { store } from '../state/store.ts';
import { hitAt } from './hit.ts';

/** Pointing selects and lights, unless a tool, a form or an open plan has the pointer. */
export function usePointer(map: MaplibreMap | null): void {
  useEffect(() => {
    if (!map) return;
    let frame = 0;
    const isFree = () => {
      const { tool, editing } = store.getState();
      return tool === null && editing === null && !isPlanShown();
    };

    const onMove = (event: MapMouseEvent) => {
      if (!isFree() || map.isMoving()) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        const hit = hitAt(map, event.point, readPresentLayers());
        map.getCanvas().style.cursor = hit ? 'pointer' : '';
        store.getState().setHover(hit);
      });
    };
    const onLeave = () => {
      cancelAnimationFrame(frame);
      if (isFree()) store.getState().setHover(null);
    };
    const onClick = (event: MapMouseEvent) => {
      if (!isFree()) return;
      store.getState().select(hitAt(map, event.point, readPresentLayers()));
    };
    map.on('mousemove', onMove);
    map.on('mouseout', onLeave);
    map.on('click', onClick);
    return () => {
      cancelAnimationFrame(frame);
      map.off('mousemove', onMove);
      map.off('mouseout', onLeave);
      map.off('click', onClick);
    };
  }, [map]);
}
