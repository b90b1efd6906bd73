import { useQueries } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { noticeOf } from '../../api-client/http.ts';
import { listImports } from '../../api-client/imports.ts';
import { useFormat } from '../../i18n/format.ts';
import { useNameOf } from '../../i18n/names.ts';
import { useCounties } from '../../state/queries.ts';
import { SkeletonLines } from '../../ui/states.tsx';
import { begunCounties } from './begun-counties.ts';
import { ImportHistory } from './import-history.tsx';
import { importStore } from './import-store.ts';
import { asLabel } from './import-words.ts';
import styles from './recent-imports.module.css';

const SHOWN = 6;

interface Props {
  /** where the next import goes; null = into one that is not there yet */
  readonly county: string | null;
  readonly known: readonly string[];
}

/** Imports of a county, and of those that are still to be created. */
function useImports({ county, known }: Props) {
  const unborn = begunCounties().filter((code) => !known.includes(code));
  return useQueries({
    queries: (county === null ? unborn : [county, ...unborn]).map((code) => ({
      queryKey: ['imports', code],
      queryFn: ({ signal }: { signal: AbortSignal }) => listImports(code, signal),
      staleTime: 0,
    })),
  });
}

/** What still waits to be written; nothing at all when nothing does. */
export function WaitingImports(props: Props) {
  const { t } = useTranslation('import-data');
  const waiting = useImports(props).flatMap((query) => query.data?.filter(isOpen) ?? []);
  if (waiting.length === 0) return null;
  return (
    <section className={styles.waiting} aria-label={t('waiting')}>
      <h3 className={styles.title}>{t('waiting')}</h3>
      <Rows reports={waiting} />
    </section>
  );
}

/** What was brought in before. */
export function RecentImports(props: Props) {
  const { t } = useTranslation('import-data');
  const queries = useImports(props);
  const failed = queries.find((query) => query.error);
  const [all, setAll] = useState(false);
  const counties = useCounties().data ?? [];
  const nameOf = useNameOf();
  const county = counties.find(({ code }) => code === props.county);
  const ended = queries.flatMap((query) => query.data?.filter((report) => !isOpen(report)) ?? []).slice(0, SHOWN);
  return (
    <section className={styles.recent} aria-label={t('recent')}>
      <h3 className={styles.title}>{t('recent')}</h3>
      {failed?.error ? (
        <p className={styles.failed} role="alert">
          {t(`common:error.notice.${noticeOf(failed.error).type}`)}
          <Button size="small" onClick={() => void Promise.all(queries.map((query) => query.refetch()))}>
            {t('common:action.retry')}
          </Button>
        </p>
      ) : queries.some((query) => query.isPending) ? (
        <SkeletonLines label={t('common:panel.loading')} lines={3} />
      ) : ended.length === 0 ? (
        <p className={styles.empty}>{t('recentEmpty')}</p>
      ) : (
        <Rows reports={ended} />
      )}
      {county && ended.length > 0 && (
        <Button type="link" onClick={() => setAll(true)}>
          {t('historyAll')}
        </Button>
      )}
      {all && county && <ImportHistory county={county.code} name={nameOf(county)} close={() => setAll(false)} />}
    </section>
  );
}

const Rows = ({ reports }: { readonly reports: readonly ImportReport[] }) => (
  <ul>
    {reports.map((report) => (
      <li key={report.id}>
        <Row report={report} />
      </li>
    ))}
  </ul>
);

const isOpen = ({ status }: ImportReport): boolean =>
  status === 'preview' || status === 'reading' || status === 'switching';

function Row({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const { fileName, settings, status, county, countyExists, createdAt, accountName } = report;
  const words = (
    <>
      <span className={styles.name}>{fileName}</span>
      <span className={styles.what}>
        {asLabel(t(`targets.${settings.target}`))}
        {!countyExists && ` → ${settings.countyName} ${county}`}
        {` · ${format.moment(createdAt)} · ${accountName || t('byCommand')}`}
      </span>
      <span className={styles.status} data-status={status}>
        {t(`status.${status}`)}
      </span>
    </>
  );
  if (!isOpen(report) && status !== 'done') return <div className={styles.row}>{words}</div>;
  return (
    <button
      type="button"
      className={styles.row}
      title={t(status === 'done' ? 'report' : 'resume')}
      onClick={() => void importStore.getState().reopen(report)}
    >
      {words}
    </button>
  );
}
