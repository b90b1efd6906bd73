import type { Draft } from '../../../geo/divide/draft.ts';
import type { Edit } from '../../../geo/divide/edit.ts';
import { type Label, tryPartition } from '../../../geo/divide/partition.ts';
import { regionAt } from '../../../geo/divide/regions.ts';
import { figuresOnTrial } from '../../state/plan/figures.ts';
import { type Brush, isGrouping, paintEdits } from '../../state/plan/paint.ts';
import type { RefusalView, StrokeState } from '../../state/plan/plan-store.ts';

/** More regions than these have no room beside the map while a stroke runs. */
const MOST_REGIONS = 5;

/** What a stroke makes of a draft, counted on as it takes more: a long stroke is not slower than a short one. */
export interface StrokeCount {
  add(blocks: readonly number[]): void;
  remove(blocks: readonly number[]): void;
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
  const losing = new Map<Label, number>();
  /** of communities that go into another grouping, the blocks; by the grouping that they leave */
  const leaving = new Map<Label, Map<number, number>>();
  let [taken, households] = [0, 0];
  let refusal: RefusalView | null = null;

  function move(block: number, isTaken: boolean): void {
    const sign = isTaken ? 1 : -1;
    const from = input.labelOf(block);
    trial.move(block, isTaken ? target : from);
    change(losing, from, sign);
    if (isGrouping(level)) {
      const communities = leaving.get(from) ?? new Map<number, number>();
      leaving.set(from, communities);
      change(communities, regionAt(draft, block, 'community')!, sign);
    }
    taken += sign;
    households += sign * draft.contentsOf(block).households;
  }
  /** Regions one level below that come to a region, less those that it loses. */
  function joined(region: number): number {
    const left = [...leaving].reduce((sum, [, communities]) => sum + communities.size, 0);
    return region === target ? left : -(leaving.get(region)?.size ?? 0);
  }
  const existing = (blocks: readonly number[]): number[] => blocks.filter((block) => draft.fabric.blocks.has(block));
  return {
    add(blocks) {
      const there = existing(blocks);
      for (const block of there) move(block, true);
      const edits = paintEdits(draft, brush, there);
      if (edits.length > 0) refusal ??= refusalOf(edits);
    },
    remove(blocks) {
      for (const block of existing(blocks)) move(block, false);
      if (taken === 0) refusal = null;
    },
    state() {
      const losers = [...losing].filter(([region]) => region !== null).sort((a, b) => b[1] - a[1]);
      const regions = [target, ...losers.map(([region]) => region)].filter((region) => region !== null);
      const figures = regions
        .slice(0, MOST_REGIONS)
        .map((region) => [region, figuresOnTrial(draft, trial, region, joined(region))] as const);
      return { taken: { blocks: taken, households }, figures: new Map(refusal ? [] : figures), refusal };
    },
  };
}

/** Adds to a count, and takes it out at nothing. */
function change<K>(counts: Map<K, number>, key: K, by: number): void {
  const now = (counts.get(key) ?? 0) + by;
  if (now === 0) counts.delete(key);
  else counts.set(key, now);
}
