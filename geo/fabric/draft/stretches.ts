import Flatbush from 'flatbush';
import { compareAngles, crossProperly, meetBeyondEnds, orient } from '../orient.ts';
import { sweepLine } from '../polygons.ts';
import { blockDoubleArea } from './block-rings.ts';
import type { ArcState, DraftFabric, NodeState } from './draft-fabric.ts';
import { type FabricOutcome, type Refused, refuse } from './outcome.ts';
import { createPatch } from './patch.ts';
import { type Box, crossingOf, liesOn, segmentBox, segmentInBox } from './segments.ts';

/** A part of an arc: its points from offset `first` to offset `last`, both included. */
export interface Part {
  readonly arc: ArcState;
  readonly first: number;
  readonly last: number;
  /** whether the stretch runs along it in its direction */
  readonly forward: boolean;
}

/**
 * A line that takes the place of a part of an arc, or of parts of several that follow each other. Where it begins or
 * ends elsewhere than they do, that end moves with its node.
 */
export interface Stretch {
  readonly parts: readonly Part[];
  /** flat [x0, y0, …] cm, at least two points */
  readonly line: readonly number[];
  /** blocks on the sides of the line; null = outside */
  readonly left: number | null;
  readonly right: number | null;
  /** nodes in which the line begins and ends; null for a vertex within an arc */
  readonly startNode: number | null;
  readonly endNode: number | null;
}

/** The stretch that draws a part of one arc anew, in the arc's direction. */
export function stretchOf(arc: ArcState, first: number, last: number, line: readonly number[]): Stretch {
  return {
    parts: [{ arc, first, last, forward: true }],
    line,
    left: arc.left,
    right: arc.right,
    startNode: first === 0 ? arc.from : null,
    endNode: last === arc.xy.length - 2 ? arc.to : null,
  };
}

/**
 * The outcome of drawing stretches of one arc each anew, and of moving a node with them.
 *
 * The fabric is valid afterwards if (1) no new segment meets another but in a common end, (2) arcs leave each node in the
 * same order, and (3) nothing that stays is on another side of a border than before: then every face keeps its sides,
 * its outline and its holes. All three are tested exactly, on what is near alone.
 */
export function redraw(draft: DraftFabric, stretches: readonly Stretch[], moved?: NodeState): FabricOutcome {
  const refused = refuseStretches(draft, stretches);
  if (refused) return refused;
  const patch = createPatch(draft);
  for (const arc of new Set(stretches.map(({ parts }) => parts[0]!.arc))) {
    const own = stretches.filter(({ parts }) => parts[0]!.arc === arc);
    patch.putArc({ ...arc, xy: redrawn(arc, own) });
  }
  if (moved) patch.putNode(moved);
  return patch.outcome();
}

/**
 * Why stretches cannot be drawn anew, or lines not drawn beside them; null when they can.
 *
 * @param lines  new arcs, which may meet others with their ends only: in vertices that stay, in new ones of the
 *               stretches and in each other's ends
 */
export function refuseStretches(
  draft: DraftFabric,
  stretches: readonly Stretch[],
  lines: readonly (readonly number[])[] = [],
): Refused | null {
  return (
    refuseContacts(draft, stretches, lines) ?? refuseDisorder(draft, stretches) ?? refuseTurnover(draft, stretches)
  );
}

/** Why a line cannot be drawn at all: it crosses, touches or repeats itself. A closed one may end where it starts. */
export function refuseSelfMeeting(draft: DraftFabric, line: readonly number[]): Refused | null {
  const contact = findContactAmong([{ xy: line, stretch: null, firstStays: true, lastStays: true }]);
  return contact && refuse(draft.crs, 'self-crossing', contact.x, contact.y, 'the line crosses or touches itself');
}

/** An arc's points with parts of it drawn anew; the stretches, of one part each, may share their ends. */
export function redrawn(arc: ArcState, stretches: readonly Stretch[]): number[] {
  const pieces: (readonly number[])[] = [];
  let at = 0;
  const inOrder = [...stretches].sort((a, b) => a.parts[0]!.first - b.parts[0]!.first);
  for (const { parts, line } of inOrder) {
    const { first, last } = parts[0]!;
    pieces.push(arc.xy.slice(at, first), at > first ? line.slice(2) : line);
    at = last + 2;
  }
  return [...pieces, arc.xy.slice(at)].flat();
}

/** The parts that are drawn anew, by their arcs. */
function partsByArc(stretches: readonly Stretch[]): Map<ArcState, Part[]> {
  const own = new Map<ArcState, Part[]>();
  for (const part of stretches.flatMap(({ parts }) => parts)) {
    const others = own.get(part.arc);
    if (others) others.push(part);
    else own.set(part.arc, [part]);
  }
  return own;
}

interface Drawn {
  readonly xy: readonly number[];
  /** what it is part of; null for a new arc */
  readonly stretch: Stretch | null;
  /** whether its first and its last point are vertices that stay where they are */
  readonly firstStays: boolean;
  readonly lastStays: boolean;
}

function refuseContacts(
  draft: DraftFabric,
  stretches: readonly Stretch[],
  lines: readonly (readonly number[])[],
): Refused | null {
  const drawn: Drawn[] = [
    ...stretches.map((stretch) => {
      const { parts, line } = stretch;
      const firstStays = isPoint(line, 0, pointOf(parts[0]!, true));
      const lastStays = isPoint(line, line.length - 2, pointOf(parts.at(-1)!, false));
      return { xy: line, stretch, firstStays, lastStays };
    }),
    ...lines.map((xy) => ({ xy, stretch: null, firstStays: true, lastStays: true })),
  ];
  for (const { xy } of drawn) {
    for (let i = 0; i + 2 < xy.length; i += 2) {
      if (xy[i] === xy[i + 2] && xy[i + 1] === xy[i + 3])
        return refuse(draft.crs, 'zero-length', xy[i]!, xy[i + 1]!, 'two points of a line are in one place');
    }
  }
  const contact = findContactWithOthers(draft, partsByArc(stretches), drawn) ?? findContactAmong(drawn);
  if (!contact) return null;
  const { kind, x, y } = contact;
  if (kind === 'touching') return refuse(draft.crs, kind, x, y, 'a border would touch another without a node there');
  if (kind === 'crossing') return refuse(draft.crs, kind, x, y, 'borders would cross');
  if (kind === 'same' || leavesNothing(draft, stretches))
    return refuse(draft.crs, 'collapsed', x, y, 'nothing would be left between two borders');
  return refuse(draft.crs, 'crossing', x, y, 'borders would run along each other');
}

interface Contact {
  readonly kind: 'crossing' | 'touching' | 'along' | 'same';
  readonly x: number;
  readonly y: number;
}

/** Where a stretch enters a part, or leaves it. */
function pointOf({ arc, first, last, forward }: Part, entering: boolean): [x: number, y: number] {
  const i = entering === forward ? first : last;
  return [arc.xy[i]!, arc.xy[i + 1]!];
}

function isPoint(xy: readonly number[], i: number, [x, y]: readonly [number, number]): boolean {
  return xy[i] === x && xy[i + 1] === y;
}

function findContactWithOthers(
  draft: DraftFabric,
  replaced: ReadonlyMap<ArcState, readonly Part[]>,
  drawn: readonly Drawn[],
): Contact | null {
  for (const { xy, firstStays, lastStays } of drawn) {
    for (let i = 0; i + 2 < xy.length; i += 2) {
      const mayMeetFirst = i === 0 && firstStays;
      const mayMeetLast = i + 4 === xy.length && lastStays;
      const box = segmentBox(xy, i);
      for (const { arc } of draft.index.search(box)) {
        const own = replaced.get(arc);
        for (let j = 0; j + 2 < arc.xy.length; j += 2) {
          if (!segmentInBox(arc.xy, j, box) || own?.some(({ first, last }) => first <= j && j < last)) continue;
          const contact = contactOf(xy, i, arc.xy, j);
          if (contact) return contact;
          if (!mayMeetFirst && isEndOf(xy, i, arc.xy, j)) return { kind: 'touching', x: xy[i]!, y: xy[i + 1]! };
          if (!mayMeetLast && isEndOf(xy, i + 2, arc.xy, j)) return { kind: 'touching', x: xy[i + 2]!, y: xy[i + 3]! };
        }
      }
    }
  }
  return null;
}

interface Segment {
  readonly line: Drawn;
  readonly i: number;
}
/** Up to so many an index costs more than it saves. */
const FEW_SEGMENTS = 24;

/** Names the segments after one whose boxes meet its own. */
type LaterNear = (segment: number) => readonly number[];

const laterInList =
  (segments: readonly Segment[]): LaterNear =>
  (s) => {
    const box = segmentBox(segments[s]!.line.xy, segments[s]!.i);
    const near: number[] = [];
    for (let t = s + 1; t < segments.length; t++)
      if (segmentInBox(segments[t]!.line.xy, segments[t]!.i, box)) near.push(t);
    return near;
  };

function laterInTree(segments: readonly Segment[]): LaterNear {
  const tree = new Flatbush(segments.length);
  for (const { line, i } of segments) {
    const { minX, minY, maxX, maxY } = segmentBox(line.xy, i);
    tree.add(minX, minY, maxX, maxY);
  }
  tree.finish();
  return (s) => {
    const { minX, minY, maxX, maxY } = segmentBox(segments[s]!.line.xy, segments[s]!.i);
    return tree.search(minX, minY, maxX, maxY, (other) => other > s);
  };
}

function findContactAmong(drawn: readonly Drawn[]): Contact | null {
  const segments = drawn.flatMap((line) =>
    Array.from({ length: line.xy.length / 2 - 1 }, (_, i) => ({ line, i: 2 * i })),
  );
  const laterNear = segments.length > FEW_SEGMENTS ? laterInTree(segments) : laterInList(segments);
  for (const [s, { line, i }] of segments.entries()) {
    for (const t of laterNear(s)) {
      const { line: other, i: j } = segments[t]!;
      const contact = contactOf(line.xy, i, other.xy, j);
      if (contact) return contact;
      if (line === other && j === i + 2) continue;
      for (const a of [i, i + 2]) {
        for (const b of [j, j + 2]) {
          if (line.xy[a] !== other.xy[b] || line.xy[a + 1] !== other.xy[b + 1] || mayJoin(line, a, other, b)) continue;
          return { kind: 'touching', x: line.xy[a]!, y: line.xy[a + 1]! };
        }
      }
    }
  }
  return null;
}

/** Whether two drawn lines may have a point in common: their ends, or the end of a new arc and a point of a stretch. */
function mayJoin(line: Drawn, a: number, other: Drawn, b: number): boolean {
  const isEnd = a === 0 || a === line.xy.length - 2;
  const isOtherEnd = b === 0 || b === other.xy.length - 2;
  if (isEnd && isOtherEnd) return true;
  return (isEnd && !line.stretch && other.stretch !== null) || (isOtherEnd && !other.stretch && line.stretch !== null);
}

/** What is wrong with two segments, apart from an end that they have in common. */
function contactOf(xy: readonly number[], i: number, other: readonly number[], j: number): Contact | null {
  const s = [xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!] as const;
  const t = [other[j]!, other[j + 1]!, other[j + 2]!, other[j + 3]!] as const;
  if (!meetBeyondEnds(...s, ...t)) return null;
  if (crossProperly(...s, ...t)) return { kind: 'crossing', ...crossingOf(s, t) };
  const ends = [
    [s[0], s[1], t],
    [s[2], s[3], t],
    [t[0], t[1], s],
    [t[2], t[3], s],
  ] as const;
  const touching = ends.filter(([x, y, segment]) => liesOn(...segment, x, y));
  const [x, y] = touching[0]!;
  const places = new Set(touching.map((end) => `${end[0]} ${end[1]}`));
  if (places.size === 1) return { kind: 'touching', x, y };
  return { kind: touching.length === 4 ? 'same' : 'along', x, y };
}

function isEndOf(xy: readonly number[], i: number, other: readonly number[], j: number): boolean {
  const x = xy[i];
  const y = xy[i + 1];
  return (other[j] === x && other[j + 1] === y) || (other[j + 2] === x && other[j + 3] === y);
}

/** Whether a block beside the stretches would have no area. */
function leavesNothing(draft: DraftFabric, stretches: readonly Stretch[]): boolean {
  const blocks = new Set(stretches.flatMap(({ left, right }) => [left, right]));
  const side = (block: number, { left, right }: Pick<ArcState, 'left' | 'right'>): number =>
    Number(left === block) - Number(right === block);
  for (const block of blocks) {
    if (block === null) continue;
    let doubleArea = blockDoubleArea(draft, block);
    const [x0, y0] = stretches[0]!.line as [number, number];
    for (const stretch of stretches) {
      const { line, parts } = stretch;
      doubleArea += side(block, stretch) * sweepLine(line, 0, line.length - 2, x0, y0)[0];
      for (const { arc, first, last } of parts)
        doubleArea -= side(block, arc) * sweepLine(arc.xy, first, last, x0, y0)[0];
    }
    if (doubleArea === 0) return true;
  }
  return false;
}

/** (2): arcs have to leave a node in the order in which they do now. */
function refuseDisorder(draft: DraftFabric, stretches: readonly Stretch[]): Refused | null {
  const nodes = new Set(stretches.flatMap(({ startNode, endNode }) => [startNode, endNode]));
  nodes.delete(null);
  for (const node of nodes as Set<number>) {
    const ends = endsAt(draft, node);
    if (ends.length < 3) continue;
    const now = ends.map(({ arc, atStart }) => leaving(arc.xy, atStart));
    const then = ends.map((end, i) => directionThen(end, node, stretches) ?? now[i]!);
    if (sameCycle(byAngle(now), byAngle(then))) continue;
    const { x, y } = draft.nodes.get(node)!;
    return refuse(draft.crs, 'turned-over', x, y, 'borders would leave a junction in another order');
  }
  return null;
}

interface ArcEnd {
  readonly arc: ArcState;
  readonly atStart: boolean;
}

function endsAt(draft: DraftFabric, node: number): ArcEnd[] {
  return [...new Set(draft.arcsAt.get(node))].flatMap((id) => {
    const arc = draft.arcs.get(id)!;
    const ends: ArcEnd[] = [];
    if (arc.from === node) ends.push({ arc, atStart: true });
    if (arc.to === node) ends.push({ arc, atStart: false });
    return ends;
  });
}

/** In which direction the line leaves a node that takes the place of an arc's end; null when none does. */
function directionThen({ arc, atStart }: ArcEnd, node: number, stretches: readonly Stretch[]): Direction | null {
  for (const { parts, line, startNode, endNode } of stretches) {
    const first = parts[0]!;
    if (startNode === node && first.arc === arc && first.forward === atStart) return leaving(line, true);
    const last = parts.at(-1)!;
    if (endNode === node && last.arc === arc && last.forward !== atStart) return leaving(line, false);
  }
  return null;
}

type Direction = readonly [dx: number, dy: number];

function leaving(xy: readonly number[], atStart: boolean): Direction {
  const n = xy.length;
  return atStart ? [xy[2]! - xy[0]!, xy[3]! - xy[1]!] : [xy[n - 4]! - xy[n - 2]!, xy[n - 3]! - xy[n - 1]!];
}

function byAngle(directions: readonly Direction[]): number[] {
  return directions.map((_, i) => i).sort((i, j) => compareAngles(...directions[i]!, ...directions[j]!));
}

function sameCycle(a: readonly number[], b: readonly number[]): boolean {
  const shift = b.indexOf(a[0]!);
  return a.every((item, i) => item === b[(i + shift) % b.length]);
}

/**
 * (3): what the stretches leave alone has to stay where it is, block by block. A line that stays meets neither the old
 * stretches nor the new ones, so it is as a whole within or without what they enclose: one point of it tells.
 */
function refuseTurnover(draft: DraftFabric, stretches: readonly Stretch[]): Refused | null {
  const own = partsByArc(stretches);
  // A stretch that begins and ends where it did encloses what lies near it; those that move a node do so together.
  const [alone, together] = [stretches.filter(keepsEnds), stretches.filter((stretch) => !keepsEnds(stretch))];
  for (const group of [...alone.map((stretch) => [stretch]), together]) {
    for (const { arc } of draft.index.search(boxAround(group))) {
      for (const i of onePointEach(arc, own.get(arc))) {
        const x = (arc.xy[i]! + arc.xy[i + 2]!) / 2;
        const y = (arc.xy[i + 1]! + arc.xy[i + 3]!) / 2;
        if (!changesBlock(stretches, x, y)) continue;
        return refuse(draft.crs, 'turned-over', x, y, 'a border would come to lie on the other side of another');
      }
    }
  }
  return null;
}

function keepsEnds({ parts, line }: Stretch): boolean {
  return isPoint(line, 0, pointOf(parts[0]!, true)) && isPoint(line, line.length - 2, pointOf(parts.at(-1)!, false));
}

/** Around stretches as they were and as they are drawn. */
function boxAround(stretches: readonly Stretch[]): Box {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  const widen = (xy: readonly number[], first: number, last: number): void => {
    for (let i = first; i <= last; i += 2) {
      box.minX = Math.min(box.minX, xy[i]!);
      box.minY = Math.min(box.minY, xy[i + 1]!);
      box.maxX = Math.max(box.maxX, xy[i]!);
      box.maxY = Math.max(box.maxY, xy[i + 1]!);
    }
  };
  for (const { parts, line } of stretches) {
    for (const { arc, first, last } of parts) widen(arc.xy, first, last);
    widen(line, 0, line.length - 2);
  }
  return box;
}

/** Offset of one segment of every part of an arc that stays. */
function onePointEach(arc: ArcState, replaced: readonly Part[] = []): number[] {
  const sorted = [...replaced].sort((a, b) => a.first - b.first);
  const starts = [0, ...sorted.map(({ last }) => last)];
  const ends = [...sorted.map(({ first }) => first), arc.xy.length - 2];
  return starts.filter((start, k) => start < ends[k]!);
}

/** Whether a point comes into a block, or out of it, when the stretches are drawn anew. */
function changesBlock(stretches: readonly Stretch[], x: number, y: number): boolean {
  const gains = new Map<number | null, number>();
  const add = (turns: number, { left, right }: Pick<ArcState, 'left' | 'right'>): void => {
    if (turns === 0) return;
    gains.set(left, (gains.get(left) ?? 0) + turns);
    gains.set(right, (gains.get(right) ?? 0) - turns);
  };
  for (const stretch of stretches) {
    add(passes(stretch.line, 0, stretch.line.length - 2, x, y), stretch);
    for (const { arc, first, last } of stretch.parts) add(-passes(arc.xy, first, last, x, y), arc);
  }
  for (const [block, gain] of gains) if (block !== null && gain !== 0) return true;
  return false;
}

/** How often a line passes west of a point: upwards counts 1, downwards −1. */
export function passes(xy: readonly number[], first: number, last: number, x: number, y: number): number {
  let sum = 0;
  for (let i = first; i < last; i += 2) {
    const ay = xy[i + 1]!;
    const by = xy[i + 3]!;
    if (ay > y === by > y) continue;
    const turn = orient(xy[i]!, ay, xy[i + 2]!, by, x, y);
    if (by > ay && turn < 0) sum++;
    else if (by < ay && turn > 0) sum--;
  }
  return sum;
}
