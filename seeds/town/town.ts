import type { LineString, MultiLineString, MultiPoint, MultiPolygon, Polygon } from 'geojson';
import type { CharacterName } from './character.ts';
import type { BuildingUse } from './draft.ts';
import type { BuildingKind, LanduseKind, RoadClass, WaterKind } from './kinds.ts';
import type { LngLat } from './plane.ts';
import type { RailwayPlan, RiverPlan } from './skeleton.ts';

/** What a town shall be like. The same options give the same bytes. */
export interface TownOptions {
  readonly seed: string;
  readonly centre: LngLat;
  /** area, buildings and people as a multiple of the character's own; default 1 */
  readonly scale?: number;
  readonly character?: CharacterName;
  /** a number, or names (and more); with scale > 1 there are that many times as many, the further ones invented */
  readonly communities: number | readonly CommunityPlan[];
  /** names of the streets 街道 that communities name; none by default */
  readonly streets?: readonly string[];
  /** at scale 1, instead of the character's own (a township's: as many as its villages hold); the ground grows with them */
  readonly households?: number;
  /** turn of the base grid, counter-clockwise; default by seed, up to 12° */
  readonly orientationDeg?: number;
  /** default: a river in the south, 70 m wide */
  readonly river?: RiverPlan | null;
  /** default: a railway in the west, none in an old town or township */
  readonly railway?: RailwayPlan | null;
  readonly names?: TownNames;
}

export interface CommunityPlan {
  readonly name: string;
  /** one of `streets` */
  readonly street?: string;
  /** households relative to the others; default 1 */
  readonly weight?: number;
  /** the community (in the list) that it was part of before it was set up */
  readonly from?: string;
}

/** Names to be used first; the rest comes from lists of common ones. */
export interface TownNames {
  /** the main roads through the centre: northward, eastward */
  readonly main?: readonly [northward: string, eastward: string];
  readonly roads?: readonly string[];
  readonly laneStems?: readonly string[];
  /** compounds that must exist, the largest first */
  readonly compounds?: readonly string[];
  readonly villages?: readonly string[];
  readonly pedestrian?: string;
  readonly park?: string;
}

/**
 * A generated town. Geometries are GeoJSON in lon/lat (EPSG:4326), rounded to 7 decimals, outer rings
 * counter-clockwise. Indices point into the town's own arrays.
 */
export interface Town {
  readonly options: TownOptions;
  readonly boundary: MultiPolygon;
  readonly streets: TownStreet[];
  readonly communities: TownCommunity[];
  readonly compounds: TownCompound[];
  readonly buildings: TownBuilding[];
  readonly roads: TownRoad[];
  readonly railways: TownRailway[];
  readonly water: TownWater[];
  readonly landuse: TownLanduse[];
  /** what makes the blocks, with the communities' borders: road, river and railway centre lines, noded */
  readonly blockLines: LineString[];
  readonly households: number;
  readonly residents: number;
}

export interface TownStreet {
  readonly name: string;
  readonly geometry: MultiPolygon;
  readonly communities: number[];
}
export interface TownCommunity {
  readonly name: string;
  /** not in the list that was given */
  readonly invented: boolean;
  readonly street: number | null;
  /** the community it was part of before; itself when it is not new */
  readonly from: number;
  readonly geometry: MultiPolygon;
  readonly households: number;
  readonly residents: number;
}
export interface TownCompound {
  readonly name: string;
  readonly address: string;
  readonly manager: string;
  readonly management: 'company' | 'self' | 'none';
  readonly households: number;
  readonly builtYear: number;
  readonly community: number;
  readonly geometry: Polygon;
  readonly walls: MultiLineString;
  readonly gates: MultiPoint;
}
export interface TownBuilding {
  readonly name: string;
  readonly streetName: string;
  readonly houseNumber: string;
  readonly kind: BuildingKind;
  readonly use: BuildingUse;
  /** the principal building of a public place, a market, a hotel … */
  readonly principal: boolean;
  readonly floors: number;
  readonly heightM: number;
  readonly households: number;
  readonly residents: number;
  readonly compound: number | null;
  readonly community: number;
  readonly geometry: Polygon;
  readonly innerPoint: LngLat;
}
export interface TownRoad {
  readonly name: string;
  readonly class: RoadClass;
  readonly tags: Readonly<Record<string, string>>;
  readonly geometry: LineString;
}
export interface TownRailway {
  readonly name: string;
  readonly geometry: LineString;
}
export interface TownWater {
  readonly name: string;
  readonly kind: WaterKind;
  readonly geometry: Polygon | LineString;
}
export interface TownLanduse {
  readonly name: string;
  readonly kind: LanduseKind;
  readonly geometry: Polygon;
}
