import { lazy } from 'react';
import { useMap } from '../../map/handle.ts';
import { useApp } from '../../state/store.ts';

const SecondMap = lazy(async () => ({ default: (await import('./second-map.tsx')).SecondMap }));

/** The second map loads when something is compared. */
export function SecondMapGate() {
  const comparison = useApp((state) => (state.mode === 'plan' ? state.comparison : null));
  const main = useMap();
  return comparison && main && <SecondMap comparison={comparison} main={main} />;
}
