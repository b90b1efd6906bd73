import { DEFAULT_LAYERS, type LayerKey, type LayerVisibility } from './layer-keys.ts';
import type { AppSet } from './slice.ts';

export interface LayersSlice {
  readonly layers: LayerVisibility;
  setLayers(keys: readonly LayerKey[], visible: boolean): void;
  resetLayers(): void;
}

export const createLayersSlice = (set: AppSet): LayersSlice => ({
  layers: DEFAULT_LAYERS,
  setLayers: (keys, visible) =>
    set((state) => ({ layers: { ...state.layers, ...Object.fromEntries(keys.map((key) => [key, visible])) } })),
  resetLayers: () => set({ layers: DEFAULT_LAYERS }),
});
