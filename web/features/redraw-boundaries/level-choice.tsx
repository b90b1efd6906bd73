import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanLevel } from '../../../api/contract/plans.ts';
import { openState, planStore, usePlan } from '../../state/plan/plan-store.ts';
import styles from './level-choice.module.css';
import { useDraft } from './use-plan.ts';

/** Levels that a plan can paint: its own, and grids below communities where there are any. */
export function LevelChoice() {
  const { t } = useTranslation('redraw-boundaries');
  const own = usePlan((state) => openState(state)?.plan.level);
  const level = usePlan((state) => state.level);
  const hasGrids = useDraft(({ draft }) => [...draft.regions.values()].some(({ kind }) => kind === 'grid'));
  const name = useId();
  const levels: readonly PlanLevel[] = own === 'community' && hasGrids ? ['community', 'grid'] : own ? [own] : [];
  if (levels.length < 2) return null;
  return (
    <fieldset className={styles.levels}>
      <legend className={styles.legend}>{t('level.label')}</legend>
      {levels.map((value) => (
        <label key={value} className={styles.level} data-chosen={value === level}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            checked={value === level}
            onChange={() => planStore.setState({ level: value, target: null, source: { kind: 'all' }, regions: [] })}
          />
          {t(`common:level.${value}`)}
        </label>
      ))}
    </fieldset>
  );
}
