import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccessToken } from '../../../api/contract/tokens.ts';
import { noticeOf } from '../../api-client/http.ts';
import { listTokens, makeToken, revokeToken } from '../../api-client/tokens.ts';
import { Failure, Refused } from '../../i18n/failure.tsx';
import { TokenRows } from '../../i18n/token-rows.tsx';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Field } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import styles from './open-interface.module.css';

/** Where QGIS and GDAL find the county, the tokens with which they come in, and lines that are ready to be used. */
export function OpenInterface() {
  const { t } = useTranslation('open-interface');
  const county = useApp((state) => state.county);
  const account = useApp(({ session }) =>
    session.kind === 'signed-in' ? (session.session.account?.id ?? null) : null,
  );
  const [made, setMade] = useState<string | null>(null);
  if (county === null || account === null) return null;
  const address = `${location.origin}/ogc/${county}`;
  const login = `--config GDAL_HTTP_USERPWD "qgis:${made ?? t('placeholder')}"`;
  return (
    <Section title={t('title')}>
      <div className={styles.panel}>
        <p className={styles.lead}>{t('lead')}</p>
        <Part title={t('address')}>
          <Copyable text={address} label={t('address')} />
        </Part>
        <Tokens key={`${account} ${county}`} county={county} account={account} made={made} setMade={setMade} />
        <Part title={t('qgis')}>
          <p className={styles.lead}>{t('qgisSteps')}</p>
        </Part>
        <Part title={t('gdal')}>
          <Copyable text={`ogrinfo ${login} "OAPIF:${address}"`} label="ogrinfo" />
          <Copyable
            text={`ogr2ogr ${login} -oo PAGE_SIZE=5000 -f GPKG buildings.gpkg "OAPIF:${address}" buildings`}
            label="ogr2ogr"
          />
        </Part>
      </div>
    </Section>
  );
}

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <div className={styles.part}>
    <h4 className={styles.subtitle}>{title}</h4>
    {children}
  </div>
);

function Copyable({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation('open-interface');
  const announce = useApp((state) => state.announce);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => announce(t('copied')),
      () => announce(t('notCopied')),
    );
  return (
    <div className={styles.line}>
      <code className={styles.text}>{text}</code>
      <Button size="small" aria-label={`${t('copy')} ${label}`} onClick={() => void copy()}>
        {t('copy')}
      </Button>
    </div>
  );
}

interface TokensProps {
  readonly county: string;
  readonly account: string;
  /** the token that has just been made, until it is put away */
  readonly made: string | null;
  setMade(token: string | null): void;
}

function Tokens({ county, account, made, setMade }: TokensProps) {
  const { t } = useTranslation('open-interface');
  const announce = useApp((state) => state.announce);
  const queries = useQueryClient();
  const queryKey = ['tokens', account];
  const query = useQuery({ queryKey, queryFn: ({ signal }) => listTokens(signal), staleTime: 0 });
  const { sending, notice, send } = useSending();
  const [name, setName] = useState('');
  const make = () =>
    send(async () => {
      const { token, tokens } = await makeToken(county, name.trim());
      queries.setQueryData(queryKey, tokens);
      setMade(token);
      setName('');
    });
  const revoke = (token: AccessToken) =>
    send(async () => {
      queries.setQueryData(queryKey, await revokeToken(token.id));
      announce(t('common:token.revoked', { name: token.name }));
    });
  const here = query.data?.filter((token) => token.county === county) ?? [];
  return (
    <Part title={t('common:token.list')}>
      <p className={styles.lead}>{t('tokensLead')}</p>
      {made === null ? (
        <Field label={t('name')}>
          {(id) => (
            <div className={styles.line}>
              <Input
                id={id}
                value={name}
                maxLength={60}
                placeholder={t('namePlaceholder')}
                onChange={({ target }) => setName(target.value)}
                onPressEnter={() => void (name.trim() && make())}
              />
              <Button type="primary" loading={sending} disabled={name.trim() === ''} onClick={() => void make()}>
                {t('make')}
              </Button>
            </div>
          )}
        </Field>
      ) : (
        <div className={styles.made} role="status">
          <p>{t('shownOnce')}</p>
          <Copyable text={made} label={t('token')} />
          <div>
            <Button size="small" type="primary" onClick={() => setMade(null)}>
              {t('done')}
            </Button>
          </div>
        </div>
      )}
      {notice && <Refused notice={notice} />}
      {query.error ? (
        <Failure notice={noticeOf(query.error)} retry={() => void query.refetch()} />
      ) : query.data ? (
        here.length === 0 ? (
          <p className={styles.lead}>{t('common:token.none')}</p>
        ) : (
          <TokenRows tokens={here} sending={sending} revoke={(token) => void revoke(token)} />
        )
      ) : (
        <SkeletonLines label={t('common:panel.loading')} lines={2} />
      )}
    </Part>
  );
}
