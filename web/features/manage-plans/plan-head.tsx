import { LeftOutlined, SwapOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../api/contract/plans.ts';
import { noticeOf } from '../../api-client/http.ts';
import { useDivisionTitle } from '../../i18n/division-title.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useOpenPlan } from '../../state/plan-queries.ts';
import { useRegions } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { SkeletonLines } from '../../ui/states.tsx';
import { PeopleHere } from './people-here.tsx';
import styles from './plan-head.module.css';
import { PlanMenu } from './plan-menu.tsx';
import { StatusBadge } from './status-badge.tsx';

/** What plan this is, and the way back to all of them. */
export function PlanHead() {
  const { t } = useTranslation('manage-plans');
  const plan = useOpenPlan();
  const closePlan = useApp((state) => state.closePlan);
  return (
    <header className={styles.head}>
      <div className={styles.bar}>
        <Button type="text" size="small" icon={<LeftOutlined />} className={styles.back} onClick={closePlan}>
          {t('all')}
        </Button>
        {plan.data && (
          <span className={styles.tools}>
            <PeopleHere />
            <CompareButton plan={plan.data} />
            <PlanMenu plan={plan.data} />
          </span>
        )}
      </div>
      {plan.error ? (
        <Failure notice={noticeOf(plan.error)} retry={() => void plan.refetch()} />
      ) : plan.data ? (
        <Facts plan={plan.data} />
      ) : (
        <SkeletonLines label={t('common:panel.loading')} lines={3} />
      )}
    </header>
  );
}

function CompareButton({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('manage-plans');
  const compare = useApp((state) => state.compare);
  return (
    <Button
      type="text"
      size="small"
      icon={<SwapOutlined />}
      onClick={() => compare({ kind: 'division', id: plan.base.division }, { kind: 'plan', id: plan.id })}
    >
      {t('head.compare')}
    </Button>
  );
}

function Facts({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('manage-plans');
  const format = useFormat();
  const { title, description, status, level, base, version, author, updatedAt, effective } = plan;
  const name = useDivisionTitle()(base.name);
  const from = base.validFrom ? t('head.baseFrom', { name, date: format.date(base.validFrom) }) : name;
  return (
    <>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.line}>
        <StatusBadge status={status} />
        <span>{t(`common:kind.${level}`)}</span>
        <span className="tabular">{t('head.steps', { n: format.number(version) })}</span>
        <Area area={plan.area} />
      </p>
      <p className={`${styles.meta} tabular`}>{t('head.base', { base: from })}</p>
      <p className={`${styles.meta} tabular`}>
        {t('row.who', { author: author.name, at: format.moment(updatedAt) })}
        {effective && ` · ${t('row.effective', { date: format.date(effective) })}`}
      </p>
      {description && <p className={styles.description}>{description}</p>}
    </>
  );
}

/** Which part of the county the plan may change. */
function Area({ area }: { readonly area: readonly number[] }) {
  const { t } = useTranslation('manage-plans');
  const regions = useRegions().data?.regions;
  if (area.length === 0) return <span>{t('form.wholeCounty')}</span>;
  const names = area.map((id) => regions?.find((region) => region.id === id)?.name ?? '…').join(t('comma'));
  return <span title={names}>{area.length === 1 ? names : t('head.area', { n: area.length })}</span>;
}
