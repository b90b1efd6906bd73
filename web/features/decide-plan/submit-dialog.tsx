import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../api/contract/plans.ts';
import { movePlan } from '../../api-client/plans.ts';
import { Refused } from '../../i18n/failure.tsx';
import { changingPlan } from '../../state/plan-queries.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Field } from '../../ui/field.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import styles from './dialog.module.css';
import { FindingList } from './finding-list.tsx';
import { SeeTo } from './see-to.tsx';

/** The gate: what submitting means; when hard rules are not kept, which, where, and the way there. */
export function SubmitDialog({ plan, close }: { readonly plan: Plan; close(): void }) {
  const { t } = useTranslation('decide-plan');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const [note, setNote] = useState('');
  const { sending, notice, send } = useSending();
  const submit = async () => {
    const done = await send(async () => {
      const body = { action: 'submit', note, revision: plan.revision } as const;
      await changingPlan(county, plan.id, () => movePlan(county, plan.id, body));
      announce(t('submitted', { title: plan.title }));
    });
    if (done) close();
  };
  const findings = notice?.findings ?? [];
  return (
    <Modal
      open
      // The map stays in sight, so that the places can be shown.
      mask={findings.length === 0}
      title={t('submit')}
      okText={t('submitNow')}
      okButtonProps={{ loading: sending, disabled: plan.outdated }}
      cancelText={t(findings.length > 0 ? 'common:action.close' : 'common:action.cancel')}
      onOk={() => void submit()}
      onCancel={close}
    >
      <div className={styles.form}>
        <p className={styles.words}>{t('submitWords', { title: plan.title })}</p>
        {plan.outdated && <Refusal title={t('outdatedWords')} />}
        <SeeTo plan={plan} leave={close} />
        <Field label={t('note')}>
          {(id) => (
            <Input.TextArea
              id={id}
              value={note}
              maxLength={2000}
              autoSize={{ minRows: 2, maxRows: 6 }}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {notice && findings.length === 0 && <Refused notice={notice} />}
        {findings.length > 0 && (
          <>
            <Refusal title={t('notSubmitted', { n: findings.length })} />
            <FindingList plan={plan} findings={findings} />
          </>
        )}
      </div>
    </Modal>
  );
}
