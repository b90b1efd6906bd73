import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { administers } from '../../state/session.ts';
import { useApp } from '../../state/store.ts';
import { Section } from '../../ui/section.tsx';
import { AuditDialog } from './audit-dialog.tsx';
import styles from './read-audit.module.css';

/** The way to the audit log; for administrators of the county. */
export function AuditSection() {
  const { t } = useTranslation('read-audit');
  const mayRead = useApp((state) => administers(state.session, state.county));
  const [open, setOpen] = useState(false);
  if (!mayRead) return null;
  return (
    <Section title={t('title')}>
      <div className={styles.body}>
        <p className={styles.lead}>{t('lead')}</p>
        <Button size="small" onClick={() => setOpen(true)}>
          {t('open')}
        </Button>
      </div>
      {open && <AuditDialog close={() => setOpen(false)} />}
    </Section>
  );
}
