import type { Use } from './character.ts';
import type { BuildingUse } from './draft.ts';
import { NameBox } from './name-box.ts';
import type { Parcel } from './parcels.ts';
import type { Random } from './random.ts';
import {
  CIVIC_STEMS,
  COMPOUND_STEMS,
  chineseNumber,
  ESTATE_SUFFIXES,
  LANE_STEMS,
  MANAGERS,
  madeStem,
  SHOP_NAMES,
  TOWER_SUFFIXES,
  UNITS,
} from './word-lists.ts';

/**
 * Names for the principal buildings of public places, by use and in order of distance from the centre.
 *
 * @param park name of the park nearest to the centre
 */
export function namePlaces(parcels: readonly Parcel[], park: string | undefined, random: Random): Map<number, string> {
  const out = new Map<number, string>();
  const stems = new NameBox(random.fork('stems'), CIVIC_STEMS, madeStem);
  const byUse = new Map<Use, Parcel[]>();
  for (const parcel of parcels) {
    const list = byUse.get(parcel.use);
    if (list) list.push(parcel);
    else byUse.set(parcel.use, [parcel]);
  }
  for (const [use, list] of byUse) {
    const name = PLACE_NAMES[use];
    if (!name) continue;
    const sorted = [...list].sort((a, b) => a.out - b.out || a.id - b.id);
    sorted.forEach((parcel, k) => {
      const given = use === 'park' && k === 0 ? park : undefined;
      out.set(parcel.id, given ?? name(k, () => stems.draw(), random));
    });
  }
  return out;
}

const TEMPLES = ['关帝庙', '文庙', '城隍庙', '观音寺', '龙王庙', '清真寺', '基督教堂', '福德祠'];
const HOSPITALS = ['人民医院', '中医院', '妇幼保健院', '第二人民医院'];
const GOVERNMENTS = ['人民政府', '政务服务中心', '公安局', '人民法院'];

const PLACE_NAMES: Readonly<Partial<Record<Use, (k: number, stem: () => string, random: Random) => string>>> = {
  school: (k) =>
    k === 0
      ? '实验小学'
      : k % 3 === 2
        ? `第${chineseNumber((k + 1) / 3)}中学`
        : `第${chineseNumber(Math.ceil((2 * (k + 1)) / 3))}小学`,
  kindergarten: (_, stem) => `${stem()}幼儿园`,
  hospital: (k, stem) => HOSPITALS[k] ?? `${stem()}医院`,
  government: (k, stem) => GOVERNMENTS[k] ?? `${stem()}办公楼`,
  market: (k, stem, random) => `${stem()}${k % 2 ? random.pick(['商品市场', '菜市场']) : '农贸市场'}`,
  mall: (_, stem, random) => `${stem()}${random.pick(['商场', '购物中心', '百货大楼', '商贸城'])}`,
  hotel: (_, stem, random) => `${stem()}${random.pick(['宾馆', '大酒店', '饭店'])}`,
  offices: (_, stem, random) => `${stem()}${random.pick(['大厦', '商务楼', '写字楼'])}`,
  temple: (k, stem) => TEMPLES[k] ?? `${stem()}寺`,
  busstation: (k) => (k === 0 ? '客运站' : `第${chineseNumber(k + 1)}客运站`),
  park: (_, stem) => `${stem()}公园`,
  plaza: (_, stem) => `${stem()}广场`,
  factory: (_, stem, random) =>
    `${stem()}${random.pick(['机械厂', '食品厂', '农机公司', '建材厂', '服装厂', '粮油公司', '制药厂', '塑料厂'])}`,
  warehouse: (_, stem, random) => `${stem()}${random.pick(['粮库', '物流园', '仓储'])}`,
};

export interface CompoundNames {
  readonly name: string;
  readonly manager: string;
  readonly management: 'company' | 'self' | 'none';
  readonly builtYear: number;
}

/** Draws the names of compounds: family compounds of old units near the centre, gardens and estates further out. */
export function compoundNamer(
  wanted: readonly string[],
  random: Random,
): (kind: BuildingUse, out: number) => CompoundNames {
  const given = new Set<string>();
  const estates = new NameBox(random.fork('estates'), wanted, (r) => r.pick(COMPOUND_STEMS) + r.pick(ESTATE_SUFFIXES));
  const towers = new NameBox(random.fork('towers'), [], (r) => r.pick(COMPOUND_STEMS) + r.pick(TOWER_SUFFIXES));
  const units = new NameBox(
    random.fork('units'),
    [],
    (r) => `${r.pick(UNITS)}${r.pick(['家属院', '住宅楼', '小区', '宿舍'])}`,
  );
  const terraces = new NameBox(
    random.fork('terraces'),
    [],
    (r) => `${r.chance(0.5) ? r.pick(LANE_STEMS) : madeStem(r)}${r.pick(['里', '坊', '里弄'])}`,
  );
  const firm = (r: Random): string => `${r.pick(MANAGERS)}物业服务有限公司`;
  return (kind, out) => {
    const old = kind === 'slab' && !estates.listed && random.chance(0.62 - 0.5 * out);
    const box = kind === 'tower' ? towers : kind === 'terrace' ? terraces : old ? units : estates;
    let name = box.draw();
    while (given.has(name)) name = box.draw();
    given.add(name);
    if (kind === 'tower')
      return { name, manager: firm(random), management: 'company', builtYear: 2009 + random.int(14) };
    if (kind === 'terrace') return { name, manager: '', management: 'none', builtYear: 1912 + random.int(30) };
    if (old) {
      const management = random.chance(0.45) ? 'none' : random.chance(0.6) ? 'self' : 'company';
      return {
        name,
        manager: management === 'company' ? firm(random) : '',
        management,
        builtYear: 1981 + random.int(16),
      };
    }
    const managed = random.chance(0.82);
    return {
      name,
      manager: managed ? firm(random) : '',
      management: managed ? 'company' : 'self',
      builtYear: 1997 + random.int(20),
    };
  };
}

/** A shop sign: about every third shop is known by name. */
export function shopName(random: Random): string {
  if (!random.chance(0.34)) return '';
  return `${random.pick(LANE_STEMS)}${random.pick(SHOP_NAMES)}`;
}
