import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ThingChanges } from '../../../api/contract/thing-edits.ts';
import { noticeOf } from '../../api-client/http.ts';
import { getHistory, getThingChanges } from '../../api-client/thing-edits.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useMyRoles } from '../../state/plan-life.ts';
import { useApp } from '../../state/store.ts';
import { maySeeChanges } from '../../state/thing-edit/editing.ts';
import { editableOf } from '../../state/thing-edit/record.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import styles from './changes-list.module.css';
import { ChangesList } from './changes-list.tsx';

/** In the inspector: what was done to the thing, asked for when somebody wants to know. */
export function HistorySection() {
  const { t } = useTranslation('edit-things');
  const county = useApp((state) => state.county) ?? '';
  const thing = editableOf(useApp((state) => state.selection));
  const sees = maySeeChanges(useMyRoles());
  const [open, setOpen] = useState(false);
  if (!thing || !sees) return null;
  const { layer, id } = thing;
  return (
    <Section
      title={t('history')}
      extra={
        <button type="button" className={styles.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'hideHistory' : 'showHistory')}
        </button>
      }
    >
      {open && (
        <Changes
          of={['history', county, layer, id]}
          ask={(after, signal) => getHistory(county, layer, id, after, signal)}
          ofOne
        />
      )}
    </Section>
  );
}

/** In mode data: what was done to things of the county lately, retired ones with the way back. */
export function RecentChanges() {
  const county = useApp((state) => state.county) ?? '';
  return (
    <Changes
      of={['thing-changes', county]}
      ask={(after, signal) => getThingChanges(county, after, signal)}
      ofOne={false}
    />
  );
}

interface ChangesProps {
  readonly of: readonly (string | number)[];
  ask(after: number | null, signal: AbortSignal): Promise<ThingChanges>;
  readonly ofOne: boolean;
}

function Changes({ of, ask, ofOne }: ChangesProps) {
  const { t } = useTranslation('edit-things');
  const query = useInfiniteQuery({
    queryKey: of,
    queryFn: ({ pageParam, signal }) => ask(pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });
  if (query.error) return <Failure notice={noticeOf(query.error)} retry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines label={t('common:panel.loading')} lines={3} />;
  const changes = query.data.pages.flatMap((page) => page.changes);
  if (changes.length === 0) return <p className={styles.none}>{t(ofOne ? 'noHistory' : 'noChanges')}</p>;
  return (
    <>
      <ChangesList changes={changes} ofOne={ofOne} />
      {query.hasNextPage && (
        <div className={styles.next}>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('older')}
          </Button>
        </div>
      )}
    </>
  );
}
