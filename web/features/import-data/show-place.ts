import { useEffect } from 'react';
import type { Bounds } from '../../state/bounds.ts';
import { store, useApp } from '../../state/store.ts';
import { usePhone } from '../../ui/use-media.ts';

/** Shows a place; on a phone the sheet makes room for it. */
export function useShowPlace(): (bounds: Bounds, options?: { maxZoom?: number }) => void {
  const phone = usePhone();
  const flyTo = useApp((state) => state.flyTo);
  const setSheet = useApp((state) => state.setSheet);
  return (bounds, options) => {
    if (phone && store.getState().sheet === 'full') setSheet('half');
    flyTo(bounds, options);
  };
}

/** On a phone a wizard is of no use while its sheet only peeks. */
export function useOpenSheet(): void {
  const phone = usePhone();
  const setSheet = useApp((state) => state.setSheet);
  useEffect(() => {
    if (phone && store.getState().sheet === 'peek') setSheet('full');
  }, [phone, setSheet]);
}
