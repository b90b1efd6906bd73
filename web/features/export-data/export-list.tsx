import { CloseOutlined, DeleteOutlined, DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportJob } from '../../../api/contract/layer-exports.ts';
import { type Notice, noticeOf } from '../../api-client/http.ts';
import { dropLayerExport, layerFileAddress, listLayerExports } from '../../api-client/layer-exports.ts';
import { Failure, Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { queryClient } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import styles from './export-panel.module.css';

export const exportsKey = (county: string) => ['layer-exports', county] as const;

const POLL_MS = 1000;
const isOpen = ({ status }: ExportJob): boolean => status === 'waiting' || status === 'running';

/** What is being written, and what waits to be fetched. */
export function ExportList({ county }: { readonly county: string }) {
  const { t } = useTranslation('export-data');
  const { data, error, refetch } = useQuery({
    queryKey: exportsKey(county),
    queryFn: ({ signal }) => listLayerExports(county, signal),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.some(isOpen) ? POLL_MS : false),
  });
  useAnnounced(data);
  return (
    <section className={styles.files} aria-label={t('files')}>
      <h3 className={styles.filesTitle}>{t('files')}</h3>
      {error && !data ? (
        <Failure notice={noticeOf(error)} retry={() => void refetch()} />
      ) : !data ? (
        <SkeletonLines label={t('common:panel.loading')} lines={2} />
      ) : data.length === 0 ? (
        <p className={styles.hint}>{t('none')}</p>
      ) : (
        <ul>
          {data.map((job) => (
            <li key={job.id} className={styles.file}>
              <File county={county} job={job} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const MEGABYTE = 1024 * 1024;
const sizeOf = (bytes: number): string =>
  bytes < MEGABYTE ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / MEGABYTE).toFixed(1)} MB`;

function File({ county, job }: { readonly county: string; readonly job: ExportJob }) {
  const { t } = useTranslation('export-data');
  const format = useFormat();
  const { sending, notice, send } = useSending();
  const { id, wish, status, progress, fileName, rows, bytes, problem } = job;
  const layer = wish.level ? t(`common:kind.${wish.level}`) : t(`common:layer.${wish.layer}`);
  const name = fileName ?? `${layer} · ${t(`formats.${wish.format}`)}`;
  const drop = () => {
    if (sending) return;
    void send(async () => {
      await dropLayerExport(county, id);
      await queryClient.invalidateQueries({ queryKey: exportsKey(county) });
    });
  };
  return (
    <>
      <div className={styles.row}>
        <span className={styles.name}>{name}</span>
        <span className={styles.status} data-status={status}>
          {t(`status.${status}`)}
        </span>
      </div>
      {isOpen(job) && <ProgressBar label={t('progress', { layer })} share={progress} />}
      {problem && <Refused notice={toNotice(problem)} />}
      {status === 'ready' && <Notes job={job} />}
      <div className={styles.row}>
        <span className={`${styles.hint} tabular`}>
          {rows !== null && bytes !== null && t('size', { rows: format.number(rows), size: sizeOf(bytes) })}
        </span>
        <span className={styles.buttons}>
          {status === 'ready' && (
            <Button
              size="small"
              type="primary"
              icon={<DownloadOutlined />}
              href={layerFileAddress(county, id)}
              download={fileName ?? true}
              aria-label={t('downloadSaid', { name })}
            >
              {t('download')}
            </Button>
          )}
          <Button
            size="small"
            icon={isOpen(job) ? <CloseOutlined /> : <DeleteOutlined />}
            aria-busy={sending}
            aria-label={isOpen(job) ? t('stopSaid', { layer }) : t('dropSaid', { name })}
            onClick={drop}
          >
            {t(isOpen(job) ? 'stop' : 'drop')}
          </Button>
        </span>
      </div>
      {notice && <Refused notice={notice} />}
    </>
  );
}

const toNotice = ({ type, detail, reason, values }: NonNullable<ExportJob['problem']>): Notice => ({
  ...{ type: type as Notice['type'], status: 0, detail, reason },
  ...(values && { values }),
});

/** What the format could not hold, and what to beware of. */
function Notes({ job: { losses, datumUnknown } }: { readonly job: ExportJob }) {
  const { t } = useTranslation('export-data');
  const lines = [
    ...(datumUnknown ? [t('datum')] : []),
    ...losses.flatMap(({ renamed, cut, unencodable, placeless = 0 }) => [
      ...Object.entries(renamed).map(([from, to]) => t('loss.renamed', { from, to })),
      ...Object.entries(cut).map(([column, n]) => t('loss.cut', { column, n })),
      ...(unencodable > 0 ? [t('loss.unencodable', { n: unencodable })] : []),
      ...(placeless > 0 ? [t('loss.placeless', { n: placeless })] : []),
    ]),
  ];
  if (lines.length === 0) return null;
  return (
    <ul className={styles.notes}>
      {[...new Set(lines)].map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** Says aloud what has become ready while the list was open. */
function useAnnounced(jobs: readonly ExportJob[] | undefined): void {
  const { t } = useTranslation('export-data');
  const announce = useApp((state) => state.announce);
  const open = useRef(new Set<string>());
  useEffect(() => {
    for (const job of jobs ?? []) {
      if (isOpen(job)) open.current.add(job.id);
      else if (open.current.delete(job.id) && job.fileName) announce(t('ready', { name: job.fileName }));
    }
  }, [jobs, announce, t]);
}
