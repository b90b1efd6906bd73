import { useMemo } from 'react';
import { planSession } from '../../state/plan/current.ts';
import { useApp } from '../../state/store.ts';

interface Named {
  readonly name: string;
  readonly nameEn: string;
}

/** A region's name in the reader's language. */
export function useNameOf(): (region: Named) => string {
  const language = useApp((state) => state.preferences.language);
  return useMemo(() => (language === 'en' ? ({ name, nameEn }) => nameEn || name : ({ name }) => name), [language]);
}

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
