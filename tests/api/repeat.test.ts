import { expect, test } from 'vitest';
import { repeat } from '../../api/repeat.ts';

test('what is repeated goes on after a failure, never twice at once, until it is stopped and over', async () => {
  const failures: unknown[] = [];
  let times = 0;
  let atOnce = 0;
  let most = 0;
  let enough = (): void => {};
  const thrice = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const stop = repeat(
    1,
    async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce -= 1;
      times += 1;
      if (times === 3) enough();
      if (times === 1) throw new Error('the first time');
    },
    (error) => failures.push(error),
  );
  await thrice;
  await stop();
  expect(atOnce).toBe(0);
  const before = times;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(times).toBe(before);
  expect(failures).toEqual([new Error('the first time')]);
  expect(most).toBe(1);
});
