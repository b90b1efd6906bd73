import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noticeOf } from '../../api-client/http.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useMyRoles } from '../../state/plan-life.ts';
import { useRules } from '../../state/rules.ts';
import { useApp } from '../../state/store.ts';
import { Section } from '../../ui/section.tsx';
import { RulesDialog } from './rules-dialog.tsx';
import styles from './rules-section.module.css';

/** Below the list of plans: which rules they are judged by, and the way to them. */
export function RulesSection() {
  const { t } = useTranslation('manage-rules');
  const inList = useApp(({ plan, comparison }) => plan === null && comparison === null);
  const mayChange = useMyRoles().includes('admin');
  const rules = useRules();
  const [open, setOpen] = useState(false);
  if (!inList) return null;
  return (
    <Section title={t('title')}>
      {rules.error && <Failure notice={noticeOf(rules.error)} retry={() => void rules.refetch()} />}
      {rules.data && (
        <div className={styles.body}>
          <p className={styles.lead}>{t(rules.data.version === 0 ? 'program' : 'own', { ...rules.data })}</p>
          <Button size="small" onClick={() => setOpen(true)}>
            {t(mayChange ? 'change' : 'look')}
          </Button>
          {open && <RulesDialog known={rules.data} mayChange={mayChange} close={() => setOpen(false)} />}
        </div>
      )}
    </Section>
  );
}
