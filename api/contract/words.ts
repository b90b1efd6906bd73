import { z } from 'zod';

/** The nouns of Tongxin that several rooms need. Check constraints of the schema repeat them; a test compares. */
export const countyCode = z.string().regex(/^\d{6}$/, 'six digits');

export const ROLES = ['viewer', 'grid_staff', 'desk', 'planner', 'approver', 'leader', 'admin'] as const;
export const role = z.enum(ROLES);
export type Role = z.infer<typeof role>;

/** Administrative levels from the top, then the groupings over communities. */
export const REGION_KINDS = ['county', 'street', 'community', 'grid', 'network', 'union'] as const;
export const regionKind = z.enum(REGION_KINDS);
export type RegionKind = z.infer<typeof regionKind>;

/** Layers public to the county, in drawing order from below. */
export const LAYERS = [
  'landuse',
  'water',
  'county',
  'street',
  'community',
  'grid',
  'network',
  'union',
  'block',
  'compound',
  'railway',
  'road',
  'building',
  'wall',
  'gate',
  /** outlines of sites that have one, under the same id as the site's point */
  'site_area',
  'site',
  'organization',
  'label',
  'compound_label',
  'building_label',
] as const;
export const layer = z.enum(LAYERS);
export type Layer = z.infer<typeof layer>;

/** Things that the inspector opens by layer and id (regions have their own route). */
export const THING_LAYERS = [
  'block',
  'compound',
  'building',
  'road',
  'railway',
  'water',
  'landuse',
  'site',
  'organization',
] as const;
export const thingLayer = z.enum(THING_LAYERS);
export type ThingLayer = z.infer<typeof thingLayer>;

export const SITE_KINDS = [
  'red_building',
  'red_district',
  'red_property',
  'service_centre',
  'community_station',
  'deputies_station',
  'clinic',
  'police_room',
  'plaza',
  'activity_room',
  'school',
  'reception_room',
  'other',
] as const;
export const siteKind = z.enum(SITE_KINDS);
export type SiteKind = z.infer<typeof siteKind>;

export const ORGANIZATION_KINDS = [
  'enterprise',
  'market',
  'shop',
  'institution',
  'school',
  'clinic',
  'social',
  'government',
  'other',
] as const;
export const organizationKind = z.enum(ORGANIZATION_KINDS);
export type OrganizationKind = z.infer<typeof organizationKind>;

export const PARTY_ORG_KINDS = ['committee', 'branch', 'group'] as const;
export const partyOrgKind = z.enum(PARTY_ORG_KINDS);
export type PartyOrgKind = z.infer<typeof partyOrgKind>;

/** What a party organization is made up of. */
export const PARTY_ORG_FORMS = [
  ...(['single', 'joint', 'mixed', 'functional', 'building_group', 'big_work_committee'] as const),
  ...(['big_party_committee', 'region_committee', 'neighbourhood_committee'] as const),
] as const;
export type PartyOrgForm = (typeof PARTY_ORG_FORMS)[number];

export const BUILDING_KINDS = [
  ...(['residential', 'commercial', 'office', 'industrial', 'school'] as const),
  ...(['hospital', 'public', 'religious', 'transport', 'other'] as const),
] as const;
export type BuildingKind = (typeof BUILDING_KINDS)[number];

/** Who manages a compound. */
export const MANAGEMENT_KINDS = ['company', 'self', 'none', 'unknown'] as const;
/** Whether a compound stands, is being built, or is planned. */
export const COMPOUND_STAGES = ['planned', 'building', 'built'] as const;

/** What an import can fill. */
export const IMPORT_TARGETS = [
  'regions',
  'blocks',
  'compounds',
  'buildings',
  'roads',
  'water',
  'landuse',
  'sites',
  'organizations',
  /** sites and organizations from one file, told apart by their tags */
  'pois',
] as const;
export const importTarget = z.enum(IMPORT_TARGETS);
export type ImportTarget = z.infer<typeof importTarget>;

/** Formats in which features come in; the first bytes of a file tell which it is, not its name. */
export const FILE_FORMATS = ['geojson', 'shapefile', 'geopackage', 'flatgeobuf', 'kml', 'csv', 'xlsx'] as const;
export const fileFormat = z.enum(FILE_FORMATS);
export type FileFormat = z.infer<typeof fileFormat>;

/** [west, south, east, north], EPSG:4326 */
export const bounds = z.tuple([z.number(), z.number(), z.number(), z.number()]);
/** [lng, lat], EPSG:4326 */
export const lngLat = z.tuple([z.number(), z.number()]);
/** yyyy-mm-dd */
export const isoDate = z.iso.date();

const position = z.array(z.number());
/** GeoJSON geometry, loosely: readers narrow it by `type`. */
export const geometry = z.object({ type: z.string(), coordinates: z.array(z.unknown()) });
export const pointGeometry = z.object({ type: z.literal('Point'), coordinates: position });
