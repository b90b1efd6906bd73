import type { Db } from './database.ts';
import type { OwnerPool } from './owner-pool.ts';

/** Several statements of the owner that stand or fall together; only accounts need it. */
export async function ownerTransaction<T>(owner: OwnerPool, fn: (tx: Db) => Promise<T>): Promise<T> {
  const client = await owner.connect();
  let broken = false;
  try {
    await client.query('begin');
    const result = await fn(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
