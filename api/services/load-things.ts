import type { ScopedDatabase } from '../db/database.ts';
import { copyThings, reserveIds, type ThingRows, type ThingTable } from '../db/things.ts';

/** Rows a transaction: well under 200 ms on the embedded store, where nobody else is served meanwhile. */
const CHUNK_ROWS = 1000;

/**
 * Writes many things of one kind by COPY, in chunks of their own transactions.
 *
 * @param rows  GeoJSON geometries in EPSG:4326, valid; a row may bring an id from `reserveThingIds`
 * @returns     the ids, in the order of the rows
 * @throws      what the schema refuses; chunks before the refused one stay
 */
export async function loadThings<T extends ThingTable>(
  db: ScopedDatabase,
  table: T,
  rows: readonly ThingRows[T][],
  onProgress: (share: number) => void = () => {},
): Promise<number[]> {
  const { county } = db.scope;
  const fresh = await reserveIds(db, table, rows.filter((row) => row.id === undefined).length);
  let used = 0;
  const ready = rows.map((row) => ({ ...row, id: row.id ?? fresh[used++]! }));
  for (let start = 0; start < ready.length; start += CHUNK_ROWS) {
    const chunk = ready.slice(start, start + CHUNK_ROWS);
    await db.transaction((tx) => copyThings(tx, county, table, chunk));
    onProgress(Math.min(1, (start + CHUNK_ROWS) / ready.length));
  }
  return ready.map((row) => row.id);
}

/** Ids for rows that other rows of the same load must name before they are written, such as a tree's parents. */
export const reserveThingIds = (db: ScopedDatabase, table: ThingTable, count: number): Promise<number[]> =>
  reserveIds(db, table, count);
