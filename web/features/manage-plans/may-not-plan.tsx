import { LockOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noticeOf } from '../../api-client/http.ts';
import { useMyRoles } from '../../state/plan-life.ts';
import { queryClient, useCounty } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import styles from './may-not-plan.module.css';
import panel from './plans-panel.module.css';

/** What plans are, who sees them, and in the demo the way to become one of those. */
export function MayNotPlan() {
  const { t } = useTranslation('manage-plans');
  const session = useApp((state) => state.session);
  const signInDemo = useApp((state) => state.signInDemo);
  const announce = useApp((state) => state.announce);
  const roles = useMyRoles();
  const county = useCounty().data;
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  if (session.kind !== 'signed-in') return null;
  const { account, demoAccounts } = session.session;
  const ways = account?.demo ? demoAccounts.filter(({ role }) => role === 'planner' || role === 'approver') : [];
  const become = async (username: string, role: string) => {
    setBusy(username);
    try {
      await signInDemo(username);
      await queryClient.invalidateQueries();
      announce(t('became', { role }));
    } catch (error) {
      setFailure(t(`common:error.notice.${noticeOf(error).type}`));
      setBusy(null);
    }
  };
  const names = [...new Set(roles)].map((role) => t(`common:role.${role}`)).join(t('comma'));
  return (
    <>
      <header className={panel.header}>
        <h2 className={panel.title}>{t('title')}</h2>
        <p className={panel.lead}>{t('lead')}</p>
      </header>
      <section className={styles.locked}>
        <LockOutlined className={styles.icon} />
        <p className={styles.title}>{t('noRightTitle')}</p>
        <p className={styles.why}>{t('noRight', { county: county?.name ?? '', roles: names || t('noRole') })}</p>
        {ways.map(({ username, role }, index) => (
          <Button
            key={username}
            type={index === 0 ? 'primary' : 'default'}
            block
            loading={busy === username}
            onClick={() => void become(username, t(`common:role.${role}`))}
          >
            {t('become', { role: t(`common:role.${role}`) })}
          </Button>
        ))}
        {failure && (
          <p className={styles.fault} role="alert">
            {failure}
          </p>
        )}
      </section>
    </>
  );
}
