import { ArrowRightOutlined, DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../../api/contract/plans.ts';
import { useFormat } from '../../i18n/format.ts';
import type { ComparedSide } from '../../state/plan-room.ts';
import { useMoveNames } from '../../state/region-names.ts';
import { useApp } from '../../state/store.ts';
import { EmptyState } from '../../ui/states.tsx';
import styles from './compare-panel.module.css';
import { movesCsv } from './moves-csv.ts';
import { useShowBounds } from './use-show-bounds.ts';
import { useSideNames } from './use-side-names.ts';

interface Props {
  readonly comparison: Comparison;
  readonly left: ComparedSide;
  readonly right: ComparedSide;
}

/** Every pair of regions between which blocks move, the most households first, and all of it together. */
export function MoveList({ comparison, left, right }: Props) {
  const { t } = useTranslation('compare-divisions');
  const format = useFormat();
  const announce = useApp((state) => state.announce);
  const show = useShowBounds();
  const marked = useApp((state) => state.marked);
  const mark = useApp((state) => state.mark);
  const moveNames = useMoveNames(t('nowhere'));
  const nameOf = useSideNames();
  const moves = useMemo(
    () =>
      comparison.moves
        .map((move) => ({ ...move, ...moveNames(move) }))
        .sort((a, b) => b.households - a.households || b.blocks - a.blocks),
    [comparison, moveNames],
  );
  const total = t('total', {
    ...{ blocks: format.number(comparison.blocks), households: format.households(comparison.households) },
    residents: format.residents(comparison.residents),
  });
  // What was marked is of another list.
  // biome-ignore lint/correctness/useExhaustiveDependencies: that list says when
  useEffect(() => mark(null), [moves, mark]);
  useEffect(() => {
    announce(moves.length === 0 ? t('sameTitle') : total);
  }, [announce, moves, total, t]);
  if (moves.length === 0) return <EmptyState title={t('sameTitle')} text={t('same')} />;
  const save = () => {
    const head = ['from', 'to', 'blocks', 'households', 'residents', 'buildings'].map((key) => t(`column.${key}`));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([movesCsv(moves, head)], { type: 'text/csv' }));
    link.download = `${t('file', { left: nameOf(left), right: nameOf(right) })}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
    announce(t('saved'));
  };
  const { bounds } = comparison;
  return (
    <>
      <div className={styles.totals}>
        <p className="tabular">{total}</p>
        <div className={styles.buttons}>
          {bounds && (
            <Button
              size="small"
              onClick={() => {
                mark({ type: 'MultiPolygon', coordinates: moves.flatMap(({ area }) => area) });
                show(bounds);
              }}
            >
              {t('showAll')}
            </Button>
          )}
          <Button size="small" icon={<DownloadOutlined />} onClick={save}>
            {t('csv')}
          </Button>
        </div>
      </div>
      <ul className={styles.list} aria-label={t('moves')}>
        {moves.map(({ from, to, fromName, toName, blocks, households, residents, bounds: place, area }) => (
          <li key={`${from} ${to}`}>
            <button
              type="button"
              className={styles.move}
              title={t('common:action.flyTo')}
              aria-pressed={marked?.coordinates === area}
              onClick={() => {
                const isMarked = marked?.coordinates === area;
                mark(isMarked ? null : { type: 'MultiPolygon', coordinates: area });
                if (!isMarked) show(place);
              }}
            >
              <span className={styles.names}>
                <span className={styles.name}>{fromName}</span>
                <ArrowRightOutlined className={styles.arrow} aria-label={t('to')} />
                <span className={styles.name}>{toName}</span>
              </span>
              <span className={`${styles.amounts} tabular`}>
                {t('moved', {
                  ...{ blocks: format.number(blocks), households: format.households(households) },
                  residents: format.residents(residents),
                })}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
