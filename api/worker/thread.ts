import { parentPort } from 'node:worker_threads';
import { failureOf } from './failure.ts';
import type { FromThread, ToThread } from './protocol.ts';
import { TASKS, type Task, type TaskName } from './tasks.ts';

// The thread's end: tasks run here, so that they do not keep the server from answering.
const port = parentPort!;
const post = (message: FromThread): void => port.postMessage(message);
const waiting = new Map<number, { resolve: (reply: unknown) => void; reject: (error: Error) => void }>();
let asked = 0;

const ask = (question: unknown): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const id = ++asked;
    waiting.set(id, { resolve, reject });
    post({ kind: 'ask', id, question });
  });

async function run(name: string, input: unknown): Promise<unknown> {
  const task = (await TASKS[name as TaskName]()) as Task<unknown, unknown, unknown, unknown>;
  return task(input, ask);
}

port.on('message', (message: ToThread) => {
  if (message.kind !== 'begin') {
    const open = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'reply') open?.resolve(message.reply);
    else open?.reject(new Error('what the task asked could not be answered'));
    return;
  }
  run(message.name, message.input).then(
    (output) => post({ kind: 'done', output }),
    (error: unknown) => post({ kind: 'failed', failure: failureOf(error) }),
  );
});
