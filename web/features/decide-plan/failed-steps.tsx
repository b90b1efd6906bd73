import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FailedStep } from '../../../api/contract/plans.ts';
import { useFormat } from '../../i18n/format.ts';
import { boundsOfPoint } from '../../state/bounds.ts';
import { useStepWords } from '../../state/step-words.ts';
import { useApp } from '../../state/store.ts';
import styles from './failed-steps.module.css';

/** What of a drawing could not be done again on another division: which step, why, and the way there. */
export function FailedSteps({ steps }: { readonly steps: readonly FailedStep[] }) {
  const { t, i18n } = useTranslation('decide-plan');
  const format = useFormat();
  const flyTo = useApp((state) => state.flyTo);
  const stepWords = useStepWords();
  const why = ({ reason, detail, region }: FailedStep): string => {
    const key = `redraw-boundaries:refusal.${reason}`;
    return i18n.exists(key) ? t(key, { region }) : detail;
  };
  if (steps.length === 0) return null;
  return (
    <>
      <p className={styles.words}>{t('rebase.failed', { n: format.number(steps.length) })}</p>
      <ul className={styles.failed}>
        {steps.map((step) => (
          <li key={step.seq}>
            {t('rebase.failedStep', { step: stepWords(step.label), why: why(step) })}
            {step.at && (
              <Button type="link" size="small" onClick={() => flyTo(boundsOfPoint(step.at!), { maxZoom: 17 })}>
                {t('rebase.showPlace')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
