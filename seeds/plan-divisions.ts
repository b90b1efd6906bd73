import type { GroupingInput, RegionInput } from '../api/services/division-regions.ts';
import type { DivisionInput } from '../api/services/install-division.ts';
import type { CommunityData, CountyData, DivisionData, RegionData } from './county-data.ts';
import { type DividedTown, gridsWithin, groupCommunities } from './divide-town.ts';

/** Keys of regions, in every division of a county. */
export const streetKey = (name: string): string => `street ${name}`;
export const communityKey = (community: number): string => `community ${community}`;
export const gridKey = (grid: number): string => `grid ${grid}`;
export const groupingKey = (name: string): string => `grouping ${name}`;

/** The divisions of a county over the blocks of its town, all on one fabric, ready to be staged. */
export function planDivisions(data: CountyData, divided: DividedTown): DivisionInput[] {
  return data.divisions.map((division) => planDivision(data, division, divided));
}

function planDivision(data: CountyData, division: DivisionData, divided: DividedTown): DivisionInput {
  const { town, fabric } = divided;
  const headOf = town.communities.map(({ from }, i) => (division.communities === 'before' ? from : i));
  const communityOf = divided.communityOf.map((community) => headOf[community]!);
  const grids = division.grids ? gridsWithin(divided, communityOf) : null;

  const heads = [...new Set(headOf)].sort((a, b) => a - b);
  const communities = heads.map((head): RegionInput => {
    const own = communityData(data, divided, head);
    const called: RegionData = division.names?.[own.name] ?? own;
    return {
      ...{ key: communityKey(head), kind: 'community', code: called.code ?? null, parent: streetKey(own.street) },
      ...{ name: called.name, nameEn: called.nameEn },
    };
  });
  const { groupings = [] } = data;
  const groupOf = groupCommunities(
    divided,
    communityOf,
    groupings.map(({ members }) => members),
  );
  return {
    ...{ name: division.name, validFrom: division.validFrom, fabric, countyName: data.name },
    regions: [
      ...data.streets.map(
        ({ name, nameEn, code }): RegionInput => ({
          ...{ key: streetKey(name), kind: 'street', parent: null, code: code ?? null, name, nameEn },
        }),
      ),
      ...communities,
      ...(grids ? planGrids(communities, heads, grids.grids) : []),
      ...groupings.map(
        ({ name, nameEn, kind }): RegionInput => ({
          ...{ key: groupingKey(name), kind, parent: null, code: null, name, nameEn },
        }),
      ),
    ],
    groupings: heads.flatMap((head): GroupingInput[] => {
      const group = groupings[groupOf.get(head)!];
      return group ? [{ kind: group.kind, community: communityKey(head), grouping: groupingKey(group.name) }] : [];
    }),
    assignment: Array.from(communityOf, (community, block) =>
      grids ? gridKey(grids.gridOf[block]!) : communityKey(community),
    ),
  };
}

/** What the file says of a community; one that a larger scale added belongs where the town put it. */
function communityData(data: CountyData, { town }: DividedTown, community: number): CommunityData {
  const { name, street } = town.communities[community]!;
  return data.communities[community] ?? { name: `${name}(示例)`, nameEn: '', street: data.streets[street ?? 0]!.name };
}

function planGrids(
  communities: readonly RegionInput[],
  heads: readonly number[],
  grids: readonly { community: number }[],
): RegionInput[] {
  const byHead = new Map(communities.map((community, i) => [heads[i]!, community]));
  return grids.map(({ community }, grid): RegionInput => {
    const { name, nameEn = '' } = byHead.get(community)!;
    return {
      ...{ key: gridKey(grid), kind: 'grid', parent: communityKey(community), code: null },
      ...{ name: `${name}网格`, nameEn: `${nameEn} grid`.trim() },
      numbered: { name: `${name}第#网格`, nameEn: `${nameEn} Grid #`.trim() },
    };
  });
}
