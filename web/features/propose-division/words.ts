import { useMemo } from 'react';
import { useNameOf } from '../../i18n/names.ts';
import { planSession } from '../../state/plan/current.ts';

/** The name of a region of the open plan, or of what it started from; '' for one that is in neither. */
export function useRegionName(): (region: number) => string {
  const nameOf = useNameOf();
  return useMemo(
    () => (id) => {
      const plan = planSession.current();
      const region = plan?.draft.regions.get(id) ?? plan?.base.regions.get(id);
      return region ? nameOf(region) : '';
    },
    [nameOf],
  );
}
