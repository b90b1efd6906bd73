import type { Use } from './character.ts';
import type { BuildingUse } from './draft.ts';
import type { WayClass } from './ways.ts';

/** Words of the schema's check constraints (api/db/migrations/0001_foundation.sql). */
export type BuildingKind =
  | 'residential'
  | 'commercial'
  | 'office'
  | 'industrial'
  | 'school'
  | 'hospital'
  | 'public'
  | 'religious'
  | 'transport'
  | 'other';
export type RoadClass =
  | 'trunk'
  | 'primary'
  | 'secondary'
  | 'tertiary'
  | 'residential'
  | 'service'
  | 'pedestrian'
  | 'footway'
  | 'steps'
  | 'path';
export type WaterKind = 'river' | 'stream' | 'lake';
export type LanduseKind =
  | 'residential'
  | 'commercial'
  | 'industrial'
  | 'green'
  | 'farmland'
  | 'forest'
  | 'public'
  | 'transport'
  | 'other';

export const BUILDING_KIND: Readonly<Record<BuildingUse, BuildingKind>> = {
  slab: 'residential',
  tower: 'residential',
  house: 'residential',
  townhouse: 'residential',
  terrace: 'residential',
  farmhouse: 'residential',
  shop: 'commercial',
  mall: 'commercial',
  market: 'commercial',
  hotel: 'commercial',
  office: 'office',
  government: 'public',
  school: 'school',
  kindergarten: 'school',
  hospital: 'hospital',
  temple: 'religious',
  busstation: 'transport',
  railwaystation: 'transport',
  factory: 'industrial',
  warehouse: 'industrial',
  pavilion: 'other',
};

/** Height of a storey, metres. */
export const STOREY_M: Readonly<Partial<Record<BuildingUse, number>>> = {
  mall: 4.8,
  market: 5.2,
  factory: 8.5,
  warehouse: 7,
  railwaystation: 5.5,
  busstation: 4.5,
  temple: 7,
  shop: 3.5,
  office: 3.6,
  government: 3.7,
  hospital: 3.8,
  school: 3.7,
  hotel: 3.4,
  house: 3.4,
  farmhouse: 3.3,
  pavilion: 4,
};

export const LANDUSE_KIND: Readonly<Record<Use, LanduseKind>> = {
  slabs: 'residential',
  towers: 'residential',
  rowhouses: 'residential',
  townhouses: 'residential',
  terraces: 'residential',
  farmhouses: 'residential',
  shops: 'commercial',
  mall: 'commercial',
  market: 'commercial',
  hotel: 'commercial',
  offices: 'commercial',
  government: 'public',
  school: 'public',
  kindergarten: 'public',
  hospital: 'public',
  temple: 'public',
  busstation: 'transport',
  factory: 'industrial',
  warehouse: 'industrial',
  park: 'green',
  plaza: 'public',
  hill: 'forest',
  fields: 'farmland',
  strip: 'green',
};

export const ROAD_CLASS: Readonly<Record<WayClass, RoadClass>> = {
  trunk: 'trunk',
  primary: 'primary',
  secondary: 'secondary',
  tertiary: 'tertiary',
  residential: 'residential',
  pedestrian: 'pedestrian',
  service: 'service',
  track: 'path',
  footway: 'footway',
  steps: 'steps',
};
