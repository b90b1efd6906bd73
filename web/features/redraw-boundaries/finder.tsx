import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { planSession } from '../../state/plan/current.ts';
import { regionsOfLevel } from '../../state/plan/figures.ts';
import { fragmentsOf, gridlessPieces, type LooseBlocks, loosePieces, mendEdits } from '../../state/plan/mend.ts';
import { boundsOfBlocks } from '../../state/plan/places.ts';
import { planStore, usePlan } from '../../state/plan/plan-store.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import styles from './finder.module.css';
import { Part } from './part.tsx';
import { useRegionName } from './region-words.ts';
import { useDraft, useEditable } from './use-plan.ts';

type Kind = 'unassigned' | 'fragment' | 'gridless';
/** A county that is being drawn anew has hundreds at first; the list grows short by itself. */
const MOST = 30;

/** What is loose: blocks in no region, pieces apart from their region, blocks in no grid. */
export function Finder() {
  const { t } = useTranslation('redraw-boundaries');
  const level = usePlan((state) => state.level);
  const found = useDraft(
    ({ draft, base }) => {
      const fragments = regionsOfLevel(draft, level).flatMap(({ id, piecesReason }) =>
        piecesReason === null ? fragmentsOf(draft, base.facts, id) : [],
      );
      const list: { kind: Kind; loose: LooseBlocks }[] = [
        ...loosePieces(draft, null, draft.unassigned).map((loose) => ({ kind: 'unassigned' as const, loose })),
        ...fragments.map((loose) => ({ kind: 'fragment' as const, loose })),
        ...(level === 'grid' ? gridlessPieces(draft).map((loose) => ({ kind: 'gridless' as const, loose })) : []),
      ];
      return list;
    },
    [level],
  );
  if (!found || found.length === 0) return null;
  return (
    <Part title={t('finder.title', { n: found.length })}>
      <ul>
        {found.slice(0, MOST).map(({ kind, loose }) => (
          <Row key={`${kind} ${loose.blocks[0]}`} kind={kind} loose={loose} />
        ))}
      </ul>
      {found.length > MOST && <p className={styles.more}>{t('common:action.more', { n: found.length - MOST })}</p>}
    </Part>
  );
}

function Row({ kind, loose }: { readonly kind: Kind; readonly loose: LooseBlocks }) {
  const { t } = useTranslation('redraw-boundaries');
  const format = useFormat();
  const regionName = useRegionName();
  const editable = useEditable();
  const flyTo = useApp((state) => state.flyTo);
  const name = loose.region === null ? '' : regionName(loose.region);
  const show = (): void => {
    const plan = planSession.current();
    const bounds = plan && boundsOfBlocks(plan.draft.fabric, loose.blocks);
    if (bounds) flyTo(bounds);
    planStore.setState({ blocks: loose.blocks });
  };
  const mend = (): void => {
    const plan = planSession.current();
    if (!plan) return;
    const { level } = planStore.getState();
    const edits = mendEdits(plan.draft, plan.replica.scope, kind === 'fragment' ? level : 'lowest', loose);
    const label = { key: 'mend', values: { name: kind === 'unassigned' ? t('target.unassigned') : name } };
    if (edits.length > 0) planSession.execute(label, edits);
    else planStore.setState({ refusal: { reason: 'no-neighbour', detail: '', at: null, region: loose.region } });
  };
  return (
    <li className={styles.row}>
      <span className={styles.text}>
        {t(`finder.${kind}`, { name })}
        <span className={`${styles.amount} tabular`}>
          {t('finder.amount', {
            n: format.number(loose.blocks.length),
            households: format.households(loose.households),
          })}
        </span>
      </span>
      <Button variant="link" onClick={show}>
        {t('showPlace')}
      </Button>
      {editable && (
        <Button variant="link" title={t('mend.why')} onClick={mend}>
          {t('mend.action')}
        </Button>
      )}
    </li>
  );
}
