import { sameArc } from '../fabric/draft/delta.ts';
import type { Draft } from './draft.ts';
import type { DraftRegion } from './edit.ts';
import { blocksWithin } from './regions.ts';

/** How a division differs from the one that it began as; how it came about does not matter. */
export interface Differences {
  /** whether anything is different: a line, what lies where, or what a region is called */
  readonly changed: boolean;
  /** whether a line or a block is */
  readonly redrawn: boolean;
  /** blocks beside lines that differ, and blocks that are no more */
  readonly touchedBlocks: ReadonlySet<number>;
}

/** Takes time in proportion to the county. Locks, reasons and regions that hold nothing are no part of a division. */
export function differencesOf(base: Draft, draft: Draft): Differences {
  const touchedBlocks = touched(base, draft);
  const redrawn = touchedBlocks.size > 0;
  const changed =
    redrawn ||
    [...base.regionOf].some(([block, region]) => draft.regionOf.get(block) !== region) ||
    (['network', 'union'] as const).some((kind) => !isSameMap(base.groupings[kind], draft.groupings[kind])) ||
    [...new Set([...base.regions.keys(), ...draft.regions.keys()])].some((id) => differs(base, draft, id));
  return { changed, redrawn, touchedBlocks };
}

function touched(base: Draft, draft: Draft): Set<number> {
  const blocks = new Set<number>();
  const [before, after] = [base.fabric.arcs, draft.fabric.arcs];
  const note = (arc: { left: number | null; right: number | null } | undefined): void => {
    for (const block of [arc?.left, arc?.right]) if (block != null) blocks.add(block);
  };
  for (const [id, arc] of before) {
    const now = after.get(id);
    if (now && sameArc(arc, now)) continue;
    note(arc);
    note(now);
  }
  for (const [id, arc] of after) if (!before.has(id)) note(arc);
  return blocks;
}

function differs(base: Draft, draft: Draft, id: number): boolean {
  const [before, after] = [base.regions.get(id), draft.regions.get(id)];
  const standing = [before && blocksWithin(base, id).length > 0, after && blocksWithin(draft, id).length > 0];
  if (!standing[0] && !standing[1]) return false;
  return standing[0] !== standing[1] || !isSameRegion(before!, after!);
}

const isSameRegion = (a: DraftRegion, b: DraftRegion): boolean =>
  (['kind', 'parent', 'name', 'nameEn', 'hue'] as const).every((key) => a[key] === b[key]);

const isSameMap = (a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): boolean =>
  a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
