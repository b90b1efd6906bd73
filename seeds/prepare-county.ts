import type { Position } from 'geojson';
import { namesOf } from '../api/services/division-regions.ts';
import type { DivisionInput } from '../api/services/install-division.ts';
import { labelPoint } from '../geo/fabric/label-point.ts';
import type { DemoCounty } from './demo-counties.ts';
import { blockTown, type DividedTown } from './divide-town.ts';
import type { Ground, GroundRegion } from './ground.ts';
import { communityKey, planDivisions } from './plan-divisions.ts';
import { generateTown } from './town/generate-town.ts';
import { randomFrom } from './town/random.ts';

export interface PrepareRequest {
  code: string;
  scale: number;
  /** another town for the same county; default: the county's own */
  seed?: string;
}

/** Plain data, fit to be sent from thread to thread. */
export interface PreparedCounty {
  divided: DividedTown;
  /** in the order in which they come into force, all on one fabric */
  divisions: DivisionInput[];
}

/**
 * A demo county's town, blocks and divisions; pure, and the same for the same scale and seed.
 *
 * @throws RangeError for a scale at which the town is too small for its communities
 */
export function prepareCounty({ data }: DemoCounty, scale: number, seed?: string): PreparedCounty {
  const { seed: ownSeed, ...town } = data.town;
  const chosen = seed ?? ownSeed ?? data.code;
  const made = generateTown({
    ...town,
    ...{ seed: chosen, scale, streets: data.streets.map(({ name }) => name) },
    communities: data.communities,
  });
  const divided = blockTown(made, randomFrom(`blocks of ${chosen} ${scale}`));
  const landless = made.communities.find((_, i) => !divided.communityOf.includes(i));
  if (landless)
    throw new RangeError(
      `A town of scale ${scale} has no ground for ${landless.name}; take a larger scale for ${data.name}`,
    );
  return { divided, divisions: planDivisions(data, divided) };
}

/** The ground that a county's records are placed on: that of its last division, whose codes are known by now. */
export function groundOf(
  { data, figures }: DemoCounty,
  { divided, divisions }: PreparedCounty,
  codes: ReadonlyMap<string, string>,
): Ground {
  const division = divisions.at(-1)!;
  const regions = regionsOf(division, codes);
  return {
    ...{ data, figures, town: divided.town, random: randomFrom(`records of ${divided.town.options.seed}`) },
    ...placeRegions(divided, division, regions),
    streets: regions.filter(({ kind }) => kind === 'street'),
    grids: regions.filter(({ kind }) => kind === 'grid'),
    groupings: (data.groupings ?? []).map(({ name, mode = '' }) => ({
      ...regions.find((region) => region.name === name)!,
      mode,
    })),
  };
}

type KindedRegion = GroundRegion & { kind: string };

/** Named as they will be: a numbered region after its number. */
function regionsOf({ regions }: DivisionInput, codes: ReadonlyMap<string, string>): KindedRegion[] {
  return regions.map((region) => {
    const { key, kind, parent } = region;
    const code = codes.get(key);
    return { key, kind, parent, code: code ?? null, name: namesOf(region, code).name };
  });
}

function placeRegions(
  divided: DividedTown,
  division: DivisionInput,
  regions: readonly KindedRegion[],
): Pick<Ground, 'communities' | 'communityOfBuilding' | 'communityOfCompound'> {
  const groupingOf = new Map((division.groupings ?? []).map(({ community, grouping }) => [community, grouping]));
  const communities = regions.flatMap((region) =>
    region.kind === 'community'
      ? [{ ...region, grouping: groupingOf.get(region.key) ?? null, point: pointOf(divided, region.key) }]
      : [],
  );
  const position = new Map(communities.map(({ key }, i) => [key, i]));
  const parentOf = new Map(division.regions.map(({ key, parent }) => [key, parent]));
  const positionOfBlock = division.assignment.map((key) => {
    const community = position.has(key!) ? key! : parentOf.get(key!)!;
    return position.get(community)!;
  });
  const { town, blockOfBuilding } = divided;
  const positionOfTown = new Int32Array(town.communities.length).fill(-1);
  for (const [block, community] of divided.communityOf.entries()) positionOfTown[community] = positionOfBlock[block]!;
  return {
    communities,
    communityOfBuilding: blockOfBuilding.map((block) => (block === -1 ? -1 : positionOfBlock[block]!)),
    communityOfCompound: Int32Array.from(town.compounds, ({ community }) => positionOfTown[community]!),
  };
}

function pointOf({ town }: DividedTown, key: string): Position {
  const { geometry } = town.communities.find((_, i) => communityKey(i) === key)!;
  return labelPoint(geometry.coordinates);
}
