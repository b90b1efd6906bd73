import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AskedGrant, MadePassword, Person } from '../../../api/contract/people.ts';
import type { AccessToken } from '../../../api/contract/tokens.ts';
import { noticeOf } from '../../api-client/http.ts';
import {
  changePerson,
  endSessionsOf,
  giveGrant,
  listSessionsOf,
  listTokensOf,
  resetPassword,
  revokeTokenOf,
  withdrawGrant,
} from '../../api-client/people.ts';
import { Failure, Refused } from '../../i18n/failure.tsx';
import { SessionRows } from '../../i18n/session-rows.tsx';
import { TokenRows } from '../../i18n/token-rows.tsx';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Field } from '../../ui/field.tsx';
import { RowList } from '../../ui/row-list.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import { GrantField } from './grant-field.tsx';
import styles from './manage-people.module.css';
import { grantKey } from './people-words.ts';
import { ShownPassword } from './shown-password.tsx';
import { useGrantWords, useKeepPeople } from './use-people.ts';

interface Props {
  readonly person: Person;
  close(): void;
}

/** One account: its name and roles, its password, where it is signed in, its tokens. Each thing is done at once. */
export function PersonDialog({ person, close }: Props) {
  const { t } = useTranslation('manage-people');
  const { username, name, demo, elsewhere } = person;
  return (
    <Modal open width={560} title={t('personTitle', { name, username })} footer={null} onCancel={close}>
      <div className={styles.parts}>
        {demo ? <p className={styles.lead}>{t('demoWhy')}</p> : <Name key={name} person={person} />}
        <Roles person={person} />
        {!demo && (
          <>
            {elsewhere && <p className={styles.lead}>{t('elsewhere')}</p>}
            <Access person={person} />
            <Sessions person={person} />
            <Tokens person={person} />
          </>
        )}
      </div>
    </Modal>
  );
}

function Name({ person }: { readonly person: Person }) {
  const { t } = useTranslation('manage-people');
  const county = useApp((state) => state.county) ?? '';
  const keep = useKeepPeople();
  const [name, setName] = useState(person.name);
  const { sending, notice, send } = useSending();
  const changed = name.trim() !== '' && name.trim() !== person.name;
  const save = () => send(async () => keep(await changePerson(county, person.id, { name: name.trim() })));
  return (
    <section className={styles.part}>
      <Field label={t('name')}>
        {(id) => (
          <div className={styles.inline}>
            <Input id={id} maxLength={60} value={name} onChange={({ target }) => setName(target.value)} />
            <Button disabled={!changed} loading={sending} onClick={() => void save()}>
              {t('rename')}
            </Button>
          </div>
        )}
      </Field>
      {notice && <Refused notice={notice} />}
    </section>
  );
}

const FIRST: AskedGrant = { role: 'viewer', regionCode: null };

function Roles({ person }: { readonly person: Person }) {
  const { t } = useTranslation('manage-people');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const grantWords = useGrantWords();
  const keep = useKeepPeople();
  const [asked, setAsked] = useState<AskedGrant | null>(null);
  const { sending, notice, send } = useSending();
  const give = async (grant: AskedGrant) => {
    const done = await send(async () => keep(await giveGrant(county, person.id, grant)));
    if (done) setAsked(null);
  };
  const rows = person.grants.map((grant) => ({
    key: grantKey(grant),
    title: grantWords(grant),
    detail: t(`duty.${grant.role}`),
    action: person.demo ? null : (
      <Button
        size="small"
        disabled={sending}
        aria-label={t('withdrawOf', { role: grantWords(grant) })}
        onClick={() =>
          void send(async () => {
            await keep(await withdrawGrant(county, person.id, grant));
            announce(t('withdrawn', { role: grantWords(grant) }));
          })
        }
      >
        {t('withdraw')}
      </Button>
    ),
  }));
  return (
    <section className={styles.part}>
      <h4 className={styles.subtitle}>{t('roles')}</h4>
      {rows.length === 0 ? <p className={styles.lead}>{t('noRole')}</p> : <RowList label={t('roles')} rows={rows} />}
      {asked && (
        <div className={styles.form}>
          <GrantField grant={asked} change={setAsked} />
          <div className={styles.inline}>
            <Button type="primary" loading={sending} onClick={() => void give(asked)}>
              {t('give')}
            </Button>
            <Button onClick={() => setAsked(null)}>{t('common:action.cancel')}</Button>
          </div>
        </div>
      )}
      {!asked && !person.demo && (
        <div>
          <Button size="small" onClick={() => setAsked(FIRST)}>
            {t('giveMore')}
          </Button>
        </div>
      )}
      {notice && <Refused notice={notice} />}
    </section>
  );
}

function Access({ person }: { readonly person: Person }) {
  const { t } = useTranslation('manage-people');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const keep = useKeepPeople();
  const [made, setMade] = useState<MadePassword | null>(null);
  const { sending, notice, send } = useSending();
  const { id, name, disabled } = person;
  const reset = () =>
    send(async () => {
      setMade(await resetPassword(county, id));
      await keep();
    });
  const switchTo = (off: boolean) =>
    send(async () => {
      await keep(await changePerson(county, id, { disabled: off }));
      announce(t(off ? 'disabledNow' : 'enabledNow', { name }));
    });
  const confirm = { okText: t('goOn'), cancelText: t('common:action.cancel') };
  return (
    <section className={styles.part}>
      <h4 className={styles.subtitle}>{t('access')}</h4>
      {made && <ShownPassword made={made} />}
      <div className={styles.inline}>
        <Popconfirm
          {...confirm}
          title={t('resetAsk', { name })}
          description={t('resetWhy')}
          onConfirm={() => void reset()}
        >
          <Button disabled={sending}>{t('reset')}</Button>
        </Popconfirm>
        {disabled ? (
          <Button disabled={sending} onClick={() => void switchTo(false)}>
            {t('enable')}
          </Button>
        ) : (
          <Popconfirm
            {...confirm}
            title={t('disableAsk', { name })}
            description={t('disableWhy')}
            onConfirm={() => void switchTo(true)}
          >
            <Button danger disabled={sending}>
              {t('disable')}
            </Button>
          </Popconfirm>
        )}
      </div>
      {notice && <Refused notice={notice} />}
    </section>
  );
}

function Sessions({ person }: { readonly person: Person }) {
  const { t } = useTranslation('manage-people');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const queries = useQueryClient();
  const queryKey = ['sessions-of', county, person.id, person.mustChange];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => listSessionsOf(county, person.id, signal),
    staleTime: 0,
  });
  const { sending, notice, send } = useSending();
  const end = (session: string | null) =>
    send(async () => {
      await endSessionsOf(county, person.id, session);
      announce(t('ended'));
      await queries.invalidateQueries({ queryKey });
      await queries.invalidateQueries({ queryKey: tokensKey(county, person) });
    });
  const refused = query.error && noticeOf(query.error);
  return (
    <section className={styles.part}>
      <h4 className={styles.subtitle}>{t('sessions')}</h4>
      {refused?.reason === 'kept-elsewhere' ? (
        <Refused notice={refused} />
      ) : (
        refused && <Failure notice={refused} retry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines label={t('common:panel.loading')} lines={2} />}
      {query.data?.length === 0 && <p className={styles.lead}>{t('noSession')}</p>}
      {query.data && query.data.length > 0 && (
        <>
          <SessionRows
            sessions={query.data}
            action={({ id }) => (
              <Button size="small" disabled={sending} onClick={() => void end(id)}>
                {t('common:signedIn.end')}
              </Button>
            )}
          />
          {query.data.length > 1 && (
            <div>
              <Button size="small" disabled={sending} onClick={() => void end(null)}>
                {t('endAll')}
              </Button>
            </div>
          )}
        </>
      )}
      {notice && <Refused notice={notice} />}
    </section>
  );
}

/** A new password ends them, too. */
const tokensKey = (county: string, { id, mustChange }: Person) => ['tokens-of', county, id, mustChange];

function Tokens({ person }: { readonly person: Person }) {
  const { t } = useTranslation('manage-people');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const queries = useQueryClient();
  const queryKey = tokensKey(county, person);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => listTokensOf(county, person.id, signal),
    staleTime: 0,
  });
  const { sending, notice, send } = useSending();
  const revoke = ({ id, name }: AccessToken) =>
    send(async () => {
      queries.setQueryData(queryKey, await revokeTokenOf(county, person.id, id));
      announce(t('common:token.revoked', { name }));
    });
  return (
    <section className={styles.part}>
      <h4 className={styles.subtitle}>{t('tokens')}</h4>
      {query.error && <Failure notice={noticeOf(query.error)} retry={() => void query.refetch()} />}
      {query.isPending && <SkeletonLines label={t('common:panel.loading')} lines={1} />}
      {query.data?.length === 0 && <p className={styles.lead}>{t('common:token.none')}</p>}
      {query.data && query.data.length > 0 && (
        <TokenRows tokens={query.data} sending={sending} revoke={(token) => void revoke(token)} />
      )}
      {notice && <Refused notice={notice} />}
    </section>
  );
}
