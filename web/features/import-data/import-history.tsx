import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport, ReportFormat } from '../../../api/contract/imports.ts';
import { noticeOf } from '../../api-client/http.ts';
import { importReportAddress, listImports } from '../../api-client/imports.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useApp } from '../../state/store.ts';
import { SkeletonLines } from '../../ui/states.tsx';
import styles from './import-history.module.css';
import { importStore } from './import-store.ts';
import { asLabel, useImportWords } from './import-words.ts';

const A_PAGE = 30;

interface Props {
  readonly county: string;
  readonly name: string;
  close(): void;
}

/** Every import of a county: when, by whom, which file as what, how much of it, and its report to keep. */
export function ImportHistory({ county, name, close }: Props) {
  const { t } = useTranslation('import-data');
  const [shown, setShown] = useState(A_PAGE);
  const { data, error, refetch } = useQuery({
    queryKey: ['imports', county],
    queryFn: ({ signal }) => listImports(county, signal),
    staleTime: 0,
  });
  const more = Math.min(A_PAGE, (data?.length ?? 0) - shown);
  return (
    <Modal open title={t('historyOf', { county: name })} width="min(880px, 96vw)" footer={null} onCancel={close}>
      {error ? (
        <Failure notice={noticeOf(error)} retry={() => void refetch()} />
      ) : !data ? (
        <SkeletonLines label={t('common:panel.loading')} lines={6} />
      ) : data.length === 0 ? (
        <p className={styles.empty}>{t('recentEmpty')}</p>
      ) : (
        <ol className={styles.list} aria-label={t('history')}>
          {data.slice(0, shown).map((report) => (
            <Entry key={report.id} report={report} close={close} />
          ))}
        </ol>
      )}
      {more > 0 && (
        <Button block onClick={() => setShown(shown + A_PAGE)}>
          {t('historyMore', { n: more })}
        </Button>
      )}
    </Modal>
  );
}

function Entry({ report, close }: { readonly report: ImportReport; close(): void }) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const words = useImportWords();
  const { fileName, settings, status, createdAt, accountName, rows, ready, faultTotal } = report;
  const written = status === 'done' ? words.written(report) : '';
  const open = () => {
    close();
    void importStore.getState().reopen(report);
  };
  return (
    <li className={styles.entry}>
      <p className={`${styles.when} tabular`}>
        {format.moment(createdAt)}
        <span>{accountName || t('byCommand')}</span>
      </p>
      <p className={styles.file}>
        {status === 'done' ? (
          <Button type="link" className={styles.open} title={t('report')} onClick={open}>
            {fileName}
          </Button>
        ) : (
          fileName
        )}
        <span className={styles.what}>
          {asLabel(words.target(settings))}
          {rows > 0 && ` · ${t('historyCounts', { ready: format.number(ready), rows: format.number(rows) })}`}
          {faultTotal > 0 && ` · ${t('historyFaults', { n: format.number(faultTotal) })}`}
          {written && ` · ${t('written')} ${written}`}
        </span>
      </p>
      <span className={styles.status} data-status={status}>
        {t(`status.${status}`)}
      </span>
      <span className={styles.keep}>
        <KeepLink report={report} format="xlsx" label={t('keep.xlsx')} type="text" />
        {faultTotal > 0 && <KeepLink report={report} format="csv" label={t('keep.csv')} type="text" />}
      </span>
    </li>
  );
}

interface KeepProps {
  readonly report: ImportReport;
  readonly format: ReportFormat;
  readonly label: string;
  readonly type?: 'text' | 'default';
}

/** A link that saves the report as a file. */
export function KeepLink({ report, format, label, type = 'default' }: KeepProps) {
  const { t } = useTranslation('import-data');
  const language = useApp((state) => state.preferences.language);
  return (
    <Button
      type={type}
      icon={<DownloadOutlined />}
      href={importReportAddress(report, format, language)}
      download
      aria-label={t('keepOf', { name: report.fileName, what: label })}
    >
      {label}
    </Button>
  );
}
