import { expect, test } from 'vitest';
import { readOrdinate } from '../../../api/formats/read-ordinate.ts';

test.each([
  [124.31, 124.31],
  ['124.31', 124.31],
  ['１２４．３１', 124.31],
  [' 124,31 ', 124.31],
  ['448,688.5', 448_688.5],
  ['4,418,598', 4_418_598],
  ['124.31°', 124.31],
  ['124.31E', 124.31],
  ['W73.9', -73.9],
  ['东经124.31', 124.31],
  ['南纬33.5', -33.5],
  ['124°18′36″', 124.31],
  ['124°18\'36.0"E', 124.31],
  ["43°18'S", -43.3],
  ['124度18分36秒', 124.31],
  ['124 18 36', 124.31],
  ['124:18:36', 124.31],
  ['-0.5', -0.5],
  ['1.2431e2', 124.31],
])('%s is read as %d', (written, degrees) => {
  expect(readOrdinate(written)).toBeCloseTo(degrees, 9);
});

test.each([
  '',
  '无',
  '124.31.5',
  '124°70′',
  'N43N',
  'E',
  '1,2,3',
  '12 万',
  `1${' '.repeat(1_000_000)}x`,
  null,
  true,
  Number.NaN,
  '1e999',
])('%# is none', (written) => {
  expect(readOrdinate(written)).toBeNull();
});
