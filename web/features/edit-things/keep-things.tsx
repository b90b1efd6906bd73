import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EDIT_LAYERS } from '../../../api/contract/thing-edits.ts';
import { useMyRoles } from '../../state/plan-life.ts';
import { useApp } from '../../state/store.ts';
import { mayKeepThings, maySeeChanges } from '../../state/thing-edit/editing.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { RecentChanges } from './history-section.tsx';
import styles from './keep-things.module.css';

/** In mode data: what can be made by hand, and what was done lately. */
export function KeepThings() {
  const { t } = useTranslation('edit-things');
  const roles = useMyRoles();
  const editThing = useApp((state) => state.editThing);
  const select = useApp((state) => state.select);
  const [open, setOpen] = useState(false);
  return (
    <>
      {mayKeepThings(roles) && (
        <Section title={t('keep')}>
          <p className={styles.lead}>{t('keepLead')}</p>
          <div className={styles.buttons}>
            {EDIT_LAYERS.map((layer) => (
              <Button
                key={layer}
                onClick={() => {
                  select(null);
                  editThing({ kind: 'new', layer });
                }}
              >
                {t('new', { thing: t(`common:thing.${layer}`) })}
              </Button>
            ))}
          </div>
        </Section>
      )}
      {maySeeChanges(roles) && (
        <Section
          title={t('recent')}
          extra={
            <button type="button" className={styles.more} aria-expanded={open} onClick={() => setOpen(!open)}>
              {t(open ? 'hideHistory' : 'showHistory')}
            </button>
          }
        >
          {open && <RecentChanges />}
        </Section>
      )}
    </>
  );
}
