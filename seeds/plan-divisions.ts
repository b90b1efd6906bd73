import type { GroupingInput, RegionInput } from '../api/services/division-regions.ts';
import type { DivisionInput } from '../api/services/install-division.ts';
import type { CommunityData, CountyData, DivisionData, RegionData } from './county-data.ts';
import { type DividedTown, divideIntoGrids } from './divide-town.ts';

/** Keys of regions, in every division of a county. */
export const streetKey = (name: string): string => `street ${name}`;
export const communityKey = (community: number): string => `community ${community}`;
export const gridKey = (community: number, grid: number): string => `grid ${community}-${grid}`;
export const groupingKey = (name: string): string => `grouping ${name}`;

/** The divisions of a county over the blocks of its town, all on one fabric, ready to be staged. */
export function planDivisions(data: CountyData, divided: DividedTown): DivisionInput[] {
  return data.divisions.map((division) => planDivision(data, division, divided));
}

function planDivision(data: CountyData, division: DivisionData, divided: DividedTown): DivisionInput {
  const { town, fabric } = divided;
  const headOf = town.communities.map(({ from }, i) => (division.communities === 'before' ? from : i));
  const communityOf = divided.communityOf.map((community) => headOf[community]!);
  const gridOf = division.grids ? divideIntoGrids(divided, communityOf) : null;

  const heads = [...new Set(headOf)].sort((a, b) => a - b);
  const communities = heads.map((head): RegionInput => {
    const own = communityData(data, divided, head);
    const called: RegionData = division.names?.[own.name] ?? own;
    return {
      ...{ key: communityKey(head), kind: 'community', code: called.code ?? null, parent: streetKey(own.street) },
      ...{ name: called.name, nameEn: called.nameEn },
    };
  });
  const kindOf = new Map((data.groupings ?? []).map(({ name, kind }) => [name, kind]));
  return {
    ...{ name: division.name, validFrom: division.validFrom, fabric, countyName: data.name },
    regions: [
      ...data.streets.map(
        ({ name, nameEn, code }): RegionInput => ({
          ...{ key: streetKey(name), kind: 'street', parent: null, code: code ?? null, name, nameEn },
        }),
      ),
      ...communities,
      ...(gridOf ? planGrids(communities, heads, communityOf, gridOf) : []),
      ...(data.groupings ?? []).map(
        ({ name, nameEn, kind }): RegionInput => ({
          ...{ key: groupingKey(name), kind, parent: null, code: null, name, nameEn },
        }),
      ),
    ],
    groupings: heads.flatMap((head): GroupingInput[] => {
      const { grouping } = communityData(data, divided, head);
      const kind = grouping && kindOf.get(grouping);
      return kind ? [{ kind, community: communityKey(head), grouping: groupingKey(grouping) }] : [];
    }),
    assignment: Array.from(communityOf, (community, block) =>
      gridOf ? gridKey(community, gridOf[block]!) : communityKey(community),
    ),
  };
}

/** Towns are laid out in quarters, which are the groupings where there are any, or else the streets. */
export const quartersOf = (data: CountyData): string[] => (data.groupings ?? data.streets).map(({ name }) => name);

/** What the file says of a community; one that a larger scale added belongs where the town put it. */
export function communityData(data: CountyData, { town }: DividedTown, community: number): CommunityData {
  const known = data.communities[community];
  if (known) return known;
  const { name, street } = town.communities[community]!;
  const quarter = quartersOf(data)[street ?? 0]!;
  return {
    ...{ name: `${name}(示例)`, nameEn: '' },
    ...(data.groupings ? { street: data.streets[0]!.name, grouping: quarter } : { street: quarter }),
  };
}

function planGrids(
  communities: readonly RegionInput[],
  heads: readonly number[],
  communityOf: Int32Array,
  gridOf: Int32Array,
): RegionInput[] {
  const counts = new Map<number, number>();
  for (const [block, community] of communityOf.entries())
    counts.set(community, Math.max(counts.get(community) ?? 0, gridOf[block]! + 1));
  return communities.flatMap(({ name, nameEn = '' }, i) =>
    Array.from(
      { length: counts.get(heads[i]!) ?? 0 },
      (_, grid): RegionInput => ({
        ...{ key: gridKey(heads[i]!, grid), kind: 'grid', parent: communityKey(heads[i]!), code: null },
        ...{ name: `${name}网格`, nameEn: `${nameEn} grid`.trim() },
        called: (number) => ({ name: `${name}第${number}网格`, nameEn: `${nameEn} Grid ${number}`.trim() }),
      }),
    ),
  );
}
