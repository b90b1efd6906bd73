import type { Db } from './database.ts';
import { sql } from './sql.ts';

/** Tells the planner what the tables hold now. Call it after many rows came or went, before they are joined. */
export async function refreshStatistics(db: Db): Promise<void> {
  await db.query(sql`select refresh_statistics()`);
}
