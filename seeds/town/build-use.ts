import {
  buildFarmhouses,
  buildRowhouses,
  buildSlabs,
  buildTerraces,
  buildTowers,
  buildTownhouses,
} from './build-homes.ts';
import {
  buildBusStation,
  buildGovernment,
  buildHospital,
  buildHotel,
  buildKindergarten,
  buildMall,
  buildMarket,
  buildOffices,
  buildPavilion,
  buildSchool,
  buildSheds,
  buildTemple,
} from './build-works.ts';
import type { Use } from './character.ts';
import type { Developed, Site } from './draft.ts';
import { ovalFootprint } from './footprints.ts';
import type { Lot } from './lot.ts';
import type { Parcel } from './parcels.ts';
import { layParkPaths } from './paths.ts';
import type { Polygon } from './polygon.ts';
import type { Random } from './random.ts';
import type { Ways } from './ways.ts';

type Builder = (site: Site, parcel: Parcel, out: Developed, ways: Ways) => void;

/** What is built on a block, by the use of its parcel; nothing on fields, hills and squares. */
export const BUILDERS: Readonly<Partial<Record<Use, Builder>>> = {
  slabs: (site, parcel) => buildSlabs(site, parcel.out),
  towers: buildTowers,
  shops: (site) => (site.random.chance(0.5) ? buildSlabs(site, 0) : buildRowhouses(site)),
  rowhouses: buildRowhouses,
  townhouses: buildTownhouses,
  terraces: buildTerraces,
  farmhouses: buildFarmhouses,
  mall: buildMall,
  market: buildMarket,
  hotel: buildHotel,
  offices: buildOffices,
  government: buildGovernment,
  school: (site, parcel, out) => {
    layTrack(site.lot, parcel, out);
    buildSchool(site);
  },
  kindergarten: buildKindergarten,
  hospital: buildHospital,
  temple: buildTemple,
  busstation: buildBusStation,
  factory: (site) => buildSheds(site, 'factory'),
  warehouse: (site) => buildSheds(site, 'warehouse'),
  park: (site, parcel, out, ways) => {
    const lake = parcel.areaM2 > 14_000 ? lakeIn(site.lot, site.random) : null;
    if (lake) out.lakes.push(lake);
    layParkPaths(ways, parcel, site, lake, 'footway', 4);
    buildPavilion(site);
  },
  hill: (site, parcel, _, ways) => {
    if (parcel.areaM2 > HILL_M2 || !site.random.chance(0.4)) return;
    layParkPaths(ways, parcel, site, null, 'steps', 2);
    buildPavilion(site);
  },
};

/** Larger hills are left to the forest, m². */
const HILL_M2 = 260_000;

/** The sports ground of a school, in the south of its land, or down its west side when the land is narrow. */
function layTrack(lot: Lot, parcel: Parcel, out: Developed): void {
  const [west, south, east, north] = lot.bounds;
  for (const shrink of [1, 0.85, 0.7, 0.55]) {
    const lying = east - west > 0.95 * (north - south) || east - west > 105 * shrink;
    const [width, depth] = lying ? [104 * shrink, 58 * shrink] : [48 * shrink, 88 * shrink];
    const x = lying ? (west + east - width) / 2 : west + 4;
    const box = { x0: x, y0: south + 4, x1: x + width, y1: south + 4 + depth };
    const ground = depth < 0.62 * (north - south) ? lot.place(box, ovalFootprint(box)) : null;
    if (!ground) continue;
    out.grounds.push({ xy: ground, parcel: parcel.id });
    return;
  }
}

/** A lake of soft outline in the middle of a lot; null when the lot is too narrow. */
function lakeIn(lot: Lot, random: Random): Polygon | null {
  const [west, south, east, north] = lot.bounds;
  const [rx, ry] = [(east - west) * 0.27, (north - south) * 0.25];
  if (Math.min(rx, ry) < 14) return null;
  const [cx, cy] = [
    west + (east - west) * random.between(0.45, 0.55),
    south + (north - south) * random.between(0.5, 0.6),
  ];
  const [p, q] = [random.between(0, 6), random.between(0, 6)];
  const xy: Polygon = [];
  for (let k = 0; k < 28; k++) {
    const a = (2 * Math.PI * k) / 28;
    const r = 1 + 0.16 * Math.sin(2 * a + p) + 0.09 * Math.sin(3 * a + q);
    xy.push(cx + rx * r * Math.cos(a), cy + ry * r * Math.sin(a));
  }
  const box = { x0: cx - rx * 1.25, y0: cy - ry * 1.25, x1: cx + rx * 1.25, y1: cy + ry * 1.25 };
  return lot.place(box, xy);
}
