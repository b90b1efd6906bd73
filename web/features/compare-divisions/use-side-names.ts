import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useDivisionTitle } from '../../i18n/division-title.ts';
import { usePlans } from '../../state/plan-queries.ts';
import type { ComparedSide } from '../../state/plan-room.ts';
import { useCounty } from '../../state/queries.ts';

/** What a side of the comparison is called. */
export function useSideNames(): (side: ComparedSide) => string {
  const { t } = useTranslation('compare-divisions');
  const titleOf = useDivisionTitle();
  const divisions = useCounty().data?.divisions;
  const plans = usePlans().data;
  return useCallback(
    ({ kind, id }) => {
      const division = kind === 'division' ? divisions?.find((one) => one.id === id) : undefined;
      const plan = kind === 'plan' ? plans?.find((one) => one.id === id) : undefined;
      return division ? titleOf(division.name) : (plan?.title ?? t(`unknown.${kind}`, { id }));
    },
    [divisions, plans, titleOf, t],
  );
}
