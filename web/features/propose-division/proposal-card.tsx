import { useTranslation } from 'react-i18next';
import type { StepLabel } from '../../../api/contract/plans.ts';
import type { ToldProposal } from '../../../geo/divide/tell-proposal.ts';
import { useFormat } from '../../i18n/format.ts';
import { planSession } from '../../state/plan/current.ts';
import { boundsOfBlocks } from '../../state/plan/places.ts';
import { openState, usePlan } from '../../state/plan/plan-store.ts';
import { type ProposalRun, useProposals } from '../../state/plan/proposal-store.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { figureText } from './figure-text.ts';
import { MoveList } from './move-list.tsx';
import styles from './propose.module.css';
import { adoptProposal, showProposal } from './search.ts';
import { useRegionName } from './words.ts';

interface Props {
  readonly proposal: ToldProposal;
  readonly index: number;
  readonly run: Extract<ProposalRun, { kind: 'done' }>;
}

/** One proposal: what it is the best at, its figures, its largest moves; it can be looked at and taken over. */
export function ProposalCard({ proposal, index, run }: Props) {
  const { t } = useTranslation('propose-division');
  const announce = useApp((state) => state.announce);
  const flyTo = useApp((state) => state.flyTo);
  const regionName = useRegionName();
  const editable = usePlan((state) => openState(state)?.editable ?? false);
  const shown = useProposals((state) => state.shown === index);
  const adopted = useAdopted(index);
  const title = t(`best.${proposal.bestAt}`);
  const preview = (): void => {
    showProposal(shown ? null : index);
    // The grids of one community are too small to be made out from afar.
    const plan = planSession.current();
    const bounds = !shown && plan && proposal.level === 'grid' && boundsOfBlocks(plan.draft.fabric, proposal.blocks);
    if (bounds) flyTo(bounds);
  };
  const adopt = (): void => {
    const label = stepLabel(run, regionName);
    if (adoptProposal(index, label)?.ok) announce(t('card.adoptedAnnounce', { title }));
  };
  return (
    <li className={styles.card} data-shown={shown || undefined} aria-label={title}>
      <header className={styles.cardHead}>
        <h3>{title}</h3>
        {index === 0 && <span className={styles.asked}>{t(proposal.balanced ? 'card.asked' : 'card.nearest')}</span>}
        {adopted && <span className={styles.adopted}>{t('card.adopted')}</span>}
      </header>
      <Figures proposal={proposal} run={run} />
      {proposal.refusal && (
        <p className={styles.fault}>
          {t('card.refused', {
            why: t(`redraw-boundaries:refusal.${proposal.refusal.reason}`, {
              region: proposal.refusal.region === undefined ? '' : regionName(proposal.refusal.region),
            }),
          })}
        </p>
      )}
      {proposal.moves.length > 0 && <MoveList proposal={proposal} run={run} />}
      <div className={styles.buttons}>
        <Button aria-pressed={shown} onClick={preview}>
          {t(shown ? 'card.hide' : 'card.show')}
        </Button>
        {adopted ? (
          <Button onClick={() => planSession.undo()}>{t('card.undo')}</Button>
        ) : (
          <Button variant="primary" onClick={adopt} disabled={!editable || proposal.refusal !== null}>
            {t('card.adopt')}
          </Button>
        )}
      </div>
      {!editable && <p className={styles.hint}>{t('card.readOnly')}</p>}
    </li>
  );
}

/** Whether the plan is just now as this proposal has made it. */
function useAdopted(index: number): boolean {
  usePlan((state) => openState(state)?.tick);
  const adopted = useProposals((state) => state.adopted);
  return adopted?.proposal === index && planSession.current()?.timeline().undo?.id === adopted.step;
}

function stepLabel({ task }: Props['run'], regionName: (region: number) => string): StepLabel {
  const key = `propose-${task.kind}-${task.level}`;
  return { key, values: { n: task.parts, name: regionName(task.regions[0]!).slice(0, 60) } };
}

function Figures({ proposal, run }: Pick<Props, 'proposal' | 'run'>) {
  const { t } = useTranslation('propose-division');
  const format = useFormat();
  const { figures, borderM, splitCompounds, failing } = proposal;
  const rules = planSession.current()?.rules ?? [];
  const hard = failing.filter(({ rule }) => rules.find(({ id }) => id === rule)?.hard);
  const rows: [key: string, text: string, fault?: boolean][] = [
    ['maxDeviation', figureText('maxDeviation', figures.maxDeviation, format), !proposal.balanced],
    ['moved', figureText('moved', figures.moved, format)],
    ['border', format.distance(borderM)],
    ['meanPolsbyPopper', figureText('meanPolsbyPopper', figures.meanPolsbyPopper, format)],
    ['splitCompounds', splitCompounds === null ? '–' : format.number(splitCompounds)],
    ...(run.task.terms.barriers
      ? [['barrierM', figureText('barrierM', figures.barrierM, format)] as [string, string]]
      : []),
  ];
  return (
    <>
      <dl className={`${styles.figures} tabular`}>
        {rows.map(([key, text, fault]) => (
          <div key={key} data-best={key === proposal.bestAt || undefined} data-fault={fault || undefined}>
            <dt title={t(`figure.${key}Why`)}>{t(`figure.${key}`)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {proposal.refusal ? null : failing.length === 0 ? (
        <p className={styles.kept}>{t('card.rulesKept')}</p>
      ) : (
        <details className={styles.failing} data-hard={hard.length > 0 || undefined}>
          <summary>{t('card.rulesFailing', { n: failing.length, hard: hard.length })}</summary>
          <ul>
            {failing.map(({ rule, places, today }) => {
              const known = rules.find(({ id }) => id === rule);
              if (!known) return null;
              return (
                <li key={rule}>
                  {t(`redraw-boundaries:rule.${known.kind}`, {
                    ...known.params,
                    level: t(`common:level.${known.level}`),
                  })}
                  <span className={styles.why}>
                    {t('card.places', { n: places, today })} · {t(known.hard ? 'card.hard' : 'card.soft')}
                  </span>
                </li>
              );
            })}
          </ul>
        </details>
      )}
    </>
  );
}
