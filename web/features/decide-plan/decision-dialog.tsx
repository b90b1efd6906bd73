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
import styles from './dialog.module.css';

interface Props {
  readonly plan: Plan;
  readonly action: 'return' | 'approve';
  close(): void;
}

/** The approver's word. Whoever gets a plan back needs to know why, so returning takes a note. */
export function DecisionDialog({ plan, action, close }: Props) {
  const { t } = useTranslation('decide-plan');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const [note, setNote] = useState('');
  const { sending, notice, send } = useSending();
  const decide = async () => {
    const done = await send(async () => {
      const body = { action, note: note.trim(), revision: plan.revision };
      await changingPlan(county, plan.id, () => movePlan(county, plan.id, body));
      announce(t(`${action}Done`, { title: plan.title }));
    });
    if (done) close();
  };
  return (
    <Modal
      open
      title={t(action)}
      okText={t(`${action}Now`)}
      okButtonProps={{ loading: sending, disabled: action === 'return' && note.trim() === '' }}
      cancelText={t('common:action.cancel')}
      onOk={() => void decide()}
      onCancel={close}
    >
      <div className={styles.form}>
        <p className={styles.words}>{t(`${action}Words`, { title: plan.title, author: plan.author.name })}</p>
        <Field label={t(action === 'return' ? 'returnNote' : 'note')}>
          {(id) => (
            <Input.TextArea
              id={id}
              autoFocus
              value={note}
              maxLength={2000}
              autoSize={{ minRows: 3, maxRows: 8 }}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {notice && <Refused notice={notice} />}
      </div>
    </Modal>
  );
}
