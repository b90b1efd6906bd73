import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cm } from '../../../geo/divide/edit.ts';
import { createDraftFabric } from '../../../geo/fabric/draft/draft-fabric.ts';
import { blockMiddle, blocksInArea, growingArea } from '../../../web/features/redraw-boundaries/tools/pick.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';

// 13 14 15 16      blocks of 100 m, the south-west corner at `origin`
//  9 10 11 12
//  5  6  7  8
//  1  2  3  4
const fabric = createDraftFabric(chequeredFabric(4, 4));
const { x: x0, y: y0 } = fabric.nodes.values().next().value!;
const at = (eastM: number, northM: number): Cm => [x0 + 100 * eastM, y0 + 100 * northM];
const middleOf = (block: number): Cm => blockMiddle(fabric, block);
const inArea = (...ring: Cm[]): number[] => [...blocksInArea(fabric, ring, middleOf)].sort((a, b) => a - b);

test('an area takes the blocks whose middle lies in it', () => {
  expect(inArea(at(40, 40), at(160, 40), at(160, 160), at(40, 160))).toEqual([1, 2, 5, 6]);
  expect(inArea(at(60, 60), at(140, 60), at(140, 140), at(60, 140))).toEqual([]);
});

test('also one that is drawn within a single block', () => {
  expect(inArea(at(40, 40), at(60, 40), at(60, 60), at(40, 60))).toEqual([1]);
  expect(inArea(at(10, 10), at(20, 10), at(20, 20), at(10, 20))).toEqual([]);
});

test('a lasso that crosses itself leaves out what it encloses twice', () => {
  const around = [at(-10, -10), at(210, -10), at(210, 210), at(-10, 210)];
  expect(inArea(...around)).toEqual([1, 2, 5, 6]);
  expect(inArea(...around, ...around)).toEqual([]);
});

test('an area that grows point by point takes what the whole of it does', () => {
  const point = fc.tuple(fc.integer({ min: -50, max: 450 }), fc.integer({ min: -50, max: 450 }));
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 40 }), (points) => {
      const ring = points.map(([east, north]) => at(east, north));
      const growing = growingArea(fabric, ring[0]!, middleOf);
      for (const next of ring.slice(1)) growing.add(next);
      expect([...growing.blocks].sort((a, b) => a - b)).toEqual(inArea(...ring));
    }),
    { numRuns: 500 },
  );
});
