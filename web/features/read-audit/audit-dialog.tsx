import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  AUDIT_ACTIONS,
  type AuditFilter,
  type AuditLine,
  auditWords,
  NO_ACCOUNT,
} from '../../../api/contract/audit.ts';
import { exportAudit, readAudit } from '../../api-client/audit.ts';
import { noticeOf } from '../../api-client/http.ts';
import { listPeople } from '../../api-client/people.ts';
import { Failure, Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { saveBlob } from '../../state/save-blob.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Field } from '../../ui/field.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import { detailWords } from './detail-words.ts';
import styles from './read-audit.module.css';

/** The log with its filters; pages are added below, and what is chosen can be taken away as a file. */
export function AuditDialog({ close }: { close(): void }) {
  const { t } = useTranslation('read-audit');
  const county = useApp((state) => state.county) ?? '';
  const [filter, setFilter] = useState<AuditFilter>({});
  const query = useInfiniteQuery({
    queryKey: ['audit', county, filter],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) => readAudit(county, filter, pageParam, signal),
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });
  const lines = query.data?.pages.flatMap((page) => page.lines) ?? [];
  return (
    <Modal open width={1080} title={t('title')} footer={null} onCancel={close}>
      <div className={styles.dialog}>
        <Filters filter={filter} change={setFilter} />
        <SaveButtons filter={filter} />
        {query.error && <Failure notice={noticeOf(query.error)} retry={() => void query.refetch()} />}
        {query.isPending && <SkeletonLines label={t('common:panel.loading')} lines={8} />}
        {query.data && lines.length === 0 && <p className={styles.lead}>{t('empty')}</p>}
        {lines.length > 0 && <Lines lines={lines} />}
        {query.hasNextPage && (
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('earlier')}
          </Button>
        )}
      </div>
    </Modal>
  );
}

/** A filter without what is empty. */
const tidy = (filter: Record<string, string | undefined>): AuditFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as AuditFilter;

function Filters({ filter, change }: { readonly filter: AuditFilter; change(filter: AuditFilter): void }) {
  const { t } = useTranslation('read-audit');
  const county = useApp((state) => state.county) ?? '';
  const language = useApp((state) => state.preferences.language);
  const people = useQuery({ queryKey: ['people', county], queryFn: ({ signal }) => listPeople(county, signal) });
  const put = (part: Partial<Record<keyof AuditFilter, string | undefined>>) => change(tidy({ ...filter, ...part }));
  const accounts = [
    { value: NO_ACCOUNT, label: t('nobody') },
    ...(people.data ?? []).map(({ id, name, username }) => ({ value: id, label: `${name} · ${username}` })),
  ];
  const actions = Object.entries(AUDIT_ACTIONS).map(([value, words]) => ({ value, label: words[language] }));
  const choice = (key: 'account' | 'action', options: { value: string; label: string }[]) => (
    <Field label={t(key)}>
      {(id) => (
        <Select
          id={id}
          className={styles.wide}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('any')}
          value={filter[key] ?? null}
          options={options}
          onChange={(value?: string | null) => put({ [key]: value ?? undefined })}
        />
      )}
    </Field>
  );
  const day = (key: 'from' | 'to') => (
    <Field label={t(key)}>
      {(id) => (
        <Input
          id={id}
          type="date"
          max="2099-12-31"
          value={filter[key] ?? ''}
          onChange={({ target }) => put({ [key]: target.value })}
        />
      )}
    </Field>
  );
  return (
    <div className={styles.filters}>
      {day('from')}
      {day('to')}
      {choice('account', accounts)}
      {choice('action', actions)}
      <Field label={t('object')}>
        {(id) => (
          <Input.Search
            id={id}
            allowClear
            maxLength={100}
            placeholder={t('any')}
            defaultValue={filter.object ?? ''}
            onSearch={(object) => put({ object: object.trim() })}
          />
        )}
      </Field>
    </div>
  );
}

function SaveButtons({ filter }: { readonly filter: AuditFilter }) {
  const { t } = useTranslation('read-audit');
  const county = useApp((state) => state.county) ?? '';
  const language = useApp((state) => state.preferences.language);
  const announce = useApp((state) => state.announce);
  const { sending, notice, send } = useSending();
  const save = (format: 'csv' | 'xlsx') =>
    send(async () => {
      const { blob, name } = await exportAudit(county, filter, { format, language });
      saveBlob(blob, name);
      announce(t('exported', { name }));
    });
  return (
    <>
      <div className={styles.buttons}>
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button key={format} size="small" disabled={sending} onClick={() => void save(format)}>
            {t(format)}
          </Button>
        ))}
      </div>
      {notice && <Refused notice={notice} />}
    </>
  );
}

function Lines({ lines }: { readonly lines: readonly AuditLine[] }) {
  const { t, i18n } = useTranslation('read-audit');
  const format = useFormat();
  const language = useApp((state) => state.preferences.language);
  const keyWord = (key: string) => (i18n.exists(`read-audit:key.${key}`) ? t(`key.${key}`) : key);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table longer than its place is scrolled with the keys
    <section className={styles.lines} tabIndex={0} aria-label={t('table')}>
      <table className={styles.table}>
        <thead>
          <tr>
            {(['time', 'who', 'action', 'object', 'detail'] as const).map((name) => (
              <th key={name} scope="col">
                {t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ id, at, account, role, action, object, detail }) => (
            <tr key={id}>
              <td className="tabular">{format.moment(at)}</td>
              <td>
                {account ? account.name || t('unknown') : t('nobody')}
                {role && <span className={styles.role}>{t(`common:role.${role}`)}</span>}
              </td>
              <td>{auditWords(action, language)}</td>
              <td className={styles.object}>{object}</td>
              <td className={styles.detail}>
                {detailWords(detail, keyWord, (name) => t(`common:role.${name}`)).join(' · ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
