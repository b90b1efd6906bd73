import type { PlanDocument, PlanGround } from '../../../api/contract/plans.ts';
import type { DivisionState } from '../../../geo/divide/draft.ts';
import type { GroundColumns } from '../../../geo/divide/ground.ts';
import { type FabricTopology, readTopology } from '../../../geo/fabric/topology.ts';
import { finish, type Steps } from '../../../geo/steps.ts';

export const baseOf = (document: PlanDocument, topology: FabricTopology): DivisionState =>
  finish(readBase(document, topology));

/** The division that a plan starts from. */
export function* readBase({ base }: PlanDocument, topology: FabricTopology): Steps<DivisionState> {
  const { block, region } = base.assignment;
  const membersOf = (grouping: 'network' | 'union'): Map<number, number> =>
    new Map(base.groupings.flatMap((row) => (row.grouping === grouping ? [[row.community, row.into] as const] : [])));
  return {
    fabric: yield* readTopology(topology),
    regions: base.regions,
    assignment: new Map(block.flatMap((id, i) => (region[i] ? [[id, region[i]] as const] : []))),
    groupings: { network: membersOf('network'), union: membersOf('union') },
  };
}

/** What stands on its blocks. */
export const columnsOf = ({ buildings, compounds, stations, barriers }: PlanGround): GroundColumns => ({
  buildings,
  compounds: compounds.id.length,
  stations,
  barriers: new Set(barriers.arc),
});
