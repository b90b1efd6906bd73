import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Health } from '../../../api/contract/health.ts';
import { type Notice, noticeOf } from '../../api-client/http.ts';
import { useFormat } from '../../i18n/format.ts';
import { queryClient } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { DemoAccounts } from './demo-accounts.tsx';
import styles from './sign-in-page.module.css';
import { useDemoLoading } from './use-demo-loading.ts';

/** The door: user name and password, or one click where this is the demo. */
export function SignInPage() {
  const { t } = useTranslation('sign-in');
  const session = useApp((state) => state.session);
  const demoAccounts = session.kind === 'signed-out' ? session.session.demoAccounts : [];
  const loading = useDemoLoading(demoAccounts.length === 0);
  return (
    <div className={styles.page}>
      <div className={styles.picture} aria-hidden="true">
        <Rings />
        <div className={styles.words}>
          <p className={styles.name}>{t('common:app.name')}</p>
          <p className={styles.tagline}>{t('common:app.tagline')}</p>
          <ul className={styles.points}>
            <li>{t('points.one')}</li>
            <li>{t('points.two')}</li>
            <li>{t('points.three')}</li>
          </ul>
        </div>
      </div>
      <main className={styles.door}>
        <div className={styles.card}>
          {loading[0] ? (
            <Preparing county={loading[0]} />
          ) : (
            <>
              <h1 className={styles.title}>{t('title')}</h1>
              <p className={styles.lead}>{t('lead')}</p>
              <PasswordForm />
              {demoAccounts.length > 0 ? (
                <section className={styles.demo} aria-label={t('demo')}>
                  <h2 className={styles.demoTitle}>{t('demo')}</h2>
                  <DemoAccounts accounts={demoAccounts} current={null} />
                  <p className={styles.hint}>{t('demoWhy')}</p>
                </section>
              ) : (
                <p className={styles.hint}>{t('help')}</p>
              )}
            </>
          )}
          <LanguageLinks />
        </div>
      </main>
    </div>
  );
}

/** While a demo's first county is loaded there is nothing to sign in to yet; somebody with an account can all the same. */
function Preparing({ county }: { readonly county: Health['loading'][number] }) {
  const { t } = useTranslation('sign-in');
  const format = useFormat();
  const id = useId();
  const { name, progress } = county;
  return (
    <>
      <h1 className={styles.title}>{t('preparing')}</h1>
      <p className={styles.lead}>{t('preparingWhy')}</p>
      <div className={styles.progress}>
        <label htmlFor={id}>{name}</label>
        <span className="tabular">{format.percent(Math.floor(progress * 100) / 100)}</span>
        <progress id={id} value={progress} max={1} />
      </div>
      <details className={styles.withAccount}>
        <summary>{t('lead')}</summary>
        <PasswordForm />
      </details>
    </>
  );
}

type Attempt =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'refused'; readonly notice: Notice };

function PasswordForm() {
  const { t } = useTranslation('sign-in');
  const signIn = useApp((state) => state.signIn);
  const announce = useApp((state) => state.announce);
  const [attempt, setAttempt] = useState<Attempt>({ kind: 'idle' });
  const id = useId();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setAttempt({ kind: 'sending' });
    try {
      await signIn(String(form.get('username')).trim(), String(form.get('password')));
      queryClient.clear();
    } catch (error) {
      const notice = noticeOf(error);
      setAttempt({ kind: 'refused', notice });
      announce(t(`common:error.notice.${notice.type}`));
    }
  };

  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <label className={styles.field} htmlFor={`${id}-username`}>
        <span>{t('username')}</span>
        <input
          id={`${id}-username`}
          name="username"
          autoComplete="username"
          required
          maxLength={64}
          autoCapitalize="none"
        />
      </label>
      <label className={styles.field} htmlFor={`${id}-password`}>
        <span>{t('password')}</span>
        <input
          id={`${id}-password`}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={256}
        />
      </label>
      {attempt.kind === 'refused' && (
        <p className={styles.error} role="alert">
          {t(`common:error.notice.${attempt.notice.type}`)}
          {attempt.notice.retryAfterS !== undefined && ` · ${t('wait', { seconds: attempt.notice.retryAfterS })}`}
        </p>
      )}
      <Button variant="primary" type="submit" large loading={attempt.kind === 'sending'}>
        {t(attempt.kind === 'sending' ? 'submitting' : 'submit')}
      </Button>
    </form>
  );
}

function LanguageLinks() {
  const { t } = useTranslation();
  const language = useApp((state) => state.preferences.language);
  const setPreferences = useApp((state) => state.setPreferences);
  return (
    <Button
      variant="link"
      lang={language === 'zh' ? 'en' : 'zh-CN'}
      onClick={() => setPreferences({ language: language === 'zh' ? 'en' : 'zh' })}
    >
      {t('language.switch')}
    </Button>
  );
}

/** Concentric communities: the name, drawn. */
function Rings() {
  const radii = [70, 130, 200, 280, 370, 470];
  return (
    <svg className={styles.rings} aria-hidden="true" viewBox="-500 -500 1000 1000">
      {radii.map((radius, index) => (
        <circle
          key={radius}
          r={radius}
          fill="none"
          stroke="currentColor"
          strokeOpacity={0.5 - index * 0.07}
          strokeWidth="1.5"
        />
      ))}
      <circle r="26" fill="currentColor" />
    </svg>
  );
}
