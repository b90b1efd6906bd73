import { expect, test } from 'vitest';
import { atOnce } from '../../../api/worker/at-once.ts';

/** Work that ends when it is told to. */
function pieces() {
  const begun: number[] = [];
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const piece = (n: number) => () =>
    new Promise<void>((resolve, reject) => {
      begun.push(n);
      ends[n] = { resolve, reject };
    });
  return { begun, ends, piece };
}

test('so many pieces run at the same time; the next begins when one has ended', async () => {
  const { begun, ends, piece } = pieces();
  const { start, end } = atOnce(2);
  await start(piece(0));
  await start(piece(1));
  const third = start(piece(2));
  expect(begun).toEqual([0, 1]);
  ends[1]!.resolve();
  await third;
  expect(begun).toEqual([0, 1, 2]);
  ends[0]!.resolve();
  ends[2]!.resolve();
  await end();
});

test('a piece that fails is told whoever waits next, and nothing begins after it', async () => {
  const { begun, ends, piece } = pieces();
  const { start, end } = atOnce(2);
  const lost = new Error('the line went dead');
  await start(piece(0));
  await start(piece(1));
  ends[0]!.reject(lost);
  await expect(start(piece(2))).rejects.toBe(lost);
  await expect(end()).rejects.toBe(lost);
  expect(begun).toEqual([0, 1]);
});
