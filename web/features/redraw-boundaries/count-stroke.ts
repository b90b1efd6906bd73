import type { Draft } from '../../../geo/divide/draft.ts';
import type { Edit } from '../../../geo/divide/edit.ts';
import { isMostOf } from '../../../geo/divide/join-region.ts';
import { type Label, tryPartition } from '../../../geo/divide/partition.ts';
import { regionAt } from '../../../geo/divide/regions.ts';
import { figuresOnTrial } from '../../state/plan/figures.ts';
import { type Brush, isGrouping, paintEdits } from '../../state/plan/paint.ts';
import type { RefusalView, StrokeState } from '../../state/plan/plan-store.ts';

/** More regions than these have no room beside the map while a stroke runs. */
const MOST_REGIONS = 5;

/** What a stroke makes of a draft, counted on as it takes more: a long stroke is not slower than a short one. */
export interface StrokeCount {
  /** Takes these, too; what is taken already is passed over. */
  add(blocks: readonly number[]): void;
  /** Lets these go; what is not taken is passed over. */
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
  /** blocks that are taken of each region one level below, and the region that it stands under */
  const parts = new Map<number, { readonly under: Label; readonly blocks: Set<number> }>();
  const all = new Set<number>();
  let households = 0;
  let refusal: RefusalView | null = null;

  function move(block: number, isTaken: boolean): void {
    const sign = isTaken ? 1 : -1;
    const from = input.labelOf(block);
    trial.move(block, isTaken ? target : from);
    change(losing, from, sign);
    const part = level === 'grid' ? null : regionAt(draft, block, isGrouping(level) ? 'community' : 'grid');
    if (part !== null) {
      const taken = parts.get(part) ?? { under: from, blocks: new Set() };
      parts.set(part, taken);
      if (isTaken) taken.blocks.add(block);
      else taken.blocks.delete(block);
    }
    if (isTaken) all.add(block);
    else all.delete(block);
    households += sign * draft.contentsOf(block).households;
  }
  /** A community goes as a whole into another grouping; a grid goes along when most of it is taken. */
  const goesAlong = (part: number, blocks: ReadonlySet<number>): boolean =>
    blocks.size > 0 && (isGrouping(level) || (target !== null && isMostOf(draft, [...blocks], part)));
  /** Regions one level below that come to a region, less those that it loses. */
  function joined(region: number): number {
    const going = [...parts].filter(
      ([part, { under, blocks }]) => (region === target || under === region) && goesAlong(part, blocks),
    );
    return region === target ? going.length : -going.length;
  }
  const ask = (blocks: readonly number[]): RefusalView | null => {
    const edits = paintEdits(draft, brush, blocks);
    return edits.length > 0 ? refusalOf(edits) : null;
  };
  return {
    add(blocks) {
      const fresh = blocks.filter((block) => draft.fabric.blocks.has(block) && !all.has(block));
      for (const block of fresh) move(block, true);
      refusal ??= ask(fresh);
    },
    remove(blocks) {
      if (blocks.length === 0) return;
      for (const block of blocks) if (all.has(block)) move(block, false);
      refusal &&= ask([...all]);
    },
    state() {
      const losers = [...losing].filter(([region]) => region !== null).sort((a, b) => b[1] - a[1]);
      const regions = [target, ...losers.map(([region]) => region)].filter((region) => region !== null);
      const figures = regions
        .slice(0, MOST_REGIONS)
        .map((region) => [region, figuresOnTrial(draft, trial, region, joined(region))] as const);
      return { taken: { blocks: all.size, households }, figures: new Map(refusal ? [] : figures), refusal };
    },
  };
}

/** Adds to a count, and takes it out at nothing. */
function change<K>(counts: Map<K, number>, key: K, by: number): void {
  const now = (counts.get(key) ?? 0) + by;
  if (now === 0) counts.delete(key);
  else counts.set(key, now);
}
