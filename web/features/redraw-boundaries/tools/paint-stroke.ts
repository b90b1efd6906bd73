import type { StepLabel } from '../../../../api/contract/plans.ts';
import type { Edit } from '../../../../geo/divide/edit.ts';
import { regionAt } from '../../../../geo/divide/regions.ts';
import { atomOf, type Brush, barredBy, isGrouping, isTaken, paintEdits } from '../../../state/plan/paint.ts';
import type { PaintTarget } from '../../../state/plan/plan-store.ts';
import { createStrokeFigures } from '../stroke-figures.ts';
import type { ToolContext } from './tool.ts';

/** Blocks that a gesture gathers, shown as they will be, and one step in the end. */
export interface PaintStroke {
  readonly target: PaintTarget;
  add(blocks: Iterable<number>): void;
  /** Takes exactly these: what was gathered before and is not among them is let go. */
  set(blocks: ReadonlySet<number>): void;
  finish(): void;
  cancel(): void;
}

/**
 * Where a stroke that starts at a block paints to: the target that was chosen, else the region of that block, so that
 * pressing inside a region and pulling makes it larger.
 */
export function targetFrom(context: ToolContext, block: number | null): PaintTarget | null {
  const { target, level } = context.store.getState();
  const { draft } = context.plan();
  if (target === 'unassigned') return target;
  if (target !== null && draft.regions.has(target)) return target;
  return block === null ? null : regionAt(draft, block, level);
}

export function beginPaint(context: ToolContext, target: PaintTarget, only: Partial<Brush> = {}): PaintStroke {
  const { session, store, picture } = context;
  const { level, source } = store.getState();
  const brush: Brush = { level, source, target, ...only };
  const figures = createStrokeFigures(context, brush);
  const gathered = new Set<number>();
  /** why a block was left that the stroke was meant for */
  let barred: ReturnType<typeof barredBy> = null;

  function take(blocks: Iterable<number>): void {
    const { draft, replica } = context.plan();
    const fresh: number[] = [];
    for (const block of blocks) {
      if (gathered.has(block)) continue;
      if (!isTaken(draft, replica.scope, brush, block)) {
        barred ??= barredBy(draft, replica.scope, brush, block);
        continue;
      }
      for (const atom of atomOf(draft, level, block)) {
        gathered.add(atom);
        fresh.push(atom);
      }
    }
    if (fresh.length === 0) return;
    picture.stroke(fresh, target);
    figures.add(fresh);
  }
  /** Lets go what is painted as one with none of these. */
  function letGo(but: ReadonlySet<number>): void {
    const { draft } = context.plan();
    const kept = new Set<number>();
    for (const block of but)
      if (gathered.has(block) && !kept.has(block)) for (const atom of atomOf(draft, level, block)) kept.add(atom);
    const lost = [...gathered].filter((block) => !kept.has(block));
    if (lost.length === 0) return;
    for (const block of lost) gathered.delete(block);
    picture.stroke(lost, null);
    figures.remove(lost);
  }
  const end = (): void => {
    picture.endStroke();
    figures.end();
  };
  return {
    target,
    add: take,
    set(blocks) {
      letGo(blocks);
      take(blocks);
    },
    finish() {
      end();
      const { draft } = context.plan();
      const blocks = [...gathered].filter((block) => draft.fabric.blocks.has(block));
      if (blocks.length === 0) {
        // A stroke that takes nothing says why; one that takes something shows where it stopped.
        if (barred) store.setState({ refusal: { ...barred, detail: barred.reason, at: null } });
        return;
      }
      const edits = paintEdits(draft, brush, blocks);
      session.execute(paintLabel(context, target, isGrouping(brush.level) ? edits : blocks), edits);
    },
    cancel: end,
  };
}

/** @param painted  blocks; where communities are grouped, the edits, one a community */
export function paintLabel(
  { regionName }: Pick<ToolContext, 'regionName'>,
  target: PaintTarget,
  painted: readonly number[] | readonly Edit[],
): StepLabel {
  const n = painted.length;
  const groups = typeof painted[0] === 'object';
  if (target === 'unassigned') return { key: groups ? 'ungroup' : 'unassign', values: { n } };
  return { key: groups ? 'group' : 'paint', values: { n, to: regionName(target) } };
}
