import type { Map as MaplibreMap } from 'maplibre-gl';
import { useEffect, useRef } from 'react';

/** A half is half as wide: what fitted is seen in it from one zoom farther off. */
const ZOOMS = 1;

/**
 * What was in sight on the whole map is in sight on its left half when two stand side by side, and the other way round.
 *
 * @param from   where the part of the map begins that no panel covers, px
 * @param width  of that part, px
 */
export function useKeptInSight(main: MaplibreMap, view: 'swipe' | 'side', from: number, width: number): void {
  const shown = useRef<typeof view>('swipe');
  const latest = useRef({ from, width });
  useEffect(() => {
    latest.current = { from, width };
  }, [from, width]);
  useEffect(() => {
    if (view === shown.current) return;
    shown.current = view;
    const { from, width } = latest.current;
    const { clientWidth, clientHeight } = main.getContainer();
    const whole = from + width / 2;
    const half = from + width / 4;
    const [before, after] = view === 'side' ? [whole, half] : [half, whole];
    main.easeTo({
      center: main.unproject([before, clientHeight / 2]),
      zoom: main.getZoom() + (view === 'side' ? -ZOOMS : ZOOMS),
      offset: [after - clientWidth / 2, 0],
      duration: 0,
    });
  }, [main, view]);
}
