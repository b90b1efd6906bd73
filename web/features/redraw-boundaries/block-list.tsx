import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { blocksWithin } from '../../../geo/divide/regions.ts';
import { useFormat } from '../../i18n/format.ts';
import { planStore, usePlan } from '../../state/plan/plan-store.ts';
import styles from './block-list.module.css';
import { useDraft } from './use-plan.ts';

/** The blocks of a region, to be chosen without a map. */
export function BlockList({ region }: { readonly region: number }) {
  const { t } = useTranslation('redraw-boundaries');
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.blocks} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>{t('blocks.list')}</summary>
      {open && <List region={region} />}
    </details>
  );
}

function List({ region }: { readonly region: number }) {
  const { t } = useTranslation('redraw-boundaries');
  const format = useFormat();
  const chosen = usePlan((state) => state.blocks);
  const blocks = useDraft(
    ({ draft }) =>
      blocksWithin(draft, region)
        .map((id) => ({ id, ...draft.contentsOf(id) }))
        .sort((a, b) => b.households - a.households || a.id - b.id),
    [region],
  );
  const toggle = (id: number): void =>
    planStore.setState({ blocks: chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id] });
  return (
    <ul className={styles.list}>
      {blocks?.map(({ id, households, buildings }) => (
        <li key={id} className={styles.item}>
          <label
            className={styles.row}
            onPointerEnter={() => planStore.setState({ hover: { region, block: id } })}
            onPointerLeave={() => planStore.setState({ hover: { region: null, block: null } })}
          >
            <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
            <span className={styles.id}>{t('blocks.one', { id })}</span>
            <span className={`${styles.amount} tabular`}>
              {format.households(households)} · {format.buildings(buildings)}
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}
