import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepUpload, receiveUpload, sweepUploads } from '../../../api/services/imports/uploads.ts';
import { takeTurns } from '../../../api/worker/take-turns.ts';
import { scratchDirectory } from '../../support/scratch.ts';

const body = (text: string): ReadableStream<Uint8Array> => new Blob([text]).stream();

describe('a file that was received', () => {
  test('is kept under the id of its batch', async () => {
    const folder = scratchDirectory('uploads');
    const path = await receiveUpload(folder, body('{}'));
    expect(await keepUpload(folder, path, async () => 'batch-1')).toBe('batch-1');
    expect(readdirSync(folder)).toEqual(['batch-1']);
  });

  test('does not stay when its batch cannot be opened', async () => {
    const folder = scratchDirectory('uploads');
    const path = await receiveUpload(folder, body('{}'));
    const refused = keepUpload(folder, path, () => Promise.reject(new Error('no batch')));
    await expect(refused).rejects.toThrow('no batch');
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('sweeping leaves uploads that still arrive, and takes dead halves and files of a week ago', async () => {
  const folder = scratchDirectory('uploads');
  const now = Date.now();
  const hour = 3_600_000;
  const ages = { 'arriving.part': 0.1, 'dead.part': 2, waiting: 24, forgotten: 8 * 24 };
  for (const [name, hours] of Object.entries(ages)) {
    writeFileSync(join(folder, name), 'x');
    utimesSync(join(folder, name), new Date(now), new Date(now - hours * hour));
  }
  await sweepUploads(folder, now);
  expect(readdirSync(folder).sort()).toEqual(['arriving.part', 'waiting']);
  await expect(sweepUploads(join(folder, 'none'))).resolves.toBeUndefined();
});

test('turns are taken one at a time in the order of asking, also after a failure', async () => {
  const inTurn = takeTurns();
  const seen: string[] = [];
  const work = (name: string, fails = false) =>
    inTurn(async () => {
      seen.push(`${name} begins`);
      await new Promise((done) => setImmediate(done));
      seen.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const all = await Promise.allSettled([work('a'), work('b', true), work('c')]);
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});
