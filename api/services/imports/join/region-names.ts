import type { Fabric } from '../../../../geo/fabric/fabric.ts';
import type { ScopedDatabase } from '../../../db/database.ts';
import { readAssignment } from '../../../db/divisions.ts';
import { listRegions } from '../../../db/regions.ts';

/** Names of the regions below the county that each block lies in, the lowest first, in the order of the fabric's blocks. */
export async function regionNamesOfBlocks(db: ScopedDatabase, division: number, fabric: Fabric): Promise<string[][]> {
  const { county } = db.scope;
  const regions = new Map((await listRegions(db, county, division)).map((region) => [region.id, region]));
  const lowest = new Map((await readAssignment(db, county, division)).map(({ block, region }) => [block, region]));
  const namesFrom = (id: number | null | undefined): string[] => {
    const region = id == null ? undefined : regions.get(id);
    return region && region.kind !== 'county' ? [region.name, ...namesFrom(region.parent)] : [];
  };
  return Array.from(fabric.blocks.ids, (block) => namesFrom(lowest.get(block)));
}
