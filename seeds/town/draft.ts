import type { CompoundDraft } from './compounds.ts';
import type { Lot } from './lot.ts';
import type { Polygon } from './polygon.ts';
import type { Random } from './random.ts';

/** What a building is to the town; finer than the schema's kind, so that places can be picked by it. */
export type BuildingUse =
  | 'slab'
  | 'tower'
  | 'house'
  | 'townhouse'
  | 'terrace'
  | 'farmhouse'
  | 'shop'
  | 'mall'
  | 'market'
  | 'hotel'
  | 'office'
  | 'government'
  | 'school'
  | 'kindergarten'
  | 'hospital'
  | 'temple'
  | 'busstation'
  | 'railwaystation'
  | 'factory'
  | 'warehouse'
  | 'pavilion';

/** Homes that stand in compounds. */
export const HOMES: readonly BuildingUse[] = ['slab', 'tower', 'terrace'];

/** A building before it has an address and people; plane metres. */
export interface Draft {
  readonly xy: Polygon;
  readonly use: BuildingUse;
  readonly floors: number;
  /** flats or houses in it */
  readonly dwellings: number;
  parcel: number;
  block: number;
  /** the principal building of its parcel */
  readonly principal: boolean;
}

/** What a builder needs: the lot, chance, and where its buildings go. */
export interface Site {
  readonly lot: Lot;
  readonly random: Random;
  /** lays a footpath along a row, in the lot's frame; only where it reaches a drive */
  path(x0: number, x1: number, y: number): void;
  build(xy: Polygon | null, use: BuildingUse, floors: number, dwellings: number, principal?: boolean): boolean;
}

/** What developing the parcels gives. */
export interface Developed {
  readonly drafts: Draft[];
  readonly compounds: CompoundDraft[];
  /** sports grounds of schools */
  readonly grounds: { xy: Polygon; parcel: number }[];
  readonly lakes: Polygon[];
}
