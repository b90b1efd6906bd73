import { sweepLine } from '../polygons.ts';
import type { ArcState, DraftFabric } from './draft-fabric.ts';
import { ON_BORDER_CM } from './meet-border.ts';
import { type FabricOutcome, type Refused, refuse } from './outcome.ts';
import { createPatch } from './patch.ts';
import { refuseBadPoints, somewhere } from './places.ts';
import { alongSegment, distance2, segmentBox, withoutRepeats } from './segments.ts';
import { type Part, refuseSelfMeeting, refuseStretches, type Stretch } from './stretches.ts';

/**
 * Draws a part of a border anew: the line starts and ends on one arc, and takes the place of what lies between. Of the
 * two ways round a closed border the one that changes less area is replaced. The line may cross what it replaces.
 *
 * @param line  flat [x0, y0, …] cm; its ends no farther than a centimetre from the arc, which bends to them
 * Refused: `bad-coordinate`, `zero-length`, `self-crossing`, `ends-inside-block` (an end on no border),
 * `not-one-border`, `crossing`, `touching`, `collapsed`, `turned-over`.
 */
export function reshapeArc(draft: DraftFabric, line: readonly number[]): FabricOutcome {
  const drawn = withoutRepeats(line);
  const refused = refuseLine(draft, drawn);
  if (refused) return refused;
  const [x, y] = drawn as [number, number];
  const starts = placesOn(draft, x, y);
  const ends = placesOn(draft, drawn.at(-2)!, drawn.at(-1)!);
  for (const [places, px, py] of [
    [starts, x, y],
    [ends, drawn.at(-2)!, drawn.at(-1)!],
  ] as const) {
    if (places.length === 0) return refuse(draft.crs, 'ends-inside-block', px, py, 'the line ends on no border');
  }
  const ways = starts.flatMap((start) =>
    ends.filter(({ arc }) => arc === start.arc).flatMap((end) => waysBetween(draft, start, end, drawn)),
  );
  if (ways.length === 0)
    return refuse(
      draft.crs,
      'not-one-border',
      x,
      y,
      'the line does not start and end on one border, without a junction between',
    );
  const outcomes = ways
    .sort((a, b) => a.changedCm2 - b.changedCm2)
    .map((way) => (): FabricOutcome => redrawWay(draft, way));
  const first = outcomes[0]!();
  if (first.ok) return first;
  for (const other of outcomes.slice(1)) {
    const outcome = other();
    if (outcome.ok) return outcome;
  }
  return first;
}

function refuseLine(draft: DraftFabric, line: readonly number[]): Refused | null {
  const bad = refuseBadPoints(draft, line);
  if (bad) return bad;
  if (line.length >= 4) return refuseSelfMeeting(draft, line);
  const [x, y] = line.length > 0 ? (line as [number, number]) : somewhere(draft);
  return refuse(draft.crs, 'zero-length', x, y, 'the line has fewer than two points');
}

/** A place on an arc: a vertex, or a point in the segment that starts at offset i. */
interface Place {
  readonly arc: ArcState;
  readonly i: number;
  readonly isVertex: boolean;
  readonly share: number;
  readonly x: number;
  readonly y: number;
}

/** The places at which a point stands on arcs, one an arc; both ends of a closed arc count as its start. */
function placesOn(draft: DraftFabric, x: number, y: number): Place[] {
  return draft.index.search(segmentBox([x, y, x, y], 0, ON_BORDER_CM)).flatMap(({ arc }) => placeOn(arc, x, y) ?? []);
}

function placeOn(arc: ArcState, x: number, y: number): Place | null {
  const { xy } = arc;
  let vertex = -1;
  let segment = -1;
  const far = (i: number): number => (xy[i]! - x) ** 2 + (xy[i + 1]! - y) ** 2;
  const beside = (i: number): number => distance2(xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!, x, y);
  for (let i = 0; i < xy.length; i += 2) {
    if (far(i) <= ON_BORDER_CM ** 2 && (vertex < 0 || far(i) < far(vertex))) vertex = i;
    if (i + 2 < xy.length && beside(i) <= ON_BORDER_CM ** 2 && (segment < 0 || beside(i) < beside(segment)))
      segment = i;
  }
  if (vertex >= 0) return { arc, i: vertex, isVertex: true, share: 0, x: xy[vertex]!, y: xy[vertex + 1]! };
  if (segment < 0) return null;
  const share = alongSegment(xy[segment]!, xy[segment + 1]!, xy[segment + 2]!, xy[segment + 3]!, x, y);
  return { arc, i: segment, isVertex: false, share, x, y };
}

/** A way to draw a part of an arc anew. */
interface Way {
  readonly arc: ArcState;
  readonly stretch: Stretch;
  /** the arc's points afterwards */
  readonly xy: readonly number[];
  /** area between the old and the new line */
  readonly changedCm2: number;
}

function waysBetween(draft: DraftFabric, start: Place, end: Place, line: readonly number[]): Way[] {
  const isForward = start.i < end.i || (start.i === end.i && start.share <= end.share);
  const [from, to] = isForward ? [start, end] : [end, start];
  if (from.i === to.i && from.isVertex === to.isVertex && from.share === to.share) return [];
  const between = isForward ? line.slice(2, -2) : turned(line.slice(2, -2));
  const { arc } = start;
  const direct = wayOf(arc, [[before(from), after(to)]], from, between, to);
  const isLone = arc.from === arc.to && draft.arcsAt.get(arc.from)!.length === 2;
  if (!isLone) return [direct];
  const last = arc.xy.length - 2;
  const round = wayOf(
    arc,
    [
      [before(to), last],
      [0, after(from)],
    ],
    to,
    turned(between),
    from,
  );
  return [direct, round];
}

/** Offset of the last point of the arc at a place or before it. */
function before({ i }: Place): number {
  return i;
}

/** Offset of the first point of the arc at a place or after it. */
function after({ i, isVertex }: Place): number {
  return isVertex ? i : i + 2;
}

function wayOf(arc: ArcState, spans: [number, number][], from: Place, between: readonly number[], to: Place): Way {
  const parts = spans
    .filter(([first, last]) => first < last)
    .map(([first, last]): Part => ({ arc, first, last, forward: true }));
  const [first, last] = [spans[0]![0], spans.at(-1)![1]];
  const middle = [from.x, from.y, ...between, to.x, to.y];
  const line = withoutRepeats([arc.xy[first]!, arc.xy[first + 1]!, ...middle, arc.xy[last]!, arc.xy[last + 1]!]);
  const isRound = spans.length > 1;
  const xy = isRound
    ? [to.x, to.y, ...arc.xy.slice(last, first + 2), ...middle]
    : [...arc.xy.slice(0, first), ...line, ...arc.xy.slice(last + 2)];
  const [x0, y0] = line as [number, number];
  const swept = (points: readonly number[], a: number, b: number): number => sweepLine(points, a, b, x0, y0)[0];
  const old = parts.reduce((sum, part) => sum + swept(arc.xy, part.first, part.last), 0);
  return {
    arc,
    stretch: {
      parts,
      line,
      left: arc.left,
      right: arc.right,
      startNode: !isRound && first === 0 ? arc.from : null,
      endNode: !isRound && last === arc.xy.length - 2 ? arc.to : null,
    },
    xy: withoutRepeats(xy),
    changedCm2: Math.abs(swept(line, 0, line.length - 2) - old) / 2,
  };
}

function redrawWay(draft: DraftFabric, { arc, stretch, xy }: Way): FabricOutcome {
  const refused = refuseStretches(draft, [stretch]);
  if (refused) return refused;
  const [x, y] = xy as [number, number];
  // nothing of a border that is drawn anew all round is left to tell its inside
  if (arc.from === arc.to && Math.sign(doubleArea(xy)) !== Math.sign(doubleArea(arc.xy)))
    return refuse(draft.crs, 'turned-over', x, y, 'the border would be turned inside out');
  const patch = createPatch(draft);
  patch.putArc({ ...arc, xy });
  if (arc.from === arc.to) patch.putNode({ id: arc.from, x, y });
  const outcome = patch.outcome();
  if (outcome.ok && outcome.delta.arcs.length === 0)
    return refuse(draft.crs, 'zero-length', x, y, 'the border runs there as it is');
  return outcome;
}

function doubleArea(xy: readonly number[]): number {
  return sweepLine(xy, 0, xy.length - 2, xy[0]!, xy[1]!)[0];
}

function turned(xy: readonly number[]): number[] {
  const back: number[] = [];
  for (let i = xy.length - 2; i >= 0; i -= 2) back.push(xy[i]!, xy[i + 1]!);
  return back;
}
