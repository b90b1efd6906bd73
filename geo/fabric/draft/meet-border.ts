import { crossProperly } from '../orient.ts';
import { arcsAlong } from './arcs-along.ts';
import type { ArcState, DraftFabric } from './draft-fabric.ts';
import { alongSegment, crossingOf, distance2, liesOn, segmentBox, segmentInBox } from './segments.ts';
import { type Stretch, stretchOf } from './stretches.ts';

/**
 * A drawn point this near to a border stands on it: the point of a slanting border that a pointer snaps to is rounded to
 * the grid, and lies up to 0.71 cm beside it.
 */
export const ON_BORDER_CM = 1;
/** Meetings nearer than this are one: a line that ends just behind the border that it ends on also crosses that. */
const ONE_PLACE_CM = 2;

/** Where a drawn line meets the border of a block. */
export interface Meeting {
  /** the number of the line's segment, and the share of it; from the first to the last place that has become this one */
  readonly along: number;
  readonly until: number;
  readonly arc: ArcState;
  /** offset of the arc's vertex there, or of the first point of its segment */
  readonly i: number;
  readonly isVertex: boolean;
  /** the grid point in which they will meet */
  readonly x: number;
  readonly y: number;
}

/** The arcs that may come near a segment of a line, at offset i. */
export type ArcsNear = (line: readonly number[], i: number) => Iterable<ArcState>;

/** The arcs around a block: for long lines, beside which lie many others. */
export function arcsAround({ blocks, index }: DraftFabric, block: number): ArcsNear {
  const boxes = Array.from(blocks.get(block)!, (id) => index.boxes.get(id)!);
  return (line, i) => {
    const { minX, minY, maxX, maxY } = segmentBox(line, i, ON_BORDER_CM);
    return boxes.flatMap((box) =>
      box.maxX >= minX && box.minX <= maxX && box.maxY >= minY && box.minY <= maxY ? [box.arc] : [],
    );
  };
}

/** All arcs. */
export const allArcs =
  (draft: DraftFabric): ArcsNear =>
  (line, i) =>
    arcsAlong(draft, line, i, ON_BORDER_CM);

/**
 * Where a line meets arcs, in its order. Vertices of either on the other, and crossings, which are rounded to the grid;
 * several in one place are one, which is a vertex of an arc if there is one.
 */
export function meetBorder(line: readonly number[], arcsNear: ArcsNear): Meeting[] {
  const meetings: Meeting[] = [];
  for (let k = 0; k + 2 < line.length; k += 2) {
    const box = segmentBox(line, k, ON_BORDER_CM);
    for (const arc of arcsNear(line, k)) {
      for (let i = 0; i + 2 < arc.xy.length; i += 2) if (segmentInBox(arc.xy, i, box)) meet(line, k, arc, i, meetings);
    }
  }
  meetings.sort((a, b) => a.along - b.along || Number(b.isVertex) - Number(a.isVertex));
  return joinNear(meetings);
}

function meet(line: readonly number[], k: number, arc: ArcState, i: number, meetings: Meeting[]): void {
  const { xy } = arc;
  const s = [line[k]!, line[k + 1]!, line[k + 2]!, line[k + 3]!] as const;
  const t = [xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!] as const;
  const add = (x: number, y: number): void => {
    const near = [i, i + 2].find((j) => Math.hypot(xy[j]! - x, xy[j + 1]! - y) <= ON_BORDER_CM);
    const place =
      near === undefined ? { i, isVertex: false, x, y } : { i: near, isVertex: true, x: xy[near]!, y: xy[near + 1]! };
    const along = k / 2 + alongSegment(...s, x, y);
    meetings.push({ along, until: along, arc, ...place });
  };
  for (const j of [k, k + 2]) {
    const [x, y] = [line[j]!, line[j + 1]!];
    if (distance2(...t, x, y) <= ON_BORDER_CM ** 2) add(x, y);
  }
  for (const j of [i, i + 2]) if (liesOn(...s, xy[j]!, xy[j + 1]!)) add(xy[j]!, xy[j + 1]!);
  if (!crossProperly(...s, ...t)) return;
  const { x, y } = crossingOf(s, t);
  add(x, y);
}

function joinNear(sorted: readonly Meeting[]): Meeting[] {
  const joined: Meeting[] = [];
  let previous: Meeting | null = null;
  for (const meeting of sorted) {
    const last = joined.at(-1);
    const isSame = previous && Math.hypot(meeting.x - previous.x, meeting.y - previous.y) <= ONE_PLACE_CM;
    if (!last || !isSame) joined.push(meeting);
    else {
      const place = meeting.isVertex && !last.isVertex ? meeting : last;
      joined[joined.length - 1] = { ...place, along: last.along, until: meeting.along };
    }
    previous = meeting;
  }
  return joined;
}

/** The segments of borders into which places come as new vertices. */
export function bends(meetings: readonly Meeting[]): Stretch[] {
  const bySegment = new Map<ArcState, Map<number, Meeting[]>>();
  for (const meeting of meetings) {
    if (meeting.isVertex) continue;
    const segments = bySegment.get(meeting.arc) ?? new Map<number, Meeting[]>();
    bySegment.set(meeting.arc, segments);
    const others = segments.get(meeting.i) ?? [];
    segments.set(meeting.i, others);
    if (!others.some(({ x, y }) => x === meeting.x && y === meeting.y)) others.push(meeting);
  }
  return [...bySegment].flatMap(([arc, segments]) =>
    Array.from(segments, ([i, within]) => {
      const segment = arc.xy.slice(i, i + 4) as [number, number, number, number];
      const share = ({ x, y }: Meeting): number => alongSegment(...segment, x, y);
      const between = within.sort((a, b) => share(a) - share(b)).flatMap(({ x, y }) => [x, y]);
      return stretchOf(arc, i, i + 2, [...segment.slice(0, 2), ...between, ...segment.slice(2)]);
    }),
  );
}
