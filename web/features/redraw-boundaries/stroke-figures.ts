import { type Trial, tryPartition } from '../../../geo/divide/partition.ts';
import { figuresOnTrial } from '../../state/plan/figures.ts';
import { type Brush, paintEdits } from '../../state/plan/paint.ts';
import { openState, type RefusalView } from '../../state/plan/plan-store.ts';
import { refusalView } from '../../state/plan/session.ts';
import type { ToolContext } from './tools/tool.ts';

/** The panel need not follow every pixel: a person reads figures a dozen times a second at best. */
const EVERY_MS = 80;
/** More regions than these have no room beside the map while a stroke runs. */
const MOST_REGIONS = 5;

export interface StrokeFigures {
  /** The stroke takes these, too. */
  add(blocks: readonly number[]): void;
  /** The stroke takes nothing any more. */
  clear(): void;
  end(): void;
}

/** What a stroke makes of the draft, counted on as it goes. */
interface Counted {
  readonly trial: Trial;
  /** tick of the draft that it was counted on */
  readonly tick: number;
  blocks: number;
  households: number;
  refusal: RefusalView | null;
  /** blocks that regions lose */
  readonly losing: Map<number, number>;
}

/**
 * Keeps the store's figures of a running stroke up to date: what the regions that it touches would amount to. Each time
 * it counts what the stroke has taken since, so that a long stroke is not slower than a short one.
 */
export function createStrokeFigures(context: ToolContext, brush: Brush): StrokeFigures {
  const { session, store, plan } = context;
  const { level } = brush;
  const target = brush.target === 'unassigned' ? null : brush.target;
  let taken: number[] = [];
  let waiting: number[] = [];
  let counted: Counted | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function countOn(): Counted {
    const { draft } = plan();
    const tick = openState(store.getState())?.tick ?? 0;
    if (counted?.tick !== tick) {
      const trial = tryPartition(draft.partition(level), draft.partitionInput(level));
      counted = { trial, tick, blocks: 0, households: 0, refusal: null, losing: new Map() };
      waiting = taken;
    }
    const blocks = waiting.filter((block) => draft.fabric.blocks.has(block));
    waiting = [];
    const { labelOf } = draft.partitionInput(level);
    for (const block of blocks) {
      const from = labelOf(block);
      if (from !== null) counted.losing.set(from, (counted.losing.get(from) ?? 0) + 1);
      counted.trial.move(block, target);
      counted.blocks += 1;
      counted.households += draft.contentsOf(block).households;
    }
    const edits = paintEdits(draft, brush, blocks);
    const tried = edits.length > 0 ? session.attempt(edits, () => null) : null;
    if (tried && !tried.ok) counted.refusal ??= refusalView(tried);
    return counted;
  }
  function show(): void {
    timer = undefined;
    const { trial, blocks, households, refusal, losing } = countOn();
    const losers = [...losing].sort((a, b) => b[1] - a[1]).map(([region]) => region);
    const regions = [...(target === null ? [] : [target]), ...losers].slice(0, MOST_REGIONS);
    const figures = new Map(
      refusal ? [] : regions.map((region) => [region, figuresOnTrial(plan().draft, trial, region)] as const),
    );
    store.setState({ stroke: { blocks, households, figures, refusal } });
  }
  return {
    add(blocks) {
      for (const block of blocks) {
        taken.push(block);
        waiting.push(block);
      }
      timer ??= setTimeout(show, EVERY_MS);
    },
    clear() {
      taken = [];
      waiting = [];
      counted = null;
    },
    end() {
      clearTimeout(timer);
      store.setState({ stroke: null });
    },
  };
}
