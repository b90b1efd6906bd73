import type { Geometry } from 'geojson';
import { useMemo } from 'react';
import type { ThemeName } from '../state/preferences.ts';
import { useInspection } from '../state/queries.ts';
import { useApp } from '../state/store.ts';
import { selectionHalo } from './layers/selection-halo.ts';
import { useOverlay } from './overlay-registry.ts';

/** The halo round whatever is selected. */
export function useSelectionOverlay(theme: ThemeName): void {
  const selection = useApp((state) => state.selection);
  const geometry = useInspection(selection).data?.geometry;
  const layers = useMemo(() => (geometry ? selectionHalo(geometry as Geometry, theme) : []), [geometry, theme]);
  useOverlay('selection', layers);
}
