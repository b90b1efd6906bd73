import type { Db, ScopedDatabase } from '../db/database.ts';
import { readAssignment, readDivision, readUpperRegions, updateRegionCounts } from '../db/divisions.ts';
import { readBlockIds } from '../db/fabrics.ts';
import { type Counts, readBuildingCounts, readLocated, updateBlockCounts } from '../db/located.ts';

/** A county's data, in a transaction or not. */
export type CountyData = Db & Pick<ScopedDatabase, 'scope'>;

/** Rows a statement, read or written. */
const PAGE = 4000;

/**
 * Sums households, residents and buildings into the blocks and the regions of a division, from the buildings that lie
 * in them at the division's fabric. Only rows whose figures differ are written.
 *
 * @throws RangeError when the county has no such division
 */
export async function recount(db: CountyData, division: number): Promise<void> {
  const { county } = db.scope;
  const head = await readDivision(db, county, division);
  if (!head) throw new RangeError(`County ${county} has no division ${division}`);
  const blocks = await countBlocks(db, head.seq);
  const ids = await readBlockIds(db, county, head.fabric);
  for (let start = 0; start < ids.length; start += PAGE) {
    const page = ids.slice(start, start + PAGE).map((block) => ({ block, ...(blocks.get(block) ?? NOTHING) }));
    await updateBlockCounts(db, county, head.fabric, page);
  }
  const regions = await countRegions(db, division, blocks);
  for (let start = 0; start < regions.length; start += PAGE)
    await updateRegionCounts(db, county, division, regions.slice(start, start + PAGE));
}

const NOTHING: Counts = { households: 0, residents: 0, buildings: 0, estimated: false };

const add = (a: Counts, b: Counts): Counts => ({
  households: a.households + b.households,
  residents: a.residents + b.residents,
  buildings: a.buildings + b.buildings,
  estimated: a.estimated || b.estimated,
});

/**
 * Sums by block; buildings in no block are left out. Buildings and places are read apart and joined here: right after a
 * bulk load the database has no statistics, and would join them by comparing each with each.
 */
async function countBlocks(db: CountyData, seq: number): Promise<Map<number, Counts>> {
  const { county } = db.scope;
  const counts = new Map<number, Counts>();
  for (let afterId = -1; ; ) {
    const page = await readBuildingCounts(db, county, afterId, PAGE);
    const last = page.at(-1);
    if (!last) return counts;
    const blockOf = await readLocated(db, 'building', county, seq, page[0]!.id, last.id);
    for (const { id, households, residents, estimated } of page) {
      const block = blockOf.get(id);
      if (block == null) continue;
      const own = { households, residents, buildings: 1, estimated };
      counts.set(block, add(counts.get(block) ?? NOTHING, own));
    }
    afterId = last.id;
  }
}

/** Every region of the division, up to the county and its groupings, those without a building too. */
export async function countRegions(
  db: CountyData,
  division: number,
  blocks: ReadonlyMap<number, Counts>,
): Promise<({ region: number } & Counts)[]> {
  const { county } = db.scope;
  const uppers = new Map<number, number[]>();
  for (const { region, upper } of await readUpperRegions(db, county, division)) {
    const list = uppers.get(region) ?? [];
    if (upper !== null) list.push(upper);
    uppers.set(region, list);
  }
  const counts = new Map([...uppers.keys()].map((region) => [region, NOTHING]));
  for (const { block, region } of await readAssignment(db, county, division)) {
    const own = blocks.get(block);
    if (own) for (const holder of withAllAbove(region, uppers)) counts.set(holder, add(counts.get(holder)!, own));
  }
  return [...counts].map(([region, sums]) => ({ region, ...sums }));
}

function withAllAbove(region: number, uppers: ReadonlyMap<number, readonly number[]>): Set<number> {
  const all = new Set([region]);
  for (const holder of all) for (const upper of uppers.get(holder) ?? []) all.add(upper);
  return all;
}
