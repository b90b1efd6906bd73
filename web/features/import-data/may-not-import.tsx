import { LockOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noticeOf } from '../../api-client/http.ts';
import { queryClient, useCounty } from '../../state/queries.ts';
import { rolesIn } from '../../state/session.ts';
import { useApp } from '../../state/store.ts';
import styles from './import-panel.module.css';

/** Why not, who may, and in the demo the way to become one of them. */
export function MayNotImport() {
  const { t } = useTranslation('import-data');
  const session = useApp((state) => state.session);
  const code = useApp((state) => state.county);
  const signInDemo = useApp((state) => state.signInDemo);
  const announce = useApp((state) => state.announce);
  const county = useCounty().data;
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (session.kind !== 'signed-in') return null;
  const roles = [...new Set(rolesIn(session, code))].map((role) => t(`common:role.${role}`)).join(t('amount.comma'));
  const { account, demoAccounts } = session.session;
  const admin = account?.demo ? demoAccounts.find(({ role }) => role === 'admin') : undefined;
  const become = async (username: string) => {
    setBusy(true);
    try {
      await signInDemo(username);
      await queryClient.invalidateQueries();
      announce(t('becameAdmin'));
    } catch (error) {
      setFailure(t(`common:error.notice.${noticeOf(error).type}`));
      setBusy(false);
    }
  };
  return (
    <>
      <p className={styles.lead}>{t('lead')}</p>
      <section className={styles.locked}>
        <LockOutlined className={styles.lockIcon} />
        <p className={styles.lockTitle}>{t('noRightTitle')}</p>
        <p className={styles.hint}>
          {t('noRight', { county: county?.name ?? code ?? '', roles: roles || t('noRole') })}
        </p>
        {admin && (
          <Button type="primary" size="large" block loading={busy} onClick={() => void become(admin.username)}>
            {t('becomeAdmin')}
          </Button>
        )}
        {failure && (
          <p className={styles.fault} role="alert">
            {failure}
          </p>
        )}
      </section>
    </>
  );
}
