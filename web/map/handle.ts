import type { Map as MaplibreMap } from 'maplibre-gl';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** The one map, while it is there. Features reach it through `useMap`; nobody else makes one. */
export const mapHandle = createStore<{ readonly map: MaplibreMap | null }>()(() => ({ map: null }));

export const useMap = (): MaplibreMap | null => useStore(mapHandle, (state) => state.map);
