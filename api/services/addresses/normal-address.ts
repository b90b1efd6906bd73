import { plainWords } from './plain-words.ts';

/** A Chinese address down to the building; what it does not name is ''. */
export interface NormalAddress {
  /** 奉化大街 */
  road: string;
  /** of the gate on the road, as digits: 12, 12-3, 甲12 */
  number: string;
  /** 交通小区 */
  estate: string;
  /** of the building within it: 3, a, 3-1 */
  house: string;
}

const NUMERAL = '零〇一二三四五六七八九十百两';
const DIGITS: Readonly<Record<string, number>> = {
  ...{ 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
};

/** 二十三 → 23, 一〇二 → 102, 百零五 → 105 */
function readNumeral(text: string): string {
  if (!/[十百]/.test(text)) return [...text].map((sign) => DIGITS[sign]).join('');
  let [sum, digit] = [0, -1];
  for (const sign of text) {
    const unit = sign === '百' ? 100 : sign === '十' ? 10 : 0;
    if (unit === 0) digit = DIGITS[sign]!;
    else {
      sum += (digit <= 0 ? 1 : digit) * unit;
      digit = -1;
    }
  }
  return String(sum + Math.max(digit, 0));
}

/** Numerals that count something: those of 五一路 and 三里屯 belong to a name. */
const COUNTING = new RegExp(
  `[${NUMERAL}]+(?=(号(?![路街线巷])|号楼|栋|幢|座|楼(?!街|路)|单元|门|层|室|弄|院|排|组(?!织)))`,
  'g',
);

/** Where a region in front ends; 市场路, 区府街 and 村西路 begin with none. */
const REGION_ENDS: readonly RegExp[] = [
  /^[^\d]{2,8}?(?:省|自治区|特别行政区)/,
  /^[^\d]{2,8}?(?:自治州|地区|盟|市(?![场政府民]))/,
  /^[^\d路街]{1,8}?(?:自治县|县|区(?![府政间])|市(?![场政府民]))(?=.{2})/,
  /^(?:[^\d]{1,8}?街道(?:办事处)?|[^\d路]{1,8}?(?:镇|乡(?![政府])|苏木))(?=.{2})/,
  /^[^\d路街]{1,8}?(?:社区居委会|社区居民委员会|社区|居委会|村委会|村民委员会|村(?![路街口西东南北]))(?=.{2})/,
];
/** 交通小区, 开发区: no region, though they end as one. */
const NO_REGION = /(小区|园区|生活区|家属区|住宅区|校区|院区|开发区|新区|厂区|矿区|社区|库区)$/;

function withoutRegions(text: string): string {
  let rest = text;
  REGION_ENDS.forEach((end, level) => {
    const found = end.exec(rest)?.[0];
    if (found === undefined || found.length === rest.length) return;
    if (level < 4 && NO_REGION.test(found)) return;
    rest = rest.slice(found.length);
  });
  return rest;
}

const ROAD = /^(.*?(?:大街|大道|公路|国道|省道|街|路|道|巷|胡同|弄|里弄|线))(?=$|\d|[甲乙丙丁附a-z]|[^路街])/;
const GATE = /^((?:[甲乙丙丁附]?\d+(?:-\d+)?(?:附\d+|[甲乙丙丁])?))(?:号院|号(?!楼)|弄|院(?!\d*楼)|$)/;
const HOUSE = /(\d+(?:-\d+)?|[a-z]\d*|[甲乙丙丁])(?:号楼|栋|幢|座|楼|号)/;
/** An estate before its building's number, without any word for it: 交通小区3-2-501 */
const LOOSE_HOUSE = /^(.*?[^\d-])(\d+)(?:-.*)?$/;

/**
 * An address as its parts, without what is only spelling: full-width digits, Chinese numerals, 号楼 栋 幢 座, and the
 * regions in front of it. Unit, storey and room are left off: it ends at the building.
 */
export function normalAddress(text: string): NormalAddress {
  const plain = plainWords(text)
    .replace(/[号#＃]#|#(?=\d)/g, '号')
    .replace(/(\d|[a-z])#/g, '$1号')
    .replace(/(\d)附(\d)/g, '$1-$2')
    .replace(/门牌(?:号)?/g, '')
    .replace(COUNTING, readNumeral)
    .replace(/(\d)号楼/g, '$1栋')
    .replace(/(\d|[a-z甲乙丙丁])(?:幢|座)/g, '$1栋')
    .replace(/(?<=[^\d])第(?=\d)/g, '');
  const rest = withoutInside(withoutRegions(plain));
  const lane = ROAD.exec(rest);
  const road = lane && !/^\d/.test(lane[1]!) ? lane[1]! : '';
  let tail = rest.slice(road.length);
  const gate = road === '' ? null : GATE.exec(tail);
  const number = gate?.[1] ?? '';
  if (gate) tail = tail.slice(gate[0].length);
  else if (road !== '' && /^\d+(?:-\d+)*$/.test(tail)) return { road, number: tail, estate: '', house: '' };
  const house = HOUSE.exec(tail);
  if (house) return { road, number, estate: tail.slice(0, house.index), house: house[1]! };
  const loose = LOOSE_HOUSE.exec(tail);
  if (loose) return { road, number, estate: loose[1]!, house: loose[2]! };
  return { road, number, estate: tail, house: '' };
}

/** Cuts from the unit, the storey or the room on. */
const withoutInside = (text: string): string =>
  text
    .replace(/(?<=号|号院|弄|[\da-z甲乙丙丁][栋楼])\d+(?:-\d+)*(?:单元|门|层|室|户|房|-|$).*$/, '')
    .replace(/\d+(?:单元|门|层|室|户|房).*$/, '')
    .replace(/(?<=\d号)\d+楼.*$/, '')
    .replace(/(?<=[号栋楼])[东西中南北]?(?:单元|侧|户|边).*$/, '')
    .replace(/(?<=\D)-+$/, '');

/** 奉化大街 and 奉化街 are most often one. */
const plainRoad = (road: string): string => road.replace(/大街$/, '街').replace(/大道$/, '道');

/** The word for an estate is often left off. */
const plainEstate = (estate: string): string =>
  estate.replace(/(?:住宅小区|生活小区|小区|住宅区|家属院|家属楼|院内|院)$/, '') || estate;

/**
 * By what an address can be found, the stricter first. Two addresses with a key in common name one building, the surer the
 * smaller its place in both lists; one that names no building at all has none.
 */
export function addressKeys(address: NormalAddress): string[] {
  const { road, number, estate, house } = address;
  const keys: string[] = [];
  const add = (...parts: readonly string[]): void => {
    const key = parts.join('|');
    if (!keys.includes(key)) keys.push(key);
  };
  const inEstate = estate !== '' && house !== '';
  if (road !== '' && (number !== '' || house !== '')) {
    add('road', road, number, house);
    add('road', plainRoad(road), number, house);
  }
  if (inEstate) {
    add('estate', estate, house);
    add('estate', plainEstate(estate), house);
  }
  if (keys.length === 0 && estate !== '') add('estate', estate, '');
  return keys;
}
