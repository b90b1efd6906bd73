import { useMap } from '../../map/handle.ts';
import { useApp } from '../../state/store.ts';
import { usePhone } from '../../ui/use-media.ts';

/** The part of the map that no panel covers, px; the two sides share it. */
export function useFreeWidth(): { readonly from: number; readonly width: number } {
  const main = useMap();
  const phone = usePhone();
  const { panelOpen, panelWidth } = useApp((state) => state.preferences);
  const from = !phone && panelOpen ? panelWidth : 0;
  const whole = main?.getContainer().clientWidth ?? window.innerWidth;
  return { from, width: Math.max(1, whole - from) };
}
