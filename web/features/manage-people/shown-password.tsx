import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MadePassword } from '../../../api/contract/people.ts';
import { useApp } from '../../state/store.ts';
import styles from './manage-people.module.css';

/** A password that was made a moment ago. It is nowhere else: with the dialog it is gone. */
export function ShownPassword({ made }: { readonly made: MadePassword }) {
  const { t } = useTranslation('manage-people');
  const announce = useApp((state) => state.announce);
  const copy = async () => {
    const copied = await navigator.clipboard.writeText(made.password).then(
      () => true,
      () => false,
    );
    announce(t(copied ? 'copied' : 'notCopied'));
  };
  return (
    <section className={styles.shown} aria-label={t('shownTitle')}>
      <p className={styles.shownTitle}>{t('shownTitle')}</p>
      <dl className={styles.credentials}>
        <dt>{t('username')}</dt>
        <dd>{made.username}</dd>
        <dt>{t('password')}</dt>
        <dd className={styles.password}>{made.password}</dd>
      </dl>
      <p className={styles.lead}>{t('shownWhy')}</p>
      {/* Not everywhere: browsers give it to pages behind TLS and on this machine. */}
      {navigator.clipboard !== undefined && (
        <Button size="small" onClick={() => void copy()}>
          {t('copy')}
        </Button>
      )}
    </section>
  );
}
