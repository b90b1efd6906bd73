import { toLngLat } from '../crs/local-crs.ts';
import type { ArcState } from '../fabric/draft/draft-fabric.ts';
import { ON_BORDER_CM } from '../fabric/draft/meet-border.ts';
import { distance2 } from '../fabric/draft/segments.ts';
import { composeDeltas, invertDelta, isEmptyDelta, isSame, NO_DELTA, touchesOf } from './delta.ts';
import { blockPlace, deltaOfEdit, isGroupingKind } from './delta-of-edit.ts';
import { applyDelta, applyFitting, type Draft, fitsDelta, isLevel } from './draft.ts';
import type { DraftDelta, DraftRegion, Edit, EditOutcome } from './edit.ts';
import { type Refusal, refuse } from './refuse.ts';
import { lockOver, withAllAbove } from './regions.ts';

/** What a plan may change. */
export interface PlanScope {
  readonly level: 'grid' | 'community' | 'network' | 'union';
  /** regions within which it may change things, those below them included; empty = the whole county */
  readonly area: ReadonlySet<number>;
}

/**
 * Does the edits of one gesture, all or none.
 *
 * Refused when an edit would break the fabric, is not of the plan's level, meets a lock, or reaches beyond the plan's
 * area or the county's own border; the draft is as it was then.
 */
export function doStep(draft: Draft, edits: readonly Edit[], scope: PlanScope): EditOutcome {
  let done = NO_DELTA;
  for (const edit of edits) {
    const outcome = tryEdit(draft, edit, scope);
    if (!outcome.ok) {
      applyDelta(draft, invertDelta(done));
      return outcome;
    }
    applyDelta(draft, outcome.delta);
    done = composeDeltas(done, outcome.delta);
  }
  if (isEmptyDelta(done)) return { ok: false, reason: 'nothing-to-do', at: null, detail: 'everything is so already' };
  return { ok: true, delta: done };
}

/** What one edit would change, or why it may not or cannot; the draft is as it was. */
export function tryEdit(draft: Draft, edit: Edit, scope: PlanScope): EditOutcome {
  const outcome = deltaOfEdit(draft, edit);
  if (!outcome.ok) return outcome;
  return levelRefusal(draft, edit, scope) ?? refusalOf(draft, [edit], outcome.delta, scope) ?? outcome;
}

/** Regions that a plan of a level makes, changes and ends. */
const DRAWN: Readonly<Record<PlanScope['level'], readonly DraftRegion['kind'][]>> = {
  ...{ grid: ['grid'], community: ['community', 'grid'], network: ['network'], union: ['union'] },
};

/** What plans of another level draw; locks and reasons are no part of a division and stand in any. */
function levelRefusal(draft: Draft, edit: Edit, { level }: PlanScope): Refusal | null {
  const draws = (kind: DraftRegion['kind'] | undefined): boolean => kind !== undefined && DRAWN[level].includes(kind);
  const drawsRegion = (id: number): boolean => draws(draft.regions.get(id)?.kind);
  const isDrawn = (): boolean => {
    switch (edit.kind) {
      case 'lock-region':
      case 'exempt-region':
        return true;
      case 'create-region':
        return draws(edit.region.kind);
      case 'merge-regions':
        return drawsRegion(edit.keep);
      case 'split-region':
      case 'dissolve-region':
      case 'rename-region':
      case 'recolour-region':
      case 'move-region':
        return drawsRegion(edit.region);
      case 'group-community':
        return edit.grouping === level;
      case 'record-consent':
        return edit.to === null ? isGroupingKind(level) : drawsRegion(edit.to);
      default:
        return !isGroupingKind(level); // blocks and lines
    }
  };
  if (isDrawn()) return null;
  return refuse('wrong-level', `this plan draws regions of level ${level}; that is for a plan of another level`);
}

/** A step as it was done. */
export interface DoneStep {
  /** what was told to be done; of a step that took another back, the edits of that one */
  readonly edits: readonly Edit[];
  readonly delta: DraftDelta;
}

/**
 * Takes an earlier step back; refused when what it changed has been changed since, or stands under a lock of another
 * step. A step that was done lies in the plan's area, and so does what takes it back.
 */
export function undoStep(draft: Draft, { edits, delta }: DoneStep): EditOutcome {
  const back = invertDelta(delta);
  if (!fitsDelta(draft, back)) {
    const at = placeOf(draft, back);
    return {
      ok: false,
      reason: 'changed-since',
      at,
      detail: 'a later step changed the same things; undo that one first',
    };
  }
  const refusal = refusalOf(draft, edits, back, null);
  if (refusal) return refusal;
  applyFitting(draft, back);
  return { ok: true, delta: back };
}

/** Edits that only move lines; they may not move a locked region's line, nor the county's own. */
const MOVING: ReadonlySet<Edit['kind']> = new Set(['move-node', 'delete-node', 'reshape-arc']);

/** Whether an edit moves lines; a point put on a border does not. */
function movesLines(edit: Edit, { fabric }: DraftDelta): boolean {
  if (edit.kind !== 'insert-node') return MOVING.has(edit.kind);
  const change = fabric.arcs.find(({ id }) => id === edit.arc);
  return [change?.before, change?.after].some((arc) => arc && !standsOn(arc.xy, ...edit.at));
}

/**
 * Locks, the plan's area and the county's border: what keeps a possible change from being done.
 *
 * @param edits  what the change is made of, or takes back; a lock that they set or lift does not stand in their way
 * @param scope  null = only locks are asked
 */
function refusalOf(draft: Draft, edits: readonly Edit[], delta: DraftDelta, scope: PlanScope | null): Refusal | null {
  const own = new Set(edits.flatMap((edit) => (edit.kind === 'lock-region' ? [edit.region] : [])));
  const isMoving = edits.some((edit) => movesLines(edit, delta));
  const changed = isMoving ? blocksBesideMoved(delta) : blocksNamed(edits);
  for (const { region, block } of regionsTouched(draft, changed, delta)) {
    const found = draft.regions.get(region);
    if (!found) continue;
    // Worked out for a refusal alone: it costs more than the edit.
    const at = () => (block === null ? null : blockPlace(draft, block));
    const lock = lockOver(draft, region, own);
    if (lock) return refuse('locked-region', `${lock.name} is locked; unlock it first`, at(), lock.id);
    if (scope && !isInArea(draft, found, scope))
      return refuse('foreign-region', `${found.name} lies outside the area of this plan`, at(), region);
  }
  for (const { before, after } of delta.regions) {
    const parent = after && after.parent !== before?.parent ? draft.regions.get(after.parent ?? -1) : undefined;
    if (!parent) continue;
    const lock = lockOver(draft, parent.id, own);
    if (lock) return refuse('locked-region', `${lock.name} is locked; unlock it first`, null, lock.id);
    if (scope && !mayHold(draft, parent, scope))
      return refuse('foreign-region', `${parent.name} lies outside the area of this plan`, null, parent.id);
  }
  if (!scope || !isMoving) return null;
  const outer = delta.fabric.arcs.find(
    ({ before, after }) => before && (before.left === null || before.right === null) && !isSameLine(before, after),
  )?.before;
  if (!outer) return null;
  const at = toLngLat(draft.fabric.crs, outer.xy[0]!, outer.xy[1]!);
  return refuse('foreign-region', "this is the county's own border, which its plans cannot move", at);
}

/** Whether a point stands on a line, cm. */
function standsOn(xy: readonly number[], x: number, y: number): boolean {
  for (let i = 0; i + 2 < xy.length; i += 2)
    if (distance2(xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!, x, y) <= ON_BORDER_CM ** 2) return true;
  return false;
}

/** Whether an arc runs where it did; the block beside it may be called otherwise. */
const isSameLine = (before: ArcState, after: ArcState | null): boolean =>
  after !== null && before.xy.length === after.xy.length && before.xy.every((c, i) => c === after.xy[i]);

interface Touched {
  readonly region: number;
  /** where in it; null = as a whole */
  readonly block: number | null;
}

/** The regions, as they are before the change, whose ground or row changes. Unlocking and locking touch nothing. */
function regionsTouched(draft: Draft, changed: Iterable<number>, delta: DraftDelta): Touched[] {
  const touched = new Map<number, number | null>();
  const touch = (region: number | null | undefined, block: number | null): void => {
    if (region != null && !touched.has(region)) touched.set(region, block);
  };
  for (const block of changed) touch(draft.regionOf.get(block), block);
  for (const { id, before, after } of delta.assignment) {
    touch(before, draft.fabric.blocks.has(id) ? id : null);
    touch(after, draft.fabric.blocks.has(id) ? id : null);
  }
  for (const { id, before, after } of delta.regions)
    if (!(before && after && isSame({ ...before, locked: after.locked }, after))) touch(id, null);
  for (const { id, before, after } of delta.groupings) for (const region of [id, before, after]) touch(region, null);
  return [...touched].map(([region, block]) => ({ region, block }));
}

/** Blocks cut or merged. A cut that ends on a border puts a node there and leaves the neighbour's ground. */
const blocksNamed = (edits: readonly Edit[]): number[] =>
  edits.flatMap((edit) => {
    if (edit.kind === 'cut-block') return [edit.block];
    return edit.kind === 'merge-blocks' ? [edit.keep, ...edit.others] : [];
  });

/** Blocks whose ground changes where lines move. */
const blocksBesideMoved = ({ fabric }: DraftDelta): number[] =>
  fabric.arcs.flatMap(({ before, after }) => {
    if (!before) return [];
    // Where the line stays, only a side that is another block now has changed; its neighbour has not.
    const moved = !isSameLine(before, after);
    const sides = [
      moved || before.left !== after?.left ? before.left : null,
      moved || before.right !== after?.right ? before.right : null,
    ];
    return sides.filter((block) => block !== null);
  });

/** New regions are the plan's own; groupings lie beside the tree. */
export const isInArea = (draft: Draft, region: DraftRegion, { area }: PlanScope): boolean =>
  area.size === 0 ||
  !isLevel(region.kind) ||
  !draft.baseRegions.has(region.id) ||
  [...withAllAbove(draft, region.id)].some(({ id }) => area.has(id));

const mayHold = (draft: Draft, parent: DraftRegion, scope: PlanScope): boolean =>
  isInArea(draft, parent, scope) ||
  [...scope.area].some((region) => [...withAllAbove(draft, region)].some(({ id }) => id === parent.id));

/** A point inside one of the blocks that a delta changes. */
function placeOf(draft: Draft, delta: DraftDelta): readonly [number, number] | null {
  const block = touchesOf(delta).blocks.find((id) => draft.fabric.blocks.has(id));
  return block === undefined ? null : blockPlace(draft, block);
}
