import type { TFunction } from 'i18next';
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Format, useFormat } from '../../i18n/format.ts';
import { useNameOf } from '../../i18n/names.ts';
import { meanHouseholds, regionsOfLevel } from '../../state/plan/figures.ts';
import { planStore, usePlan } from '../../state/plan/plan-store.ts';
import { regionOrder } from '../../state/region-order.ts';
import { BlockList } from './block-list.tsx';
import { Part } from './part.tsx';
import { RegionDot } from './region-dot.tsx';
import styles from './region-table.module.css';
import { useDraft } from './use-plan.ts';

type Order = 'name' | 'households';
/** Beyond this the bar is full. */
const WIDEST = 0.6;

interface Row {
  readonly id: number;
  readonly name: string;
  readonly hue: number;
  readonly households: number;
  readonly deviation: number | null;
  readonly changed: boolean;
}

/** Every region of the level with its households against the mean; for those who draw, and for those who cannot see a map. */
export function RegionTable() {
  const { t } = useTranslation('redraw-boundaries');
  const level = usePlan((state) => state.level);
  const regions = usePlan((state) => state.regions);
  const [order, setOrder] = useState<Order>('name');
  const nameOf = useNameOf();
  const format = useFormat();
  const found = useUnlessSame(useDraft(({ draft }) => regionsOfLevel(draft, level), [level]));
  const byName = useMemo(() => found && [...found].sort(regionOrder(found)), [found]);
  const rows = useDraft(
    ({ draft, base }) => {
      const mean = meanHouseholds(draft, level);
      const rows = (byName ?? []).map((region): Row => {
        const { households } = draft.partition(level).totalsOf(region.id);
        const was = base.facts.stats.get(region.id);
        return {
          ...{ id: region.id, name: nameOf(region), hue: region.hue, households },
          deviation: mean ? households / mean - 1 : null,
          changed: was === undefined || was.households !== households,
        };
      });
      return order === 'households' ? rows.sort((a, b) => b.households - a.households) : rows;
    },
    [level, order, nameOf, byName],
  );
  if (!rows) return null;
  return (
    <Part
      title={t('table.title', { kind: t(`common:level.${level}`), n: rows.length })}
      extra={
        <button
          type="button"
          className={styles.order}
          onClick={() => setOrder(order === 'name' ? 'households' : 'name')}
        >
          {t(order === 'name' ? 'table.byHouseholds' : 'table.byName')}
        </button>
      }
    >
      <ul className={styles.list}>
        {rows.map(({ id, name, hue, households, deviation, changed }) => (
          <RegionRow
            key={id}
            {...{ id, name, hue, households, deviation, changed, t, format }}
            chosen={regions.includes(id)}
          />
        ))}
      </ul>
    </Part>
  );
}

/** The list that it was given before, as long as the same things stand in it in the same order. */
function useUnlessSame<T>(list: readonly T[] | null): readonly T[] | null {
  const [kept, keep] = useState(list);
  const isSame = kept !== null && list?.length === kept.length && list.every((item, i) => item === kept[i]);
  if (!isSame && list !== kept) keep(list);
  return isSame ? kept : list;
}

interface RowProps extends Row {
  readonly chosen: boolean;
  /** handed down: a county has more than a thousand rows, and each would look them up for itself */
  readonly t: TFunction<'redraw-boundaries'>;
  readonly format: Format;
}

const RegionRow = memo(function RegionRow({
  id,
  name,
  hue,
  households,
  deviation,
  changed,
  chosen,
  t,
  format,
}: RowProps) {
  const share = deviation === null ? 0 : Math.max(-1, Math.min(1, deviation / WIDEST));
  return (
    <li className={styles.item}>
      <button
        type="button"
        className={styles.row}
        aria-pressed={chosen}
        onClick={(event) => choose(id, event.ctrlKey || event.metaKey)}
        onPointerEnter={() => planStore.setState({ hover: { region: id, block: null } })}
        onPointerLeave={() => planStore.setState({ hover: { region: null, block: null } })}
      >
        <RegionDot hue={hue} />
        <span className={styles.name}>
          {name}
          {changed && <span className={styles.changed} title={t('table.changed')} />}
        </span>
        <span className={`${styles.households} tabular`}>{format.number(households)}</span>
        <span
          className={styles.bar}
          title={deviation === null ? '' : t('table.deviation', { share: format.percent(deviation) })}
        >
          <span
            className={styles.fill}
            data-side={share < 0 ? 'less' : 'more'}
            style={{ width: `${Math.abs(share) * 50}%`, [share < 0 ? 'right' : 'left']: '50%' }}
          />
        </span>
      </button>
      {chosen && <BlockList region={id} />}
    </li>
  );
});

function choose(id: number, besides: boolean): void {
  const { regions } = planStore.getState();
  const without = regions.filter((other) => other !== id);
  if (besides) planStore.setState({ regions: without.length < regions.length ? without : [...regions, id] });
  else planStore.setState({ regions: regions.length === 1 && regions[0] === id ? [] : [id], blocks: [] });
}
