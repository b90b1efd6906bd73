import type { z } from 'zod';
import { type Fault, IMPORT_ATTRIBUTES, type ImportSettings } from '../../contract/imports.ts';
import { ATTRIBUTE_WORDS, type PlaceShape, placeAttribute } from '../../contract/site-kinds.ts';
import {
  BUILDING_KINDS,
  COMPOUND_STAGES,
  type ImportTarget,
  MANAGEMENT_KINDS,
  ORGANIZATION_KINDS,
  SITE_KINDS,
} from '../../contract/words.ts';
import { ProblemError } from '../../problems.ts';
import { LANDUSE_KINDS, ROAD_CLASSES, type Tags, WATER_KINDS } from './kinds.ts';

/** Field names by which an attribute is commonly known; the first that the file has is taken, case aside. */
const USUAL_FIELDS: Record<string, readonly string[]> = {
  name: ['name:zh', 'name', 'name_zh', 'namezh', 'mc', 'xzqmc', 'title', '名称', '名字', '小区名称', '楼栋名称'],
  name_en: ['name:en', 'name_en', 'nameen', 'english'],
  code: ['code', 'xzqdm', 'adcode', 'region_code', 'gb', '代码', '编码', '区划代码'],
  population: ['population', 'pop', 'residents', 'rk', 'rks', '人口', '常住人口', '人口数', '常住人口数'],
  households: ['households', 'hh', 'hs', '户数', '总户数'],
  residents: ['residents', 'population', 'pop', '人口', '人数', '人口数'],
  address: ['addr:full', 'address', 'addr', '地址', '详细地址'],
  street_name: ['addr:street', 'street', 'street_name', '街道名', '路名'],
  house_number: ['addr:housenumber', 'housenumber', 'house_number', '门牌', '门牌号', '楼号'],
  floors: ['building:levels', 'levels', 'floors', 'floor', 'cs', '层数', '楼层'],
  height: ['height', 'building:height', 'gd', '高度'],
  kind: ['kind', '类型', '类别'],
  class: ['class', '道路等级'],
  manager: ['manager', 'operator', '物业', '物业公司', '物业管理'],
  management: ['management', '管理方式'],
  built_year: ['start_date', 'built_year', 'year', '建成年份', '建成年代'],
  stage: ['建设阶段', '建设状态'],
  expected_households: ['expected_households', '规划户数', '预计户数'],
  // "level", "status" and their like mean other things in files of places, a storey for one
  level: ['级别', '中心级别'],
  status: ['创建状态'],
  areaM2: ['area_m2', 'floor_area', '建筑面积'],
  investmentYuan: ['investment', '投资', '投资额'],
  services: ['服务项目', '服务内容'],
  resources: ['共享资源', '可用资源'],
  sector: ['领域'],
  shops: ['商户数', '商铺数'],
  company: ['物业公司'],
  core: ['核心社区'],
  opening_hours: ['opening_hours', 'hours', '开放时间', '营业时间', '服务时间'],
  phone: ['phone', 'contact:phone', 'tel', '电话', '联系电话'],
  operator: ['operator', '运营单位', '主管单位'],
  website: ['website', 'contact:website', 'url', '网址'],
  category: ['category', '细类'],
  source_id: ['osm_id', '@id', 'id', 'objectid', 'fid', '编号'],
};

/** Attributes that take one of a list of words; a field may hold others, a constant may not. */
const WORDS: Partial<Record<ImportTarget, Record<string, readonly string[]>>> = {
  compounds: { management: MANAGEMENT_KINDS, stage: COMPOUND_STAGES },
  buildings: { kind: BUILDING_KINDS },
  roads: { class: ROAD_CLASSES },
  water: { kind: WATER_KINDS },
  landuse: { kind: LANDUSE_KINDS },
  sites: { kind: SITE_KINDS },
  organizations: { kind: ORGANIZATION_KINDS },
};

/** As a Shapefile has it, which cuts names at ten bytes: three Chinese characters of UTF-8. '' for a name that fits. */
function shortened(name: string): string {
  const isLatin = /^[\x20-\x7e]*$/.test(name);
  return isLatin ? (name.length > 10 ? name.slice(0, 10) : '') : name.length > 3 ? name.slice(0, 3) : '';
}

/** Attribute → field of the file, for every attribute that some field fits. */
export function guessMapping(target: ImportTarget, fields: readonly string[]): Record<string, string> {
  const byPlainName = new Map(fields.toReversed().map((field) => [field.toLowerCase(), field]));
  const mapping: Record<string, string> = {};
  for (const attribute of IMPORT_ATTRIBUTES[target]) {
    const usual = USUAL_FIELDS[attribute] ?? [];
    const found =
      usual.find((name) => byPlainName.has(name)) ?? usual.map(shortened).find((name) => byPlainName.has(name));
    if (found !== undefined) mapping[attribute] = byPlainName.get(found)!;
  }
  return mapping;
}

/**
 * The mapping that holds: what was asked for over what was guessed. An attribute with a constant takes no field.
 *
 * @throws ProblemError 'invalid-request' for an attribute that the target has not, or a field that the file has not
 */
export function effectiveMapping(settings: ImportSettings, fields: readonly string[]): Record<string, string> {
  const known = IMPORT_ATTRIBUTES[settings.target];
  const refuse = (what: string, among: readonly string[]): never => {
    throw new ProblemError('invalid-request', `${what}; there are: ${among.join(', ') || 'none'}`);
  };
  for (const [attribute, field] of Object.entries(settings.mapping)) {
    if (!known.includes(attribute)) refuse(`${settings.target} have no attribute "${attribute}"`, known);
    if (field !== '' && !fields.includes(field)) refuse(`The file has no field "${field}"`, fields.slice(0, 40));
  }
  for (const [attribute, value] of Object.entries(settings.constants)) {
    if (!known.includes(attribute)) refuse(`${settings.target} have no attribute "${attribute}"`, known);
    const words = WORDS[settings.target]?.[attribute];
    if (words && !words.includes(value)) refuse(`"${value}" is no ${attribute} of ${settings.target}`, words);
    const schema = placeAttribute(attribute);
    if (schema && valueFromText(attribute, schema, value) === undefined)
      refuse(`"${value}" is no ${attribute}`, wordsOf(attribute));
  }
  const mapping = { ...guessMapping(settings.target, fields), ...settings.mapping };
  for (const attribute of Object.keys(settings.constants)) delete mapping[attribute];
  return Object.fromEntries(Object.entries(mapping).filter(([, field]) => field !== ''));
}

/** Complains of a value that cannot be used. */
export type Complain = (kind: string, detail: string, values?: Fault['values']) => void;

/** Reads the attributes of one row after another. */
export class AttributeReader {
  readonly tags: Tags;
  readonly #mapping: Readonly<Record<string, string>>;
  readonly #constants: Readonly<Record<string, string>>;
  readonly #complain: Complain;

  constructor(
    properties: Record<string, unknown>,
    mapping: Readonly<Record<string, string>>,
    constants: Readonly<Record<string, string>>,
    complain: Complain,
  ) {
    const tags: Record<string, string> = {};
    for (const field of Object.keys(properties)) {
      const text = textOf(properties[field]);
      if (text !== '') tags[field] = text;
    }
    this.#mapping = mapping;
    this.#constants = constants;
    this.#complain = complain;
    this.tags = tags;
    const name = this.text('name');
    if (name !== '' && name !== tags.name) this.tags = { ...tags, name };
  }

  /** '' when there is none */
  text(attribute: string): string {
    const constant = this.#constants[attribute];
    if (constant !== undefined) return constant;
    const field = this.#mapping[attribute];
    return field !== undefined && Object.hasOwn(this.tags, field) ? this.tags[field]! : '';
  }

  /** A whole number; null when there is none. "12", "12.0", "5;6" (the largest), "约 30 户" are read. */
  whole(attribute: string, max: number): number | null {
    const value = this.number(attribute, max);
    return value === null ? null : Math.round(value);
  }

  /** A number, in metres where a unit stands behind it; null when there is none */
  number(attribute: string, max: number): number | null {
    const text = this.text(attribute);
    if (text === '') return null;
    const value = readNumber(text);
    if (value !== null && value >= 0 && value <= max) return value;
    this.#complain('bad-value', `${attribute}: "${text}" is no number from 0 to ${max}; it is left empty`, {
      attribute,
      value: text,
      max,
    });
    return null;
  }

  /**
   * The attributes that a place of its kind has, as far as the row gives them; what it gives beyond these or otherwise
   * is complained of and left out.
   *
   * @param names  attributes that the target knows
   */
  place(shape: PlaceShape, kind: string, names: readonly string[]): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    for (const attribute of names) {
      const text = this.text(attribute);
      if (text === '') continue;
      const schema = Object.hasOwn(shape, attribute) ? shape[attribute as keyof PlaceShape] : undefined;
      const value = schema && valueFromText(attribute, schema, text);
      if (value !== undefined) data[attribute] = value;
      else if (schema) this.#complain('unfit-value', unfit(attribute, text), { attribute, value: text });
      else
        this.#complain('not-of-this-kind', `${attribute}: a ${kind} has none; "${text}" is left out`, {
          ...{ attribute, value: text },
        });
    }
    return data;
  }

  /**
   * A word of a list, given as it stands there or in Chinese; null when the row has none.
   *
   * @param chinese  other spellings → word
   */
  word<K extends string>(attribute: string, words: readonly K[], chinese: Readonly<Record<string, K>> = {}): K | null {
    const text = this.text(attribute);
    if (text === '') return null;
    const word = words.find((known) => known === text) ?? (Object.hasOwn(chinese, text) ? chinese[text] : undefined);
    if (word) return word;
    this.#complain(
      'unknown-kind',
      `${attribute}: "${text}" is none of ${words.join(', ')}; the row's other tags decide`,
      { attribute, value: text },
    );
    return null;
  }
}

function unfit(attribute: string, text: string): string {
  const words = wordsOf(attribute);
  return `${attribute}: "${text}" is ${words.length > 0 ? `none of ${words.join(', ')}` : 'not what it may hold'}; it is left out`;
}

/** The words of an attribute that has some: stored → Chinese. */
const chineseOf = (attribute: string): Readonly<Record<string, string>> =>
  Object.hasOwn(ATTRIBUTE_WORDS, attribute) ? ATTRIBUTE_WORDS[attribute as keyof typeof ATTRIBUTE_WORDS] : {};
const wordsOf = (attribute: string): string[] => Object.entries(chineseOf(attribute)).map((pair) => pair.join(' '));

/** An attribute's value as a file writes it: a word, stored or in Chinese; a number; several with ; 、 or , between. */
function valueFromText(attribute: string, schema: z.ZodType, text: string): unknown {
  const chinese = Object.entries(chineseOf(attribute));
  const wordFor = (part: string): string => chinese.find(([, spelled]) => spelled === part)?.[0] ?? part;
  const parts = text.split(/[;；、,，]/).map((part) => wordFor(part.trim()));
  for (const candidate of [wordFor(text), readNumber(text), parts.filter((part) => part !== '')]) {
    const parsed = schema.safeParse(candidate);
    if (parsed.success) return parsed.data;
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value).trim();
}

const FOOT_M = 0.3048;
const MULTIPLES: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 };

/** "12", "12.5 m", "12,5", "1,234", "39'", "5;6" (the largest), "7层", "500万元"; null for anything else */
export function readNumber(text: string): number | null {
  const values = text.split(';').map((part) => {
    const match = /^\s*(?:约|~)?\s*([+-]?[\d.,]+)\s*('|ft|feet|英尺|万|亿)?/i.exec(part);
    if (!match) return Number.NaN;
    const digits = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(match[1]!)
      ? match[1]!.replaceAll(',', '')
      : match[1]!.replace(',', '.');
    return Number(digits) * (match[2] ? (MULTIPLES[match[2]] ?? FOOT_M) : 1);
  });
  return values.length > 0 && values.every(Number.isFinite) ? Math.max(...values) : null;
}
