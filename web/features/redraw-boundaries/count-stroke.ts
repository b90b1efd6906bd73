import type { Draft } from '../../../geo/divide/draft.ts';
import type { Edit } from '../../../geo/divide/edit.ts';
import { tryPartition } from '../../../geo/divide/partition.ts';
import { figuresOnTrial } from '../../state/plan/figures.ts';
import { type Brush, paintEdits } from '../../state/plan/paint.ts';
import type { RefusalView, StrokeState } from '../../state/plan/plan-store.ts';

/** More regions than these have no room beside the map while a stroke runs. */
const MOST_REGIONS = 5;

/** What a stroke makes of a draft, counted on as it takes more: a long stroke is not slower than a short one. */
export interface StrokeCount {
  add(blocks: readonly number[]): void;
  state(): StrokeState;
}

/**
 * Holds as long as the draft stays as it is.
 *
 * @param refusalOf  why edits cannot be done; null = they can
 */
export function countStroke(
  draft: Draft,
  brush: Brush,
  refusalOf: (edits: readonly Edit[]) => RefusalView | null,
): StrokeCount {
  const { level } = brush;
  const target = brush.target === 'unassigned' ? null : brush.target;
  const input = draft.partitionInput(level);
  const trial = tryPartition(draft.partition(level), input);
  /** blocks that regions lose */
  const losing = new Map<number, number>();
  let [taken, households] = [0, 0];
  let refusal: RefusalView | null = null;
  return {
    add(blocks) {
      const there = blocks.filter((block) => draft.fabric.blocks.has(block));
      for (const block of there) {
        const from = input.labelOf(block);
        if (from !== null) losing.set(from, (losing.get(from) ?? 0) + 1);
        trial.move(block, target);
        taken += 1;
        households += draft.contentsOf(block).households;
      }
      const edits = paintEdits(draft, brush, there);
      if (edits.length > 0) refusal ??= refusalOf(edits);
    },
    state() {
      const losers = [...losing].sort((a, b) => b[1] - a[1]).map(([region]) => region);
      const regions = [...(target === null ? [] : [target]), ...losers].slice(0, MOST_REGIONS);
      const figures = regions.map((region) => [region, figuresOnTrial(draft, trial, region)] as const);
      return { blocks: taken, households, figures: new Map(refusal ? [] : figures), refusal };
    },
  };
}
