import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan, PlanAction } from '../../../api/contract/plans.ts';
import { changePlan, copyPlan, movePlan } from '../../api-client/plans.ts';
import { Refused } from '../../i18n/failure.tsx';
import { changingPlan } from '../../state/plan-queries.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Field } from '../../ui/field.tsx';
import styles from './plan-dialogs.module.css';

interface Props {
  readonly plan: Plan;
  close(): void;
}

const MOST_TITLE = 80;
const MOST_TEXT = 2000;

/** Another title, or other words about what the plan is for. */
export function RenameDialog({ plan, close }: Props) {
  const { t } = useTranslation('manage-plans');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const [title, setTitle] = useState(plan.title);
  const [description, setDescription] = useState(plan.description);
  const { sending, notice, send } = useSending();
  const save = async () => {
    const done = await send(async () => {
      const body = { revision: plan.revision, title: title.trim(), description };
      await changingPlan(county, plan.id, () => changePlan(county, plan.id, body));
      announce(t('renamed', { title: body.title }));
    });
    if (done) close();
  };
  return (
    <Modal
      open
      title={t('rename')}
      okText={t('save')}
      okButtonProps={{ disabled: title.trim() === '', loading: sending }}
      cancelText={t('common:action.cancel')}
      onOk={() => void save()}
      onCancel={close}
    >
      <div className={styles.form}>
        <Field label={t('form.title')}>
          {(id) => (
            <Input
              id={id}
              value={title}
              maxLength={MOST_TITLE}
              onChange={(event) => setTitle(event.target.value)}
              onPressEnter={() => title.trim() !== '' && void save()}
            />
          )}
        </Field>
        <Field label={t('form.description')}>
          {(id) => (
            <Input.TextArea
              id={id}
              value={description}
              maxLength={MOST_TEXT}
              autoSize={{ minRows: 2, maxRows: 6 }}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        {notice && <Refused notice={notice} />}
      </div>
    </Modal>
  );
}

/** The same drawing as a draft of its own, to try another way from there. */
export function CopyDialog({ plan, close }: Props) {
  const { t } = useTranslation('manage-plans');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const openPlan = useApp((state) => state.openPlan);
  const [title, setTitle] = useState(t('copyTitle', { title: plan.title }).slice(0, MOST_TITLE));
  const { sending, notice, send } = useSending();
  const save = async () => {
    const done = await send(async () => {
      const copy = await changingPlan(county, plan.id, () => copyPlan(county, plan.id, title.trim()));
      announce(t('copied', { title: copy.title }));
      openPlan(copy.id);
    });
    if (done) close();
  };
  return (
    <Modal
      open
      title={t('copy')}
      okText={t('copyNow')}
      okButtonProps={{ disabled: title.trim() === '', loading: sending }}
      cancelText={t('common:action.cancel')}
      onOk={() => void save()}
      onCancel={close}
    >
      <div className={styles.form}>
        <p className={styles.words}>{t('copyWords', { title: plan.title })}</p>
        <Field label={t('form.title')}>
          {(id) => (
            <Input
              id={id}
              value={title}
              maxLength={MOST_TITLE}
              onChange={(event) => setTitle(event.target.value)}
              onPressEnter={() => title.trim() !== '' && void save()}
            />
          )}
        </Field>
        {notice && <Refused notice={notice} />}
      </div>
    </Modal>
  );
}

/** Taking a plan back, or taking it up again: what that means, before it happens. */
export function MoveDialog({ plan, action, close }: Props & { readonly action: PlanAction & ('withdraw' | 'reopen') }) {
  const { t } = useTranslation('manage-plans');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const [note, setNote] = useState('');
  const { sending, notice, send } = useSending();
  const save = async () => {
    const done = await send(async () => {
      const body = { action, note, revision: plan.revision };
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
      okButtonProps={{ loading: sending, danger: action === 'withdraw' }}
      cancelText={t('common:action.cancel')}
      onOk={() => void save()}
      onCancel={close}
    >
      <div className={styles.form}>
        <p className={styles.words}>{t(`${action}Words`, { title: plan.title })}</p>
        <Field label={t('form.note')}>
          {(id) => (
            <Input.TextArea
              id={id}
              value={note}
              maxLength={MOST_TEXT}
              autoSize={{ minRows: 2, maxRows: 6 }}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {notice && <Refused notice={notice} />}
      </div>
    </Modal>
  );
}
