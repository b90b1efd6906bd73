import { useMap } from '../../map/handle.ts';
import type { Bounds } from '../../state/bounds.ts';
import { store, useApp } from '../../state/store.ts';
import { prefersReducedMotion } from '../../ui/use-media.ts';
import { compareStore } from './compare-store.ts';
import { useFreeWidth } from './use-free-width.ts';

const MARGIN_PX = 28;

/** Shows a place; side by side it has to fit into both halves, clear of what covers the one or the other. */
export function useShowBounds(): (bounds: Bounds) => void {
  const map = useMap();
  const flyTo = useApp((state) => state.flyTo);
  const { width } = useFreeWidth();
  return (bounds) => {
    if (!map || compareStore.getState().view === 'swipe') {
      flyTo(bounds);
      return;
    }
    const { insets } = store.getState();
    map.fitBounds([...bounds] as [number, number, number, number], {
      padding: {
        ...{ top: insets.top + MARGIN_PX, bottom: insets.bottom + MARGIN_PX, left: insets.left + MARGIN_PX },
        right: insets.right + width / 2 + MARGIN_PX,
      },
      maxZoom: 17,
      duration: prefersReducedMotion() ? 0 : 420,
      linear: true,
    });
  };
}
