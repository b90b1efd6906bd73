import type { Geometry, LineString, MultiPolygon, Polygon, Position } from 'geojson';
import type { Fault } from '../../contract/imports.ts';
import {
  ORGANIZATION_ATTRIBUTE_NAMES,
  ORGANIZATION_ATTRIBUTES,
  PLACE_ATTRIBUTE_NAMES,
  SITE_ATTRIBUTE_NAMES,
  SITE_ATTRIBUTES,
} from '../../contract/site-kinds.ts';
import type { ImportTarget } from '../../contract/words.ts';
import {
  BUILDING_KINDS,
  COMPOUND_STAGES,
  MANAGEMENT_KINDS,
  ORGANIZATION_KINDS,
  type OrganizationKind,
  SITE_KINDS,
  type SiteKind,
} from '../../contract/words.ts';
import type { ThingRows } from '../../db/things.ts';
import type { AttributeReader } from './attributes.ts';
import {
  buildingKind,
  inAWord,
  isRailway,
  LANDUSE_KINDS,
  landuseKind,
  organizationKindOf,
  ROAD_CLASSES,
  roadClass,
  siteKindOf,
  type Tags,
  WATER_KINDS,
  waterKind,
} from './kinds.ts';

/** Tables that rows of a file go to. */
export type ImportTable = 'compound' | 'building' | 'road' | 'railway' | 'water' | 'landuse' | 'site' | 'organization';

export type Thing = { [T in ImportTable]: { table: T; row: ThingRows[T]; at: Position } }[ImportTable];

export type RowResult =
  | { kind: 'things'; things: Thing[] }
  /** of no use for this target: counted by the word */
  | { kind: 'skipped'; word: string }
  | { kind: 'refused'; fault: Pick<Fault, 'kind' | 'detail' | 'values'> };

/** A row whose geometry is valid, and whose values are read through `read`. */
export interface ValidRow {
  geometry: Geometry;
  /** inside, for areas */
  innerPoint: Position | null;
  read: AttributeReader;
}

export type ThingTarget = Exclude<ImportTarget, 'regions' | 'blocks'>;

/** One row of a file as things of Tongxin. */
export function thingsFromRow(target: ThingTarget, row: ValidRow): RowResult {
  return READERS[target](row);
}

const made = (...things: Thing[]): RowResult => ({ kind: 'things', things });
const wrongGeometry = (geometry: Geometry, wanted: string): RowResult => ({
  kind: 'refused',
  fault: {
    kind: 'wrong-geometry',
    detail: `The row is a ${geometry.type}, ${wanted} is wanted`,
    values: { type: geometry.type },
  },
});

const isAreal = (geometry: Geometry): geometry is Polygon | MultiPolygon =>
  geometry.type === 'Polygon' || geometry.type === 'MultiPolygon';

const sourceOf = (read: AttributeReader): string | null => read.text('source_id') || null;

const READERS: Record<ThingTarget, (row: ValidRow) => RowResult> = {
  compounds: readCompound,
  buildings: readBuilding,
  roads: readRoad,
  water: readWater,
  landuse: readLanduse,
  sites: (row) => readPlace(row, true, false),
  organizations: (row) => readPlace(row, false, true),
  pois: (row) => readPlace(row, true, true),
};

const MANAGEMENT: Readonly<Record<string, 'company' | 'self' | 'none'>> = {
  物业公司: 'company',
  专业物业: 'company',
  业主自管: 'self',
  自管: 'self',
  无物业: 'none',
  无: 'none',
};

const STAGES = { 规划: 'planned', 拟建: 'planned', 在建: 'building', 建成: 'built', 已建: 'built' } as const;

export const managementOf = (read: AttributeReader) => read.word('management', MANAGEMENT_KINDS, MANAGEMENT);
export const stageOf = (read: AttributeReader) => read.word('stage', COMPOUND_STAGES, STAGES);

function readCompound({ geometry, innerPoint, read }: ValidRow): RowResult {
  if (!isAreal(geometry) || !innerPoint) return wrongGeometry(geometry, 'an outline (Polygon)');
  const manager = read.text('manager');
  const management = managementOf(read);
  const row: ThingRows['compound'] = {
    name: read.text('name'),
    address: read.text('address'),
    manager,
    management: management ?? (manager === '' ? 'unknown' : 'company'),
    households: read.whole('households', 1_000_000),
    builtYear: read.whole('built_year', 2100),
    stage: stageOf(read) ?? 'built',
    expectedHouseholds: read.whole('expected_households', 1_000_000),
    geom: geometry,
    sourceId: sourceOf(read),
  };
  return made({ table: 'compound', row, at: innerPoint });
}

const BUILDING_WORDS: Readonly<Record<string, (typeof BUILDING_KINDS)[number]>> = {
  住宅: 'residential',
  居民楼: 'residential',
  商业: 'commercial',
  办公: 'office',
  写字楼: 'office',
  工业: 'industrial',
  厂房: 'industrial',
  学校: 'school',
  医院: 'hospital',
  公共: 'public',
  宗教: 'religious',
  交通: 'transport',
  其他: 'other',
};

export const buildingKindOf = (read: AttributeReader) => read.word('kind', BUILDING_KINDS, BUILDING_WORDS);

function readBuilding({ geometry, innerPoint, read }: ValidRow): RowResult {
  if (!isAreal(geometry) || !innerPoint) return wrongGeometry(geometry, 'a footprint (Polygon)');
  const row: ThingRows['building'] = {
    name: read.text('name'),
    streetName: read.text('street_name'),
    houseNumber: read.text('house_number'),
    kind: buildingKindOf(read) ?? buildingKind(read.tags),
    floors: read.whole('floors', 200),
    heightM: read.number('height', 1000),
    households: read.whole('households', 100_000) ?? 0,
    residents: read.whole('residents', 100_000) ?? 0,
    geom: geometry,
    innerPoint,
    sourceId: sourceOf(read),
  };
  return made({ table: 'building', row, at: innerPoint });
}

/** What walking and drawing ask of a road later. */
const ROAD_TAGS = [
  'highway',
  'foot',
  'access',
  'oneway',
  'bridge',
  'tunnel',
  'layer',
  'covered',
  'incline',
  'step_count',
  'wheelchair',
  'service',
  'footway',
  'sidewalk',
  'lanes',
  'maxspeed',
  'surface',
  'lit',
];

function readRoad({ geometry, read }: ValidRow): RowResult {
  const lines = linesOf(geometry);
  if (lines.length === 0) return wrongGeometry(geometry, 'a centre line (LineString)');
  const name = read.text('name');
  const sourceId = sourceOf(read);
  const middle = (line: LineString): Position => line.coordinates[line.coordinates.length >> 1]!;
  if (isRailway(read.tags))
    return made(...lines.map((geom): Thing => ({ table: 'railway', row: { name, geom, sourceId }, at: middle(geom) })));
  const roadKind = read.word('class', ROAD_CLASSES) ?? roadClass(read.tags);
  const tags = picked(read.tags, ROAD_TAGS);
  return made(
    ...lines.map(
      (geom): Thing => ({ table: 'road', row: { name, class: roadKind, tags, geom, sourceId }, at: middle(geom) }),
    ),
  );
}

function linesOf(geometry: Geometry): LineString[] {
  if (geometry.type === 'LineString') return [geometry];
  if (geometry.type !== 'MultiLineString') return [];
  return geometry.coordinates.map((coordinates) => ({ type: 'LineString', coordinates }));
}

function picked(tags: Tags, names: readonly string[]): Record<string, string> {
  const some: Record<string, string> = {};
  for (const name of names) if (tags[name] !== undefined) some[name] = tags[name];
  return some;
}

const WATER_WORDS = {
  河流: 'river',
  江: 'river',
  溪: 'stream',
  运河: 'canal',
  湖泊: 'lake',
  水库: 'lake',
  海: 'sea',
} as const;

function readWater({ geometry, innerPoint, read }: ValidRow): RowResult {
  const kind = read.word('kind', WATER_KINDS, WATER_WORDS) ?? waterKind(read.tags);
  if (kind === null) return { kind: 'skipped', word: inAWord(read.tags) };
  if (!isAreal(geometry) && linesOf(geometry).length === 0) return wrongGeometry(geometry, 'an area or a line');
  const geom = geometry as ThingRows['water']['geom'];
  return made({
    table: 'water',
    row: { name: read.text('name'), kind, geom, sourceId: sourceOf(read) },
    at: innerPoint ?? linesOf(geometry)[0]!.coordinates[0]!,
  });
}

const LANDUSE_WORDS: Readonly<Record<string, (typeof LANDUSE_KINDS)[number]>> = {
  居住用地: 'residential',
  住宅用地: 'residential',
  商业用地: 'commercial',
  工业用地: 'industrial',
  绿地: 'green',
  耕地: 'farmland',
  林地: 'forest',
  公共用地: 'public',
  交通用地: 'transport',
  其他: 'other',
};

function readLanduse({ geometry, innerPoint, read }: ValidRow): RowResult {
  const kind = read.word('kind', LANDUSE_KINDS, LANDUSE_WORDS) ?? landuseKind(read.tags);
  if (kind === null) return { kind: 'skipped', word: inAWord(read.tags) };
  if (!isAreal(geometry) || !innerPoint) return wrongGeometry(geometry, 'an area (Polygon)');
  return made({
    table: 'landuse',
    row: { name: read.text('name'), kind, geom: geometry, sourceId: sourceOf(read) },
    at: innerPoint,
  });
}

const SITE_WORDS: Readonly<Record<string, SiteKind>> = {
  红色楼宇: 'red_building',
  红色商圈: 'red_district',
  红色物业: 'red_property',
  党群服务中心: 'service_centre',
  社区服务站: 'community_station',
  代表联络站: 'deputies_station',
  卫生服务站: 'clinic',
  警务室: 'police_room',
  广场: 'plaza',
  活动室: 'activity_room',
  学校: 'school',
  接待室: 'reception_room',
  其他: 'other',
};
const ORGANIZATION_WORDS: Readonly<Record<string, OrganizationKind>> = {
  企业: 'enterprise',
  市场: 'market',
  商店: 'shop',
  事业单位: 'institution',
  学校: 'school',
  医院: 'clinic',
  社会组织: 'social',
  机关: 'government',
  其他: 'other',
};

/** A place that serves the public is a site; else, where people work under a name, it is an organization. */
function readPlace(row: ValidRow, sites: boolean, organizations: boolean): RowResult {
  const { geometry, innerPoint, read } = row;
  const both = sites && organizations;
  const site = sites ? ((both ? null : read.word('kind', SITE_KINDS, SITE_WORDS)) ?? siteKindOf(read.tags)) : null;
  const organization =
    organizations && site === null
      ? ((both ? null : read.word('kind', ORGANIZATION_KINDS, ORGANIZATION_WORDS)) ?? organizationKindOf(read.tags))
      : null;
  if (site === null && organization === null) return { kind: 'skipped', word: inAWord(read.tags) };
  const at = innerPoint ?? pointOf(geometry);
  if (at === null) return wrongGeometry(geometry, 'a point or an outline');
  const name = read.text('name') || read.tags.operator || read.tags.brand || '';
  if (name === '') return { kind: 'skipped', word: `${inAWord(read.tags)} without a name` };
  const address = read.text('address') || `${read.text('street_name')} ${read.text('house_number')}`.trim();
  const sourceId = sourceOf(read);
  const category = read.text('category') === '' ? categoryOf(read.tags) : {};
  if (site !== null) {
    const outline = isAreal(geometry) ? geometry : null;
    const names = both ? PLACE_ATTRIBUTE_NAMES : SITE_ATTRIBUTE_NAMES;
    const data = { ...category, ...read.place(SITE_ATTRIBUTES[site].shape, site, names) };
    return made({ table: 'site', row: { kind: site, name, address, point: at, outline, data, sourceId }, at });
  }
  const names = both ? PLACE_ATTRIBUTE_NAMES : ORGANIZATION_ATTRIBUTE_NAMES;
  const data = { ...category, ...read.place(ORGANIZATION_ATTRIBUTES.shape, organization!, names) };
  return made({ table: 'organization', row: { kind: organization!, name, address, point: at, data, sourceId }, at });
}

/** Tags that say more finely than a kind what a place is. */
const CATEGORY_TAGS = ['amenity', 'shop', 'office', 'healthcare', 'tourism', 'leisure', 'craft'];

function categoryOf(tags: Tags): { category?: string } {
  const tag = CATEGORY_TAGS.find((each) => tags[each] !== undefined && tags[each] !== 'yes' && tags[each] !== 'no');
  return tag === undefined ? {} : { category: tags[tag]!.slice(0, 255) };
}

function pointOf(geometry: Geometry): Position | null {
  if (geometry.type === 'Point') return geometry.coordinates;
  return geometry.type === 'MultiPoint' && geometry.coordinates.length === 1 ? geometry.coordinates[0]! : null;
}
