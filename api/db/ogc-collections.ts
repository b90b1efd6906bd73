import { ORGANIZATION_ATTRIBUTE_NAMES, placeAttribute, SITE_ATTRIBUTE_NAMES } from '../contract/site-kinds.ts';
import type { EditLayer } from '../contract/thing-edits.ts';
import {
  BUILDING_KINDS,
  COMPOUND_STAGES,
  type Layer,
  MANAGEMENT_KINDS,
  ORGANIZATION_KINDS,
  type RegionKind,
  SITE_KINDS,
} from '../contract/words.ts';

/** `list` is written as its items with 、 between them, and compared as such. */
export type ColumnType = 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'list';

/** A property of the features of a collection, which can be filtered by, too. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Chinese, then English */
  readonly title: string;
  /** the expression over the row `t`; null where nothing is known */
  readonly sql: string;
  /** all that it can be, where that is little */
  readonly values?: readonly string[];
}

/** Where the rows stand, and by which of their columns. */
export type Source =
  | { readonly kind: 'region'; readonly region: RegionKind }
  | { readonly kind: 'block' }
  | { readonly kind: 'thing'; readonly table: string; readonly geometry: string };

export interface Collection {
  /** as it stands in addresses */
  readonly id: string;
  readonly title: string;
  /** the tile layer that draws it */
  readonly layer: Layer;
  readonly source: Source;
  /** of GeoJSON; Geometry = several */
  readonly shape: 'Point' | 'MultiPoint' | 'LineString' | 'MultiLineString' | 'MultiPolygon' | 'Geometry';
  readonly columns: readonly Column[];
  /** things of the collection can be made and changed as things of this layer */
  readonly edits: EditLayer | null;
}

const column = (
  name: string,
  type: ColumnType,
  title: string,
  sql = `t.${name}`,
  values?: readonly string[],
): Column => ({
  ...{ name, type, title, sql },
  ...(values && { values }),
});
/** Text of which '' stands for none. */
const text = (name: string, title: string): Column => column(name, 'string', title, `nullif(t.${name}, '')`);

const NAME = text('name', '名称 name');
const ADDRESS = text('address', '地址 address');
const SOURCE_ID = text('source_id', '来源编号 id in the file that brought it');
const HOUSEHOLDS = column('households', 'integer', '户数 households');
const RESIDENTS = column('residents', 'integer', '人口 residents');
const ESTIMATED = column('estimated', 'boolean', '为估算 figures were shared out, not counted');
const BUILDINGS = column('buildings', 'integer', '楼栋数 buildings');
const AREA = column('area_m2', 'number', '面积(平方米) area in square metres');
const IN_BUILDING = column('building', 'integer', '所在楼栋 id of its building');
const IN_COMPOUND = column('compound', 'integer', '所在小区 id of its compound');

const REGION_COLUMNS: readonly Column[] = [
  text('code', '区划代码 code'),
  NAME,
  text('name_en', '英文名称 English name'),
  column('parent', 'integer', '上级 id of the region above'),
  ...[HOUSEHOLDS, RESIDENTS, BUILDINGS, ESTIMATED, AREA],
];

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const ATTRIBUTE_TITLES: Readonly<Record<string, string>> = {
  ...{
    status: '创建状态 status',
    core_street: '核心街 core street',
    shops: '商铺数 shops',
    company: '物业公司 company',
  },
  ...{
    level: '级别 level',
    areaM2: '建筑面积(平方米) floor area in square metres',
    investmentYuan: '投资(元) investment in yuan',
  },
  ...{
    facility: '设施 facility',
    services: '服务 services',
    opening_hours: '开放时间 opening hours',
    phone: '电话 telephone',
  },
  ...{
    operator: '运营方 operator',
    website: '网站 website',
    category: '类别 category',
    core: '核心社区代码 core community',
  },
  ...{ alliance: '联盟街道代码 alliance', sector: '领域 sector', resources: '资源 resources' },
  looked_after_by: '联系社区代码 community that looks after it',
};

/** Whatever stands in the attributes is looked at before it is cast: a stray word must not fail the whole page. */
function attribute(name: string): Column {
  const what = placeAttribute(name)!;
  const title = ATTRIBUTE_TITLES[name] ?? name;
  const as = (type: ColumnType, stored: string, sql: string): Column =>
    column(snakeCase(name), type, title, `case when jsonb_typeof(t.data -> '${name}') = '${stored}' then ${sql} end`);
  if (what.safeParse(1).success) return as('number', 'number', `(t.data ->> '${name}')::float8`);
  if (what.safeParse(['x']).success)
    return as(
      'list',
      'array',
      `(select string_agg(item, '、' order by at) from jsonb_array_elements_text(t.data -> '${name}') with ordinality as items (item, at))`,
    );
  return as('string', 'string', `t.data ->> '${name}'`);
}

const region = (id: string, kind: RegionKind, title: string): Collection => ({
  ...{ id, title, layer: kind, source: { kind: 'region', region: kind } },
  ...{ shape: 'MultiPolygon', columns: REGION_COLUMNS, edits: null },
});
const thing = (
  id: string,
  layer: Layer,
  title: string,
  shape: Collection['shape'],
  columns: readonly Column[],
  own: { table?: string; geometry?: string; edits?: EditLayer } = {},
): Collection => {
  const { table = layer, geometry = 'geom', edits = null } = own;
  return { ...{ id, title, layer, shape, columns, edits }, source: { kind: 'thing', table, geometry } };
};

const SITE_COLUMNS = [column('kind', 'string', '类别 kind', 't.kind', SITE_KINDS), NAME, ADDRESS];
const tag = (name: string, title: string, none: string): Column =>
  column(name, 'boolean', title, `coalesce(t.tags ->> '${name}', 'no') ${none}`);

/**
 * What a county shows through OGC API: regions of the division in force, blocks, and things on the ground. Of members and
 * check-ins there is nothing (design.md section 8), and no collection for what has no place of its own.
 */
export const COLLECTIONS: readonly Collection[] = [
  region('counties', 'county', '县(市、区) county'),
  region('streets', 'street', '街道、镇 streets and towns'),
  region('communities', 'community', '社区、村 communities and villages'),
  region('grids', 'grid', '网格 grids'),
  region('networks', 'network', '片区 networks of communities'),
  region('unions', 'union', '区域党委 unions of communities'),
  {
    ...{ id: 'blocks', title: '街坊 blocks', layer: 'block', source: { kind: 'block' } },
    ...{ shape: 'MultiPolygon', edits: null },
    columns: [
      column('region', 'integer', '所属网格或社区 id of the lowest region that holds it', 'd.region'),
      ...[HOUSEHOLDS, RESIDENTS, BUILDINGS, ESTIMATED, AREA],
    ],
  },
  thing(
    ...(['compounds', 'compound', '小区 compounds', 'MultiPolygon'] as const),
    [
      ...[NAME, ADDRESS, text('manager', '物业公司 property management')],
      column('management', 'string', '物业类型 who manages it', 't.management', MANAGEMENT_KINDS),
      column('households', 'integer', '登记户数 households as declared'),
      column('built_year', 'integer', '建成年份 year of construction'),
      column('stage', 'string', '建设阶段 stage', 't.stage', COMPOUND_STAGES),
      column('expected_households', 'integer', '规划户数 households expected'),
      column('expected_on', 'date', '预计入住 day when people are to move in'),
      SOURCE_ID,
    ],
    { edits: 'compound' },
  ),
  thing(
    ...(['buildings', 'building', '楼栋 buildings', 'MultiPolygon'] as const),
    [
      NAME,
      text('street_name', '街路 street'),
      text('house_number', '门牌 house number'),
      column('kind', 'string', '类别 kind', 't.kind', BUILDING_KINDS),
      column('floors', 'integer', '层数 floors'),
      column('height_m', 'number', '高度(米) height in metres', 't.height_m::numeric::float8'),
      ...[HOUSEHOLDS, RESIDENTS, ESTIMATED, IN_COMPOUND, SOURCE_ID],
    ],
    { edits: 'building' },
  ),
  thing('walls', 'wall', '围墙 walls of compounds', 'MultiLineString', [NAME], {
    table: 'compound',
    geometry: 'walls',
  }),
  thing('gates', 'gate', '出入口 gates of compounds', 'MultiPoint', [NAME], { table: 'compound', geometry: 'gates' }),
  thing(
    ...(['sites', 'site', '阵地 sites', 'Point'] as const),
    [...SITE_COLUMNS, IN_BUILDING, IN_COMPOUND, ...SITE_ATTRIBUTE_NAMES.map(attribute), SOURCE_ID],
    { edits: 'site' },
  ),
  thing('site-areas', 'site_area', '阵地范围 areas of sites', 'MultiPolygon', SITE_COLUMNS, {
    ...{ table: 'site', geometry: 'outline' },
  }),
  thing(
    ...(['organizations', 'organization', '驻区单位 organizations', 'Point'] as const),
    [
      column('kind', 'string', '类别 kind', 't.kind', ORGANIZATION_KINDS),
      ...[NAME, ADDRESS, IN_BUILDING, ...ORGANIZATION_ATTRIBUTE_NAMES.map(attribute), SOURCE_ID],
    ],
    { edits: 'organization' },
  ),
  thing('roads', 'road', '道路 roads', 'LineString', [
    column('class', 'string', '等级 class, as OSM spells it'),
    NAME,
    tag('bridge', '桥梁 on a bridge', "not in ('no', 'false')"),
    tag('tunnel', '隧道 in a tunnel', "not in ('no', 'false')"),
    tag('oneway', '单行 one way', "in ('yes', 'true', '1')"),
    SOURCE_ID,
  ]),
  thing('railways', 'railway', '铁路 railways', 'LineString', [NAME, SOURCE_ID]),
  thing('water', 'water', '水系 water', 'Geometry', [column('kind', 'string', '类别 kind'), NAME, SOURCE_ID]),
  thing('landuse', 'landuse', '用地 land use', 'MultiPolygon', [
    column('kind', 'string', '类别 kind'),
    NAME,
    SOURCE_ID,
  ]),
];

export const collectionOf = (id: string): Collection | undefined => COLLECTIONS.find((each) => each.id === id);
/** Its features are those of the division in force on a day. */
export const isOfDivision = ({ source }: Collection): boolean => source.kind !== 'thing';
