import type { Polygon } from 'geojson';
import { expect, test } from 'vitest';
import {
  beginAnew,
  canClose,
  close,
  dropCorner,
  emptyShape,
  geometryOf,
  handlesOf,
  insertCorner,
  middleOf,
  moveBy,
  moveCorner,
  putAt,
  type Shape,
  shapeOf,
} from '../../../web/features/edit-things/shape.ts';

//   (0,2)───(3,2)
//     │       │
//   (0,0)───(3,0)
const SQUARE: Polygon = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [3, 0],
      [3, 2],
      [0, 2],
      [0, 0],
    ],
  ],
};
const square = shapeOf('outline', SQUARE);
const ring = (shape: Shape) => (geometryOf(shape) as Polygon).coordinates[0];

test('an outline that nobody touches is sent as it came, holes and parts as well', () => {
  expect(geometryOf(square)).toEqual(SQUARE);
  const parts = {
    type: 'MultiPolygon' as const,
    coordinates: [
      [
        ...SQUARE.coordinates,
        [
          [1, 1],
          [2, 1],
          [1, 1.5],
          [1, 1],
        ],
      ],
      [
        [
          [9, 9],
          [10, 9],
          [9, 10],
          [9, 9],
        ],
      ],
    ],
  };
  expect(geometryOf(shapeOf('outline', parts))).toEqual(parts);
});

test('a new outline is drawn corner by corner, and can be sent once three of them are closed', () => {
  const two = putAt(putAt(emptyShape('outline'), [0, 0]), [3, 0]);
  expect(canClose(two)).toBe(false);
  expect(close(two)).toBe(two);
  const three = putAt(two, [3, 2]);
  expect(geometryOf(three)).toBeNull();
  expect(ring(close(three))).toEqual([
    [0, 0],
    [3, 0],
    [3, 2],
    [0, 0],
  ]);
});

test('drawing anew leaves what was there until the new outline is closed', () => {
  const anew = beginAnew(square);
  expect(middleOf(anew)).toEqual([1.5, 1]);
  const drawn = [
    [5, 5],
    [6, 5],
    [6, 6],
  ].reduce((shape, at) => putAt(shape, [at[0]!, at[1]!]), anew);
  expect(ring(close(drawn))).toEqual([
    [5, 5],
    [6, 5],
    [6, 6],
    [5, 5],
  ]);
});

test('the first corner takes its repetition along', () => {
  expect(ring(moveCorner(square, [0, 0, 0], [-1, -1]))).toEqual([
    [-1, -1],
    [3, 0],
    [3, 2],
    [0, 2],
    [-1, -1],
  ]);
});

test('the middle of a side becomes a corner, which can be taken away again; three stay', () => {
  const { corners, middles } = handlesOf(square);
  expect(corners).toHaveLength(4);
  expect(middles.at(-1)).toEqual({ corner: [0, 0, 3], at: [0, 1] });
  const five = insertCorner(square, middles.at(-1)!.corner, middles.at(-1)!.at);
  expect(ring(five)).toEqual([
    [0, 0],
    [3, 0],
    [3, 2],
    [0, 2],
    [0, 1],
    [0, 0],
  ]);
  expect(geometryOf(dropCorner(five, [0, 0, 4]))).toEqual(SQUARE);
  const triangle = dropCorner(square, [0, 0, 3]);
  expect(dropCorner(triangle, [0, 0, 0])).toEqual(triangle);
});

test('all of it is moved at once, a point as well', () => {
  expect(ring(moveBy(square, 1, 2))![2]).toEqual([4, 4]);
  expect(geometryOf(moveBy(putAt(emptyShape('point'), [1, 1]), 1, 2))).toEqual({ type: 'Point', coordinates: [2, 3] });
  expect(middleOf(emptyShape('point'))).toBeNull();
});
