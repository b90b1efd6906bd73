import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { MOST_CHANGES, type ThingRecord } from '../../../api/contract/thing-edits.ts';
import { noticeOf } from '../../api-client/http.ts';
import { getRecords, type RecordsAsked } from '../../api-client/thing-edits.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { EmptyState, SkeletonLines } from '../../ui/states.tsx';
import { Sheet } from './sheet.tsx';
import styles from './table.module.css';

interface Props {
  readonly county: string;
  readonly asked: RecordsAsked;
  close(): void;
}

/** As many rows as can be saved at once; `more` says that there are others. */
async function readRows(
  county: string,
  asked: RecordsAsked,
  signal: AbortSignal,
): Promise<{ records: readonly ThingRecord[]; more: boolean }> {
  const records: ThingRecord[] = [];
  let after: number | null = null;
  do {
    const page = await getRecords(county, asked, after, signal);
    records.push(...page.records);
    after = page.next;
  } while (after !== null && records.length < MOST_CHANGES);
  return { records: records.slice(0, MOST_CHANGES), more: after !== null };
}

/** The table over the whole window. */
export function TableDialog({ county, asked, close }: Props) {
  const { t } = useTranslation('edit-table');
  const format = useFormat();
  const query = useQuery({
    queryKey: ['thing-records', county, asked],
    queryFn: ({ signal }) => readRows(county, asked, signal),
    // What is typed stands against these rows; only saving brings others.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnMount: false,
  });
  const title = t('of', { thing: t(`common:layer.${asked.layer}`) });
  return (
    <Modal
      open
      width="min(1400px, 100vw - 24px)"
      style={{ top: 12 }}
      title={title}
      footer={null}
      mask={{ closable: false }}
      keyboard={false}
      // What was typed is left by the button that asks.
      closable={!query.data || query.data.records.length === 0}
      onCancel={close}
      className={styles.dialog ?? ''}
    >
      {query.error && <Failure notice={noticeOf(query.error)} retry={() => void query.refetch()} />}
      {!query.error && !query.data && <SkeletonLines label={t('common:panel.loading')} lines={8} />}
      {query.data &&
        (query.data.records.length === 0 ? (
          <EmptyState title={t('empty')} />
        ) : (
          <>
            {query.data.more && <p className={styles.more}>{t('more', { n: format.number(MOST_CHANGES) })}</p>}
            <Sheet county={county} layer={asked.layer} given={query.data.records} close={close} />
          </>
        ))}
    </Modal>
  );
}
