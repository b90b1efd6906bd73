import type { Position } from 'geojson';
import type { DivisionInput } from '../api/services/install-division.ts';
import { labelPoint } from '../geo/fabric/label-point.ts';
import type { DemoCounty } from './demo-counties.ts';
import { blockTown, type DividedTown } from './divide-town.ts';
import type { Ground, GroundRegion } from './ground.ts';
import { communityKey, planDivisions } from './plan-divisions.ts';
import { generateTown } from './town/generate-town.ts';
import { randomFrom } from './town/random.ts';

export interface PreparedCounty {
  divided: DividedTown;
  /** in the order in which they come into force, all on one fabric */
  divisions: DivisionInput[];
  /** the last division is the one that records are placed in */
  groundOf: (codes: ReadonlyMap<string, string>) => Ground;
}

/**
 * A demo county's town, blocks and divisions; pure, and the same for the same scale and seed.
 *
 * @param seed  another town for the same county; default: the county's own
 * @throws RangeError for a scale at which the town is too small for its communities
 */
export function prepareCounty({ data, figures }: DemoCounty, scale: number, seed?: string): PreparedCounty {
  const { seed: ownSeed, ...town } = data.town;
  const chosen = seed ?? ownSeed ?? data.code;
  const random = randomFrom(`${chosen} ${scale}`);
  const made = generateTown({
    ...town,
    ...{ seed: chosen, scale, streets: data.streets.map(({ name }) => name) },
    communities: data.communities,
  });
  const divided = blockTown(made, random.fork('blocks'));
  const landless = made.communities.find((_, i) => !divided.communityOf.includes(i));
  if (landless)
    throw new RangeError(
      `A town of scale ${scale} has no ground for ${landless.name}; take a larger scale for ${data.name}`,
    );
  const divisions = planDivisions(data, divided);
  const groundOf = (codes: ReadonlyMap<string, string>): Ground => {
    const regions = regionsOf(divisions.at(-1)!, codes);
    return {
      ...{ data, figures, town: divided.town, random: random.fork('records') },
      ...placeRegions(divided, divisions.at(-1)!, regions),
      streets: regions.filter(({ kind }) => kind === 'street'),
      grids: regions.filter(({ kind }) => kind === 'grid'),
      groupings: (data.groupings ?? []).map(({ name, mode = '' }) => ({
        ...regions.find((region) => region.name === name)!,
        mode,
      })),
    };
  };
  return { divided, divisions, groundOf };
}

type KindedRegion = GroundRegion & { kind: string };

/** Called as they will be: a numbered region after its number. */
function regionsOf(division: DivisionInput, codes: ReadonlyMap<string, string>): KindedRegion[] {
  return division.regions.map(({ key, kind, name, parent, called }) => {
    const code = codes.get(key) ?? null;
    return { key, kind, parent, code, name: called && code ? called(Number(code.slice(-3))).name : name };
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
