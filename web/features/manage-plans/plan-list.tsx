import { PartitionOutlined, PlusOutlined, WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../api/contract/plans.ts';
import { noticeOf } from '../../api-client/http.ts';
import { useDivisionTitle } from '../../i18n/division-title.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { mayDraft, useMyRoles } from '../../state/plan-life.ts';
import { usePlans } from '../../state/plan-queries.ts';
import { useApp } from '../../state/store.ts';
import { Section } from '../../ui/section.tsx';
import { EmptyState, SkeletonLines } from '../../ui/states.tsx';
import styles from './plan-list.module.css';
import { groupPlans } from './plan-list-order.ts';
import { PlanMenu } from './plan-menu.tsx';
import { StatusBadge } from './status-badge.tsx';

/** All plans of the county under what stands next for them. */
export function PlanList({ create }: { create(): void }) {
  const { t } = useTranslation('manage-plans');
  const roles = useMyRoles();
  const plans = usePlans();
  if (plans.error) {
    const notice = noticeOf(plans.error);
    return <Failure notice={notice} retry={() => void plans.refetch()} />;
  }
  if (!plans.data) return <SkeletonLines label={t('common:panel.loading')} lines={6} />;
  const draws = mayDraft(roles);
  if (plans.data.length === 0) {
    return (
      <EmptyState
        icon={<PartitionOutlined />}
        title={t('emptyTitle')}
        text={t(draws ? 'empty' : 'emptyApprover')}
        action={draws ? { label: t('create'), run: create } : undefined}
      />
    );
  }
  return (
    <>
      {draws && (
        <div className={styles.create}>
          <Button type="primary" icon={<PlusOutlined />} block onClick={create}>
            {t('create')}
          </Button>
        </div>
      )}
      {groupPlans(plans.data, roles).map(({ group, plans: found }) => (
        <Section key={group} title={t(`group.${group}`)} extra={<span className="tabular">{found.length}</span>}>
          <ul>
            {found.map((plan) => (
              <Row key={plan.id} plan={plan} />
            ))}
          </ul>
        </Section>
      ))}
    </>
  );
}

function Row({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('manage-plans');
  const format = useFormat();
  const titleOf = useDivisionTitle();
  const openPlan = useApp((state) => state.openPlan);
  const { title, level, base, version, author, updatedAt, comments, outdated, status, effective } = plan;
  return (
    <li className={styles.row}>
      <button type="button" className={styles.open} onClick={() => openPlan(plan.id)}>
        <span className={styles.head}>
          <span className={styles.title}>{title}</span>
          <StatusBadge status={status} />
        </span>
        <span className={`${styles.meta} tabular`}>
          {t('row.what', { level: t(`common:kind.${level}`), base: titleOf(base.name), n: format.number(version) })}
        </span>
        <span className={`${styles.meta} tabular`}>
          {t('row.who', { author: author.name, at: format.moment(updatedAt) })}
          {comments > 0 && ` · ${t('row.comments', { n: format.number(comments) })}`}
        </span>
        {effective && (
          <span className={`${styles.meta} tabular`}>{t('row.effective', { date: format.date(effective) })}</span>
        )}
        {outdated && status !== 'withdrawn' && (
          <span className={styles.outdated}>
            <WarningOutlined aria-hidden="true" /> {t('outdated')}
          </span>
        )}
      </button>
      <PlanMenu plan={plan} />
    </li>
  );
}
