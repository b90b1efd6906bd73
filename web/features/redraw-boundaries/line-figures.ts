import type { PlanLevel } from '../../../api/contract/plans.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import type { DraftDelta, Edit } from '../../../geo/divide/edit.ts';
import { regionAt } from '../../../geo/divide/regions.ts';
import { figuresOf, meanHouseholds, type RegionFigures, shapeFigures } from '../../state/plan/figures.ts';
import { FIGURES_EVERY_MS } from './stroke-figures.ts';
import type { ToolContext } from './tools/tool.ts';

/** Regions that meet where a line is moved; more have no room beside the map. */
const MOST_REGIONS = 4;

export interface LineFigures {
  /** The line as these edits would have it. */
  show(edits: () => readonly Edit[]): void;
  end(): void;
}

/** While a line is moved: what the regions beside it would amount to, in the store. */
export function createLineFigures({ session, store }: Pick<ToolContext, 'session' | 'store'>): LineFigures {
  let latest: (() => readonly Edit[]) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function weigh(): void {
    timer = undefined;
    const edits = latest?.() ?? [];
    const { level } = store.getState();
    const weighed =
      edits.length > 0 ? session.weigh(edits, (draft, delta) => figuresBeside(draft, delta, level)) : null;
    // What is refused is told beside the line itself.
    store.setState({ stroke: weighed?.ok ? { taken: null, figures: weighed.value, refusal: null } : null });
  }
  return {
    show(edits) {
      latest = edits;
      timer ??= setTimeout(weigh, FIGURES_EVERY_MS);
    },
    end() {
      clearTimeout(timer);
      timer = undefined;
      latest = null;
      if (store.getState().stroke !== null) store.setState({ stroke: null });
    },
  };
}

/** Figures of the regions of a level on both sides of the arcs that a delta changes. */
function figuresBeside(draft: Draft, { fabric }: DraftDelta, level: PlanLevel): Map<number, RegionFigures> {
  const blocks = new Set(fabric.arcs.flatMap(({ after }) => [after?.left, after?.right]));
  const found = new Map<number, RegionFigures>();
  const mean = meanHouseholds(draft, level);
  for (const block of blocks) {
    const region = block == null ? null : regionAt(draft, block, level);
    if (region === null || found.has(region) || found.size === MOST_REGIONS) continue;
    const figures = figuresOf(draft, region, mean);
    if (figures) found.set(region, { ...figures, ...shapeFigures(draft, region) });
  }
  return found;
}
