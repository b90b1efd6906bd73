import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../api/contract/plans.ts';
import { useFormat } from '../../i18n/format.ts';
import { Section } from '../../ui/section.tsx';
import styles from './changes-tab.module.css';
import { FailedSteps } from './failed-steps.tsx';
import { usePlanHistory } from './publication-query.ts';

/** Who did what with the plan as a whole, and what they wrote; newest first. */
export function PlanPast({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const events = usePlanHistory(plan).data;
  if (!events) return null;
  return (
    <Section title={t('past')}>
      <ol className={styles.past}>
        {events.toReversed().map(({ at, accountName, action, note, failed }) => (
          <li key={`${at} ${action}`} className={styles.event}>
            <span className={styles.eventWhat}>
              <span>{t(`event.${action}`, { name: accountName })}</span>
              <span className={`${styles.eventAt} tabular`}>{format.moment(at)}</span>
            </span>
            {note && <p className={styles.eventNote}>{note}</p>}
            <FailedSteps steps={failed} />
          </li>
        ))}
      </ol>
    </Section>
  );
}
