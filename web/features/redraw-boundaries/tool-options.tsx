import { DownOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { regionsOfLevel } from '../../state/plan/figures.ts';
import { isWithin } from '../../state/plan/paint.ts';
import {
  BRUSH_PX,
  type PaintSource,
  type PaintTarget,
  type PlanTool,
  planStore,
  usePlan,
} from '../../state/plan/plan-store.ts';
import { regionOrder } from '../../state/region-order.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { drawing } from './drawing-keys.ts';
import type { MarkStore } from './marks.ts';
import { useNewRegion } from './new-region.ts';
import { useRefusalText } from './notices.tsx';
import { RegionDot } from './region-dot.tsx';
import { RegionPicker } from './region-picker.tsx';
import { useRegionName } from './region-words.ts';
import { growBrush } from './shortcuts.ts';
import styles from './tool-options.module.css';
import { useDraft } from './use-plan.ts';

const AREA_TOOLS: ReadonlySet<PlanTool> = new Set(['click', 'rectangle', 'lasso', 'brush']);
const LINE_TOOLS: ReadonlySet<PlanTool> = new Set(['nodes', 'reshape', 'cut']);

/** What the chosen tool works with: where to, from where, how wide, snapping. */
export function ToolOptions({ marks }: { readonly marks: MarkStore }) {
  const { t } = useTranslation('redraw-boundaries');
  const tool = usePlan((state) => state.tool);
  const area = usePlan((state) => state.area);
  if (tool === 'select') return null;
  const paints = AREA_TOOLS.has(tool) && area === 'paint';
  return (
    <section className={styles.options} aria-label={t('options')}>
      {AREA_TOOLS.has(tool) && <AreaChoice />}
      {paints && <TargetChoice />}
      {paints && <SourceChoice />}
      {tool === 'brush' && <BrushSize />}
      {LINE_TOOLS.has(tool) && <Snapping />}
      {(LINE_TOOLS.has(tool) || tool === 'push') && <LineState tool={tool} marks={marks} />}
    </section>
  );
}

function AreaChoice() {
  const { t } = useTranslation('redraw-boundaries');
  const area = usePlan((state) => state.area);
  const name = useId();
  return (
    <fieldset className={styles.segments}>
      <legend className="visually-hidden">{t('area.label')}</legend>
      {(['paint', 'choose'] as const).map((value) => (
        <label key={value} className={styles.segment} data-chosen={area === value} title={t(`area.${value}Hint`)}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            checked={area === value}
            onChange={() => planStore.setState({ area: value })}
          />
          {t(`area.${value}`)}
        </label>
      ))}
    </fieldset>
  );
}

function Chip({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <span className={styles.chipLabel}>{label}</span>
      {children}
      <DownOutlined className={styles.caret} aria-hidden="true" />
    </>
  );
}

/** Regions of the level that the plan may change, in the order of the tree. */
function useRegions() {
  const level = usePlan((state) => state.level);
  return useDraft(
    ({ draft, replica }) => {
      const found = regionsOfLevel(draft, level).filter(
        ({ id, kind }) => kind === 'network' || kind === 'union' || isWithin(draft, replica.scope, id),
      );
      return found.sort(regionOrder(found));
    },
    [level],
  );
}

function TargetChoice() {
  const { t } = useTranslation('redraw-boundaries');
  const target = usePlan((state) => state.target);
  const level = usePlan((state) => state.level);
  const regions = useRegions() ?? [];
  const region = regions.find(({ id }) => id === target);
  const regionName = useRegionName();
  const create = useNewRegion();
  const chosen = target === 'unassigned' || region ? target! : 'auto';
  const text =
    chosen === 'auto' ? t('target.auto') : chosen === 'unassigned' ? t('target.unassigned') : regionName(chosen);
  return (
    <Popover
      label={t('target.choose', { chosen: text })}
      buttonClass={styles.chip}
      button={
        <Chip label={t('target.label')}>
          {chosen !== 'auto' && <RegionDot hue={region?.hue ?? null} />}
          <span className={styles.chipValue}>{text}</span>
        </Chip>
      }
    >
      {(close) => (
        <>
          <RegionPicker
            label={t('target.label')}
            regions={regions}
            specials={[
              { value: 'auto', label: t('target.auto'), hint: t('target.autoHint') },
              { value: 'unassigned', label: t('target.unassigned'), hint: t('target.unassignedHint') },
            ]}
            value={chosen}
            choose={(value) => {
              planStore.setState({ target: value === 'auto' ? null : (value as PaintTarget) });
              close();
            }}
          />
          <button
            type="button"
            className={styles.create}
            onClick={() => {
              create([]);
              close();
            }}
          >
            <PlusOutlined aria-hidden="true" /> {t('newRegion.empty', { kind: t(`common:kind.${level}`) })}
          </button>
        </>
      )}
    </Popover>
  );
}

function SourceChoice() {
  const { t } = useTranslation('redraw-boundaries');
  const source = usePlan((state) => state.source);
  const regions = useRegions() ?? [];
  const regionName = useRegionName();
  const value = source.kind === 'region' ? source.region : source.kind;
  const text = source.kind === 'region' ? regionName(source.region) : t(`source.${source.kind}`);
  const choose = (chosen: 'all' | 'unassigned' | number): void => {
    const next: PaintSource = typeof chosen === 'number' ? { kind: 'region', region: chosen } : { kind: chosen };
    planStore.setState({ source: next });
  };
  return (
    <Popover
      label={t('source.choose', { chosen: text })}
      buttonClass={styles.chip}
      button={
        <Chip label={t('source.label')}>
          <span className={styles.chipValue}>{text}</span>
        </Chip>
      }
    >
      {(close) => (
        <RegionPicker
          label={t('source.label')}
          regions={regions}
          specials={(['all', 'unassigned'] as const).map((kind) => ({
            value: kind,
            label: t(`source.${kind}`),
            hint: t(`source.${kind}Hint`),
          }))}
          value={value}
          choose={(chosen) => {
            choose(chosen);
            close();
          }}
        />
      )}
    </Popover>
  );
}

function BrushSize() {
  const { t } = useTranslation('redraw-boundaries');
  const size = usePlan((state) => state.brushPx);
  return (
    <div className={styles.size}>
      <IconButton label={`${t('shortcut.smaller')} ([)`} icon={<MinusOutlined />} onClick={() => growBrush(1 / 1.25)} />
      <input
        type="range"
        className={styles.range}
        aria-label={t('brushSize')}
        min={BRUSH_PX.least}
        max={BRUSH_PX.most}
        value={size}
        onChange={(event) => planStore.setState({ brushPx: Number(event.target.value) })}
      />
      <IconButton label={`${t('shortcut.larger')} (])`} icon={<PlusOutlined />} onClick={() => growBrush(1.25)} />
    </div>
  );
}

/** What to do next, or why it cannot be; with buttons for those who have no keyboard. */
function LineState({ tool, marks }: { readonly tool: PlanTool; readonly marks: MarkStore }) {
  const { t } = useTranslation('redraw-boundaries');
  const refusalText = useRefusalText();
  const refusal = useStore(marks, (state) => state.refusal);
  const points = useStore(marks, ({ shape }) => (shape?.kind === 'line' ? shape.points.length : 0));
  const hasChosen = useStore(marks, ({ handle }) => handle?.kind === 'chosen');
  return (
    <>
      <span className={styles.hint} data-refused={refusal !== null}>
        {refusal ? refusalText(refusal) : t(`toolHint.${tool}`)}
      </span>
      {points > 0 && (
        <>
          <Button onClick={() => drawing.toolKey('Enter')}>{t('line.finish')}</Button>
          <Button onClick={() => drawing.toolKey('Backspace')}>{t('line.back')}</Button>
          <Button onClick={() => drawing.toolKey('Escape')}>{t('line.drop')}</Button>
        </>
      )}
      {hasChosen && <Button onClick={() => drawing.toolKey('Delete')}>{t('line.removePoint')}</Button>}
    </>
  );
}

function Snapping() {
  const { t } = useTranslation('redraw-boundaries');
  const snapping = usePlan((state) => state.snapping);
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={snapping}
        onChange={(event) => planStore.setState({ snapping: event.target.checked })}
      />
      {t('snapping')}
    </label>
  );
}
