import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { planSession } from '../../state/plan/current.ts';
import { baseFigures, baseShapeFigures, type RegionFigures } from '../../state/plan/figures.ts';
import { usePlan } from '../../state/plan/plan-store.ts';
import { usePhone } from '../../ui/use-media.ts';
import styles from './chosen-regions.module.css';
import { FigureRows } from './figure-rows.tsx';
import { useRefusalText } from './notices.tsx';
import { Part } from './part.tsx';
import { RegionDot } from './region-dot.tsx';
import { useRegionName } from './region-words.ts';

/** The regions on the two sides of a border that moves are told in full, what else is touched in brief. */
const FULL = 2;

/** While a stroke runs: what it takes, and what the regions that it touches would amount to. */
export function StrokeFigures() {
  const { t } = useTranslation('redraw-boundaries');
  const format = useFormat();
  const stroke = usePlan((state) => state.stroke);
  const level = usePlan((state) => state.level);
  const regionName = useRegionName();
  const refusalText = useRefusalText();
  const phone = usePhone();
  const plan = planSession.current();
  if (!stroke || !plan) return null;
  const { taken } = stroke;
  const title = taken
    ? t('stroke.title', { n: taken.blocks, households: format.households(taken.households) })
    : t('stroke.line');
  const figuresBefore = (region: number): RegionFigures | null => {
    const figures = baseFigures(plan.base, region, plan.base.meanHouseholds(level));
    return figures && { ...figures, ...baseShapeFigures(plan.base, region) };
  };
  return (
    <Part title={title}>
      {stroke.refusal && <p className={styles.refused}>{t('stroke.refused', { why: refusalText(stroke.refusal) })}</p>}
      {[...stroke.figures].map(([region, figures], place) => (
        <div key={region} className={styles.region}>
          <h4 className={styles.name}>
            <RegionDot hue={plan.draft.regions.get(region)?.hue ?? null} />
            {regionName(region)}
          </h4>
          <FigureRows level={level} now={figures} base={figuresBefore(region)} brief={phone || place >= FULL} />
        </div>
      ))}
    </Part>
  );
}
