import { Worker } from 'node:worker_threads';
import type { PreparedCounty, PrepareRequest } from './prepare-county.ts';

/**
 * `prepareCounty` in a thread of its own: a town takes a second or, at a large scale, many, and a server that loads its
 * demo goes on answering meanwhile.
 *
 * @throws what `prepareCounty` throws
 */
export function prepareApart(request: PrepareRequest): Promise<PreparedCounty> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./prepare-county-start.mjs', import.meta.url), {
      workerData: request,
      execArgv: [],
    });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The thread that prepares county ${request.code} ended (${code})`)));
  });
}
