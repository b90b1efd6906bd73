import type { LocalCrs } from '../../geo/crs/local-crs.ts';
import type { Fabric } from '../../geo/fabric/fabric.ts';
import { type ArcRow, fabricFromRows } from '../../geo/fabric/rows.ts';
import type { Db } from '../db/database.ts';
import { readArcs, readBlockIds, readFabricHead } from '../db/fabrics.ts';

/** Arcs a statement. */
const PAGE = 4000;

/**
 * A stored fabric, in memory.
 *
 * @throws RangeError when the county has no such fabric
 */
export async function loadFabric(db: Db, county: string, id: number): Promise<Fabric> {
  const head = await readFabricHead(db, county, id);
  if (!head) throw new RangeError(`County ${county} has no fabric ${id}`);
  const arcs: ArcRow[] = [];
  for (let afterId = -1; ; ) {
    const page = await readArcs(db, county, id, afterId, PAGE);
    arcs.push(...page);
    if (page.length < PAGE) break;
    afterId = page.at(-1)!.id;
  }
  const blocks = (await readBlockIds(db, county, id)).map((block) => ({ id: block }));
  return fabricFromRows({ crs: head.crs as unknown as LocalCrs, arcs, blocks });
}
