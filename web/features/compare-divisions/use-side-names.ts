import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlans } from '../../state/plan-queries.ts';
import type { ComparedSide } from '../../state/plan-room.ts';
import { useCounty } from '../../state/queries.ts';

/** What a side of the comparison is called. */
export function useSideNames(): (side: ComparedSide) => string {
  const { t } = useTranslation('compare-divisions');
  const divisions = useCounty().data?.divisions;
  const plans = usePlans().data;
  return useCallback(
    ({ kind, id }) =>
      (kind === 'division'
        ? divisions?.find((division) => division.id === id)?.name
        : plans?.find((plan) => plan.id === id)?.title) ?? t(`unknown.${kind}`, { id }),
    [divisions, plans, t],
  );
}
