import type { DivisionState } from '../../geo/divide/draft.ts';
import type { DraftDelta, DraftRegion } from '../../geo/divide/edit.ts';
import { type FabricTopology, fromTopology } from '../../geo/fabric/topology.ts';

/** A base division and what a plan has changed on it, as the server tells them. */
export interface PlanOnBase {
  readonly topology: FabricTopology;
  readonly regions: readonly DraftRegion[];
  readonly assignment: { readonly block: readonly number[]; readonly region: readonly number[] };
  readonly groupings: readonly { grouping: 'network' | 'union'; community: number; into: number }[];
  readonly deltas: readonly DraftDelta[];
}

/** The base as geo takes it. */
export function divisionOf({ topology, regions, assignment, groupings }: PlanOnBase): DivisionState {
  const membersOf = (kind: 'network' | 'union'): Map<number, number> =>
    new Map(groupings.flatMap((row) => (row.grouping === kind ? [[row.community, row.into] as const] : [])));
  return {
    fabric: fromTopology(topology),
    regions,
    assignment: new Map(
      assignment.block.flatMap((id, i) => (assignment.region[i] ? [[id, assignment.region[i]] as const] : [])),
    ),
    groupings: { network: membersOf('network'), union: membersOf('union') },
  };
}
