import { Worker } from 'node:worker_threads';
import type { PreparedCounty, PrepareRequest } from './prepare-county.ts';

/**
 * `prepareCounty` in a thread of its own: a town takes a second or, at a large scale, many, and a server that loads its
 * demo goes on answering meanwhile.
 *
 * @param signal ends the thread
 * @throws what `prepareCounty` throws, the signal's reason
 */
export function prepareApart(request: PrepareRequest, signal?: AbortSignal): Promise<PreparedCounty> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const worker = new Worker(new URL('./prepare-county-start.mjs', import.meta.url), {
      workerData: request,
      execArgv: [],
    });
    worker.once('message', resolve);
    worker.once('error', reject);
    const stop = (): void => {
      reject(signal?.reason);
      worker.terminate();
    };
    signal?.addEventListener('abort', stop, { once: true });
    worker.once('exit', () => signal?.removeEventListener('abort', stop));
    worker.once('exit', (code) => reject(new Error(`The thread that prepares county ${request.code} ended (${code})`)));
  });
}
