import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { UnreadableFile } from '../../formats/file-features.ts';
import { openFile } from '../../formats/open-file.ts';
import { buildBlocks } from './build-blocks.ts';
import { lookAtFile, rowFilter } from './look-at-file.ts';
import { takeRows } from './take-rows.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

// Reading, parsing, transforming and making blocks happen in this thread, so that they do not keep the server from
// answering.
const port = parentPort!;
const reply = (message: FromWorker): void => port.postMessage(message);

async function take(ask: Extract<ToWorker, { kind: 'take' }>): Promise<void> {
  const stream = (await openFile(ask.path))();
  const chunks = takeRows(stream, rowFilter(ask.where), ask.transform, ask.county, ask.batch);
  for (;;) {
    const next = await chunks.next();
    if (next.done) return reply({ kind: 'taken', ...next.value });
    const written = once(port, 'message');
    reply({ kind: 'chunk', ...next.value });
    await written;
  }
}

async function answer(ask: ToWorker): Promise<void> {
  if (ask.kind === 'look') {
    const stream = (await openFile(ask.path))();
    reply({ kind: 'looked', look: await lookAtFile(stream, rowFilter(ask.where)) });
  }
  if (ask.kind === 'take') await take(ask);
  if (ask.kind === 'build-blocks') reply({ kind: 'built', blocks: buildBlocks(ask.input) });
}

port.on('message', (ask: ToWorker) => {
  answer(ask).catch((error: Error) => {
    reply({
      kind: 'failed',
      message: error.message,
      unreadable: error instanceof UnreadableFile,
      tooLarge: error instanceof UnreadableFile && error.tooLarge,
    });
  });
});
