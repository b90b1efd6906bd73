import { useTranslation } from 'react-i18next';
import { regionAt } from '../../../geo/divide/regions.ts';
import { useFormat } from '../../i18n/format.ts';
import { planSession } from '../../state/plan/current.ts';
import { regionsOfLevel } from '../../state/plan/figures.ts';
import { isGrouping, paintEdits } from '../../state/plan/paint.ts';
import { openState, planStore, usePlan } from '../../state/plan/plan-store.ts';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import styles from './chosen-regions.module.css';
import { useNewRegion } from './new-region.ts';
import { Part } from './part.tsx';
import { RegionPicker } from './region-picker.tsx';
import { useRegionName } from './region-words.ts';
import { paintLabel } from './tools/paint-stroke.ts';
import { useDraft, useEditable } from './use-plan.ts';

/** Blocks that are chosen, and what can be done with them together. */
export function ChosenBlocks() {
  const { t } = useTranslation('redraw-boundaries');
  const format = useFormat();
  const blocks = usePlan((state) => state.blocks);
  const level = usePlan((state) => state.level);
  const own = usePlan((state) => openState(state)?.plan.level ?? 'community');
  const editable = useEditable();
  const create = useNewRegion();
  const regionName = useRegionName();
  const sums = useDraft(
    ({ draft }) => {
      const there = blocks.filter((block) => draft.fabric.blocks.has(block));
      const contents = there.map((block) => draft.contentsOf(block));
      return {
        there,
        households: contents.reduce((sum, { households }) => sum + households, 0),
        residents: contents.reduce((sum, { residents }) => sum + residents, 0),
        buildings: contents.reduce((sum, { buildings }) => sum + buildings, 0),
        regions: regionsOfLevel(draft, level),
        lies: new Set(there.map((block) => regionAt(draft, block, level))),
      };
    },
    [blocks, level],
  );
  if (!sums) return null;
  const { there, regions, lies } = sums;
  const [first = null] = lies;
  const onlyIn = lies.size === 1 ? first : null;
  const keeper = first === null ? t('target.unassigned') : regionName(first);
  const paintTo = (to: number | 'unassigned'): void => {
    const plan = planSession.current();
    if (!plan) return;
    const edits = paintEdits(plan.draft, { level, target: to }, there);
    if (planSession.execute(paintLabel({ regionName }, to, isGrouping(level) ? edits : there), edits).ok)
      planStore.setState({ blocks: [] });
  };
  const merge = (): void => {
    const [keep, ...others] = there;
    const label = { key: 'mergeBlocks', values: { n: there.length } };
    if (planSession.execute(label, [{ kind: 'merge-blocks', keep: keep!, others }]).ok)
      planStore.setState({ blocks: [keep!] });
  };
  return (
    <Part
      title={t('blocks.title', { n: there.length })}
      extra={
        <Button variant="link" onClick={() => planStore.setState({ blocks: [] })}>
          {t('blocks.letGo')}
        </Button>
      }
    >
      <p className={`${styles.hint} tabular`}>
        {[format.households(sums.households), format.residents(sums.residents), format.buildings(sums.buildings)].join(
          ' · ',
        )}
      </p>
      {editable && (
        <div className={styles.actions}>
          <Popover label={t('blocks.paintTo')} button={t('blocks.paintTo')}>
            {(close) => (
              <RegionPicker
                label={t('blocks.paintTo')}
                regions={regions}
                specials={[
                  { value: 'unassigned' as const, label: t('target.unassigned'), hint: t('target.unassignedHint') },
                ]}
                value={lies.size === 1 ? ([...lies][0] ?? 'unassigned') : -1}
                choose={(to) => {
                  paintTo(to);
                  close();
                }}
              />
            )}
          </Popover>
          <Button onClick={() => create(there)}>
            {onlyIn === null
              ? t('newRegion.of', { kind: t(`common:kind.${level}`) })
              : t('newRegion.outOf', { kind: t(`common:kind.${level}`), name: regionName(onlyIn) })}
          </Button>
          {there.length > 1 && !isGrouping(own) && (
            <Popover label={t('blocks.merge')} button={t('blocks.merge')}>
              {(close) => (
                <div className={styles.ask}>
                  <p>{t('blocks.mergeWords', { n: there.length })}</p>
                  {lies.size > 1 && <p>{t('blocks.mergeAcross', { n: lies.size, name: keeper })}</p>}
                  <Button
                    variant="primary"
                    onClick={() => {
                      close();
                      merge();
                    }}
                  >
                    {t('blocks.mergeNow')}
                  </Button>
                </div>
              )}
            </Popover>
          )}
        </div>
      )}
    </Part>
  );
}
