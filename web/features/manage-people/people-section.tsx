import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../api/contract/people.ts';
import { noticeOf } from '../../api-client/http.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { administers } from '../../state/session.ts';
import { useApp } from '../../state/store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Section } from '../../ui/section.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import { AddDialog } from './add-dialog.tsx';
import styles from './manage-people.module.css';
import { peopleFor } from './people-words.ts';
import { PersonDialog } from './person-dialog.tsx';
import { TableDialog } from './table-dialog.tsx';
import { useGrantWords, usePeople } from './use-people.ts';

/** So many are seen at a glance; the others are found, or shown when asked for. */
const FEW = 8;

/** Who may sign in to the county, and as what; for its administrators. */
export function PeopleSection() {
  const mayKeep = useApp((state) => administers(state.session, state.county));
  return mayKeep ? <People /> : null;
}

function People() {
  const { t } = useTranslation('manage-people');
  const format = useFormat();
  const grantWords = useGrantWords();
  const query = usePeople();
  const [phrase, setPhrase] = useState('');
  const [whole, setWhole] = useState(false);
  const [adding, setAdding] = useState(false);
  const [bringing, setBringing] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const all = query.data ?? [];
  const found = peopleFor(all, phrase, grantWords);
  const shown = whole || phrase !== '' ? found : found.slice(0, FEW);
  const person = all.find(({ id }) => id === opened);
  return (
    <Section title={t('title')} extra={query.data && t('count', { n: format.number(all.length) })}>
      {query.error && <Failure notice={noticeOf(query.error)} retry={() => void query.refetch()} />}
      {query.isPending && <SkeletonLines label={t('common:panel.loading')} />}
      {query.data && (
        <>
          <div className={styles.tools}>
            <Button type="primary" size="small" onClick={() => setAdding(true)}>
              {t('add')}
            </Button>
            <Button size="small" onClick={() => setBringing(true)}>
              {t('fromTable')}
            </Button>
          </div>
          {all.length > FEW && (
            <div className={styles.search}>
              <Input
                allowClear
                aria-label={t('search')}
                placeholder={t('search')}
                value={phrase}
                onChange={({ target }) => setPhrase(target.value)}
              />
            </div>
          )}
          {found.length === 0 && <p className={styles.empty}>{t('nobody')}</p>}
          <ul className={styles.people}>
            {shown.map((each) => (
              <li key={each.id}>
                <Row person={each} open={() => setOpened(each.id)} />
              </li>
            ))}
          </ul>
          {shown.length < found.length && (
            <div className={styles.more}>
              <Button size="small" type="link" onClick={() => setWhole(true)}>
                {t('common:action.more', { n: format.number(found.length - shown.length) })}
              </Button>
            </div>
          )}
        </>
      )}
      {adding && <AddDialog close={() => setAdding(false)} />}
      {bringing && <TableDialog close={() => setBringing(false)} />}
      {person && <PersonDialog person={person} close={() => setOpened(null)} />}
    </Section>
  );
}

function Row({ person, open }: { readonly person: Person; open(): void }) {
  const { t } = useTranslation('manage-people');
  const format = useFormat();
  const grantWords = useGrantWords();
  const { name, username, grants, disabled, mustChange, demo, lastSeen } = person;
  const seen = lastSeen === null ? t('neverSeen') : t('seen', { at: format.moment(lastSeen) });
  return (
    <button type="button" className={styles.person} data-disabled={disabled} onClick={open}>
      <span className={styles.head}>
        <span className={styles.name}>{name}</span>
        <span className={styles.username}>{username}</span>
        {demo && <Badge tone="neutral">{t('demo')}</Badge>}
        {disabled && <Badge tone="amber">{t('disabled')}</Badge>}
        {mustChange && !disabled && <Badge tone="primary">{t('mustChange')}</Badge>}
      </span>
      <span className={styles.meta}>
        {grants.length === 0 ? t('noRole') : format.list(grants.map(grantWords))} · {seen}
      </span>
    </button>
  );
}
