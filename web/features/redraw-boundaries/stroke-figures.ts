import { regionAt } from '../../../geo/divide/regions.ts';
import { figuresOf, meanHouseholds } from '../../state/plan/figures.ts';
import { type Brush, paintEdits } from '../../state/plan/paint.ts';
import type { StrokeState } from '../../state/plan/plan-store.ts';
import { refusalView } from '../../state/plan/session.ts';
import type { ToolContext } from './tools/tool.ts';

/** The panel need not follow every pixel: a person reads figures a dozen times a second at best. */
const EVERY_MS = 80;
/** After a reading that took long the stroke has this many times as long for itself. */
const REST = 4;
/** More regions than these have no room beside the map while a stroke runs. */
const MOST_REGIONS = 5;

export interface StrokeFigures {
  update(blocks: ReadonlySet<number>): void;
  end(): void;
}

/** Keeps the store's figures of a running stroke up to date: what the regions that it touches would amount to. */
export function createStrokeFigures(context: ToolContext, brush: Brush): StrokeFigures {
  let latest: ReadonlySet<number> = new Set();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tookMs = 0;
  const show = (): void => {
    timer = undefined;
    const started = performance.now();
    context.store.setState({ stroke: strokeState(context, brush, latest) });
    tookMs = performance.now() - started;
  };
  return {
    update(blocks) {
      latest = blocks;
      timer ??= setTimeout(show, Math.max(EVERY_MS, REST * tookMs));
    },
    end() {
      clearTimeout(timer);
      context.store.setState({ stroke: null });
    },
  };
}

function strokeState({ session, plan }: ToolContext, brush: Brush, taken: ReadonlySet<number>): StrokeState {
  const { draft } = plan();
  const blocks = [...taken].filter((block) => draft.fabric.blocks.has(block));
  const households = blocks.reduce((sum, block) => sum + draft.contentsOf(block).households, 0);
  const edits = paintEdits(draft, brush, blocks);
  if (edits.length === 0) return { blocks: 0, households: 0, figures: new Map(), refusal: null };
  const regions = touchedRegions(draft, brush, blocks);
  const tried = session.attempt(edits, (after) => {
    const mean = meanHouseholds(after, brush.level);
    return new Map(regions.map((region) => [region, figuresOf(after, region, mean)] as const));
  });
  const found = { blocks: blocks.length, households };
  return tried.ok
    ? { ...found, figures: tried.value, refusal: null }
    : { ...found, figures: new Map(), refusal: refusalView(tried) };
}

/** The target, then whoever loses most blocks. */
function touchedRegions(
  draft: Parameters<typeof paintEdits>[0],
  { level, target }: Brush,
  blocks: readonly number[],
): number[] {
  const losing = new Map<number, number>();
  for (const block of blocks) {
    const region = regionAt(draft, block, level);
    if (region !== null) losing.set(region, (losing.get(region) ?? 0) + 1);
  }
  const losers = [...losing].sort((a, b) => b[1] - a[1]).map(([region]) => region);
  return [...(target === 'unassigned' ? [] : [target]), ...losers].slice(0, MOST_REGIONS);
}
