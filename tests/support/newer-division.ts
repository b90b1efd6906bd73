import { sql } from '../../api/db/sql.ts';
import { installDivision } from '../../api/services/install-division.ts';
import { loadFabric } from '../../api/services/load-fabric.ts';
import type { SmallTown } from './small-town.ts';

/**
 * A newer division of a small town, on the same blocks: grid 12 is no more, and block 5 has gone from it to grid 22.
 *
 *   ┌──────┬──────┬──────┬──────┐
 *   │ 4    │ 5    │   grid 22 7 │
 *   │  11  └──────╫──────┼──────┤
 *   │ 0         1 ║ 2 grid 21 3 │
 *   └──────┴──────╨──────┴──────┘
 */
export async function newerDivision({ code, db, division, regions }: SmallTown): Promise<{ division: number }> {
  const { rows } = await db.query<{ fabric: number }>(sql`
    select fabric from division where county = ${code} and id = ${division}`);
  const { fabric } = rows[0]!;
  const region = (key: string, kind: 'street' | 'community' | 'grid', parent: string | null) => ({
    ...{ key, region: regions.get(key)!, kind, parent, code: null, name: key },
  });
  return installDivision(db, {
    ...{ name: '新区划', validFrom: '2999-01-01', fabric: await loadFabric(db, code, fabric), storedFabric: fabric },
    regions: [
      region('s', 'street', null),
      ...['1', '2'].map((key) => region(key, 'community', 's')),
      ...['11', '21', '22'].map((key) => region(key, 'grid', key[0]!)),
    ],
    assignment: ['11', '11', '21', '21', '11', '22', '22', '22'],
  });
}
