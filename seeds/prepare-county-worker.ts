import { parentPort, workerData } from 'node:worker_threads';
import { demoCounty } from './demo-counties.ts';
import { type PrepareRequest, prepareCounty } from './prepare-county.ts';

/** One county, then the thread ends. */
const { code, scale, seed } = workerData as PrepareRequest;
parentPort!.postMessage(prepareCounty(demoCounty(code), scale, seed));
