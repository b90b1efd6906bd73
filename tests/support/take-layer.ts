import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ExportJob, exportJob } from '../../api/contract/layer-exports.ts';
import type { Visitor } from './visitor.ts';

export interface TakenLayer {
  job: ExportJob;
  /** as people see it */
  name: string;
  bytes: Buffer;
  /** where it was saved, under its own name */
  path: string;
}

/** Waits until a file is written, or cannot be. */
export async function exportEnded(who: Visitor, county: string, id: string): Promise<ExportJob> {
  for (let waited = 0; waited < 600; waited += 1) {
    const job = exportJob.parse(await (await who.get(`/api/counties/${county}/exports/${id}`)).json());
    if (job.status === 'ready' || job.status === 'failed') return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the export does not end');
}

/** Asks for a layer, waits for it, saves it in a folder, and throws it away on the server. */
export async function takeLayer(who: Visitor, county: string, folder: string, wish: object): Promise<TakenLayer> {
  const begun = await who.post(`/api/counties/${county}/exports`, wish);
  expect(begun.status, await begun.clone().text()).toBe(202);
  const { id } = exportJob.parse(await begun.json());
  const job = await exportEnded(who, county, id);
  expect(job.problem).toBeNull();
  const answer = await who.get(`/api/counties/${county}/exports/${id}/file`);
  expect(answer.status).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.length).toBe(job.bytes);
  const [, encoded] = /filename\*=UTF-8''(.+)$/.exec(answer.headers.get('content-disposition')!)!;
  const name = decodeURIComponent(encoded!);
  expect(name).toBe(job.fileName);
  const path = join(folder, name);
  writeFileSync(path, bytes);
  expect((await who.delete(`/api/counties/${county}/exports/${id}`)).status).toBe(204);
  return { job, name, bytes, path };
}
