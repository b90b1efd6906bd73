import type { DivisionState } from '../../../geo/divide/draft.ts';
import type { GroundColumns } from '../../../geo/divide/ground.ts';
import type { Fabric } from '../../../geo/fabric/fabric.ts';
import type { PlanDocument, PlanGround } from '../../contract/plans.ts';
import type { Db, ScopedDatabase } from '../../db/database.ts';
import { readAssignment, readRegionVersions } from '../../db/divisions.ts';
import { readBlockIds } from '../../db/fabrics.ts';
import { readGroupings } from '../../db/region-areas.ts';
import type { FabricFiles } from './fabric-files.ts';

export type BaseDivision = PlanDocument['base'];

/** A division as plans start from it: nothing is locked, and no region has a reason yet to be in pieces. */
export async function loadBase(
  db: Db,
  county: string,
  { division, fabric }: { division: number; fabric: number },
): Promise<BaseDivision> {
  const rows = await readRegionVersions(db, county, division);
  const regionOf = new Map((await readAssignment(db, county, division)).map(({ block, region }) => [block, region]));
  const blocks = await readBlockIds(db, county, fabric);
  const groupings = await readGroupings(db, county, division);
  return {
    regions: rows.map(({ region, ...row }) => ({ id: region, ...row, locked: false, piecesReason: null })),
    assignment: { block: blocks, region: blocks.map((block) => regionOf.get(block) ?? 0) },
    groupings: groupings.map(({ kind, community, grouping }) => ({ grouping: kind, community, into: grouping })),
  };
}

/**
 * The same as geo takes it.
 * @throws ProblemError 'not-found' without such a fabric
 */
export const loadDivision = async (
  files: FabricFiles,
  db: ScopedDatabase,
  { division, fabric }: { division: number; fabric: number },
): Promise<DivisionState> =>
  stateOfBase(await loadBase(db, db.scope.county, { division, fabric }), await files.fabric(db, fabric));

/** The ground under a fabric as geo takes it. */
export const loadColumns = async (files: FabricFiles, db: ScopedDatabase, fabric: number): Promise<GroundColumns> =>
  columnsOfGround(await files.ground(db, fabric));

/** A base as geo takes it. */
export function stateOfBase({ regions, assignment, groupings }: BaseDivision, fabric: Fabric): DivisionState {
  const members = (kind: 'network' | 'union'): [number, number][] =>
    groupings.flatMap(({ grouping, community, into }) => (grouping === kind ? [[community, into]] : []));
  return {
    fabric,
    regions,
    assignment: new Map(
      assignment.block.flatMap((block, i): [number, number][] => {
        const region = assignment.region[i]!;
        return region === 0 ? [] : [[block, region]];
      }),
    ),
    groupings: { network: new Map(members('network')), union: new Map(members('union')) },
  };
}

const columnsOfGround = ({ buildings, compounds, stations, barriers }: PlanGround): GroundColumns => ({
  buildings,
  compounds: compounds.id.length,
  stations,
  barriers: new Set(barriers.arc),
});
