import { useTranslation } from 'react-i18next';
import { usePlan } from '../../state/plan/plan-store.ts';
import { SkeletonLines } from '../../ui/states.tsx';
import { ChosenRegions } from './chosen-regions.tsx';
import { Finder } from './finder.tsx';
import { LevelChoice } from './level-choice.tsx';
import { RegionTable } from './region-table.tsx';
import { RulePanel } from './rule-panel.tsx';
import { StrokeFigures } from './stroke-panel.tsx';

/** What the open plan amounts to while it is drawn: figures, rules, what is loose, and every region. */
export function DrawTab() {
  const { t } = useTranslation('redraw-boundaries');
  const kind = usePlan((state) => state.session.kind);
  const running = usePlan((state) => state.stroke !== null);
  if (kind === 'failed') return null;
  if (kind !== 'open') return <SkeletonLines label={t('common:panel.loading')} lines={8} />;
  return (
    <>
      <LevelChoice />
      {running ? <StrokeFigures /> : <ChosenRegions />}
      <RulePanel />
      <Finder />
      <RegionTable />
    </>
  );
}
