import { useTranslation } from 'react-i18next';
import { queryClient } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Button } from '../../ui/button.tsx';
import styles from './my-account.module.css';
import { PasswordForm } from './password-form.tsx';

/** All there is for whoever has come in with a password that an administrator made. */
export function OwnPasswordPage() {
  const { t } = useTranslation('my-account');
  const name = useApp(({ session }) => ('session' in session ? (session.session.account?.name ?? '') : ''));
  const signOut = useApp((state) => state.signOut);
  const { sending, send } = useSending();
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1 className={styles.title}>{t('firstTitle')}</h1>
        <p className={styles.lead}>{t('firstLead', { name })}</p>
        <PasswordForm currentLabel={t('given')} done={() => queryClient.clear()}>
          <Button loading={sending} onClick={() => void send(signOut)}>
            {t('leave')}
          </Button>
        </PasswordForm>
      </div>
    </main>
  );
}
