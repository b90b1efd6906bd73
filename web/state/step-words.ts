import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepLabel } from '../../api/contract/plans.ts';

/** What a step is called: 把 3 个街坊划入城东社区. */
export function useStepWords(): (label: StepLabel) => string {
  const { t, i18n } = useTranslation('redraw-boundaries');
  return useCallback(
    ({ key, values }) =>
      i18n.exists(`redraw-boundaries:step.${key}`) ? t(`step.${key}`, { ...values, context: '' }) : t('step.other'),
    [t, i18n],
  );
}
