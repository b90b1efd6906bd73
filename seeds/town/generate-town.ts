import { assignUses } from './assign-uses.ts';
import { dissolveFaces, findBorders } from './borders.ts';
import { lineCoordinates, toLineString, toMultiPolygon, toPolygon } from './build-features.ts';
import { buildWater } from './build-water.ts';
import { CHARACTERS } from './character.ts';
import { describeTown } from './describe-town.ts';
import { developParcels } from './develop-parcel.ts';
import { divideCommunities } from './divide-communities.ts';
import type { Face } from './face.ts';
import { LANDUSE_KIND, ROAD_CLASS } from './kinds.ts';
import { nameWays } from './name-ways.ts';
import { layBlocks, layParcels, type Parcel } from './parcels.ts';
import { openPedestrianWay } from './pedestrian.ts';
import { planCommunities } from './plan-communities.ts';
import { type Plane, planeAt } from './plane.ts';
import { randomFrom } from './random.ts';
import { settle } from './settle.ts';
import { buildSkeleton, type RailwayPlan, type RiverPlan } from './skeleton.ts';
import { buildStation } from './station.ts';
import type { Town, TownLanduse, TownOptions, TownRailway, TownRoad } from './town.ts';
import { type FinishedLine, finishWay, pieceOf, type Way, Ways } from './ways.ts';

const DEFAULT_RIVER: RiverPlan = { side: 'south', offset: 0.62, widthM: 64, name: '清河' };
const DEFAULT_RAILWAY: RailwayPlan = { side: 'west', offset: 0.56, name: '铁路' };

/**
 * Makes a believable Chinese county town: roads, river, railway, compounds, buildings with addresses and people, and
 * its division into communities. Pure: the same options give the same town, to the byte.
 *
 * @throws RangeError for a scale outside 0.02 … 40, no communities, or a community of an unknown street
 */
export function generateTown(options: TownOptions): Town {
  const scale = options.scale ?? 1;
  if (!(scale >= 0.02 && scale <= 40))
    throw new RangeError(`scale ${scale} of town ${options.seed} must lie in 0.02 … 40`);
  const name = options.character ?? 'northern';
  const character = CHARACTERS[name];
  const random = randomFrom(options.seed);
  const plane = planeAt(options.centre);
  const plans = planCommunities(options, random.fork('communities'));
  const households = Math.round((options.households ?? character.households) * scale);
  const railwayAsDefault = name === 'northern' || name === 'southern' ? DEFAULT_RAILWAY : null;
  const river = options.river === undefined ? DEFAULT_RIVER : options.river;
  const railway = options.railway === undefined ? railwayAsDefault : options.railway;

  const ways = new Ways();
  const skeleton = buildSkeleton(
    ways,
    {
      character,
      scale,
      orientationDeg: options.orientationDeg ?? random.fork('orientation').between(-12, 12),
      river,
      railway,
    },
    random.fork('skeleton'),
  );
  const { parcels } = layParcels(ways, skeleton, character, random.fork('land'));
  const pedestrian = openPedestrianWay(ways, skeleton, parcels);
  const station = railway ? buildStation(ways, skeleton, parcels) : null;
  assignUses(parcels, character, households, station?.front ?? null, random.fork('uses'));
  if (pedestrian) for (const parcel of parcels) if (parcel.face.way.includes(pedestrian.id)) parcel.use = 'shops';
  layBlocks(ways, parcels, character, random.fork('blocks'));
  const developed = developParcels(ways, parcels, random.fork('develop'));
  if (station) developed.drafts.push(station.draft);

  const faces: Face[] = parcels.flatMap((parcel) => parcel.blocks);
  const parcelOf = Int32Array.from(parcels.flatMap((parcel) => parcel.blocks.map(() => parcel.id)));
  const people = settle(developed.drafts, households, character.householdSize, random.fork('people'));
  const load = new Float64Array(parcels.length);
  developed.drafts.forEach((draft, i) => {
    load[draft.parcel]! += people.households[i]!;
  });
  const borders = findBorders(ways, faces);
  const { communityOf } = divideCommunities(ways, parcels, borders, parcelOf, load, plans);

  nameWays(
    ways,
    skeleton,
    parcels,
    { character: name, lane: character.lane, riverName: river?.name ?? '', names: options.names ?? {} },
    random.fork('names'),
  );
  if (pedestrian) pedestrian.name = options.names?.pedestrian ?? '步行街';
  const described = describeTown({
    ways,
    parcels,
    developed,
    people,
    communityOf,
    plane,
    names: options.names ?? {},
    random: random.fork('places'),
  });

  const lines = ways.list.map(finishWay);
  const outlineOf = (groupOf: (parcel: number) => number, groups: number) =>
    dissolveFaces(borders, lines, Int32Array.from(parcelOf, groupOf), groups).map((polygons) =>
      toMultiPolygon(plane, polygons),
    );
  const [boundary] = outlineOf(() => 0, 1);
  const communityShapes = outlineOf((parcel) => communityOf[parcel]!, plans.length);
  const streetNames = options.streets ?? [];
  const streetOf = plans.map((plan) => (plan.street === undefined ? -1 : streetNames.indexOf(plan.street)));
  const streetShapes = outlineOf((parcel) => streetOf[communityOf[parcel]!]!, streetNames.length);
  const totals = plans.map(() => ({ households: 0, residents: 0 }));
  for (const building of described.buildings) {
    totals[building.community]!.households += building.households;
    totals[building.community]!.residents += building.residents;
  }
  const all = totals.reduce(
    (sum, t) => ({ households: sum.households + t.households, residents: sum.residents + t.residents }),
    { households: 0, residents: 0 },
  );

  return {
    options,
    boundary: boundary!,
    streets: streetNames.map((street, s) => ({
      name: street,
      geometry: streetShapes[s]!,
      communities: streetOf.flatMap((other, c) => (other === s ? [c] : [])),
    })),
    communities: plans.map((plan, c) => ({
      name: plan.name,
      invented: plan.invented,
      street: streetOf[c] === -1 ? null : streetOf[c]!,
      from: plan.from === undefined ? c : plans.findIndex((other) => other.name === plan.from),
      geometry: communityShapes[c]!,
      ...totals[c]!,
    })),
    compounds: described.compounds,
    buildings: described.buildings,
    roads: buildRoads(ways, lines, plane),
    railways: buildRailways(ways, lines, plane, railway?.name ?? ''),
    water: buildWater(skeleton, river, developed.lakes, plane),
    landuse: buildLanduse(parcels, described.placeNames, developed.grounds, plane),
    blockLines: ways.list.flatMap((way, i) =>
      way.divides && way.kind !== 'edge'
        ? way.spans.map(([from, to]) => toLineString(plane, pieceOf(lines[i]!, from, to)))
        : [],
    ),
    ...all,
  };
}

function buildRoads(ways: Ways, lines: readonly FinishedLine[], plane: Plane): TownRoad[] {
  return ways.list.flatMap((way, i) => {
    if (way.kind !== 'road') return [];
    return way.spans.flatMap(([from, to]) =>
      splitAtCrossings(way, from, to).map(
        ([a, b, over]): TownRoad => ({
          name: way.name,
          class: ROAD_CLASS[way.wayClass],
          tags: tagsOf(way, over),
          geometry: toLineString(plane, pieceOf(lines[i]!, a, b)),
        }),
      ),
    );
  });
}

/** A piece of way, cut where it goes over water or rails. */
function splitAtCrossings(way: Way, from: number, to: number): [number, number, 'river' | 'railway' | null][] {
  const out: [number, number, 'river' | 'railway' | null][] = [];
  let at = from;
  for (const crossing of way.crossings) {
    if (crossing.from < from || crossing.to > to) continue;
    if (crossing.from > at) out.push([at, crossing.from, null]);
    out.push([crossing.from, crossing.to, crossing.over]);
    at = crossing.to;
  }
  if (at < to) out.push([at, to, null]);
  return out;
}

function tagsOf(way: Way, over: 'river' | 'railway' | null): Record<string, string> {
  const tags: Record<string, string> = {};
  if (over === 'river' || (over === 'railway' && way.wayClass === 'primary'))
    Object.assign(tags, { bridge: 'yes', layer: '1' });
  else if (over === 'railway') Object.assign(tags, { tunnel: 'yes', layer: '-1' });
  if (way.wayClass === 'track') tags.highway = 'track';
  if (way.role === 'drive') tags.service = 'driveway';
  if (way.wayClass === 'pedestrian' || way.wayClass === 'footway' || way.wayClass === 'steps') tags.foot = 'designated';
  if (way.wayClass === 'primary' || way.wayClass === 'trunk') tags.sidewalk = 'both';
  return tags;
}

function buildRailways(ways: Ways, lines: readonly FinishedLine[], plane: Plane, name: string): TownRailway[] {
  return ways.list.flatMap((way, i) =>
    way.kind === 'railway'
      ? way.spans.map(([from, to]) => ({ name, geometry: toLineString(plane, pieceOf(lines[i]!, from, to)) }))
      : [],
  );
}

const NAMED_LAND: ReadonlySet<string> = new Set([
  'park',
  'plaza',
  'school',
  'hospital',
  'government',
  'market',
  'factory',
  'warehouse',
  'temple',
]);

function buildLanduse(
  parcels: readonly Parcel[],
  names: ReadonlyMap<number, string>,
  grounds: readonly { xy: number[]; parcel: number }[],
  plane: Plane,
): TownLanduse[] {
  const land = parcels.map(
    (parcel): TownLanduse => ({
      name: NAMED_LAND.has(parcel.use) ? (names.get(parcel.id) ?? '') : '',
      kind: parcel.strip === 'railway' ? 'transport' : LANDUSE_KIND[parcel.use],
      geometry: {
        type: 'Polygon',
        coordinates: [lineCoordinates(plane, [...parcel.face.xy, parcel.face.xy[0]!, parcel.face.xy[1]!])],
      },
    }),
  );
  const sports = grounds.map(
    ({ xy }): TownLanduse => ({ name: '操场', kind: 'green', geometry: toPolygon(plane, xy) }),
  );
  return [...land, ...sports];
}
