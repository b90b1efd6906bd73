import { BUILDERS } from './build-use.ts';
import type { Use } from './character.ts';
import { addStub, type CompoundDraft, gatesOfDrives, wallsOf } from './compounds.ts';
import { type Developed, HOMES, type Site } from './draft.ts';
import { boxOf, type Face } from './face.ts';
import { Lot } from './lot.ts';
import type { Parcel } from './parcels.ts';
import { layRowPath } from './paths.ts';
import { areaM2, clip, inset, type Polygon, turn, within } from './polygon.ts';
import type { Random } from './random.ts';
import { landSetbackM, type Way, type WayClass, type Ways } from './ways.ts';

/** Free ground between the way's land and the first house, metres. */
const YARD_M: Readonly<Partial<Record<Use, number>>> = {
  slabs: 6.5,
  towers: 9,
  rowhouses: 1.4,
  townhouses: 0.8,
  terraces: 2.4,
  farmhouses: 3,
  factory: 8,
  warehouse: 7,
  fields: 12,
};
const COMPOUND_USES: readonly Use[] = ['slabs', 'towers', 'terraces'];
/** The wall stands this far behind the way's land, metres. */
const WALL_M = 1.5;
/** Shop fronts are this deep, metres. */
const SHOP_M = 11;

/** How likely shops line a way of a class, by use of the land behind. */
const FRONTS: Readonly<Partial<Record<WayClass, number>>> = {
  primary: 0.75,
  secondary: 0.62,
  tertiary: 0.4,
  pedestrian: 1,
};
const FRONT_USES: readonly Use[] = [
  'slabs',
  'towers',
  'rowhouses',
  'townhouses',
  'terraces',
  'market',
  'busstation',
  'mall',
  'hotel',
  'offices',
];

export function developParcels(ways: Ways, parcels: readonly Parcel[], random: Random): Developed {
  const out: Developed = { drafts: [], compounds: [], grounds: [], lakes: [] };
  const drivesOf = collectDrives(ways, parcels);
  for (const parcel of parcels) if (!parcel.strip) developParcel(ways, parcel, drivesOf[parcel.id]!, random, out);
  return out;
}

/** The drives that cut each parcel, found on the edges of its blocks. */
function collectDrives(ways: Ways, parcels: readonly Parcel[]): Way[][] {
  return parcels.map((parcel) => {
    const ids = new Set<number>();
    for (const block of parcel.blocks) for (const id of block.way) if (ways.list[id]!.role === 'drive') ids.add(id);
    return [...ids].sort((a, b) => a - b).map((id) => ways.list[id]!);
  });
}

/** A parcel while it is built on. */
interface Ground {
  readonly ways: Ways;
  readonly parcel: Parcel;
  readonly random: Random;
  readonly out: Developed;
  /** border ways lined with shops */
  readonly fronts: ReadonlySet<number>;
  /** drives and stubs that a footpath may join */
  readonly drives: Way[];
  /** ground to keep free */
  readonly kept: Polygon[];
  /** the wall's line, for a parcel that is to be walled in */
  outline: Polygon | null;
}

const frontM = ({ fronts }: Ground, way: number): number => (fronts.has(way) ? SHOP_M + 2 : 0);

function developParcel(ways: Ways, parcel: Parcel, drives: Way[], random: Random, out: Developed): void {
  const fronts = chooseFronts(ways, parcel, random);
  const ground: Ground = { ways, parcel, random, out, fronts, drives: [...drives], kept: [], outline: null };
  const first = out.drafts.length;
  const compound = COMPOUND_USES.includes(parcel.use) ? enclose(ground) : null;
  parcel.blocks.forEach((block, index) => {
    developBlock(ground, block, index);
  });
  const homes = out.drafts.slice(first).some((draft) => HOMES.includes(draft.use));
  if (compound && homes) out.compounds.push(compound);
}

function developBlock(ground: Ground, block: Face, index: number): void {
  const { ways, parcel, random, out } = ground;
  const taken: Polygon[] = [...ground.kept];
  const site = (lot: Lot): Site => ({
    lot,
    random,
    path: (x0, x1, y) => {
      const [ax, ay, bx, by] = turn([x0, y, x1, y], lot.angleRad) as [number, number, number, number];
      layRowPath(ways, ground.drives, [ax, ay, bx, by]);
    },
    build: (xy, kind, floors, dwellings, principal = false) => {
      if (!xy) return false;
      out.drafts.push({ xy, use: kind, floors, dwellings, parcel: parcel.id, block: index, principal });
      return true;
    },
  });
  for (const edge of block.way.keys()) {
    if (ground.fronts.has(block.way[edge]!)) buildFront(ways, parcel, block, edge, taken, site, random);
  }
  const yard = YARD_M[parcel.use] ?? 4;
  const free = inset(block.xy, (edge) => {
    const way = block.way[edge]!;
    const land = landSetbackM(ways.list[way]!);
    return parcel.face.way.includes(way) ? land + frontM(ground, way) + yard : land + Math.min(yard, 4);
  });
  const region = ground.outline ? within(free, ground.outline, yard - WALL_M) : free;
  if (region.length < 6 || areaM2(region) < 60) return;
  BUILDERS[parcel.use]?.(site(new Lot(region, facingOf(block), taken)), parcel, out, ways);
}

/** A drive goes only just through the gate of a parcel that is narrower, metres. */
const NARROW_M = 84;
/** Smallest ground that is walled in as a compound, m². */
const LEAST_COMPOUND_M2 = 1800;

/**
 * Walls a parcel in, with gates where its drives leave it; without drives one is made. Sets the ground's outline.
 *
 * @returns null when there is too little ground or no way in
 */
function enclose(ground: Ground): CompoundDraft | null {
  const { ways, parcel, drives, kept } = ground;
  const { xy, way } = parcel.face;
  const outline = inset(xy, (edge) => landSetbackM(ways.list[way[edge]!]!) + WALL_M + frontM(ground, way[edge]!));
  ground.outline = outline;
  if (outline.length < 6 || areaM2(outline) < LEAST_COMPOUND_M2) return null;
  const gates = gatesOfDrives(ways, parcel, drives, outline);
  if (drives.length === 0) {
    const depthM = boxOf(parcel.face).widthM < NARROW_M ? 7 : parcel.use === 'terraces' ? 20 : 34;
    const stub = addStub(ways, parcel, outline, depthM);
    if (stub) {
      gates.push(stub.gate);
      kept.push(stub.corridor);
      drives.push(stub.way);
    }
  }
  return gates.length > 0 ? { parcel: parcel.id, outline, gates, walls: wallsOf(outline, gates) } : null;
}

/** Ways of the parcel that are lined with shops. */
function chooseFronts(ways: Ways, parcel: Parcel, random: Random): Set<number> {
  const fronts = new Set<number>();
  const all = parcel.use === 'shops';
  if (!all && !FRONT_USES.includes(parcel.use)) return fronts;
  const keen =
    parcel.quarter === 'core' ? 1.5 : parcel.quarter === 'old' ? 1 : parcel.quarter === 'village' ? 0.3 : 0.8;
  for (const id of new Set(parcel.face.way)) {
    const way = ways.list[id]!;
    if (way.kind !== 'road') continue;
    const likely = all ? 1 : (FRONTS[way.wayClass] ?? 0) * keen;
    if (random.chance(likely)) fronts.add(id);
  }
  return fronts;
}

/** Shops side by side along one edge of a block. */
function buildFront(
  ways: Ways,
  parcel: Parcel,
  block: Face,
  edge: number,
  taken: Polygon[],
  site: (lot: Lot) => Site,
  random: Random,
): void {
  const { xy } = block;
  const i = 2 * edge;
  const j = (i + 2) % xy.length;
  const length = Math.hypot(xy[j]! - xy[i]!, xy[j + 1]! - xy[i + 1]!);
  if (length < 14) return;
  const [nx, ny] = [-(xy[j + 1]! - xy[i + 1]!) / length, (xy[j]! - xy[i]!) / length];
  const from = landSetbackM(ways.list[block.way[edge]!]!) + 0.6;
  const region = inset(xy, (other) => (other === edge ? from : landSetbackM(ways.list[block.way[other]!]!) + 1.2));
  const base = nx * xy[i]! + ny * xy[i + 1]!;
  const strip = clip(region, -nx, -ny, -(base + from + SHOP_M));
  if (strip.length < 6) return;
  const angle = Math.atan2(xy[j + 1]! - xy[i + 1]!, xy[j]! - xy[i]!);
  const shop = site(new Lot(strip, angle, taken));
  const core = parcel.quarter === 'core';
  const y0 = shop.lot.bounds[1] + 0.05;
  const depth = Math.min(SHOP_M - 0.2, shop.lot.bounds[3] - shop.lot.bounds[1] - 0.1);
  if (depth < 5) return;
  for (const [a, b] of shop.lot.freeSpans(y0, y0 + depth, 0.6)) {
    let x = a;
    while (b - x >= 6) {
      const wish = core ? random.between(9, 30) : random.between(6, 24);
      const width = b - x - wish < 6 ? b - x : wish;
      if (width > 40) break;
      const floors = core ? 2 + random.int(5) : 1 + random.int(3);
      const dwellings = floors > 2 ? Math.round(((floors - 1) * width) / 11) : random.chance(0.25) ? 1 : 0;
      const back = random.between(0, 2);
      shop.build(shop.lot.place({ x0: x, y0, x1: x + width, y1: y0 + depth - back }), 'shop', floors, dwellings);
      x += width + (random.chance(0.15) ? random.between(2.5, 5) : 0.3);
    }
  }
}

/** Direction of the rows: along the edge that runs most nearly east and west, so that houses face south. */
function facingOf(block: Face): number {
  const { xy } = block;
  let best = 0;
  let most = 0;
  for (let i = 0; i < xy.length; i += 2) {
    const j = (i + 2) % xy.length;
    const [dx, dy] = [xy[j]! - xy[i]!, xy[j + 1]! - xy[i + 1]!];
    let angle = Math.atan2(dy, dx);
    angle -= Math.PI * Math.round(angle / Math.PI);
    const weight = Math.hypot(dx, dy) * Math.max(0, Math.cos(angle) - 0.72);
    if (weight > most) {
      most = weight;
      best = angle;
    }
  }
  return best;
}
