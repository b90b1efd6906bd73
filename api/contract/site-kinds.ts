import { z } from 'zod';
import type { SiteKind } from './words.ts';

/**
 * Attributes of sites by kind, and of organizations. From these tables follow the facts that an inspector shows, what an
 * import can fill and refuses, and the check of what the demo counties write. A new kind of site is one entry.
 */

/** Words that are stored instead of Chinese or English, by attribute, with the Chinese of files and screens. */
export const ATTRIBUTE_WORDS = {
  level: { city: '市级', regional: '片区级', street: '街道级', union: '区域级', community: '社区级' },
  status: { listed: '已挂牌', in_progress: '创建中' },
  /** 三站两室一中心 (the source does not name the six; these are the demo's choice), and a community's schools */
  facility: {
    party_station: '党群服务站',
    health_station: '卫生服务站',
    volunteer_station: '志愿服务站',
    police_room: '警务室',
    mediation_room: '调解室',
    activity_centre: '居民活动中心',
    party_school: '社区党校',
    citizens_school: '文明市民学校',
    parents_school: '家长学校',
  },
  sector: { government: '机关', school: '学校', medical: '医疗', non_public: '非公', social: '社会组织' },
  /** of a station: these, and whatever else it offers in its own words */
  services: { policing: '警务', housekeeping: '家政', health: '卫生医疗', legal: '法律咨询' },
  /** that a unit lends its neighbours: these, and others in its own words */
  resources: { meeting_room: '会议室', classroom: '教室', sports_ground: '运动场所' },
} as const;

/** Units in which attributes are given. */
export const ATTRIBUTE_UNITS = { areaM2: 'm2', investmentYuan: 'yuan' } as const;

const text = z.string().trim().min(1).max(255);
const word = <A extends keyof typeof ATTRIBUTE_WORDS>(attribute: A) =>
  z.enum(Object.keys(ATTRIBUTE_WORDS[attribute]) as (keyof (typeof ATTRIBUTE_WORDS)[A] & string)[]);
const amount = (most: number) => z.number().min(0).max(most);
const list = z.array(text).min(1).max(50);
/** of a region, as divisions give it */
const regionCode = z.string().regex(/^\d{6,15}$/, 'the code of a region');

/** What files of places say of them, whatever their kind. */
const OF_ANY_PLACE = {
  opening_hours: text,
  phone: text,
  operator: text,
  website: text,
  /** finer than the kind, in the words of the source: bakery, townhall */
  category: text,
};
const attributes = <S extends z.ZodRawShape>(own: S) => z.strictObject({ ...own, ...OF_ANY_PLACE }).partial();

const facility = word('facility');
const areaM2 = amount(1_000_000);
const room = attributes({ facility });

export const SITE_ATTRIBUTES = {
  red_building: attributes({ status: word('status') }),
  red_district: attributes({ core_street: text, shops: amount(100_000).int() }),
  red_property: attributes({ company: text }),
  service_centre: attributes({ level: word('level'), areaM2, investmentYuan: amount(1e12) }),
  community_station: attributes({ facility, services: list }),
  deputies_station: attributes({}),
  clinic: room,
  police_room: room,
  plaza: attributes({ areaM2 }),
  activity_room: room,
  school: room,
  reception_room: room,
  other: room,
} satisfies Record<SiteKind, z.ZodObject>;

/** Of every kind. */
export const ORGANIZATION_ATTRIBUTES = attributes({
  /** 一核多元: the community that the unit gathers around */
  core: regionCode,
  /** the street whose alliance it belongs to */
  alliance: regionCode,
  sector: word('sector'),
  /** the community whose committee looks after it */
  looked_after_by: regionCode,
  resources: list,
});

type KeyOf<S> = S extends z.ZodObject<infer Shape> ? keyof Shape & string : never;
export type PlaceAttribute =
  | KeyOf<(typeof SITE_ATTRIBUTES)[SiteKind]>
  | KeyOf<typeof ORGANIZATION_ATTRIBUTES>
  | keyof typeof OF_ANY_PLACE;

/** Attribute → what it may hold; each may be left out. */
export type PlaceShape = Readonly<Partial<Record<PlaceAttribute, z.ZodType>>>;
const namesOf = (...shapes: PlaceShape[]): PlaceAttribute[] => [
  ...new Set(shapes.flatMap((shape) => Object.keys(shape) as PlaceAttribute[])),
];

const SITE_SHAPES = Object.values(SITE_ATTRIBUTES).map(({ shape }): PlaceShape => shape);

/** Names of the attributes of sites of all kinds, of organizations, and of both. */
export const SITE_ATTRIBUTE_NAMES = namesOf(...SITE_SHAPES);
export const ORGANIZATION_ATTRIBUTE_NAMES = namesOf(ORGANIZATION_ATTRIBUTES.shape);
export const PLACE_ATTRIBUTE_NAMES = namesOf(OF_ANY_PLACE);

const EVERY_SHAPE: PlaceShape = Object.assign({}, ...SITE_SHAPES, ORGANIZATION_ATTRIBUTES.shape);
/** What an attribute may hold, which is the same for whatever has it. */
export const placeAttribute = (name: string): z.ZodType | undefined =>
  Object.hasOwn(EVERY_SHAPE, name) ? EVERY_SHAPE[name as PlaceAttribute] : undefined;
