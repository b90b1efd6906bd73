import { LeftOutlined, SwapOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanLevel } from '../../../api/contract/plans.ts';
import { compareDivisions } from '../../api-client/comparisons.ts';
import { noticeOf } from '../../api-client/http.ts';
import { useDivisionTitle } from '../../i18n/division-title.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { usePlans } from '../../state/plan-queries.ts';
import type { ComparedSide, Comparison } from '../../state/plan-room.ts';
import { useCounty, useRegions } from '../../state/queries.ts';
import { store, useApp } from '../../state/store.ts';
import { Field } from '../../ui/field.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import styles from './compare-panel.module.css';
import { compareStore, levelOf, levelsOf, useCompare } from './compare-store.ts';
import { MoveList } from './move-list.tsx';
import { useSideNames } from './use-side-names.ts';

/** Two divisions or plans beside each other: which, how they are looked at, and what differs. */
export function ComparePanel() {
  const comparison = useApp((state) => state.comparison);
  return comparison && <Panel comparison={comparison} />;
}

const keyOf = ({ kind, id }: ComparedSide): string => `${kind}:${id}`;

function sideOf(key: string): ComparedSide {
  const [kind, id] = key.split(':');
  return { kind: kind as ComparedSide['kind'], id: Number(id) };
}

const VIEWS = ['swipe', 'side'] as const;

function Panel({ comparison }: { readonly comparison: Comparison }) {
  const { left, right } = comparison;
  const { t } = useTranslation('compare-divisions');
  const compare = useApp((state) => state.compare);
  const endComparison = useApp((state) => state.endComparison);
  const view = useCompare((state) => state.view);
  const level = useLevel(comparison);
  const regions = useRegions().data?.regions;
  const kinds = new Set(regions?.map(({ kind }) => kind));
  useLayerOf(level);
  return (
    <section className={styles.panel} aria-label={t('title')}>
      <Button type="text" size="small" icon={<LeftOutlined />} className={styles.back} onClick={endComparison}>
        {t('common:action.back')}
      </Button>
      <h2 className={styles.title}>{t('title')}</h2>
      <div className={styles.sides}>
        <SideSelect label={t('left')} side={left} onSide={(side) => compare(side, right)} />
        <Button
          type="text"
          icon={<SwapOutlined />}
          aria-label={t('swap')}
          title={t('swap')}
          onClick={() => compare(right, left)}
        />
        <SideSelect label={t('right')} side={right} onSide={(side) => compare(left, side)} />
      </div>
      <div className={styles.looks}>
        <Segmented
          aria-label={t('view')}
          value={view}
          onChange={(chosen) => compareStore.setState({ view: chosen })}
          options={VIEWS.map((value) => ({ value, label: t(value) }))}
        />
        <Segmented
          aria-label={t('level')}
          value={level ?? undefined}
          onChange={(chosen) => compareStore.setState({ level: chosen })}
          options={levelsOf(kinds, level).map((value) => ({ value, label: t(`common:kind.${value}`) }))}
        />
      </div>
      {view === 'swipe' && <p className={styles.hint}>{t('swipeHint')}</p>}
      {level && <Difference comparison={comparison} level={level} />}
    </section>
  );
}

/** null until it is known what the compared plans are about */
function useLevel(comparison: Comparison): PlanLevel | null {
  const plans = usePlans().data;
  const chosen = useCompare((state) => state.level);
  return chosen ?? (plans ? levelOf(comparison, plans) : null);
}

/** What is compared is to be seen on both maps; what was not on the map before goes with the comparison. */
function useLayerOf(level: PlanLevel | null): void {
  useEffect(() => {
    const { layers, setLayers } = store.getState();
    if (level === null || layers[level]) return;
    setLayers([level], true);
    return () => setLayers([level], false);
  }, [level]);
}

interface SideProps {
  readonly label: string;
  readonly side: ComparedSide;
  onSide(side: ComparedSide): void;
}

function SideSelect({ label, side, onSide }: SideProps) {
  const { t } = useTranslation('compare-divisions');
  const format = useFormat();
  const divisions = useCounty().data?.divisions ?? [];
  const plans = usePlans().data ?? [];
  const titleOf = useDivisionTitle();
  const nameOf = useSideNames();
  const options = [
    {
      label: t('divisions'),
      options: divisions.toReversed().map(({ id, name, validFrom }) => ({
        value: keyOf({ kind: 'division', id }),
        label: t('division', { name: titleOf(name), date: format.date(validFrom) }),
      })),
    },
    {
      label: t('plans'),
      options: plans.map(({ id, title }) => ({ value: keyOf({ kind: 'plan', id }), label: title })),
    },
  ].filter(({ options: any }) => any.length > 0);
  const known = options.some(({ options: any }) => any.some(({ value }) => value === keyOf(side)));
  return (
    <Field label={label}>
      {(id) => (
        <Select
          id={id}
          className={styles.side}
          value={known ? keyOf(side) : nameOf(side)}
          onChange={(key) => onSide(sideOf(key))}
          options={options}
          popupMatchSelectWidth={280}
        />
      )}
    </Field>
  );
}

interface DifferenceProps {
  readonly comparison: Comparison;
  readonly level: PlanLevel;
}

function Difference({ comparison: { left, right }, level }: DifferenceProps) {
  const { t } = useTranslation('compare-divisions');
  const county = useApp((state) => state.county) ?? '';
  const versions = usePlans()
    .data?.map(({ id, version }) => `${id}.${version}`)
    .join();
  const found = useQuery({
    queryKey: ['comparison', county, keyOf(left), keyOf(right), level, versions],
    queryFn: ({ signal }) => compareDivisions(county, keyOf(left), keyOf(right), level, signal),
  });
  if (found.error) {
    const notice = noticeOf(found.error);
    return <Failure notice={notice} retry={() => void found.refetch()} />;
  }
  if (!found.data) return <SkeletonLines label={t('common:panel.loading')} lines={6} />;
  return <MoveList comparison={found.data} left={left} right={right} />;
}
