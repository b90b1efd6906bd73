import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { useNameOf } from '../../i18n/names.ts';
import { LANGUAGES, THEMES } from '../../state/preferences.ts';
import { queryClient } from '../../state/queries.ts';
import { rolesIn } from '../../state/session.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceList, Popover } from '../../ui/popover.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { usePhone } from '../../ui/use-media.ts';
import styles from './account-menu.module.css';
import { DemoAccounts } from './demo-accounts.tsx';

/** Who is in, in which role, and the way out. On a phone also language and look. */
export function AccountMenu() {
  const { t } = useTranslation('sign-in');
  const phone = usePhone();
  const nameOf = useNameOf();
  const format = useFormat();
  const session = useApp((state) => state.session);
  const county = useApp((state) => state.county);
  const signOut = useApp((state) => state.signOut);
  const announce = useApp((state) => state.announce);
  const setMode = useApp((state) => state.setMode);
  const setPreferences = useApp((state) => state.setPreferences);
  const { notice, send } = useSending();
  if (session.kind !== 'signed-in' || !session.session.account)
    return <span className={styles.avatar} aria-hidden="true" />;
  const { account, demoAccounts } = session.session;
  const name = nameOf(demoAccounts.find(({ username }) => username === account.username) ?? { ...account, nameEn: '' });
  const roles = format.list([...new Set(rolesIn(session, county))].map((role) => t(`common:role.${role}`)));
  // A demo account is a role; a person goes by the name.
  const shown = (account.demo && roles) || name;
  const leave = () =>
    send(async () => {
      await signOut();
      queryClient.clear();
      announce(t('signedOut'));
    });
  return (
    <Popover
      label={t('account', { name })}
      align="end"
      buttonClass={styles.button}
      button={
        <>
          <span className={styles.avatar}>{shown.slice(0, 1)}</span>
          {!phone && <span className={styles.role}>{shown}</span>}
        </>
      }
    >
      {(close) => (
        <div className={styles.menu}>
          <div className={styles.who}>
            <strong>{name}</strong>
            <span className={styles.username}>
              {account.username}
              {roles && ` · ${roles}`}
            </span>
          </div>
          {account.demo && demoAccounts.length > 0 && (
            <section className={styles.part} aria-label={t('switchTo')}>
              <h3 className={styles.title}>{t('switchTo')}</h3>
              <DemoAccounts accounts={demoAccounts} current={account.username} onEntered={close} />
            </section>
          )}
          {phone && <Looks />}
          <div className={styles.part}>
            <Button
              variant="quiet"
              className={styles.leave}
              onClick={() => {
                setMode('admin', 'account');
                setPreferences({ panelOpen: true });
                close();
              }}
            >
              {t('mine')}
            </Button>
            <Button variant="quiet" className={styles.leave} onClick={() => void leave()}>
              {t('signOut')}
            </Button>
            {notice && (
              <Refusal
                title={t('stillIn', { why: t(`common:error.notice.${notice.type}`) })}
                detail={notice.detail}
                lang="en"
              />
            )}
          </div>
        </div>
      )}
    </Popover>
  );
}

function Looks() {
  const { t } = useTranslation();
  const { theme, language } = useApp((state) => state.preferences);
  const setPreferences = useApp((state) => state.setPreferences);
  return (
    <div className={styles.part}>
      <ChoiceList
        label={t('language.label')}
        value={language}
        options={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
        choose={(value) => setPreferences({ language: value })}
      />
      <ChoiceList
        label={t('theme.label')}
        value={theme}
        options={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
        choose={(value) => setPreferences({ theme: value })}
      />
    </div>
  );
}
