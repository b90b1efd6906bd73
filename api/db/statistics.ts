import type { Db } from './database.ts';
import { sql } from './sql.ts';

/** Tables that imports write many rows to. */
const WRITTEN = [
  ...['compound', 'building', 'road', 'railway', 'water', 'landuse', 'site', 'organization', 'located'],
  ...['fabric', 'block', 'arc', 'division', 'division_block', 'region_version', 'region_population', 'import_page'],
];

/** Tells the planner what the tables hold now, one after another, each for itself: nobody has to wait for all of them. */
export async function refreshStatistics(db: Db): Promise<void> {
  for (const table of WRITTEN) await db.query(sql`select refresh_statistics(${table})`);
}
