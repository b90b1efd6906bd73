import type { MultiPolygon } from 'geojson';
import { type Border, dissolveFaces } from './borders.ts';
import { buildLanduse, buildRailways, buildRoads, toLineString, toMultiPolygon } from './build-features.ts';
import { buildWater } from './build-water.ts';
import type { Described } from './describe-town.ts';
import type { Developed } from './draft.ts';
import type { Parcel } from './parcels.ts';
import type { PlannedCommunity } from './plan-communities.ts';
import type { Plane } from './plane.ts';
import type { RailwayPlan, RiverPlan, Skeleton } from './skeleton.ts';
import type { Town, TownCommunity, TownOptions } from './town.ts';
import { finishWay, pieceOf, type Ways } from './ways.ts';

export interface TownParts {
  readonly options: TownOptions;
  readonly ways: Ways;
  readonly skeleton: Skeleton;
  readonly parcels: readonly Parcel[];
  readonly developed: Developed;
  readonly described: Described;
  readonly borders: readonly Border[];
  /** parcel of each block */
  readonly parcelOf: Int32Array;
  /** community of each parcel */
  readonly communityOf: Int32Array;
  readonly plans: readonly PlannedCommunity[];
  readonly plane: Plane;
  readonly river: RiverPlan | null;
  readonly railway: RailwayPlan | null;
}

/** Puts the finished parts together as GeoJSON. */
export function assembleTown(parts: TownParts): Town {
  const { options, ways, parcels, developed, described, borders, parcelOf, communityOf, plans, plane } = parts;
  const lines = ways.list.map(finishWay);
  const outlines = (groupOf: (parcel: number) => number, groups: number): MultiPolygon[] =>
    dissolveFaces(borders, lines, Int32Array.from(parcelOf, groupOf), groups).map((polygons) =>
      toMultiPolygon(plane, polygons),
    );
  const streetNames = options.streets ?? [];
  const streetOf = plans.map((plan) => (plan.street === undefined ? -1 : streetNames.indexOf(plan.street)));
  const streetShapes = outlines((parcel) => streetOf[communityOf[parcel]!]!, streetNames.length);
  const communities = describeCommunities(
    plans,
    streetOf,
    described,
    outlines((parcel) => communityOf[parcel]!, plans.length),
  );
  return {
    options,
    boundary: outlines(() => 0, 1)[0]!,
    streets: streetNames.map((name, s) => ({
      name,
      geometry: streetShapes[s]!,
      communities: streetOf.flatMap((other, c) => (other === s ? [c] : [])),
    })),
    communities,
    compounds: described.compounds,
    buildings: described.buildings,
    roads: buildRoads(ways, lines, plane),
    railways: buildRailways(ways, lines, plane, parts.railway?.name ?? ''),
    water: buildWater(parts.skeleton, parts.river, developed.lakes, plane),
    landuse: buildLanduse(parcels, described.placeNames, developed.grounds, plane),
    blockLines: ways.list.flatMap((way, i) =>
      way.divides && way.kind !== 'edge'
        ? way.spans.map(([from, to]) => toLineString(plane, pieceOf(lines[i]!, from, to)))
        : [],
    ),
    households: communities.reduce((sum, community) => sum + community.households, 0),
    residents: communities.reduce((sum, community) => sum + community.residents, 0),
  };
}

function describeCommunities(
  plans: readonly PlannedCommunity[],
  streetOf: readonly number[],
  { buildings }: Described,
  shapes: readonly MultiPolygon[],
): TownCommunity[] {
  const households = new Int32Array(plans.length);
  const residents = new Int32Array(plans.length);
  for (const building of buildings) {
    households[building.community]! += building.households;
    residents[building.community]! += building.residents;
  }
  return plans.map((plan, c) => ({
    name: plan.name,
    invented: plan.invented,
    street: streetOf[c] === -1 ? null : streetOf[c]!,
    from: plan.from === undefined ? c : plans.findIndex((other) => other.name === plan.from),
    geometry: shapes[c]!,
    households: households[c]!,
    residents: residents[c]!,
  }));
}
