import type { Map as MaplibreMap, MapMouseEvent } from 'maplibre-gl';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMap } from '../../map/handle.ts';
import { regionAt } from '../../map/region-at.ts';
import { planSession } from '../../state/plan/current.ts';
import { useApp } from '../../state/store.ts';
import { commentsStore, type Pin } from './comments-store.ts';
import { communityAt, usePlaceWords } from './use-place-words.ts';

const TOOL = 'pin-comment';

/**
 * The community at a place of the drawing, or the lowest region of the map where nothing is drawn. A region that the plan
 * has made is none that a comment could name: it has no number of its own before it is published.
 */
function regionUnder(map: MaplibreMap, { lngLat, point }: MapMouseEvent): number | null {
  const draft = planSession.current()?.draft;
  if (!draft) return regionAt(map, point);
  const region = communityAt(draft, [lngLat.lng, lngLat.lat]);
  return region !== null && draft.baseRegions.has(region) ? region : null;
}

/** While pinning, the next press on the map is where the comment stands. */
export function usePinning() {
  const { t } = useTranslation('discuss-plan');
  const map = useMap();
  const pinning = useApp((state) => state.tool === TOOL);
  const setTool = useApp((state) => state.setTool);
  const announce = useApp((state) => state.announce);
  const wordsOf = usePlaceWords();
  useEffect(() => {
    if (!map || !pinning) return;
    const onClick = (event: MapMouseEvent) => {
      const { lngLat } = event;
      const region = regionUnder(map, event);
      const pin: Pin = { place: [lngLat.lng, lngLat.lat], region };
      commentsStore.setState({ pin });
      setTool(null);
      announce(t('pinned', { where: wordsOf(pin) }));
    };
    map.getCanvas().style.cursor = 'crosshair';
    map.on('click', onClick);
    return () => {
      map.off('click', onClick);
      map.getCanvas().style.cursor = '';
    };
  }, [map, pinning, setTool, announce, t, wordsOf]);
  return { pinning, setPinning: (on: boolean) => setTool(on ? TOOL : null) };
}
