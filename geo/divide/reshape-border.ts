import { toLngLat } from '../crs/local-crs.ts';
import type { IdSource } from '../fabric/assemble.ts';
import { blockAt } from '../fabric/draft/block-at.ts';
import { blockNeighbours, type Half } from '../fabric/draft/block-rings.ts';
import type { ArcState, DraftFabric, NodeState } from '../fabric/draft/draft-fabric.ts';
import { middleOf, pieceBetween, runsAlong } from '../fabric/draft/line-pieces.ts';
import { allArcs, arcsAround, bends, type Meeting, meetBorder } from '../fabric/draft/meet-border.ts';
import { vertexAt } from '../fabric/draft/places.ts';
import { withoutRepeats } from '../fabric/draft/segments.ts';
import { passes, redraw } from '../fabric/draft/stretches.ts';
import { sweepLine } from '../fabric/polygons.ts';
import { cutInDraft, mergeInDraft, ofFabric } from './block-edits.ts';
import type { Draft } from './draft.ts';
import type { EditOutcome } from './edit.ts';
import { inSequence } from './in-sequence.ts';
import { assignBlocks } from './join-region.ts';
import { type Refusal, refuse } from './refuse.ts';
import { regionAt } from './regions.ts';

/**
 * Draws the border between two regions anew, junctions of blocks or not: the line starts and ends on it and takes the
 * place of the stretch between. Grids are asked first, then communities; of two stretches (of a border all round) the
 * one that changes less area is replaced.
 *
 * The blocks that the line crosses are cut along it, and what lies between it and the old border changes sides: a part
 * of a block becomes part of the block over there with which it shares most of its border, a whole block stays itself.
 * Borders between blocks that ended on the old stretch go on straight to the line. All this is made of cuts, merges and
 * assignments, so it leaves a valid fabric.
 *
 * Why the line is the border afterwards: the line and the old stretch are a closed curve, and exactly the blocks within
 * it (crossed an odd number of times on the way out) change sides; so a side differs across an arc then if it differed
 * before or if the arc is on that curve, not both.
 *
 * @param line  flat [x0, y0, …] cm, not crossing itself, its ends on borders
 * Refused: `not-one-border`, `third-region`, `outside-county`, `crossing` (the border beyond the stretch), and what
 * `cutBlock` refuses.
 */
export function reshapeBorder(draft: Draft, line: readonly number[], ids: IdSource): EditOutcome {
  return inSequence(draft, reshaping(draft, withoutRepeats(line), ids));
}

/** The changes one after the other; each is done in the draft when the next is asked for. */
function* reshaping(draft: Draft, line: readonly number[], ids: IdSource): Generator<EditOutcome> {
  const { fabric } = draft;
  const meetings = meetBorder(line, allArcs(fabric));
  const cuts: Cuts = { arcs: new Set(), parts: new Set() };
  yield* cutAlong(draft, line, meetings, ids, cuts);
  const stretch = stretchBetween(draft, line, meetings);
  if ('reason' in stretch) return yield stretch;
  const between = blocksBetween(draft, stretch, cuts);
  if ('reason' in between) return yield between;
  yield* prolong(draft, stretch, between, cuts, ids);
  yield* takeIn(draft, stretch, between, cuts);
  for (const side of stretch.sides) {
    const blocks = [...between].flatMap(([block, to]) => (to === side && fabric.blocks.has(block) ? [block] : []));
    if (blocks.length > 0) yield assignBlocks(draft, blocks, side);
  }
}

/** What the line has become: its arcs, and the blocks into which it has cut others. */
interface Cuts {
  readonly arcs: Set<number>;
  readonly parts: Set<number>;
}

/** Cuts the blocks that a line crosses, from border to border. */
function* cutAlong(
  draft: Draft,
  line: readonly number[],
  meetings: readonly Meeting[],
  ids: IdSource,
  cuts: Cuts,
): Generator<EditOutcome> {
  const { fabric } = draft;
  const ends = bends(meetings);
  if (ends.length > 0) yield ofFabric(redraw(fabric, ends));
  const pieces = meetings
    .slice(1)
    .map((to, k) => ({ from: meetings[k]!, to, xy: pieceBetween(line, meetings[k]!, to) }))
    .filter(({ xy }) => xy.length >= 4);
  for (const { xy } of pieces) {
    const [x, y] = middleOf(xy);
    if (runsAlong(fabric, x, y)) yield at(fabric, 'along-border', x, y, 'the line runs along a border that is there');
    if (blockAt(fabric, x, y) === null) yield at(fabric, 'outside-county', x, y, 'the line runs out of the county');
  }
  for (const [k, { from, xy }] of pieces.entries()) {
    const [x, y] = middleOf(xy);
    if (runsAlong(fabric, x, y)) continue; // cut with an earlier one
    const block = blockAt(fabric, x, y)!;
    let outcome = cutInDraft(draft, block, xy, ids);
    // From the outline to an island nothing falls apart; with the way on from there it may.
    for (const { to } of pieces.slice(k + 1)) {
      if (outcome.ok || outcome.reason !== 'does-not-split') break;
      outcome = cutInDraft(draft, block, pieceBetween(line, from, to), ids);
    }
    yield outcome;
    noteCut(outcome, block, cuts);
  }
}

function noteCut(outcome: EditOutcome, block: number, { arcs, parts }: Cuts): void {
  if (!outcome.ok) return;
  const { fabric } = outcome.delta;
  const both = new Set([block, ...fabric.blocks.map(({ id }) => id)]);
  for (const part of both) parts.add(part);
  for (const { id, before, after } of fabric.arcs)
    if (!before && after && both.has(after.left!) && both.has(after.right!)) arcs.add(id);
}

type Side = number | null;

/** The stretch of a border between two regions that a line replaces. */
interface OldStretch {
  readonly halves: readonly Half[];
  /** the regions; null = unassigned */
  readonly sides: readonly [Side, Side];
  readonly sideOf: (block: number) => Side | undefined;
  readonly start: number;
  readonly end: number;
}

/** On which side a block lies: in which grid (or what it lies in directly), or in which community; undefined = in none. */
const LEVELS: readonly ((draft: Draft) => (block: number) => Side | undefined)[] = [
  (draft) => (block) => draft.regionOf.get(block) ?? null,
  (draft) => (block) => regionAt(draft, block, 'community') ?? undefined,
];

function stretchBetween(draft: Draft, line: readonly number[], meetings: readonly Meeting[]): OldStretch | Refusal {
  const { fabric } = draft;
  const [first, last] = [meetings[0]!, meetings.at(-1)!];
  const [start, end] = [first, last].map(({ x, y }) => {
    const vertex = vertexAt(fabric, x, y);
    return vertex?.kind === 'node' ? vertex.node.id : null;
  });
  const elsewhere = (): Refusal =>
    at(
      fabric,
      'not-one-border',
      last.x,
      last.y,
      'the line does not start and end on the border of the same two regions',
    );
  if (start == null || end == null || start === end) return elsewhere();
  const swept = (xy: readonly number[]): number => sweepLine(xy, 0, xy.length - 2, line[0]!, line[1]!)[0];
  const areaTo = (halves: readonly Half[]): number =>
    Math.abs(halves.reduce((sum, { arc, forward }) => sum + (forward ? -1 : 1) * swept(arc.xy), swept(line)));
  let stopped: Refusal | null = null;
  for (const level of LEVELS) {
    const sideOf = level(draft);
    const there = new Set(arcsAt(fabric, end).map((arc) => pairOf(arc, sideOf)?.join()));
    const found: OldStretch[] = [];
    for (const arc of arcsAt(fabric, start)) {
      const sides = pairOf(arc, sideOf);
      if (!sides || !there.has(sides.join())) continue;
      const way = follow(fabric, arc, start, end, sides, sideOf);
      if (typeof way !== 'number') found.push({ halves: way, sides, sideOf, start, end });
      else if (!stopped?.region) stopped = junction(draft, fabric.nodes.get(way)!, sides, sideOf);
    }
    const [best] = found.sort((a, b) => areaTo(a.halves) - areaTo(b.halves));
    if (best) return best;
  }
  return stopped ?? elsewhere();
}

const arcsAt = (fabric: DraftFabric, node: number): ArcState[] =>
  Array.from(new Set(fabric.arcsAt.get(node)), (id) => fabric.arcs.get(id)!);

/** The regions on both sides of an arc, in the order of their ids; null where it parts no two. */
function pairOf({ left, right }: ArcState, sideOf: OldStretch['sideOf']): [Side, Side] | null {
  if (left === null || right === null) return null;
  const [a, b] = [sideOf(left), sideOf(right)];
  if (a === undefined || b === undefined || a === b) return null;
  return (a ?? -1) < (b ?? -1) ? [a, b] : [b, a];
}

/** The way along a border from a node to another; the node at which it does not go on without doubt when it ends before. */
function follow(
  fabric: DraftFabric,
  first: ArcState,
  start: number,
  end: number,
  sides: readonly [Side, Side],
  sideOf: OldStretch['sideOf'],
): Half[] | number {
  const way: Half[] = [];
  let [arc, node] = [first, start];
  for (;;) {
    const forward = arc.from === node;
    way.push({ arc, forward });
    node = forward ? arc.to : arc.from;
    if (node === end) return way;
    const on = arcsAt(fabric, node).filter(
      (other) => other.id !== arc.id && pairOf(other, sideOf)?.join() === sides.join(),
    );
    if (node === start || on.length !== 1) return node;
    arc = on[0]!;
  }
}

function junction(
  draft: Draft,
  { id, x, y }: NodeState,
  sides: readonly Side[],
  sideOf: OldStretch['sideOf'],
): Refusal {
  const around = arcsAt(draft.fabric, id).flatMap(({ left, right }) => [left, right]);
  const third = around.find((block) => block !== null && !sides.includes(sideOf(block) ?? null));
  const region = (third != null && sideOf(third)) || undefined;
  const detail = 'another region comes to the border between the ends of the line';
  return at(draft.fabric, 'third-region', x, y, detail, region);
}

/** The blocks that lie between the line and the old stretch, each with the side to which it goes. */
function blocksBetween(draft: Draft, stretch: OldStretch, cuts: Cuts): Map<number, Side> | Refusal {
  const { fabric } = draft;
  const { sides, sideOf, start, end, halves } = stretch;
  const drawn = Array.from(cuts.arcs, (id) => fabric.arcs.get(id)!);
  const curve = [...drawn, ...halves.map(({ arc }) => arc)];
  const isOnCurve = new Set(curve.map(({ id }) => id));
  for (const node of new Set(drawn.flatMap(({ from, to }) => [from, to]))) {
    if (node === start || node === end) continue;
    const { x, y } = fabric.nodes.get(node)!;
    const crossed = arcsAt(fabric, node).some(
      (arc) => !isOnCurve.has(arc.id) && pairOf(arc, sideOf)?.join() === sides.join(),
    );
    if (crossed) return at(fabric, 'crossing', x, y, 'the line meets the border beyond the stretch between its ends');
  }
  const between = new Map<number, Side>();
  const queue = curve.map((arc) => (leftIsWithin(arc, curve) ? arc.left : arc.right));
  for (const block of queue) {
    if (block === null) {
      const [x, y] = curve[0]!.xy as unknown as [number, number];
      return at(fabric, 'outside-county', x, y, 'the line encloses what is not of the county');
    }
    if (between.has(block)) continue;
    const side = sideOf(block);
    if (side === undefined || !sides.includes(side)) {
      const [x, y] = fabric.arcs.get([...fabric.blocks.get(block)!][0]!)!.xy as unknown as [number, number];
      const detail = 'another region lies between the line and the border';
      return at(fabric, 'third-region', x, y, detail, side ?? undefined);
    }
    between.set(block, side === sides[0] ? sides[1] : sides[0]);
    for (const id of fabric.blocks.get(block)!) {
      if (isOnCurve.has(id)) continue;
      const { left, right } = fabric.arcs.get(id)!;
      queue.push(left === block ? right : left);
    }
  }
  return between;
}

/** Whether what lies left of an arc of a closed curve is within it: a ray from there crosses it an odd number of times. */
function leftIsWithin(arc: ArcState, curve: readonly ArcState[]): boolean {
  let longest = 0;
  const reach = ({ xy }: ArcState, i: number): number =>
    Math.max(Math.abs(xy[i + 2]! - xy[i]!), Math.abs(xy[i + 3]! - xy[i + 1]!));
  for (let i = 2; i + 2 < arc.xy.length; i += 2) if (reach(arc, i) > reach(arc, longest)) longest = i;
  const [ax, ay, bx, by] = arc.xy.slice(longest, longest + 4) as [number, number, number, number];
  // The ray goes west; past a segment that lies more along it, everything is seen turned by a right angle.
  const isFlat = Math.abs(bx - ax) > Math.abs(by - ay);
  const seen = (xy: readonly number[]): readonly number[] =>
    isFlat ? xy.map((_, i) => (i % 2 === 0 ? -xy[i + 1]! : xy[i - 1]!)) : xy;
  const [x, y] = seen([(ax + bx) / 2, (ay + by) / 2]) as [number, number];
  const crossings = curve.reduce((sum, { xy }) => sum + passes(seen(xy), 0, xy.length - 2, x, y), 0);
  const westIsWithin = crossings % 2 !== 0;
  const goesUp = isFlat ? bx > ax : by > ay;
  return goesUp ? westIsWithin : !westIsWithin;
}

/** The direction of a border is taken over this much of it: its last segment may be a corner's rounding. */
const DIRECTION_CM = 500;

/** Borders between blocks that end on the old stretch go on straight through the parts beyond it, to the line. */
function* prolong(
  draft: Draft,
  { halves, sideOf }: OldStretch,
  between: Map<number, Side>,
  cuts: Cuts,
  ids: IdSource,
): Generator<EditOutcome> {
  const { fabric } = draft;
  const old = new Set(halves.map(({ arc }) => arc.id));
  const nodes = halves.slice(1).map(({ arc, forward }) => (forward ? arc.from : arc.to));
  for (const node of nodes) {
    const { x, y } = fabric.nodes.get(node)!;
    const around = arcsAt(fabric, node);
    const beyond = new Set(around.flatMap(({ left, right }) => [left, right].filter((block) => between.has(block!))));
    const [part] = beyond;
    if (part == null || beyond.size > 1 || !cuts.parts.has(part)) continue;
    const [ending] = around.filter(
      ({ left, right }) => !between.has(left!) && !between.has(right!) && sideOf(left!) === sideOf(right!),
    );
    if (!ending) continue;
    const [dx, dy] = directionTo(ending, node);
    const far = [x + Math.round(dx * REACH_CM), y + Math.round(dy * REACH_CM)];
    const hit = meetBorder([x, y, ...far], arcsAround(fabric, part)).find(
      (meeting) => meeting.x !== x || meeting.y !== y,
    );
    if (!hit || old.has(hit.arc.id)) continue;
    const outcome = cutInDraft(draft, part, [x, y, hit.x, hit.y], ids);
    if (!outcome.ok) continue;
    yield outcome;
    for (const { id } of outcome.delta.fabric.blocks) {
      cuts.parts.add(id);
      between.set(id, between.get(part)!);
    }
  }
}

/** No block is wider. */
const REACH_CM = 1_000_000;

/** The direction in which an arc comes to a node, as a unit vector. */
function directionTo({ xy, to }: ArcState, node: number): [dx: number, dy: number] {
  const isEnd = to === node;
  const point = (i: number): [number, number] => {
    const at = isEnd ? xy.length - 2 - 2 * i : 2 * i;
    return [xy[at]!, xy[at + 1]!];
  };
  const [x, y] = point(0);
  let length = 0;
  let [dx, dy] = [0, 0];
  for (let i = 1; i < xy.length / 2 && length < DIRECTION_CM; i++) {
    const [px, py] = point(i);
    [dx, dy] = [x - px, y - py];
    length = Math.hypot(dx, dy);
  }
  return [dx / length, dy / length];
}

/** Parts of blocks that change sides become parts of blocks over there, those beside one first. */
function* takeIn(
  draft: Draft,
  { sideOf }: OldStretch,
  between: ReadonlyMap<number, Side>,
  { parts }: Cuts,
): Generator<EditOutcome> {
  const waiting = new Set([...between.keys()].filter((block) => parts.has(block)).sort((a, b) => a - b));
  /** the block over there with which a part shares most of its border; null where it touches none yet */
  const hostOf = (part: number): number | null => {
    const side = between.get(part);
    let host: { block: number; lengthCm: number } | null = null;
    for (const [block, lengthCm] of blockNeighbours(draft.fabric, part)) {
      if (block === null || waiting.has(block)) continue;
      if ((between.has(block) ? between.get(block) : sideOf(block)) !== side) continue;
      const isMore = !host || lengthCm > host.lengthCm || (lengthCm === host.lengthCm && block < host.block);
      if (isMore) host = { block, lengthCm };
    }
    return host?.block ?? null;
  };
  for (let found = true; found; ) {
    // All hosts of a round before any takes something in: what one has taken in is not what its neighbours look for.
    const hosts = Array.from(waiting, (part) => [part, hostOf(part)] as const);
    found = false;
    for (const [part, host] of hosts) {
      if (host === null) continue;
      yield mergeInDraft(draft, host, [part]);
      waiting.delete(part);
      found = true;
    }
  }
}

const at = (
  { crs }: DraftFabric,
  reason: Refusal['reason'],
  x: number,
  y: number,
  detail: string,
  region?: number,
): Refusal => refuse(reason, detail, toLngLat(crs, x, y), region);
