import { takeTurns } from './take-turns.ts';
import { type Answer, TaskThread } from './task-thread.ts';
import type { InputOf, OutputOf, TaskName } from './tasks.ts';

/** A thread without work gives its memory back after this time; starting one takes half a second. */
const IDLE_MS = 60_000;

interface Lane {
  readonly inTurn: ReturnType<typeof takeTurns>;
  kept?: TaskThread;
  idle?: NodeJS.Timeout;
}
const lanes = new Map<string, Lane>();

/**
 * Does one task off the server's event loop. Those of a kind (what stands before the slash) share one thread and take
 * turns: a task may fill much of the memory that the machine has; but nobody waits with a plan for an import or a file.
 *
 * @param options.signal  ends the task, and the thread with it
 * @throws what `TaskThread.run` throws; the signal's reason
 */
export const runTask = <K extends TaskName>(
  name: K,
  input: InputOf<K>,
  { answer, signal }: { answer?: Answer<K>; signal?: AbortSignal } = {},
): Promise<OutputOf<K>> => {
  const kind = name.slice(0, name.indexOf('/'));
  const lane = lanes.get(kind) ?? { inTurn: takeTurns() };
  lanes.set(kind, lane);
  return lane.inTurn(() => onKeptThread(lane, (thread) => thread.run(name, input, answer), signal));
};

async function onKeptThread<T>(lane: Lane, fn: (thread: TaskThread) => Promise<T>, signal?: AbortSignal): Promise<T> {
  signal?.throwIfAborted();
  clearTimeout(lane.idle);
  if (!lane.kept || lane.kept.ended) lane.kept = new TaskThread();
  const thread = lane.kept;
  const stop = (): void => void thread.close();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await fn(thread);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    lane.idle = setTimeout(() => void thread.close(), IDLE_MS).unref();
  }
}
