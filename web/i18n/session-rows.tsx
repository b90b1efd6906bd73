import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignedIn } from '../../api/contract/people.ts';
import { browserOf } from '../state/browser-of.ts';
import { Badge } from '../ui/badge.tsx';
import { RowList } from '../ui/row-list.tsx';
import { useFormat } from './format.ts';

interface Props {
  readonly sessions: readonly SignedIn[];
  /** the button at the end of a row; none for the session that asks */
  action(session: SignedIn): ReactNode;
}

/** Where an account is signed in: browser, address, since when. */
export function SessionRows({ sessions, action }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = sessions.map((session) => {
    const { browser, system } = browserOf(session.agent);
    const device = [browser, system].filter(Boolean).join(' · ') || t('signedIn.unknown');
    const facts = {
      address: session.address || t('signedIn.nowhere'),
      started: format.moment(session.startedAt),
      seen: format.moment(session.lastSeen),
    };
    return {
      key: session.id,
      title: (
        <>
          {device}
          {session.current && <Badge tone="green">{t('signedIn.here')}</Badge>}
        </>
      ),
      detail: t('signedIn.facts', facts),
      action: session.current ? null : action(session),
    };
  });
  return <RowList label={t('signedIn.list')} rows={rows} />;
}
