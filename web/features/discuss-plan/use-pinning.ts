import type { MapMouseEvent } from 'maplibre-gl';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMap } from '../../map/handle.ts';
import { regionAt } from '../../map/region-at.ts';
import { useApp } from '../../state/store.ts';
import { commentsStore } from './comments-store.ts';
import { useRegionWords } from './use-region-words.ts';

const TOOL = 'pin-comment';

/** While pinning, the next press on the map is where the comment stands. */
export function usePinning() {
  const { t } = useTranslation('discuss-plan');
  const map = useMap();
  const pinning = useApp((state) => state.tool === TOOL);
  const setTool = useApp((state) => state.setTool);
  const announce = useApp((state) => state.announce);
  const wordsOf = useRegionWords();
  useEffect(() => {
    if (!map || !pinning) return;
    const onClick = ({ lngLat, point }: MapMouseEvent) => {
      const region = regionAt(map, point);
      commentsStore.setState({ pin: { place: [lngLat.lng, lngLat.lat], region } });
      setTool(null);
      announce(t('pinned', { where: region === null ? t('aPlace') : t('inRegion', { name: wordsOf(region) }) }));
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
