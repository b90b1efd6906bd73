import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { useNameOf } from '../../i18n/names.ts';
import type { LabelWords } from '../../map/plan-picture/draft-labels.ts';
import { planSession } from '../../state/plan/current.ts';

/** Looks a region of the open plan up; one that is gone keeps the name that the base has of it. */
export function useRegionName(): (region: number) => string {
  const nameOf = useNameOf();
  const { t } = useTranslation('redraw-boundaries');
  return useMemo(
    () => (id) => {
      const plan = planSession.current();
      const region = plan?.draft.regions.get(id) ?? plan?.base.regions.get(id);
      return region ? nameOf(region) : t('goneRegion');
    },
    [nameOf, t],
  );
}

/** What stands on the map at each region. */
export function useLabelWords(): LabelWords {
  const nameOf = useNameOf();
  const format = useFormat();
  const { t } = useTranslation('redraw-boundaries');
  return useMemo(
    () => ({
      name: nameOf,
      figures: (households, { locked }) =>
        locked ? t('label.locked', { households: format.households(households) }) : format.households(households),
    }),
    [nameOf, format, t],
  );
}
