import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DemoAccount } from '../../../api/contract/session.ts';
import { noticeOf } from '../../api-client/http.ts';
import { queryClient } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import styles from './demo-accounts.module.css';

interface Props {
  readonly accounts: readonly DemoAccount[];
  /** user name of whoever is in now */
  readonly current: string | null;
  onEntered?(): void;
}

/** One click enters in another's role. */
export function DemoAccounts({ accounts, current, onEntered }: Props) {
  const { t } = useTranslation('sign-in');
  const signInDemo = useApp((state) => state.signInDemo);
  const announce = useApp((state) => state.announce);
  const [failure, setFailure] = useState<string | null>(null);

  const enter = async (account: DemoAccount) => {
    try {
      await signInDemo(account.username);
      void queryClient.invalidateQueries();
      announce(t('signedIn', { role: t(`common:role.${account.role}`) }));
      onEntered?.();
    } catch (error) {
      setFailure(t(`common:error.notice.${noticeOf(error).type}`));
    }
  };

  return (
    <>
      <ul className={styles.list}>
        {accounts.map((account) => (
          <li key={account.username}>
            <button
              type="button"
              className={styles.account}
              aria-current={account.username === current ? 'true' : undefined}
              onClick={() => void enter(account)}
            >
              <span className={styles.badge} aria-hidden="true">
                {t(`common:role.${account.role}`).slice(0, 1)}
              </span>
              <span className={styles.role}>{t(`common:role.${account.role}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
    </>
  );
}
