import { parentPort } from 'node:worker_threads';
import { failureOf } from './failure.ts';
import type { FromThread, ToThread } from './protocol.ts';
import { TASKS, type Task, type TaskName } from './tasks.ts';

// The thread's end: tasks run here, so that they do not keep the server from answering.
const port = parentPort!;
const post = (message: FromThread): void => port.postMessage(message);
let waiting: { resolve: (reply: unknown) => void; reject: (error: Error) => void } | undefined;

const ask = (question: unknown): Promise<unknown> =>
  new Promise((resolve, reject) => {
    waiting = { resolve, reject };
    post({ kind: 'ask', question });
  });

async function run(name: string, input: unknown): Promise<unknown> {
  const task = (await TASKS[name as TaskName]()) as Task<unknown, unknown, unknown, unknown>;
  return task(input, ask);
}

port.on('message', (message: ToThread) => {
  if (message.kind === 'reply') return waiting?.resolve(message.reply);
  if (message.kind === 'refuse') return waiting?.reject(new Error('what the task asked could not be answered'));
  run(message.name, message.input).then(
    (output) => post({ kind: 'done', output }),
    (error: unknown) => post({ kind: 'failed', failure: failureOf(error) }),
  );
});
