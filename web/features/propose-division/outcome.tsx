import { LeftOutlined } from '@ant-design/icons';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProposalNote } from '../../../geo/divide/propose.ts';
import { useFormat } from '../../i18n/format.ts';
import { planSession } from '../../state/plan/current.ts';
import { boundsOfBlocks } from '../../state/plan/places.ts';
import { openState, usePlan } from '../../state/plan/plan-store.ts';
import { type ProposalRun, useProposals } from '../../state/plan/proposal-store.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { ProposalCard } from './proposal-card.tsx';
import styles from './propose.module.css';
import { draftMark, dropProposals, startSearch } from './search.ts';

type Ended = Extract<ProposalRun, { kind: 'done' | 'refused' | 'failed' }>;

/** What the search has come to. */
export function Outcome({ run }: { readonly run: Ended }) {
  const { t } = useTranslation('propose-division');
  const announce = useApp((state) => state.announce);
  const flyTo = useApp((state) => state.flyTo);
  const count = run.kind === 'done' ? run.proposals.length : 0;
  useEffect(() => {
    if (count > 0) announce(t('done.announce', { n: count }));
  }, [count, announce, t]);
  const back = (
    <Button variant="quiet" onClick={dropProposals}>
      <LeftOutlined aria-hidden="true" /> {t('done.back')}
    </Button>
  );
  if (run.kind === 'failed') {
    return (
      <>
        {back}
        <ErrorState
          title={t('failed')}
          detail={run.message}
          lang="en"
          action={{ label: t('common:action.retry'), run: () => again(run) }}
        />
      </>
    );
  }
  if (run.kind === 'refused') {
    const { places, problem } = run;
    const show = (): void => {
      const plan = planSession.current();
      const bounds = plan && boundsOfBlocks(plan.draft.fabric, places);
      if (bounds) flyTo(bounds);
    };
    return (
      <>
        {back}
        <ErrorState
          title={t('refused')}
          text={t(`refusal.${problem.reason}`, { ...problem })}
          {...(places.length > 0 ? { action: { label: t('common:action.flyTo'), run: show } } : {})}
        />
      </>
    );
  }
  return (
    <div className={styles.outcome}>
      <div className={styles.outcomeHead}>
        {back}
        <span className={styles.hint}>{t('done.count', { n: count })}</span>
      </div>
      <Stale run={run} />
      <Notes run={run} />
      <ol className={styles.cards} aria-label={t('done.list')}>
        {run.proposals.map((proposal, index) => (
          <ProposalCard key={proposal.bestAt} proposal={proposal} index={index} run={run} />
        ))}
      </ol>
    </div>
  );
}

const again = ({ task, fresh }: Ended): void =>
  startSearch(
    task,
    fresh.map(({ name }) => name),
  );

/** The draft has changed since: what is told of the proposals was counted on what it was. */
function Stale({ run }: { readonly run: Extract<Ended, { kind: 'done' }> }) {
  const { t } = useTranslation('propose-division');
  usePlan((state) => openState(state)?.tick);
  const adopted = useProposals((state) => state.adopted);
  const plan = planSession.current();
  const now = plan ? draftMark(plan) : run.of;
  const withAdopted = adopted ? [run.of, adopted.step].filter(Boolean).join() : run.of;
  if (now === run.of || now === withAdopted) return null;
  return (
    <div className={styles.caution} role="status">
      {t('done.stale')}{' '}
      <Button variant="link" onClick={() => again(run)}>
        {t('done.again')}
      </Button>
    </div>
  );
}

function Notes({ run: { notes, task, proposals } }: { readonly run: Extract<Ended, { kind: 'done' }> }) {
  const { t } = useTranslation('propose-division');
  const format = useFormat();
  const kind = t(`common:level.${task.level}`);
  const total = proposals[0]?.households.reduce((sum, own) => sum + own, 0) ?? 0;
  const { least, most } =
    'tolerance' in task.size
      ? {
          least: (total / task.parts) * (1 - task.size.tolerance),
          most: (total / task.parts) * (1 + task.size.tolerance),
        }
      : task.size;
  const wordsOf = (note: ProposalNote): Record<string, string | number> => {
    const band = { kind, least: format.number(Math.ceil(least)), most: format.number(Math.floor(most)) };
    switch (note.kind) {
      case 'out-of-band':
        return { ...band, n: note.parts.length };
      case 'unit-too-large':
        return { ...band, n: note.units.length };
      case 'group-apart':
        return { ...band, n: note.pieces };
      case 'few-alternatives':
        return { ...band, wanted: note.wanted, n: note.found };
      case 'stopped':
        return band;
    }
  };
  // Grids in pieces are nothing that whoever proposes can change.
  const shown = notes.filter((note) => note.kind !== 'group-apart');
  return shown.map((note) => (
    <p
      key={`${note.kind} ${note.detail}`}
      className={note.kind === 'out-of-band' || note.kind === 'unit-too-large' ? styles.caution : styles.hint}
    >
      {t(`note.${note.kind}`, wordsOf(note))}
    </p>
  ));
}
