import { afterAll, describe, expect, test } from 'vitest';
import { type OpenedDatabase, openDatabase } from '../../../api/db/open.ts';
import { createPostgres, eachDatabase } from '../../support/databases.ts';

/** Runs `first` and `second` under one name; gives the order in which they began and ended. */
async function inTurn(first: OpenedDatabase, second: OpenedDatabase): Promise<string[]> {
  const told: string[] = [];
  let end = (): void => {};
  const held = new Promise<void>((resolve) => {
    end = resolve;
  });
  let begun = (): void => {};
  const began = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const one = first.alone('x', async () => {
    told.push('one begins');
    begun();
    await held;
    told.push('one ends');
  });
  await began;
  const two = second.alone('x', async () => told.push('two'), { onWait: end });
  await Promise.all([one, two]);
  return told;
}

eachDatabase('a name that is held', (get) => {
  test('keeps the next one waiting until it is free', async () => {
    expect(await inTurn(get(), get())).toEqual(['one begins', 'one ends', 'two']);
  });

  test('is free again after a failure, and other names are free meanwhile', async () => {
    await expect(get().alone('x', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await get().alone('x', () => get().alone('y', async () => 'both'))).toBe('both');
  });

  test('is not waited for after the signal to stop', async () => {
    const stop = new AbortController();
    await get().alone('x', async () => {
      const waiting = get().alone('x', async () => {}, { signal: stop.signal, onWait: () => stop.abort() });
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    });
  });
});

const adminUrl = process.env.TEST_DATABASE_URL;
describe.skipIf(!adminUrl)('two processes on one PostgreSQL', () => {
  const closers: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const close of closers.reverse()) await close();
  });

  test('keep each other waiting', async () => {
    const { url, drop } = await createPostgres(adminUrl ?? '');
    closers.push(drop);
    const open = async (): Promise<OpenedDatabase> => {
      const database = await openDatabase({ databaseUrl: url, dataDir: '' });
      closers.push(() => database.close());
      return database;
    };
    expect(await inTurn(await open(), await open())).toEqual(['one begins', 'one ends', 'two']);
  });
});
