import RBush from 'rbush';
import type { ArcState } from './draft-fabric.ts';
import type { Box } from './segments.ts';

export interface ArcBox extends Box {
  readonly arc: ArcState;
}

/** Where the arcs of a draft are. */
export interface ArcIndex {
  /** the arcs whose boxes have a point in common with another */
  search(box: Box): ArcBox[];
  readonly boxes: ReadonlyMap<number, ArcBox>;
  /** around all arcs, and maybe some that have just gone */
  bounds(): Box;
}

export interface OpenArcIndex extends ArcIndex {
  put(arc: ArcState): void;
  drop(id: number): void;
}

/** So many arcs come, or go, before the tree hears of them: more than most edits change, and few to look through. */
const LATE = 128;

/**
 * A tree of the arcs, which is slow to change, and beside it those that have come or gone lately: most of them are soon
 * taken back, as an edit is that was only tried.
 */
export function createArcIndex(arcs: Iterable<ArcState>): OpenArcIndex {
  const tree = new RBush<ArcBox>();
  const boxes = new Map<number, ArcBox>();
  const come = new Map<ArcState, ArcBox>();
  const gone = new Map<ArcState, ArcBox>();
  for (const arc of arcs) boxes.set(arc.id, boxOf(arc));
  tree.load([...boxes.values()]);
  return {
    boxes,
    search(box) {
      let found = tree.search(box);
      if (gone.size > 0) found = found.filter(({ arc }) => !gone.has(arc));
      for (const one of come.values()) if (meet(one, box)) found.push(one);
      return found;
    },
    bounds() {
      const root = tree.toJSON();
      const all = { minX: root.minX, minY: root.minY, maxX: root.maxX, maxY: root.maxY };
      for (const box of come.values()) widen(all, box);
      return all;
    },
    put(arc) {
      const known = gone.get(arc);
      const box = known ?? boxOf(arc);
      boxes.set(arc.id, box);
      if (known) gone.delete(arc);
      else come.set(arc, box);
      if (come.size > LATE) tree.insert(takeFirst(come));
    },
    drop(id) {
      const box = boxes.get(id)!;
      boxes.delete(id);
      if (!come.delete(box.arc)) gone.set(box.arc, box);
      if (gone.size > LATE) tree.remove(takeFirst(gone));
    },
  };
}

function takeFirst(boxes: Map<ArcState, ArcBox>): ArcBox {
  const [first] = boxes.values();
  boxes.delete(first!.arc);
  return first!;
}

const meet = (a: Box, b: Box): boolean => a.minX <= b.maxX && a.maxX >= b.minX && a.minY <= b.maxY && a.maxY >= b.minY;

function widen(box: { -readonly [K in keyof Box]: Box[K] }, { minX, minY, maxX, maxY }: Box): void {
  if (minX < box.minX) box.minX = minX;
  if (minY < box.minY) box.minY = minY;
  if (maxX > box.maxX) box.maxX = maxX;
  if (maxY > box.maxY) box.maxY = maxY;
}

function boxOf(arc: ArcState): ArcBox {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < arc.xy.length; i += 2) {
    const x = arc.xy[i]!;
    const y = arc.xy[i + 1]!;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return { minX, minY, maxX, maxY, arc };
}
