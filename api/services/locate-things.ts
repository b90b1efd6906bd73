import type { Fabric } from '../../geo/fabric/fabric.ts';
import { createLocator } from '../../geo/fabric/locate.ts';
import type { ScopedDatabase } from '../db/database.ts';
import { LOCATED_THINGS, type LocatedThing, readLocated, readThingPoints, upsertLocated } from '../db/located.ts';

/** Things a page; a page is one read and one write. */
const PAGE = 2000;

export interface LocateTarget {
  /** id and number of the stored fabric */
  fabric: number;
  seq: number;
  /** the same fabric, in memory */
  graph: Fabric;
  /** default: all four */
  things?: readonly LocatedThing[];
}

export interface LocateCounts {
  /** rows written */
  written: number;
  /** things that lie in no block, by kind */
  outside: Record<LocatedThing, number>;
}

/**
 * Says of every thing in which block of the fabric it lies: a building by its inner point, a compound by a point inside
 * it, a site and an organization by their own. A row is written only where the answer differs from what is known at
 * this fabric, so things in blocks that a new fabric left alone keep their older row.
 */
export async function locateThings(
  db: ScopedDatabase,
  target: LocateTarget,
  onProgress: (share: number) => void = () => {},
): Promise<LocateCounts> {
  const { county } = db.scope;
  const { fabric, seq, graph, things = LOCATED_THINGS } = target;
  const locator = createLocator(graph);
  const counts: LocateCounts = { written: 0, outside: { building: 0, compound: 0, site: 0, organization: 0 } };
  for (const [i, thing] of things.entries()) {
    for (let afterId = -1; ; ) {
      const page = await readThingPoints(db, thing, county, afterId, PAGE);
      const last = page.at(-1);
      if (!last) break;
      const known = await readLocated(db, thing, county, seq, page[0]!.id, last.id);
      const found = page.map(({ id, lng, lat }) => {
        const index = locator.locate(lng, lat);
        return { id, block: index === -1 ? null : graph.blocks.ids[index]! };
      });
      const changed = found.filter(({ id, block }) => known.get(id) !== block);
      if (changed.length > 0) await upsertLocated(db, thing, county, { id: fabric, seq }, changed);
      counts.written += changed.length;
      counts.outside[thing] += found.filter(({ block }) => block === null).length;
      afterId = last.id;
    }
    onProgress((i + 1) / things.length);
  }
  return counts;
}
