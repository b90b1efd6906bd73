import type { OrganizationKind, SiteKind } from '../../contract/words.ts';
import type { BuildingRow, LanduseRow, RoadRow, WaterRow } from '../../db/things.ts';

export const ROAD_CLASSES = [
  ...(['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'residential', 'service'] as const),
  ...(['pedestrian', 'footway', 'steps', 'path', 'cycleway', 'other'] as const),
];
export const WATER_KINDS = ['river', 'stream', 'canal', 'lake', 'sea', 'other'] as const;
export const LANDUSE_KINDS = [
  ...(['residential', 'commercial', 'industrial', 'green', 'farmland'] as const),
  ...(['forest', 'public', 'transport', 'other'] as const),
];

/** What a row says of itself, as texts. */
export type Tags = Readonly<Record<string, string>>;

/** From the values of OpenStreetMap and from Chinese words to the kinds of Tongxin. Pure tables, first match wins. */
type Rule<K> = readonly [kind: K, tag: string, values?: readonly string[]];

function firstMatch<K>(rules: readonly Rule<K>[], tags: Tags): K | null {
  for (const [kind, tag, values] of rules) {
    const value = tags[tag];
    if (value === undefined || value === '' || value === 'no') continue;
    if (!values || value.split(';').some((part) => values.includes(part.trim()))) return kind;
  }
  return null;
}

function byName<K>(rules: readonly (readonly [K, RegExp])[], tags: Tags): K | null {
  const name = tags.name ?? '';
  return name === '' ? null : (rules.find(([, pattern]) => pattern.test(name))?.[0] ?? null);
}

type BuildingKind = NonNullable<BuildingRow['kind']>;
const BUILDING_RULES: readonly Rule<BuildingKind>[] = [
  [
    'other',
    'building',
    [
      'roof',
      'garage',
      'garages',
      'carport',
      'shed',
      'hut',
      'greenhouse',
      'service',
      'construction',
      'ruins',
      'kiosk',
      'farm_auxiliary',
      'barn',
      'stable',
      'cowshed',
      'sty',
      'container',
      'bunker',
      'transformer_tower',
      'water_tower',
      'tent',
      'parking',
    ],
  ],
  [
    'religious',
    'building',
    ['church', 'chapel', 'cathedral', 'mosque', 'temple', 'synagogue', 'monastery', 'shrine', 'religious'],
  ],
  ['religious', 'amenity', ['place_of_worship', 'monastery']],
  ['school', 'building', ['school', 'kindergarten', 'university', 'college']],
  ['school', 'amenity', ['school', 'kindergarten', 'university', 'college', 'childcare']],
  ['hospital', 'building', ['hospital', 'clinic']],
  ['hospital', 'amenity', ['hospital', 'clinic', 'doctors', 'nursing_home']],
  ['office', 'building', ['office']],
  ['commercial', 'building', ['commercial', 'retail', 'hotel', 'supermarket', 'shop']],
  ['industrial', 'building', ['industrial', 'warehouse', 'manufacture', 'factory', 'hangar']],
  ['transport', 'building', ['train_station', 'transportation', 'railway', 'station']],
  [
    'public',
    'building',
    [
      'public',
      'civic',
      'government',
      'castle',
      'stadium',
      'sports_hall',
      'sports_centre',
      'museum',
      'fire_station',
      'townhall',
      'grandstand',
      'pavilion',
      'toilets',
      'bridge',
    ],
  ],
  [
    'residential',
    'building',
    [
      'apartments',
      'residential',
      'house',
      'detached',
      'semidetached_house',
      'terrace',
      'dormitory',
      'bungalow',
      'farm',
      'cabin',
      'villa',
      'static_caravan',
      'houseboat',
    ],
  ],
  [
    'public',
    'amenity',
    [
      'townhall',
      'police',
      'fire_station',
      'courthouse',
      'library',
      'community_centre',
      'theatre',
      'arts_centre',
      'public_building',
      'social_facility',
      'post_office',
      'embassy',
      'prison',
      'cinema',
      'casino',
    ],
  ],
  ['commercial', 'tourism', ['hotel', 'hostel', 'motel', 'guest_house']],
  ['public', 'tourism', ['museum', 'gallery', 'attraction']],
  ['office', 'office'],
  ['commercial', 'shop'],
];

/** building=yes and rows without any tag are taken as dwellings, the commonest kind. */
export const buildingKind = (tags: Tags): BuildingKind => firstMatch(BUILDING_RULES, tags) ?? 'residential';

type RoadClass = RoadRow['class'];
const ROAD_RULES: readonly Rule<RoadClass>[] = [
  ['motorway', 'highway', ['motorway', 'motorway_link']],
  ['trunk', 'highway', ['trunk', 'trunk_link']],
  ['primary', 'highway', ['primary', 'primary_link']],
  ['secondary', 'highway', ['secondary', 'secondary_link']],
  ['tertiary', 'highway', ['tertiary', 'tertiary_link']],
  ['residential', 'highway', ['residential', 'unclassified', 'living_street', 'road']],
  ['service', 'highway', ['service', 'track', 'busway', 'bus_guideway', 'escape']],
  ['pedestrian', 'highway', ['pedestrian']],
  ['footway', 'highway', ['footway', 'corridor']],
  ['steps', 'highway', ['steps']],
  ['path', 'highway', ['path', 'bridleway']],
  ['cycleway', 'highway', ['cycleway']],
];

/** Of any way with `highway`; building sites, drafts and platforms are 'other'. */
export const roadClass = (tags: Tags): RoadClass => firstMatch(ROAD_RULES, tags) ?? 'other';

const RAILWAYS = ['rail', 'light_rail', 'subway', 'tram', 'narrow_gauge', 'monorail', 'funicular'];
export const isRailway = (tags: Tags): boolean => !tags.highway && RAILWAYS.includes(tags.railway ?? '');

type WaterKind = WaterRow['kind'];
const WATER_RULES: readonly Rule<WaterKind>[] = [
  ['river', 'waterway', ['river', 'riverbank']],
  ['stream', 'waterway', ['stream', 'ditch', 'drain']],
  ['canal', 'waterway', ['canal']],
  ['river', 'water', ['river']],
  ['canal', 'water', ['canal']],
  ['lake', 'water', ['lake', 'pond', 'reservoir', 'oxbow', 'lagoon']],
  ['sea', 'natural', ['bay', 'strait', 'coastline']],
  ['sea', 'place', ['sea', 'ocean']],
  ['lake', 'landuse', ['reservoir', 'basin']],
  ['other', 'natural', ['water', 'wetland']],
  ['other', 'leisure', ['marina', 'swimming_area']],
  ['other', 'waterway'],
];
const WATER_NAMES = [
  ['river', /[河江]$/],
  ['stream', /[溪沟渠]$/],
  ['canal', /运河$/],
  ['lake', /[湖池塘]$|水库$/],
] as const satisfies readonly (readonly [WaterKind, RegExp])[];

/** null: the row is no water. */
export const waterKind = (tags: Tags): WaterKind | null => firstMatch(WATER_RULES, tags) ?? byName(WATER_NAMES, tags);

type LanduseKind = LanduseRow['kind'];
const LANDUSE_RULES: readonly Rule<LanduseKind>[] = [
  ['residential', 'landuse', ['residential']],
  ['commercial', 'landuse', ['commercial', 'retail']],
  ['industrial', 'landuse', ['industrial', 'quarry', 'port', 'depot']],
  [
    'green',
    'landuse',
    ['grass', 'recreation_ground', 'village_green', 'meadow', 'cemetery', 'flowerbed', 'greenery', 'allotments'],
  ],
  [
    'farmland',
    'landuse',
    ['farmland', 'farmyard', 'orchard', 'vineyard', 'greenhouse_horticulture', 'plant_nursery', 'aquaculture'],
  ],
  ['forest', 'landuse', ['forest']],
  ['transport', 'landuse', ['railway', 'garages', 'highway']],
  ['public', 'landuse', ['religious', 'education', 'institutional', 'military', 'civic_admin']],
  ['other', 'landuse', ['construction', 'brownfield', 'greenfield', 'landfill', 'basin', 'reservoir']],
  ['public', 'leisure', ['stadium', 'sports_centre', 'sports_hall', 'ice_rink', 'water_park']],
  [
    'green',
    'leisure',
    [
      'park',
      'garden',
      'pitch',
      'playground',
      'golf_course',
      'miniature_golf',
      'dog_park',
      'nature_reserve',
      'common',
      'track',
      'recreation_ground',
    ],
  ],
  ['other', 'leisure', ['swimming_pool', 'marina']],
  ['forest', 'natural', ['wood']],
  ['green', 'natural', ['grassland', 'scrub', 'heath', 'beach', 'tree_row', 'shrubbery']],
  ['other', 'natural', ['bare_rock', 'sand', 'scree', 'shingle', 'cliff', 'rock', 'glacier']],
  [
    'transport',
    'amenity',
    ['parking', 'bus_station', 'fuel', 'ferry_terminal', 'bicycle_parking', 'motorcycle_parking', 'parking_space'],
  ],
  [
    'public',
    'amenity',
    [
      'school',
      'kindergarten',
      'university',
      'college',
      'hospital',
      'clinic',
      'place_of_worship',
      'townhall',
      'police',
      'fire_station',
      'library',
      'community_centre',
      'grave_yard',
      'prison',
      'theatre',
      'courthouse',
      'social_facility',
    ],
  ],
  ['commercial', 'amenity', ['marketplace', 'restaurant', 'cafe', 'bar']],
  ['commercial', 'tourism', ['hotel', 'camp_site', 'caravan_site']],
  ['public', 'tourism', ['museum', 'zoo', 'attraction', 'theme_park']],
];

/** null: the row says nothing of how the land is used (water is a target of its own). */
export const landuseKind = (tags: Tags): LanduseKind | null => firstMatch(LANDUSE_RULES, tags);

const SITE_NAMES = [
  ['red_building', /红色楼宇/],
  ['red_district', /红色商圈/],
  ['red_property', /红色物业/],
  ['service_centre', /党群服务中心|党群中心|邻里中心/],
  ['community_station', /社区服务站|党群服务站|居委会|居民委员会|社区工作站|驿站/],
  ['deputies_station', /代表(联络|之家)|人大代表/],
  ['clinic', /卫生(服务|院|站|室)|医院|诊所/],
  ['police_room', /警务室|派出所|警务站/],
  ['reception_room', /接待室|信访/],
  ['activity_room', /活动(室|中心)|文化(站|中心|室)|图书馆|老年大学/],
  ['school', /学校|小学|中学|幼儿园|大学|学院$/],
  ['plaza', /广场|公园/],
] as const satisfies readonly (readonly [SiteKind, RegExp])[];

const SITE_RULES: readonly Rule<SiteKind>[] = [
  ['clinic', 'amenity', ['clinic', 'doctors', 'hospital', 'health_post', 'dentist']],
  ['clinic', 'healthcare', ['clinic', 'doctor', 'hospital', 'centre', 'dentist', 'laboratory', 'physiotherapist']],
  ['police_room', 'amenity', ['police']],
  [
    'school',
    'amenity',
    ['school', 'kindergarten', 'college', 'university', 'childcare', 'music_school', 'language_school'],
  ],
  ['activity_room', 'amenity', ['community_centre', 'library', 'social_centre', 'arts_centre', 'theatre']],
  ['activity_room', 'leisure', ['sports_centre', 'sports_hall', 'stadium', 'ice_rink']],
  ['plaza', 'place', ['square']],
  ['plaza', 'leisure', ['park', 'playground', 'garden']],
  [
    'other',
    'amenity',
    ['townhall', 'fire_station', 'post_office', 'social_facility', 'nursing_home', 'public_building', 'courthouse'],
  ],
];

/** null: the row is no place that serves the public. */
export const siteKindOf = (tags: Tags): SiteKind | null => byName(SITE_NAMES, tags) ?? firstMatch(SITE_RULES, tags);

const ORGANIZATION_NAMES = [
  ['market', /市场|超市|商场|百货/],
  ['school', /学校|小学|中学|幼儿园|大学|学院$/],
  ['clinic', /医院|卫生院|诊所/],
  ['social', /协会|商会|联合会|基金会|志愿|社会组织/],
  ['government', /人民政府|办事处|管理局|税务局|公安局|法院|检察院/],
  ['enterprise', /公司|集团|工厂|厂$|银行|酒店|宾馆/],
] as const satisfies readonly (readonly [OrganizationKind, RegExp])[];

const ORGANIZATION_RULES: readonly Rule<OrganizationKind>[] = [
  ['government', 'office', ['government', 'diplomatic', 'administrative', 'tax']],
  ['government', 'amenity', ['townhall', 'police', 'fire_station', 'courthouse', 'embassy', 'prison', 'customs']],
  [
    'school',
    'amenity',
    [
      'school',
      'kindergarten',
      'college',
      'university',
      'childcare',
      'driving_school',
      'music_school',
      'language_school',
    ],
  ],
  ['clinic', 'amenity', ['clinic', 'doctors', 'hospital', 'dentist', 'veterinary', 'nursing_home']],
  ['clinic', 'healthcare', ['clinic', 'doctor', 'hospital', 'centre', 'dentist', 'laboratory', 'physiotherapist']],
  ['market', 'amenity', ['marketplace']],
  ['market', 'shop', ['supermarket', 'mall', 'department_store', 'wholesale']],
  ['social', 'office', ['ngo', 'association', 'foundation', 'charity', 'religion', 'political_party', 'union']],
  ['social', 'amenity', ['place_of_worship', 'social_facility', 'social_centre', 'community_centre']],
  [
    'institution',
    'amenity',
    ['library', 'theatre', 'arts_centre', 'research_institute', 'post_office', 'public_building', 'conference_centre'],
  ],
  ['institution', 'tourism', ['museum', 'gallery', 'zoo', 'aquarium']],
  ['institution', 'leisure', ['stadium', 'sports_centre', 'ice_rink']],
  ['shop', 'shop'],
  [
    'shop',
    'amenity',
    [
      'restaurant',
      'cafe',
      'fast_food',
      'bar',
      'pub',
      'ice_cream',
      'pharmacy',
      'fuel',
      'car_wash',
      'car_rental',
      'food_court',
      'biergarten',
    ],
  ],
  ['enterprise', 'amenity', ['bank', 'cinema', 'nightclub', 'casino', 'bureau_de_change', 'studio']],
  ['enterprise', 'tourism', ['hotel', 'hostel', 'motel', 'guest_house', 'apartment']],
  [
    'enterprise',
    'leisure',
    ['fitness_centre', 'marina', 'water_park', 'bowling_alley', 'amusement_arcade', 'miniature_golf'],
  ],
  ['enterprise', 'office'],
  ['enterprise', 'craft'],
];

/** null: nobody works there under a name of its own. */
export const organizationKindOf = (tags: Tags): OrganizationKind | null =>
  firstMatch(ORGANIZATION_RULES, tags) ?? byName(ORGANIZATION_NAMES, tags);

const TELLING_TAGS = [
  'amenity',
  'shop',
  'office',
  'healthcare',
  'tourism',
  'leisure',
  'historic',
  'public_transport',
  'highway',
  'natural',
  'landuse',
  'waterway',
  'building',
  'railway',
  'place',
  'emergency',
  'barrier',
];

/** What a row that finds no use is, in a word, for the count of what was left out. */
export function inAWord(tags: Tags): string {
  for (const tag of TELLING_TAGS) if (tags[tag]) return tags[tag].split(';')[0]!;
  return 'without a kind';
}
