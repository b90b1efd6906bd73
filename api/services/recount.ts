import type { ScopedDatabase } from '../db/database.ts';
import { readDivision } from '../db/divisions.ts';
import { readBlockIds } from '../db/fabrics.ts';
import { recountBlocks, recountRegions } from '../db/located.ts';

/** Blocks a statement. */
const CHUNK_BLOCKS = 2000;

/**
 * Sums households, residents and buildings into the blocks and the regions of a division, from the buildings that lie
 * in them at the division's fabric. Only rows whose figures differ are written.
 *
 * @throws RangeError when the county has no such division
 */
export async function recount(db: ScopedDatabase, division: number): Promise<void> {
  const { county } = db.scope;
  const head = await readDivision(db, county, division);
  if (!head) throw new RangeError(`County ${county} has no division ${division}`);
  const fabric = { id: head.fabric, seq: head.seq };
  const ids = await readBlockIds(db, county, fabric.id);
  for (let start = 0; start < ids.length; start += CHUNK_BLOCKS) {
    const last = ids[Math.min(start + CHUNK_BLOCKS, ids.length) - 1]!;
    await recountBlocks(db, county, fabric, start === 0 ? -1 : ids[start - 1]!, last);
  }
  await recountRegions(db, county, division);
}
