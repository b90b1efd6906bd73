import { takeTurns } from './take-turns.ts';
import { type Answer, TaskThread } from './task-thread.ts';
import type { InputOf, OutputOf, TaskName } from './tasks.ts';

/** A thread without work gives its memory back after this time; starting one takes half a second. */
const IDLE_MS = 60_000;

const inTurn = takeTurns();
let kept: TaskThread | undefined;
let idle: NodeJS.Timeout | undefined;

/**
 * Does one task off the server's event loop. All share one thread and take turns: a task may fill much of the memory
 * that the machine has.
 *
 * @param options.signal  ends the task, and the thread with it
 * @throws what `TaskThread.run` throws; the signal's reason
 */
export const runTask = <K extends TaskName>(
  name: K,
  input: InputOf<K>,
  { answer, signal }: { answer?: Answer<K>; signal?: AbortSignal } = {},
): Promise<OutputOf<K>> => inTurn(() => onKeptThread((thread) => thread.run(name, input, answer), signal));

async function onKeptThread<T>(fn: (thread: TaskThread) => Promise<T>, signal?: AbortSignal): Promise<T> {
  signal?.throwIfAborted();
  clearTimeout(idle);
  if (!kept || kept.ended) kept = new TaskThread();
  const thread = kept;
  const stop = (): void => void thread.close();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await fn(thread);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    idle = setTimeout(() => void thread.close(), IDLE_MS).unref();
  }
}
