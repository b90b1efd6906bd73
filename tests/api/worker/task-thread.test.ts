import { afterEach, expect, test } from 'vitest';
import { NO_WISH } from '../../../api/formats/file-features.ts';
import { runTask } from '../../../api/worker/run-task.ts';
import { TaskThread } from '../../../api/worker/task-thread.ts';
import { rectangle } from '../../support/small-files.ts';

const threads: TaskThread[] = [];
const start = (): TaskThread => {
  const thread = new TaskThread();
  threads.push(thread);
  return thread;
};
afterEach(() => Promise.all(threads.splice(0).map((thread) => thread.close())));

/** So many blocks beside each other: a second's work for thousands. */
const strip = (count: number) => ({
  boundaries: Array.from(
    { length: count },
    (_, i) => rectangle(i % 100, Math.floor(i / 100), (i % 100) + 1, Math.floor(i / 100) + 1) as never,
  ),
  lines: [],
  mend: true,
});
const missing = { path: '/nowhere/file.geojson', where: '', wish: NO_WISH };
const settings = { target: 'sites', mapping: {}, constants: {}, faults: 'refuse-file' } as never;

test('a task gives back what it has made', async () => {
  const { fabric } = await start().run('import/build', strip(4));
  expect(fabric.blocks.ids).toBeInstanceOf(Float64Array);
  expect(fabric.blocks.ids).toHaveLength(4);
});

test('the main thread goes on while a task is at work', async () => {
  const done = runTask('import/build', strip(2000));
  let turns = 0;
  const turn = setInterval(() => {
    turns += 1;
  }, 1);
  await done;
  clearInterval(turn);
  expect(turns).toBeGreaterThan(20);
});

test('a fault comes back as the fault that it is', async () => {
  await expect(start().run('import/look', missing)).rejects.toMatchObject({
    name: 'ProblemError',
    type: 'unreadable-file',
    status: 422,
  });
});

test('what the task asks is answered; an answer that fails is what the task fails of, and the thread goes on', async () => {
  const thread = start();
  const asked: unknown[] = [];
  const empty = async (question: unknown): Promise<string> => {
    asked.push(question);
    return '[]';
  };
  expect(
    await thread.run(
      'import/collect',
      { settings, fabric: null, join: null, place: { county: '', bounds: null } },
      empty,
    ),
  ).toMatchObject({ rows: 0 });
  expect(asked).toEqual([{ kind: 'rows', afterRow: 0 }]);
  const dead = new RangeError('the line went dead');
  await expect(
    thread.run('import/collect', { settings, fabric: null, join: null, place: { county: '', bounds: null } }, () =>
      Promise.reject(dead),
    ),
  ).rejects.toBe(dead);
  expect(
    await thread.run(
      'import/collect',
      { settings, fabric: null, join: null, place: { county: '', bounds: null } },
      empty,
    ),
  ).toMatchObject({ rows: 0 });
});

test('tasks of one thread come one after the other, whatever became of the one before', async () => {
  const thread = start();
  const [first, second] = await Promise.allSettled([
    thread.run('import/look', missing),
    thread.run('import/build', strip(1)),
  ]);
  expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
});

test('a task that is cancelled ends with the reason, its thread is gone, and the next task finds another', async () => {
  const cancel = new AbortController();
  const reason = new Error('nobody waits any more');
  const done = runTask('import/build', strip(3000), { signal: cancel.signal });
  setImmediate(() => cancel.abort(reason)); // it has begun, and cannot have ended
  await expect(done).rejects.toBe(reason);
  expect((await runTask('import/build', strip(1))).fabric.blocks.ids).toHaveLength(1);
});

test('a task that is cancelled before its turn is never begun, and the one at work goes on', async () => {
  const cancel = new AbortController();
  const reason = new Error('nobody waits any more');
  const atWork = runTask('import/build', strip(1000));
  const waiting = expect(runTask('import/build', strip(1), { signal: cancel.signal })).rejects.toBe(reason);
  cancel.abort(reason);
  expect((await atWork).fabric.blocks.ids).toHaveLength(1000);
  await waiting;
});

test('whose thread is ended fails at once, and so does what comes after', async () => {
  const thread = start();
  const done = thread.run('import/build', strip(3000));
  const failed = expect(done).rejects.toThrow('the thread has ended');
  await thread.close();
  await failed;
  expect(thread.ended).toBe(true);
  await expect(thread.run('import/build', strip(1))).rejects.toThrow('the thread has ended');
});
