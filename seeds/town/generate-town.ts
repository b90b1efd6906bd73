import { assembleTown } from './assemble-town.ts';
import { assignUses } from './assign-uses.ts';
import { findBorders } from './borders.ts';
import { CHARACTERS } from './character.ts';
import { describeTown } from './describe-town.ts';
import { developParcels } from './develop-parcel.ts';
import { divideCommunities } from './divide-communities.ts';
import { nameWays } from './name-ways.ts';
import { layBlocks, layParcels } from './parcels.ts';
import { openPedestrianWay } from './pedestrian.ts';
import { planCommunities } from './plan-communities.ts';
import { planeAt } from './plane.ts';
import { randomFrom } from './random.ts';
import { settle } from './settle.ts';
import { buildSkeleton, type RailwayPlan, type RiverPlan } from './skeleton.ts';
import { buildStation } from './station.ts';
import type { Town, TownNames, TownOptions } from './town.ts';
import { Ways } from './ways.ts';
import { createZoning } from './zoning.ts';

const DEFAULT_RIVER: RiverPlan = { side: 'south', offset: 0.62, widthM: 64, name: '清河' };
const DEFAULT_RAILWAY: RailwayPlan = { side: 'west', offset: 0.56, name: '铁路' };
/** Share of its houses that a township fills when it is not told how many households it has. */
const OCCUPIED = 0.93;
const SCALES = [0.05, 40] as const;

/**
 * Makes a believable Chinese county town: roads, river, railway, compounds, buildings with addresses and people, and
 * its division into communities. Pure: the same options give the same town, to the byte.
 *
 * @throws RangeError for a town of less than 0.05 or more than 40 times its character's size, no communities, or a community of an unknown street
 */
export function generateTown(options: TownOptions): Town {
  const name = options.character ?? 'northern';
  const character = CHARACTERS[name];
  const households = Math.round((options.households ?? character.households) * (options.scale ?? 1));
  const scale = households / character.households;
  if (!(scale >= SCALES[0] && scale <= SCALES[1])) {
    throw new RangeError(
      `town ${options.seed} is ${scale} times its character's size, which must lie in ${SCALES.join(' … ')}`,
    );
  }
  const random = randomFrom(options.seed);
  const plane = planeAt(options.centre);
  const plans = planCommunities(options, random.fork('communities'));
  const hasRailway = name === 'northern' || name === 'southern';
  const river = options.river === undefined ? DEFAULT_RIVER : options.river;
  const railway = options.railway === undefined && hasRailway ? DEFAULT_RAILWAY : (options.railway ?? null);
  const orientationDeg = options.orientationDeg ?? random.fork('orientation').between(-12, 12);
  const towns = character.townCommunities;
  const villageCount = towns === null ? Math.round(character.villages * Math.sqrt(scale)) : plans.length - towns;

  const ways = new Ways();
  const skeleton = buildSkeleton(ways, { character, scale, orientationDeg, river, railway }, random.fork('skeleton'));
  const zoning = createZoning(skeleton, character, Math.max(0, villageCount), random.fork('zoning'));
  const parcels = layParcels(ways, skeleton, character, zoning, random.fork('land'));
  const pedestrian = openPedestrianWay(ways, skeleton, parcels);
  const station = railway ? buildStation(ways, skeleton, parcels) : null;
  const beside = { station: station?.front ?? null, shopping: pedestrian };
  assignUses(parcels, character, households, beside, random.fork('uses'));
  layBlocks(ways, parcels, character, random.fork('blocks'));
  const developed = developParcels(ways, parcels, random.fork('develop'));
  if (station) developed.drafts.push(station.draft);

  const dwellings = developed.drafts.reduce((sum, draft) => sum + draft.dwellings, 0);
  const natural = towns !== null && options.households === undefined;
  const settled = natural ? Math.round(dwellings * OCCUPIED) : households;
  const people = settle(developed.drafts, settled, character.householdSize, random.fork('people'));
  const load = new Float64Array(parcels.length);
  developed.drafts.forEach((draft, i) => {
    load[draft.parcel]! += people.households[i]!;
  });
  const parcelOf = Int32Array.from(parcels.flatMap((parcel) => parcel.blocks.map(() => parcel.id)));
  const borders = findBorders(
    ways,
    parcels.flatMap((parcel) => parcel.blocks),
  );
  const rural = towns === null ? null : { towns, villages: zoning.villages };
  const communityOf = divideCommunities(ways, parcels, borders, parcelOf, load, plans, rural);

  const villages =
    towns === null
      ? []
      : plans.slice(towns).map((plan) => plan.name.replace(/[((].*$/, '').replace(/(社区|村|居委会|村委会)+$/, ''));
  const names: TownNames = { villages, pedestrian: '步行街', ...options.names };
  nameWays(
    ways,
    skeleton,
    parcels,
    { character: name, lane: character.lane, riverName: river?.name ?? '', names },
    random.fork('names'),
  );
  if (pedestrian) pedestrian.name = names.pedestrian!;
  const described = describeTown({
    ways,
    parcels,
    developed,
    people,
    communityOf,
    plane,
    names,
    random: random.fork('places'),
  });
  return assembleTown({
    options,
    ways,
    skeleton,
    parcels,
    developed,
    described,
    borders,
    parcelOf,
    communityOf,
    plans,
    plane,
    river,
    railway,
  });
}
