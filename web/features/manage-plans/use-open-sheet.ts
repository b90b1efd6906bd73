import { useEffect } from 'react';
import { store, useApp } from '../../state/store.ts';
import { usePhone } from '../../ui/use-media.ts';

/** On a phone a list is of no use while its sheet only peeks. */
export function useOpenSheet(): void {
  const phone = usePhone();
  const setSheet = useApp((state) => state.setSheet);
  useEffect(() => {
    if (phone && store.getState().sheet === 'peek') setSheet('half');
  }, [phone, setSheet]);
}
