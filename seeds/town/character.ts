import type { WayClass } from './ways.ts';

export type CharacterName = 'northern' | 'southern' | 'oldtown' | 'township';
export type Side = 'north' | 'south' | 'east' | 'west';

/** What most of the land between two arterials is for. */
export type Quarter = 'core' | 'old' | 'estate' | 'newtown' | 'industrial' | 'village' | 'hill' | 'fields' | 'strip';

/** What a parcel is for; landuse, compounds and buildings follow from it. */
export type Use =
  | 'slabs'
  | 'towers'
  | 'rowhouses'
  | 'townhouses'
  | 'terraces'
  | 'farmhouses'
  | 'shops'
  | 'mall'
  | 'market'
  | 'hotel'
  | 'offices'
  | 'government'
  | 'school'
  | 'kindergarten'
  | 'hospital'
  | 'temple'
  | 'busstation'
  | 'factory'
  | 'warehouse'
  | 'park'
  | 'plaza'
  | 'hill'
  | 'fields'
  | 'strip';

export type Mix = Readonly<Partial<Record<Use, number>>>;

export interface Character {
  /** half of the town inside the ring, metres at scale 1, along u (roughly east) and v (roughly north) */
  readonly ringM: readonly [number, number];
  /** the outer edge, as a multiple of the ring */
  readonly edge: number;
  /** distance between the ways of the base grid: in the core, at the ring, beyond it */
  readonly spacingM: readonly [number, number, number];
  readonly ringClass: WayClass | null;
  /** displacement of the base grid, metres */
  readonly warpM: number;
  /** 0 square, 1 nearly round */
  readonly roundness: number;
  /** how far the outer edge strays from its curve, as a share of its radius */
  readonly ragged: number;
  /** fields and villages lie beyond the ring */
  readonly outskirts: boolean;
  /** works stand where the town reaches this far to one side; 1 = at the ring */
  readonly worksFrom: number;
  /** the first communities are the market town's, each other one has a village; null = a town all over */
  readonly townCommunities: number | null;
  /** largest turn of a lane away from its neighbours, degrees, and its bend as a share of its length */
  readonly jitterDeg: number;
  readonly bend: number;
  readonly lane: string;
  /** parcel (between lanes) and block (between any lines) sizes in m² */
  readonly parcelM2: Readonly<Record<Quarter, number>>;
  readonly blockM2: Readonly<Partial<Record<Use, number>>>;
  readonly mix: Readonly<Record<Quarter, Mix>>;
  readonly households: number;
  readonly householdSize: number;
  /** one of these for so many households */
  readonly per: Readonly<Partial<Record<Use, number>>>;
  /** share of the core-to-ring radius up to which old quarters and the core reach */
  readonly coreReach: number;
  readonly oldReach: number;
  readonly villages: number;
  /** how rare wooded hills are beyond the ring: the height of noise (up to 1) they need; null = none */
  readonly hills: number | null;
}

const PARCEL: Character['parcelM2'] = {
  core: 12_000,
  old: 13_500,
  estate: 18_000,
  newtown: 24_000,
  industrial: 46_000,
  village: 20_000,
  hill: 200_000,
  fields: 90_000,
  strip: 1e9,
};

const BLOCK: Character['blockM2'] = {
  slabs: 7_300,
  towers: 10_500,
  rowhouses: 4_500,
  townhouses: 4_600,
  terraces: 4_800,
  farmhouses: 9_500,
  shops: 7_000,
  factory: 26_000,
  warehouse: 22_000,
  fields: 60_000,
};

const northern: Character = {
  ringM: [1780, 1580],
  edge: 1.36,
  spacingM: [270, 330, 420],
  ringClass: 'primary',
  warpM: 46,
  roundness: 0.88,
  ragged: 0.034,
  outskirts: true,
  worksFrom: 0.6,
  townCommunities: null,
  jitterDeg: 2.5,
  bend: 0.012,
  lane: '胡同',
  parcelM2: PARCEL,
  blockM2: BLOCK,
  mix: {
    core: { shops: 0.42, slabs: 0.26, towers: 0.08, offices: 0.08, rowhouses: 0.07 },
    old: { rowhouses: 0.82, slabs: 0.13, shops: 0.05 },
    estate: { slabs: 0.46, rowhouses: 0.36, shops: 0.08, towers: 0.03, offices: 0.04, warehouse: 0.03 },
    newtown: { towers: 0.34, slabs: 0.28, rowhouses: 0.16, shops: 0.08, offices: 0.09 },
    industrial: { factory: 0.66, warehouse: 0.14, slabs: 0.06, rowhouses: 0.1, fields: 0.04 },
    village: { farmhouses: 0.8, fields: 0.2 },
    hill: { hill: 1 },
    fields: { fields: 1 },
    strip: { strip: 1 },
  },
  households: 40_000,
  householdSize: 2.75,
  per: {
    school: 2400,
    kindergarten: 2000,
    hospital: 12_000,
    market: 4400,
    government: 14_000,
    park: 4500,
    plaza: 13_000,
    busstation: 40_000,
    temple: 40_000,
    mall: 6500,
    hotel: 5500,
  },
  coreReach: 0.27,
  oldReach: 0.7,
  villages: 8,
  hills: null,
};

const southern: Character = {
  ...northern,
  ringM: [1650, 1450],
  spacingM: [240, 320, 460],
  ringClass: 'secondary',
  warpM: 80,
  roundness: 0.95,
  jitterDeg: 7,
  bend: 0.03,
  lane: '巷',
  mix: {
    ...northern.mix,
    core: { shops: 0.4, townhouses: 0.3, slabs: 0.12, towers: 0.06, offices: 0.04 },
    old: { townhouses: 0.86, slabs: 0.08, shops: 0.06 },
    estate: { slabs: 0.4, townhouses: 0.36, shops: 0.08, towers: 0.1, offices: 0.04, warehouse: 0.02 },
    newtown: { towers: 0.52, slabs: 0.22, townhouses: 0.12, offices: 0.08 },
    industrial: { factory: 0.6, warehouse: 0.14, townhouses: 0.18, hill: 0.08 },
  },
  blockM2: { ...BLOCK, slabs: 9_500, townhouses: 5_600 },
  householdSize: 3.1,
  coreReach: 0.25,
  oldReach: 0.55,
  villages: 9,
  hills: 0.46,
};

const oldtown: Character = {
  ...northern,
  ringM: [720, 830],
  edge: 1.08,
  spacingM: [190, 200, 200],
  ringClass: 'primary',
  warpM: 38,
  roundness: 0.45,
  ragged: 0,
  outskirts: false,
  worksFrom: 9,
  jitterDeg: 6,
  bend: 0.03,
  lane: '弄',
  parcelM2: {
    ...PARCEL,
    core: 9_000,
    old: 9_500,
    estate: 12_000,
    newtown: 14_000,
    industrial: 12_000,
    village: 9_000,
    fields: 12_000,
  },
  mix: {
    ...northern.mix,
    core: { shops: 0.34, terraces: 0.3, towers: 0.16, offices: 0.08 },
    old: { terraces: 0.72, slabs: 0.16, towers: 0.08, shops: 0.04 },
    estate: { terraces: 0.4, slabs: 0.26, towers: 0.22, shops: 0.06, offices: 0.06 },
    newtown: { towers: 0.52, offices: 0.22, slabs: 0.12, shops: 0.06 },
    village: { terraces: 1 },
    fields: { park: 1 },
  },
  blockM2: { ...BLOCK, slabs: 6_500, towers: 8_000, terraces: 3_900, shops: 5_000 },
  households: 20_000,
  householdSize: 2.6,
  per: {
    school: 3500,
    kindergarten: 2600,
    hospital: 12_000,
    market: 3500,
    government: 20_000,
    park: 9000,
    temple: 15_000,
  },
  coreReach: 0.3,
  oldReach: 0.85,
  villages: 0,
};

const township: Character = {
  ...northern,
  ringM: [800, 700],
  edge: 6,
  spacingM: [190, 260, 820],
  ringClass: 'tertiary',
  warpM: 120,
  roundness: 0.9,
  ragged: 0.022,
  worksFrom: 0.8,
  townCommunities: 1,
  jitterDeg: 7,
  bend: 0.04,
  lane: '巷',
  parcelM2: { ...PARCEL, core: 11_000, old: 12_000, estate: 16_000, village: 26_000, fields: 130_000 },
  mix: {
    ...northern.mix,
    core: { shops: 0.4, townhouses: 0.44, slabs: 0.1, offices: 0.06 },
    old: { townhouses: 0.8, slabs: 0.12, shops: 0.08 },
    estate: { townhouses: 0.66, slabs: 0.1, farmhouses: 0.24 },
    newtown: { slabs: 0.2, townhouses: 0.7 },
    industrial: { factory: 0.6, farmhouses: 0.4 },
    village: { farmhouses: 0.86, fields: 0.14 },
  },
  households: 4_600,
  householdSize: 3.3,
  per: {
    school: 1100,
    kindergarten: 1600,
    hospital: 6500,
    market: 5000,
    government: 9600,
    park: 9600,
    temple: 1100,
    busstation: 9600,
  },
  coreReach: 0.4,
  oldReach: 0.7,
  villages: 16,
  hills: 0.55,
};

export const CHARACTERS: Readonly<Record<CharacterName, Character>> = { northern, southern, oldtown, township };
