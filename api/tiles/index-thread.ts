import { Worker } from 'node:worker_threads';
import type { FromIndexThread, IndexAnswer, IndexAsk, ToIndexThread } from './index-protocol.ts';

interface Waiting {
  resolve: (answer: IndexAnswer) => void;
  reject: (error: Error) => void;
}

/** The main thread's end of the index thread. */
export function startIndexThread() {
  const worker = new Worker(new URL('./index-worker-start.mjs', import.meta.url), { execArgv: [] });
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let ended: Error | undefined;

  function end(reason: Error): void {
    ended ??= reason;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  }

  worker.unref();
  worker.on('message', (message: FromIndexThread) => {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (waiting.size === 0) worker.unref();
    if ('error' in message) asked?.reject(new Error(`The tile index thread failed: ${message.error}`));
    else asked?.resolve(message.answer);
  });
  worker.on('error', end);
  worker.on('exit', () => end(new Error('The tile index thread has ended.')));

  function ask(question: IndexAsk): Promise<IndexAnswer> {
    if (ended) return Promise.reject(ended);
    const id = nextId++;
    worker.ref();
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...question, id } satisfies ToIndexThread);
    });
  }

  return {
    get ended() {
      return ended !== undefined;
    },
    ask,
    tile: (question: Omit<Extract<IndexAsk, { op: 'tile' }>, 'op'>) =>
      ask({ op: 'tile', ...question }) as Promise<Uint8Array>,
    close: async () => {
      await worker.terminate();
    },
  };
}
export type IndexThread = ReturnType<typeof startIndexThread>;
