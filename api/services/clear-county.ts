import type { ScopedDatabase } from '../db/database.ts';
import { deleteDivision, deleteRegions, listUnseenDivisions } from '../db/divisions.ts';
import { deleteFabric, listLooseFabrics } from '../db/fabrics.ts';
import { forgetLoads } from '../db/loads.ts';
import { deleteLocated } from '../db/located.ts';
import { deleteThings, THINGS_BOTTOM_UP } from '../db/things.ts';

/**
 * Takes everything away from a county that never had a division in force: what a load left behind that was killed.
 * The county itself stays.
 *
 * @throws what the schema refuses when something is in use already
 */
export async function clearCounty(db: ScopedDatabase): Promise<void> {
  const { county } = db.scope;
  await db.transaction((tx) => forgetLoads(tx, county));
  for (const table of THINGS_BOTTOM_UP) await db.transaction((tx) => deleteThings(tx, county, table));
  await db.transaction((tx) => deleteLocated(tx, county));
  for (const division of await listUnseenDivisions(db, county))
    await db.transaction((tx) => deleteDivision(tx, county, division));
  for (const fabric of await listLooseFabrics(db)) await db.transaction((tx) => deleteFabric(tx, county, fabric));
  await db.transaction((tx) => deleteRegions(tx, county));
}
