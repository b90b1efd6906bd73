import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { AutoComplete, Button, Segmented } from 'antd';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportMatch, MatchCandidate, MatchCounts } from '../../../api/contract/import-matches.ts';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { noticeOf } from '../../api-client/http.ts';
import { getMatches, settleMatches } from '../../api-client/imports.ts';
import { search } from '../../api-client/search.ts';
import { useFormat } from '../../i18n/format.ts';
import { useOverlay } from '../../map/overlay-registry.ts';
import { boundsOfPoint } from '../../state/bounds.ts';
import { useApp } from '../../state/store.ts';
import { useThemeName } from '../../state/theme-name.ts';
import { SkeletonLines } from '../../ui/states.tsx';
import { importStore } from './import-store.ts';
import styles from './match-step.module.css';
import { candidateLayers } from './preview-layers.ts';
import { useShowPlace } from './show-place.ts';

const VIEWS = { open: ['doubtful', 'unmatched'], matched: ['matched'], 'left-out': ['left-out'] } as const;
type View = keyof typeof VIEWS;

const CANDIDATE_ZOOM = 17;
/** After the last decision, before the rows are checked with them. */
const RECHECK_MS = 1200;

const countOf = (counts: MatchCounts, view: View): number =>
  VIEWS[view].reduce((sum, state) => sum + (counts[state] ?? 0), 0);

type Decide = (match: ImportMatch, chosen: MatchCandidate | null | 'open') => void;

/** What the words of a table were joined to, and what somebody has to settle of it. */
export function MatchStep({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const [view, setView] = useState<View>('open');
  const { county, id, settings } = report;
  const key = ['import-matches', county, id, JSON.stringify(settings.join), settings.where];
  const query = useInfiniteQuery({
    queryKey: [...key, view],
    queryFn: ({ pageParam, signal }) => getMatches(county, id, { states: VIEWS[view], after: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    gcTime: 60_000,
  });
  const { decide, settled, failure } = useDecisions(report, key);
  const counts = query.data?.pages[0]?.counts;
  const listed = query.data?.pages.flatMap((page) => page.matches) ?? [];
  const shown = listed.map((match) => settled.get(match.key) ?? match);
  const sure = shown.filter(({ state, candidates }) => state === 'doubtful' && candidates.length > 0);
  if (!counts) return <SkeletonLines label={t('common:panel.loading')} />;
  const open = countOf(counts, 'open');
  return (
    <section className={styles.matches} aria-label={t('matches')}>
      <h3 className={styles.title}>
        {t('matches')}{' '}
        <span className={styles.open} data-open={open > 0}>
          {open > 0 ? t('matchesOpen', { n: format.number(open) }) : t('matchesDone')}
        </span>
      </h3>
      <Segmented
        block
        aria-label={t('matchView')}
        value={view}
        onChange={(chosen: View) => setView(chosen)}
        options={(Object.keys(VIEWS) as View[]).map((value) => ({
          value,
          label: t('matchTabs', { state: t(`matchState.${value}`), n: format.number(countOf(counts, value)) }),
        }))}
      />
      {failure && (
        <p role="alert" className={styles.failure}>
          {t('matchFailed', { why: failure })}
        </p>
      )}
      {shown.length === 0 ? (
        <p className={styles.none}>{t('matchNothing')}</p>
      ) : (
        <MatchRows matches={shown} report={report} onDecide={(match, chosen) => decide([[match, chosen]])} />
      )}
      <div className={styles.buttons}>
        {query.hasNextPage && (
          <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('matchMore')}
          </Button>
        )}
        {view === 'open' && sure.length > 1 && (
          <Button size="small" onClick={() => decide(sure.map((match) => [match, match.candidates[0]!]))}>
            {t('matchTakeFirst', { n: format.number(sure.length) })}
          </Button>
        )}
      </div>
    </section>
  );
}

/** Notes decisions at once, and has the rows checked with them when the last one is a moment old. */
function useDecisions(report: ImportReport, key: readonly unknown[]) {
  const { t } = useTranslation('import-data');
  const client = useQueryClient();
  const announce = useApp((state) => state.announce);
  const [settled, setSettled] = useState<ReadonlyMap<number, ImportMatch>>(new Map());
  const [failure, setFailure] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const recheck = async (): Promise<void> => {
    await importStore.getState().change({}, { again: true });
    await client.invalidateQueries({ queryKey: key });
    setSettled(new Map());
  };
  const latest = useRef(recheck);
  latest.current = recheck;
  // Who leaves the step before the moment is over has it checked now.
  useEffect(
    () => () => {
      if (timer.current === undefined) return;
      clearTimeout(timer.current);
      void latest.current();
    },
    [],
  );
  const decide = (decisions: readonly (readonly [ImportMatch, MatchCandidate | null | 'open'])[]): void => {
    setSettled(
      (before) =>
        new Map([...before, ...decisions.map(([match, chosen]) => [match.key, after(match, chosen)] as const)]),
    );
    const [first] = decisions;
    if (decisions.length === 1 && first && first[1] !== 'open') {
      const [{ words }, chosen] = first;
      announce(chosen ? t('matchTook', { words, label: chosen.label }) : t('matchLeft', { words }));
    }
    const sent = decisions.map(([match, chosen]) => ({
      key: match.key,
      thing: chosen === 'open' ? ('open' as const) : (chosen?.id ?? null),
    }));
    settleMatches(report.county, report.id, sent).then(
      () => {
        setFailure('');
        clearTimeout(timer.current);
        timer.current = setTimeout(() => {
          timer.current = undefined;
          void latest.current();
        }, RECHECK_MS);
      },
      (error: unknown) => {
        setFailure(t(`common:error.notice.${noticeOf(error).type}`));
        setSettled(new Map());
      },
    );
  };
  return { decide, settled, failure };
}

function after(match: ImportMatch, chosen: MatchCandidate | null | 'open'): ImportMatch {
  if (chosen === 'open')
    return {
      ...match,
      state: match.candidates.length > 0 ? 'doubtful' : 'unmatched',
      decidedBy: 'words',
      chosen: null,
    };
  return { ...match, state: chosen ? 'matched' : 'left-out', decidedBy: 'hand', chosen };
}

interface RowsProps {
  readonly matches: readonly ImportMatch[];
  readonly report: ImportReport;
  readonly onDecide: Decide;
}

/** One stop of the Tab key; arrows walk, digits take. The candidates of the line are shown on the map. */
function MatchRows({ matches, report, onDecide }: RowsProps) {
  const { t } = useTranslation('import-data');
  const theme = useThemeName();
  const [current, setCurrent] = useState(matches[0]?.key ?? 0);
  const [pointed, setPointed] = useState<MatchCandidate | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const match = matches.find(({ key }) => key === current) ?? matches[0]!;
  const places = useMemo(() => (match.chosen ? [match.chosen] : match.candidates), [match]);
  useOverlay(
    'import-candidates',
    useMemo(() => candidateLayers(places, pointed, theme), [places, pointed, theme]),
  );
  const go = (step: number): void => {
    const next = matches[matches.indexOf(match) + step];
    if (!next) return;
    setCurrent(next.key);
    setPointed(null);
    list.current?.querySelector<HTMLElement>(`[data-key="${next.key}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>): void => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const candidate = match.candidates[Number(event.key) - 1];
    if (step) go(step);
    else if (candidate && match.state !== 'matched') {
      onDecide(match, candidate);
      go(1);
    } else if (event.key === 'Delete' && match.state !== 'left-out') {
      onDecide(match, null);
      go(1);
    } else if (event.key === '/') list.current?.querySelector<HTMLInputElement>('[data-current="true"] input')?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <p className={styles.hint}>{t('matchHint')}</p>
      <ul ref={list} className={styles.rows} onKeyDown={onKeyDown}>
        {matches.map((each) => (
          <MatchRow
            key={each.key}
            match={each}
            report={report}
            isCurrent={each === match}
            onFocus={() => setCurrent(each.key)}
            onPoint={setPointed}
            onDecide={onDecide}
          />
        ))}
      </ul>
    </>
  );
}

interface RowProps {
  readonly match: ImportMatch;
  readonly report: ImportReport;
  readonly isCurrent: boolean;
  readonly onDecide: Decide;
  onFocus(): void;
  onPoint(candidate: MatchCandidate | null): void;
}

function MatchRow({ match, report, isCurrent, onDecide, onFocus, onPoint }: RowProps) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const show = useShowPlace();
  const { words, within, rows, firstRow, state, decidedBy, chosen, candidates } = match;
  const row = format.number(firstRow);
  const look = (candidate: MatchCandidate) => show(boundsOfPoint(candidate.at), { maxZoom: CANDIDATE_ZOOM });
  return (
    <li
      className={styles.row}
      tabIndex={isCurrent ? 0 : -1}
      data-key={match.key}
      data-current={isCurrent}
      data-state={state}
      onFocus={onFocus}
      onMouseEnter={onFocus}
      onMouseLeave={() => onPoint(null)}
    >
      <div className={styles.words}>
        <strong>{words === '' ? t('matchEmptyCell') : words}</strong>
        <span className={styles.where}>
          {within && `${within} · `}
          {rows > 1 ? t('matchRowsMore', { row, n: format.number(rows) }) : t('matchRows', { row })}
        </span>
      </div>
      {chosen && (
        <button type="button" className={styles.chosen} onClick={() => look(chosen)}>
          → {chosen.label}{' '}
          <span className={styles.detail}>
            {[chosen.detail, decidedBy !== 'words' && t(`matchBy.${decidedBy}`)].filter(Boolean).join(' · ')}
          </span>
        </button>
      )}
      {state === 'unmatched' && words !== '' && <p className={styles.detail}>{t('matchNone')}</p>}
      {state !== 'matched' && (
        <div className={styles.candidates}>
          {candidates.map((candidate, index) => (
            <button
              key={candidate.id}
              type="button"
              tabIndex={isCurrent ? 0 : -1}
              className={styles.candidate}
              aria-label={t('matchTake', { label: `${candidate.label} ${candidate.detail}`.trim() })}
              onMouseEnter={() => onPoint(candidate)}
              onFocus={() => onPoint(candidate)}
              onClick={() => onDecide(match, candidate)}
            >
              <kbd>{index + 1}</kbd>
              <span>
                {candidate.label} <span className={styles.detail}>{candidate.detail}</span>
              </span>
              <span className={`${styles.score} tabular`}>
                {t('matchScore', { n: format.percent(candidate.score) })}
              </span>
            </button>
          ))}
        </div>
      )}
      {isCurrent && (
        <div className={styles.line}>
          <OtherThing report={report} onTake={(candidate) => onDecide(match, candidate)} />
          {state === 'matched' || state === 'left-out'
            ? decidedBy !== 'words' && (
                <Button size="small" onClick={() => onDecide(match, 'open')}>
                  {t('matchOpenAgain')}
                </Button>
              )
            : null}
          {state !== 'left-out' && (
            <Button size="small" onClick={() => onDecide(match, null)}>
              {t('matchLeave')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

/** Finds what the words did not: by the search of the whole county. */
function OtherThing({ report, onTake }: { readonly report: ImportReport; onTake(candidate: MatchCandidate): void }) {
  const { t } = useTranslation('import-data');
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly MatchCandidate[]>([]);
  const to = report.settings.join?.to;
  useEffect(() => {
    const stop = new AbortController();
    const q = text.trim();
    if (q === '') {
      setFound([]);
      return;
    }
    search(report.county, { q, near: null, date: null, limit: 50 }, stop.signal).then(
      (results) =>
        setFound(
          results
            .filter(({ layer, kind }) => (layer === 'region' ? kind : layer) === to)
            .slice(0, 8)
            .map(({ id, name, detail, at }) => ({ id, label: name, detail, at, score: 1 })),
        ),
      () => {}, // of a search that was given up, or failed: the list stays as it is
    );
    return () => stop.abort();
  }, [text, report.county, to]);
  return (
    <AutoComplete
      className={styles.search}
      value={text}
      placeholder={t('matchSearch')}
      aria-label={t('matchSearch')}
      notFoundContent={text.trim() === '' ? null : t('matchSearchNone')}
      onChange={setText}
      onSelect={(value: string) => {
        const taken = found.find(({ id }) => String(id) === value);
        setText('');
        if (taken) onTake(taken);
      }}
      options={found.map(({ id, label, detail }) => ({ value: String(id), label: `${label} ${detail}` }))}
    />
  );
}
