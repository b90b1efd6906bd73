import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createArcIndex } from '../../../../geo/fabric/draft/arc-index.ts';
import type { ArcState } from '../../../../geo/fabric/draft/draft-fabric.ts';

const MOST = 1000;
const place = fc.integer({ min: 0, max: MOST });
const line = fc.array(place, { minLength: 4, maxLength: 8 }).map((xy) => xy.slice(0, xy.length & ~1));
const arcOf = (id: number, xy: number[]): ArcState => ({ id, from: 1, to: 2, left: null, right: null, xy });

const holds = ({ xy }: ArcState, [x0, y0, x1, y1]: readonly number[]): boolean => {
  const xs = xy.filter((_, i) => i % 2 === 0);
  const ys = xy.filter((_, i) => i % 2 === 1);
  return Math.min(...xs) <= x1! && Math.max(...xs) >= x0! && Math.min(...ys) <= y1! && Math.max(...ys) >= y0!;
};

test('after any number of arcs that come, go and come again, a search finds those that are there', () => {
  const turn = fc.record({ id: fc.integer({ min: 0, max: 400 }), xy: line, again: fc.boolean() });
  const window = fc.tuple(place, place, place, place);
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 300 }),
      fc.array(turn, { minLength: 600, maxLength: 900 }),
      window,
      (first, turns, box) => {
        const there = new Map(first.map((xy, id) => [id, arcOf(id, xy)]));
        const gone = new Map<number, ArcState>();
        const index = createArcIndex(there.values());
        for (const { id, xy, again } of turns) {
          const old = there.get(id);
          if (old) {
            index.drop(id);
            there.delete(id);
            gone.set(id, old);
          } else {
            const arc = (again && gone.get(id)) || arcOf(id, xy);
            index.put(arc);
            there.set(id, arc);
          }
        }
        const [x0, x1] = [Math.min(box[0], box[2]), Math.max(box[0], box[2])];
        const [y0, y1] = [Math.min(box[1], box[3]), Math.max(box[1], box[3])];
        const found = index.search({ minX: x0, minY: y0, maxX: x1, maxY: y1 }).map(({ arc }) => arc);
        const wanted = [...there.values()].filter((arc) => holds(arc, [x0, y0, x1, y1]));
        expect(new Set(found)).toEqual(new Set(wanted));
        expect(found).toHaveLength(wanted.length);
        expect([...index.boxes.keys()].sort((a, b) => a - b)).toEqual([...there.keys()].sort((a, b) => a - b));
      },
    ),
    { numRuns: 40 },
  );
});
