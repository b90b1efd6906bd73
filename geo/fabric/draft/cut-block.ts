import type { IdSource } from '../assemble.ts';
import { blockAt } from './block-at.ts';
import { type Half, traceWalks, walkDoubleArea } from './block-rings.ts';
import type { ArcState, DraftFabric } from './draft-fabric.ts';
import { joinArcsInPlace } from './join-arcs.ts';
import { middleOf, pieceBetween, pointsBetween, runsAlong } from './line-pieces.ts';
import { arcsAround, bends, type Meeting, meetBorder } from './meet-border.ts';
import { type FabricOutcome, type Refused, refuse } from './outcome.ts';
import { createPatch, type Patch } from './patch.ts';
import { refuseBadPoints, somewhere } from './places.ts';
import { withoutRepeats } from './segments.ts';
import { passes, redrawn, refuseSelfMeeting, refuseStretches, type Stretch } from './stretches.ts';

/**
 * Cuts a block in two along a line. What the line does outside the block does not matter; where it enters and leaves,
 * its ends become nodes of the borders, which bend there by less than a centimetre when the place is not on the grid.
 * The line may cross islands in the block, and a closed line within the block cuts out a new one. The larger part keeps
 * the block's id.
 *
 * @param line  flat [x0, y0, …] cm
 * @param ids   for the new block, arcs and nodes; ids that are taken are passed over
 * Refused: `bad-coordinate`, `unknown-block`, `zero-length`, `self-crossing`, `outside-block`, `ends-inside-block`,
 * `along-border`, `leaves-block`, `does-not-split`; `crossing`, `touching` or `collapsed` where borders are so near to
 * each other that the grid leaves no room for a node.
 */
export function cutBlock(draft: DraftFabric, block: number, line: readonly number[], ids: IdSource): FabricOutcome {
  const drawn = withoutRepeats(line);
  const refused = refuseLine(draft, block, drawn);
  if (refused) return refused;
  const pieces = piecesWithin(draft, block, drawn);
  if ('reason' in pieces) return pieces;
  const stretches = bends(pieces.flatMap(({ ends }) => ends));
  const misplaced = refuseStretches(
    draft,
    stretches,
    pieces.map(({ xy }) => xy),
  );
  if (misplaced) return misplaced;
  const patch = createPatch(draft);
  const fresh = (kind: 'nodes' | 'arcs' | 'blocks'): number => {
    let id = ids();
    while (patch.hasId(kind, id)) id = ids();
    return id;
  };
  const { nodeAt, arcs } = splitArcs(draft, patch, pieces, stretches, fresh);
  const cuts = pieces.map(({ xy }): ArcState => {
    const arc = { id: fresh('arcs'), from: nodeAt(xy[0]!, xy[1]!), to: nodeAt(xy.at(-2)!, xy.at(-1)!), xy };
    return { ...arc, left: block, right: block };
  });
  const aroundIds = new Set([...draft.blocks.get(block)!, ...arcs]);
  const around = Array.from(aroundIds, (id) => patch.arc(id)).filter((arc) => arc !== null);
  const parts = tellParts(draft, block, around, cuts);
  if ('reason' in parts) return parts;
  const other = fresh('blocks');
  patch.putBlock(other);
  for (const arc of around) {
    if (!parts.smaller.has(arc.id)) continue;
    patch.putArc({
      ...arc,
      left: arc.left === block ? other : arc.left,
      right: arc.right === block ? other : arc.right,
    });
  }
  for (const arc of cuts) {
    const [left, right] = parts.leftIsSmaller.has(arc.id) ? [other, block] : [block, other];
    patch.putArc({ ...arc, left, right });
  }
  return patch.outcome();
}

/** The part of a line between two meetings with the border; with none, it is closed. */
interface Piece {
  readonly xy: readonly number[];
  readonly ends: readonly Meeting[];
}

function refuseLine(draft: DraftFabric, block: number, line: readonly number[]): Refused | null {
  const bad = refuseBadPoints(draft, line);
  if (bad) return bad;
  const [x, y] = line.length > 0 ? (line as [number, number]) : somewhere(draft);
  if (!draft.blocks.has(block)) return refuse(draft.crs, 'unknown-block', x, y, `the fabric has no block ${block}`);
  if (line.length < 4) return refuse(draft.crs, 'zero-length', x, y, 'the line has fewer than two points');
  return refuseSelfMeeting(draft, line);
}

/** The pieces of a line that lie within a block. */
function piecesWithin(draft: DraftFabric, block: number, line: readonly number[]): Piece[] | Refused {
  const isBorder = (arc: ArcState): boolean => arc.left === block || arc.right === block;
  const meetings = meetBorder(line, arcsAround(draft, block));
  const end = line.length / 2 - 1;
  const [x, y] = line as unknown as [number, number];
  const isClosed = x === line.at(-2) && y === line.at(-1);
  const isWithin = (px: number, py: number): boolean => blockAt(draft, px, py) === block;
  if (meetings.length === 0) {
    if (!isWithin(x, y)) return refuse(draft.crs, 'outside-block', x, y, 'no part of the line lies within the block');
    if (!isClosed) return refuse(draft.crs, 'ends-inside-block', x, y, 'the line ends inside the block');
    return [{ xy: fromWesternmost(line), ends: [] }];
  }
  const pieces: Piece[] = [];
  for (let k = 0; k + 1 < meetings.length; k++) {
    const [a, b] = [meetings[k]!, meetings[k + 1]!];
    pieces.push({ xy: pieceBetween(line, a, b), ends: [a, b] });
  }
  const [first, last] = [meetings[0]!, meetings.at(-1)!];
  if (isClosed) {
    const round = [...pointsBetween(line, last.until, end + 1), ...pointsBetween(line, 0, first.along)];
    pieces.push({ xy: withoutRepeats([last.x, last.y, ...round, first.x, first.y]), ends: [last, first] });
  } else {
    for (const [isOnBorder, px, py] of [
      [first.along === 0, x, y],
      [last.until === end, line.at(-2)!, line.at(-1)!],
    ] as const) {
      if (!isOnBorder && isWithin(px, py))
        return refuse(draft.crs, 'ends-inside-block', px, py, 'the line ends inside the block');
    }
  }
  const within: Piece[] = [];
  for (const piece of pieces) {
    if (piece.xy.length < 4) continue; // both ends have come to one place
    const [mx, my] = middleOf(piece.xy);
    if (runsAlong(draft, mx, my, isBorder))
      return refuse(draft.crs, 'along-border', mx, my, 'the line runs along a border that is there');
    if (isWithin(mx, my)) within.push(piece);
  }
  if (within.length > 0) return within;
  return refuse(draft.crs, 'outside-block', x, y, 'no part of the line lies within the block');
}

function fromWesternmost(line: readonly number[]): number[] {
  let first = 0;
  for (let i = 2; i < line.length; i += 2) {
    if (line[i]! < line[first]! || (line[i] === line[first] && line[i + 1]! < line[first + 1]!)) first = i;
  }
  return [...line.slice(first), ...line.slice(2, first + 2)];
}

/** Makes nodes of the ends of pieces, and of arcs that have one within them several. */
function splitArcs(
  draft: DraftFabric,
  patch: Patch,
  pieces: readonly Piece[],
  stretches: readonly Stretch[],
  fresh: (kind: 'nodes' | 'arcs') => number,
): { nodeAt: (x: number, y: number) => number; arcs: number[] } {
  const known = new Map<string, number>();
  const nodeAt = (x: number, y: number): number => {
    const key = `${x} ${y}`;
    const id = known.get(key) ?? fresh('nodes');
    if (!known.has(key)) patch.putNode({ id, x, y });
    known.set(key, id);
    return id;
  };
  const cut = new Map<ArcState, Set<string>>();
  for (const { arc, i, isVertex, x, y } of pieces.flatMap(({ ends }) => ends)) {
    if (isVertex && (i === 0 || i === arc.xy.length - 2)) known.set(`${x} ${y}`, i === 0 ? arc.from : arc.to);
    else cut.set(arc, (cut.get(arc) ?? new Set()).add(`${x} ${y}`));
  }
  const arcs: number[] = [];
  for (const [arc, places] of cut) {
    const own = stretches.filter(({ parts }) => parts[0]!.arc === arc);
    const xy = own.length > 0 ? redrawn(arc, own) : arc.xy;
    let first = 0;
    let from = arc.from;
    for (let i = 2; i < xy.length; i += 2) {
      const isLast = i === xy.length - 2;
      if (!isLast && !places.has(`${xy[i]} ${xy[i + 1]}`)) continue;
      const id = first === 0 ? arc.id : fresh('arcs');
      const to = isLast ? arc.to : nodeAt(xy[i]!, xy[i + 1]!);
      patch.putArc({ ...arc, id, from, to, xy: xy.slice(first, i + 2) });
      arcs.push(id);
      first = i;
      from = to;
    }
    const isStart = known.get(`${xy[0]} ${xy[1]}`) === arc.from;
    if (arc.from === arc.to && draft.arcsAt.get(arc.from)!.length === 2 && !isStart) joinArcsInPlace(patch, arc.from);
  }
  return { nodeAt, arcs };
}

/** The faces into which a block falls: which of its arcs are around the smaller one, and which cuts have it on the left. */
function tellParts(
  draft: DraftFabric,
  block: number,
  around: readonly ArcState[],
  cuts: readonly ArcState[],
): { smaller: ReadonlySet<number>; leftIsSmaller: ReadonlySet<number> } | Refused {
  const walks = traceWalks([
    ...around.map((arc) => ({ arc, forward: arc.left === block })),
    ...cuts.flatMap((arc) => [
      { arc, forward: true },
      { arc, forward: false },
    ]),
  ]).map((halves) => ({ halves, area: walkDoubleArea(halves) }));
  const outlines = walks.filter(({ area }) => area > 0).sort((a, b) => a.area - b.area);
  const at = (arc: ArcState): [x: number, y: number] => [arc.xy[0]!, arc.xy[1]!];
  if (outlines.length > 2)
    return refuse(
      draft.crs,
      'leaves-block',
      ...at(cuts[1] ?? cuts[0]!),
      'the block would fall into more than two parts',
    );
  const isCut = new Set(cuts);
  const [inner, outer] = outlines;
  type Walk = (typeof walks)[number];
  const outlineOf = (walk: Walk): Walk | undefined => {
    if (walk.area > 0) return walk;
    const old = walk.halves.find(({ arc }) => !isCut.has(arc));
    return old && inner && surrounds(inner.halves, old.arc) ? inner : (outer ?? inner);
  };
  /** of the left side of each arc, and of its right side */
  const [leftOf, rightOf] = [new Map<number, Walk | undefined>(), new Map<number, Walk | undefined>()];
  const areas = new Map<Walk | undefined, number>();
  for (const walk of walks) {
    const outline = outlineOf(walk);
    areas.set(outline, (areas.get(outline) ?? 0) + walk.area);
    for (const { arc, forward } of walk.halves) (forward ? leftOf : rightOf).set(arc.id, outline);
  }
  const whole = cuts.find(({ id }) => leftOf.get(id) === rightOf.get(id));
  if (whole) return refuse(draft.crs, 'does-not-split', ...at(whole), 'the line leaves the block in one piece');
  const smaller = areas.get(inner)! <= areas.get(outer)! ? inner : outer;
  return {
    smaller: new Set(
      around.filter(({ id, left }) => (left === block ? leftOf : rightOf).get(id) === smaller).map(({ id }) => id),
    ),
    leftIsSmaller: new Set(cuts.filter(({ id }) => leftOf.get(id) === smaller).map(({ id }) => id)),
  };
}

/** Whether an arc that does not cross an outline, and is not part of it, lies inside. */
function surrounds(outline: readonly Half[], { xy }: ArcState): boolean {
  const x = (xy[0]! + xy[2]!) / 2;
  const y = (xy[1]! + xy[3]!) / 2;
  const turns = outline.reduce((sum, { arc, forward }) => {
    const own = passes(arc.xy, 0, arc.xy.length - 2, x, y);
    return forward ? sum + own : sum - own;
  }, 0);
  return turns !== 0;
}
