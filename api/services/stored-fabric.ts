import type { LocalCrs } from '../../geo/crs/local-crs.ts';
import type { Fabric } from '../../geo/fabric/fabric.ts';
import { fabricFromRows } from '../../geo/fabric/rows.ts';
import type { ScopedDatabase } from '../db/database.ts';
import { type ArcRow, readArcs, readBlockIds, readFabricHead } from '../db/fabrics.ts';

const ARCS_A_PAGE = 4000;

/**
 * A stored fabric as a graph, blocks and arcs in the order of their ids.
 *
 * @throws RangeError when the county has no such fabric
 */
export async function readFabric(db: ScopedDatabase, id: number): Promise<Fabric> {
  const { county } = db.scope;
  const head = await readFabricHead(db, county, id);
  if (!head) throw new RangeError(`County ${county} has no fabric ${id}`);
  const blocks = (await readBlockIds(db, county, id)).map((block) => ({ id: block }));
  const arcs: ArcRow[] = [];
  for (let afterId = -1; ; ) {
    const page = await readArcs(db, county, id, afterId, ARCS_A_PAGE);
    arcs.push(...page);
    if (page.length < ARCS_A_PAGE) break;
    afterId = page.at(-1)!.id;
  }
  return fabricFromRows({ crs: head.crs as unknown as LocalCrs, arcs, blocks });
}
