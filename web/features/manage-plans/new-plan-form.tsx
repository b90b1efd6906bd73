import { LeftOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PLAN_LEVELS, type PlanLevel } from '../../../api/contract/plans.ts';
import { createPlan } from '../../api-client/plans.ts';
import { useDivisionTitle } from '../../i18n/division-title.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { notePlan } from '../../state/plan-queries.ts';
import { useRegions } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Field } from '../../ui/field.tsx';
import { AreaField } from './area-field.tsx';
import styles from './new-plan-form.module.css';
import { expandArea } from './plan-area.ts';
import panel from './plans-panel.module.css';
import { useBaseOnMap } from './use-base-on-map.ts';

const NO_AREA: readonly number[] = [];

/** What a new plan is called, what it redraws, from which division it starts and which part of the county it may change. */
export function NewPlanForm({ close }: { close(): void }) {
  const { t } = useTranslation('manage-plans');
  const format = useFormat();
  const titleOf = useDivisionTitle();
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const openPlan = useApp((state) => state.openPlan);
  const { divisions, base, chooseBase } = useBaseOnMap();
  const regions = useRegions().data?.regions;
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [level, setLevel] = useState<PlanLevel>('community');
  const [picked, setArea] = useState(NO_AREA);
  const area = useMemo(() => expandArea(regions ?? [], level, picked), [regions, level, picked]);
  const { sending, notice, send } = useSending();
  const ready = title.trim() !== '' && base !== undefined && regions !== undefined;

  const create = () =>
    send(async () => {
      const plan = await createPlan(county, {
        ...{ title: title.trim(), description, level },
        ...(base && { division: base.id }),
        area,
      });
      notePlan(county, plan);
      announce(t('created', { title: plan.title }));
      openPlan(plan.id);
    });
  return (
    <form
      className={styles.form}
      aria-label={t('create')}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !sending) void create();
      }}
    >
      <Button type="text" size="small" icon={<LeftOutlined />} className={styles.back} onClick={close}>
        {t('all')}
      </Button>
      <h2 className={panel.title}>{t('create')}</h2>
      <Field label={t('form.title')}>
        {(id) => (
          <Input
            id={id}
            autoFocus
            value={title}
            maxLength={80}
            placeholder={t('form.titleExample')}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('form.level')} hint={t(`form.levelHint.${level}`)}>
        {(id, describedBy) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            value={level}
            onChange={(chosen) => {
              setLevel(chosen);
              setArea(NO_AREA);
            }}
            options={PLAN_LEVELS.map((value) => ({ value, label: t(`common:kind.${value}`) }))}
          />
        )}
      </Field>
      <Field label={t('form.base')}>
        {(id) => (
          <Select
            id={id}
            value={base?.id}
            onChange={chooseBase}
            options={divisions.map(({ id: value, name, validFrom }) => ({
              value,
              label: t('head.baseFrom', { name: titleOf(name), date: format.date(validFrom) }),
            }))}
          />
        )}
      </Field>
      <AreaField regions={regions ?? []} level={level} area={area} onArea={setArea} />
      <Field label={t('form.description')}>
        {(id) => (
          <Input.TextArea
            id={id}
            value={description}
            maxLength={2000}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
      <div className={styles.footer}>
        {notice && <Refused notice={notice} />}
        <Button type="primary" size="large" htmlType="submit" block disabled={!ready} loading={sending}>
          {t('createNow')}
        </Button>
        <p className={styles.hint}>{t('nothingInForce')}</p>
      </div>
    </form>
  );
}
