import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noticeOf } from '../../api-client/http.ts';
import { endOwnSessions, listOwnSessions } from '../../api-client/session.ts';
import { Failure, Refused } from '../../i18n/failure.tsx';
import { SessionRows } from '../../i18n/session-rows.tsx';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Section } from '../../ui/section.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import styles from './my-account.module.css';
import { PasswordForm } from './password-form.tsx';

/** Who I am here, my password, and where I am signed in. */
export function AccountSection() {
  const { t } = useTranslation('my-account');
  const account = useApp(({ session }) => (session.kind === 'signed-in' ? session.session.account : null));
  const [changing, setChanging] = useState(false);
  if (!account) return null;
  return (
    <Section title={t('title')}>
      <div className={styles.body}>
        <p>{t('who', { ...account })}</p>
        {account.demo ? (
          <p className={styles.lead}>{t('demo')}</p>
        ) : (
          <>
            <Button size="small" onClick={() => setChanging(true)}>
              {t('password')}
            </Button>
            <OwnSessions account={account.id} />
          </>
        )}
      </div>
      {changing && (
        <Modal open width={440} title={t('passwordTitle')} footer={null} onCancel={() => setChanging(false)}>
          <PasswordForm currentLabel={t('current')} done={() => setChanging(false)} />
        </Modal>
      )}
    </Section>
  );
}

function OwnSessions({ account }: { readonly account: string }) {
  const { t } = useTranslation('my-account');
  const announce = useApp((state) => state.announce);
  const queries = useQueryClient();
  const queryKey = ['own-sessions', account];
  const query = useQuery({ queryKey, queryFn: ({ signal }) => listOwnSessions(signal), staleTime: 0 });
  const { sending, notice, send } = useSending();
  const end = (id: string | null) =>
    send(async () => {
      queries.setQueryData(queryKey, await endOwnSessions(id));
      announce(t('ended'));
    });
  if (query.error) return <Failure notice={noticeOf(query.error)} retry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines label={t('common:panel.loading')} lines={2} />;
  return (
    <div className={styles.sessions}>
      <h4 className={styles.subtitle}>{t('sessions')}</h4>
      <SessionRows
        sessions={query.data}
        action={({ id }) => (
          <Button size="small" disabled={sending} onClick={() => void end(id)}>
            {t('common:signedIn.end')}
          </Button>
        )}
      />
      {query.data.length > 2 && (
        <Button size="small" disabled={sending} onClick={() => void end(null)}>
          {t('endOthers')}
        </Button>
      )}
      {notice && <Refused notice={notice} />}
    </div>
  );
}
