import { expect, test, vi } from 'vitest';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';

eachDatabase('listening', (get) => {
  const notify = (channel: string, payload: string) => get().query(sql`select pg_notify(${channel}, ${payload})`);

  test('hears every notification of its channel in order, and none after it stopped', async () => {
    const heard: string[] = [];
    const stop = await get().listen('test_listen', (payload) => heard.push(payload));
    await notify('test_listen', '一');
    await notify('test_elsewhere', 'no');
    await notify('test_listen', '二');
    await vi.waitFor(() => expect(heard).toEqual(['一', '二']));
    await stop();
    await notify('test_listen', '三');
    await get().query(sql`select 1`);
    expect(heard).toEqual(['一', '二']);
  });

  test('hears nothing of a transaction that was undone', async () => {
    const heard: string[] = [];
    const stop = await get().listen('test_undone', (payload) => heard.push(payload));
    const undone = get().transaction(async (tx) => {
      await tx.query(sql`select pg_notify('test_undone', 'undone')`);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await notify('test_undone', 'kept');
    await vi.waitFor(() => expect(heard).toEqual(['kept']));
    await stop();
  });

  test('serves several listeners of one channel; one that stops leaves the others', async () => {
    const first: string[] = [];
    const second: string[] = [];
    const stopFirst = await get().listen('test_shared', (payload) => first.push(payload));
    const stopSecond = await get().listen('test_shared', (payload) => second.push(payload));
    await notify('test_shared', 'a');
    await vi.waitFor(() => expect([first, second]).toEqual([['a'], ['a']]));
    await stopFirst();
    await notify('test_shared', 'b');
    await vi.waitFor(() => expect(second).toEqual(['a', 'b']));
    expect(first).toEqual(['a']);
    await stopSecond();
  });

  test('is made again after its connection was lost, and says so with an empty payload', async () => {
    if (get().kind !== 'pg') return;
    const heard: string[] = [];
    const stop = await get().listen('test_lost', (payload) => heard.push(payload));
    await get()
      .owner.pool('tongxin')
      .query(
        `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()`,
      );
    await vi.waitFor(() => expect(heard).toEqual(['']), 5_000);
    await notify('test_lost', 'again');
    await vi.waitFor(() => expect(heard).toEqual(['', 'again']));
    await stop();
  });
});
