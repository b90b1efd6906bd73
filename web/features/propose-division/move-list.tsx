import { useTranslation } from 'react-i18next';
import type { ToldMove, ToldProposal } from '../../../geo/divide/tell-proposal.ts';
import { useFormat } from '../../i18n/format.ts';
import { planSession } from '../../state/plan/current.ts';
import { boundsOfBlocks } from '../../state/plan/places.ts';
import type { ProposalRun } from '../../state/plan/proposal-store.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { figureText } from './figure-text.ts';
import styles from './propose.module.css';
import { regionsOfParts } from './proposed-regions.ts';
import { useRegionName } from './words.ts';

interface Props {
  readonly proposal: ToldProposal;
  readonly run: Extract<ProposalRun, { kind: 'done' }>;
}

/** The largest moves, each with what it is for; one press shows where. */
export function MoveList({ proposal, run }: Props) {
  const { t } = useTranslation('propose-division');
  const format = useFormat();
  const flyTo = useApp((state) => state.flyTo);
  const regionName = useRegionName();
  const ids = regionsOfParts(proposal, run.fresh);
  const nameOfPart = (part: number): string =>
    run.fresh.find(({ id }) => id === ids[part])?.name ?? regionName(ids[part]!);
  const show = ({ blocks }: ToldMove): void => {
    const plan = planSession.current();
    const bounds = plan && boundsOfBlocks(plan.draft.fabric, blocks);
    if (bounds) flyTo(bounds);
  };
  const why = ({ reason, without, with: now }: ToldMove): string => {
    const write = (value: number | null): string =>
      reason === 'band'
        ? format.households(Math.round(value ?? 0))
        : reason in NAMES
          ? figureText(NAMES[reason as keyof typeof NAMES], value, format)
          : '';
    return t(`why.${reason}`, { without: write(without), with: write(now) });
  };
  return (
    <details className={styles.moves}>
      <summary>{t('moves.title', { n: proposal.moves.length })}</summary>
      <ol>
        {proposal.moves.map((move) => (
          <li key={move.blocks[0]}>
            <span>
              {t(move.from === null ? 'moves.fromNone' : 'moves.move', {
                n: format.number(move.blocks.length),
                households: format.households(Math.round(move.households)),
                from: move.from === null ? '' : regionName(move.from),
                to: nameOfPart(move.to),
              })}
              <span className={styles.why}>{why(move)}</span>
            </span>
            <Button variant="link" onClick={() => show(move)}>
              {t('moves.show')}
            </Button>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Reasons that are figures. */
const NAMES = {
  cutEdges: 'cutEdges',
  meanPolsbyPopper: 'meanPolsbyPopper',
  maxDeviation: 'maxDeviation',
  moved: 'moved',
  splitGroups: 'splitGroups',
  barrierM: 'barrierM',
} as const;
