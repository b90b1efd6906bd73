import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { regionStats } from '../../../geo/divide/region-stats.ts';
import { useNameOf } from '../../i18n/names.ts';
import { planSession } from '../../state/plan/current.ts';
import { baseFigures, baseShapeFigures, figuresOf, meanHouseholds, shapeFigures } from '../../state/plan/figures.ts';
import { isGrouping } from '../../state/plan/paint.ts';
import { boundsOfBlocks } from '../../state/plan/places.ts';
import { usePlan } from '../../state/plan/plan-store.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ChosenBlocks } from './chosen-blocks.tsx';
import styles from './chosen-regions.module.css';
import { FigureRows } from './figure-rows.tsx';
import { Members } from './members.tsx';
import { Part } from './part.tsx';
import { RegionActions } from './region-actions.tsx';
import { RegionDot } from './region-dot.tsx';
import { useDraft } from './use-plan.ts';

/** What is chosen: its figures against those before the plan, and what can be done with it. */
export function ChosenRegions() {
  const { t } = useTranslation('redraw-boundaries');
  const regions = usePlan((state) => state.regions);
  const blocks = usePlan((state) => state.blocks);
  const place = useRef<HTMLDivElement>(null);
  // What was chosen on the map shows itself; whoever chose it in the panel stays where they are.
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolled when something else is chosen
  useEffect(() => {
    if (!document.activeElement?.closest('section')) place.current?.scrollIntoView({ block: 'nearest' });
  }, [regions, blocks]);
  if (regions.length === 0 && blocks.length === 0) {
    return (
      <Part title={t('chosen.none')}>
        <p className={styles.hint}>{t('chosen.hint')}</p>
      </Part>
    );
  }
  return (
    <div ref={place}>
      {blocks.length > 0 && <ChosenBlocks />}
      {regions.map((region) => (
        <ChosenRegion key={region} region={region} alone={regions.length === 1} />
      ))}
      {regions.length > 1 && <RegionActions regions={regions} />}
    </div>
  );
}

function ChosenRegion({ region, alone }: { readonly region: number; readonly alone: boolean }) {
  const { t } = useTranslation('redraw-boundaries');
  const level = usePlan((state) => state.level);
  const nameOf = useNameOf();
  const shown = useDraft(
    ({ draft, base }) => {
      const found = draft.regions.get(region);
      const now = figuresOf(draft, region, meanHouseholds(draft, level));
      if (!found || !now) return null;
      const was = baseFigures(base, region, base.meanHouseholds(level));
      const { fragments } = regionStats(draft, region);
      if (!alone) return { found, now, was, fragments };
      return {
        ...{ found, fragments, now: { ...now, ...shapeFigures(draft, region) } },
        was: was && { ...was, ...baseShapeFigures(base, region) },
      };
    },
    [region, level, alone],
  );
  const flyTo = useApp((state) => state.flyTo);
  if (!shown) return null;
  const showFragment = (at: number): void => {
    const plan = planSession.current();
    const bounds = plan && boundsOfBlocks(plan.draft.fabric, shown.fragments[at]!);
    if (bounds) flyTo(bounds);
  };
  return (
    <Part
      title={nameOf(shown.found)}
      extra={
        <span className={styles.kind}>
          <RegionDot hue={shown.found.hue} /> {t(`common:kind.${shown.found.kind}`)}{' '}
          {shown.found.code ?? (isGrouping(level) ? null : t('newCode'))}
        </span>
      }
    >
      <FigureRows level={level} now={shown.now} base={shown.was} brief={!alone} />
      {shown.fragments.length > 0 && (
        <p className={styles.fragments}>
          {t('chosen.fragments', { n: shown.fragments.length })}
          {shown.fragments.map((fragment, at) => (
            <Button key={fragment[0]} variant="link" onClick={() => showFragment(at)}>
              {t('chosen.fragment', { n: at + 1 })}
            </Button>
          ))}
        </p>
      )}
      {alone && <Members grouping={region} />}
      {alone && <RegionActions regions={[region]} />}
    </Part>
  );
}
