import type { BuildingUse, Site } from './draft.ts';
import { angleFootprint, courtFootprint, slabFootprint } from './footprints.ts';

/** Places one building of about the given size in the middle of the free ground, shrinking it until it fits. */
function buildOne(
  site: Site,
  use: BuildingUse,
  widthM: number,
  depthM: number,
  floors: number,
  at: number,
  principal = true,
): boolean {
  const { lot, build } = site;
  const [, south, , north] = lot.bounds;
  for (const shrink of [1, 0.85, 0.7, 0.55, 0.42]) {
    const [w, d] = [widthM * shrink, depthM * shrink];
    const y = south + 0.1 + at * (north - south - d - 0.2);
    if (y < south) continue;
    const span = widest(lot.freeSpans(y, y + d, 1.5));
    if (!span || span[1] - span[0] < w) continue;
    const x = (span[0] + span[1] - w) / 2;
    if (build(lot.place({ x0: x, y0: y, x1: x + w, y1: y + d }), use, floors, 0, principal)) return true;
  }
  return false;
}

const widest = (spans: [number, number][]): [number, number] | null =>
  spans.reduce<[number, number] | null>(
    (best, span) => (!best || span[1] - span[0] > best[1] - best[0] ? span : best),
    null,
  );

/** Sheds in rows. */
export function buildSheds(site: Site, use: 'factory' | 'warehouse'): void {
  const { lot, random, build } = site;
  const depthM = use === 'factory' ? random.between(22, 34) : random.between(15, 20);
  const lengthM = use === 'factory' ? random.between(52, 96) : random.between(40, 66);
  const aisle = random.between(11, 16);
  let principal = use === 'warehouse' || !buildOne(site, 'office', random.between(34, 48), 14, 3 + random.int(3), 0.02);
  for (const y of lot.rows(depthM, depthM + aisle)) {
    for (const [from, to] of lot.freeSpans(y, y + depthM, 9)) {
      const n = Math.max(1, Math.floor((to - from + aisle) / (lengthM + aisle)));
      const length = Math.min(lengthM * 1.2, (to - from - (n - 1) * aisle) / n);
      if (length < 18) continue;
      for (let k = 0; k < n; k++) {
        if (random.chance(0.1)) continue;
        const x = from + k * (length + aisle);
        const placed = lot.place({ x0: x, y0: y, x1: x + length, y1: y + depthM });
        if (build(placed, use, random.chance(0.2) ? 2 : 1, 0, principal)) principal = false;
      }
    }
  }
}

/** One large house for shopping, a smaller one behind it where there is room. */
export function buildMall(site: Site): void {
  const { random } = site;
  buildOne(site, 'mall', random.between(62, 96), random.between(40, 60), 4 + random.int(3), 0.5);
}

/** Market halls, the larger one in the middle of its yard. */
export function buildMarket(site: Site): void {
  const { random } = site;
  buildOne(site, 'market', random.between(48, 72), random.between(24, 36), 1 + random.int(2), 0.62);
  buildOne(site, 'market', random.between(40, 60), 12, 1, 0.05, false);
}

export function buildHotel(site: Site): void {
  const { random } = site;
  buildOne(site, 'hotel', random.between(40, 54), random.between(17, 21), 9 + random.int(10), 0.7);
  buildOne(site, 'shop', 44, 13, 3, 0.04, false);
}

/** Office houses, the tallest in the first row. */
export function buildOffices(site: Site): void {
  const { lot, random, build } = site;
  const depth = random.between(14, 18);
  const length = random.between(36, 54);
  let first = true;
  for (const y of lot.rows(depth, depth + 28)) {
    for (const [from, to] of lot.freeSpans(y, y + depth, 6)) {
      const n = Math.floor((to - from + 16) / (length + 16));
      const gap = n > 1 ? (to - from - n * length) / (n - 1) : 0;
      for (let k = 0; k < n; k++) {
        if (!first && random.chance(0.25)) continue;
        const x = n > 1 ? from + k * (length + gap) : (from + to - length) / 2;
        const floors = first ? 8 + random.int(9) : 3 + random.int(5);
        build(lot.place({ x0: x, y0: y, x1: x + length, y1: y + depth }), 'office', floors, 0, first);
        first = false;
      }
    }
  }
  if (first) buildOne(site, 'office', length, depth, 5, 0.5);
}

/** A principal house at the north end looking down an open court, wings on both sides. */
export function buildGovernment(site: Site): void {
  const { lot, random, build } = site;
  const [, south, , north] = lot.bounds;
  const depth = 17;
  const y = south + (north - south) * 0.66;
  const span = widest(lot.freeSpans(y, Math.min(north - 0.1, y + depth), 2));
  if (span && span[1] - span[0] > 30) {
    const width = Math.min(82, (span[1] - span[0]) * 0.8);
    const x = (span[0] + span[1] - width) / 2;
    const box = { x0: x, y0: y, x1: x + width, y1: Math.min(north - 0.1, y + depth) };
    build(lot.place(box, slabFootprint(box, 3)), 'government', 6 + random.int(4), 0, true);
  }
  for (const share of [0.06, 0.36]) {
    const y0 = south + (north - south) * share;
    const wing = widest(lot.freeSpans(y0, y0 + 20, 2));
    if (!wing || wing[1] - wing[0] < 70) continue;
    build(lot.place({ x0: wing[0] + 2, y0, x1: wing[0] + 17, y1: y0 + 20 }), 'government', 4, 0);
    build(lot.place({ x0: wing[1] - 17, y0, x1: wing[1] - 2, y1: y0 + 20 }), 'government', 4, 0);
  }
}

/** Teaching houses in rows on what the sports ground has left, the largest around a court. */
export function buildSchool(site: Site): void {
  const { lot, random, build } = site;
  const [, south, , north] = lot.bounds;
  const depth = 11;
  let y = north - 0.2;
  let houses = 0;
  while (houses < 4 && y - depth > south) {
    const deep = houses === 0 && north - south > 110 ? random.between(28, 38) : depth;
    const span = widest(lot.freeSpans(y - deep, y, 4));
    if (!span || span[1] - span[0] < 30) {
      y -= 6;
      continue;
    }
    const width = Math.min(78, span[1] - span[0]);
    const x = span[0] + (span[1] - span[0] - width) * random.between(0.2, 0.8);
    const box = { x0: x, y0: y - deep, x1: x + width, y1: y };
    const shape = deep > depth ? (random.chance(0.5) ? courtFootprint : angleFootprint)(box, depth) : undefined;
    if (build(lot.place(box, shape), 'school', 3 + random.int(3), 0, houses === 0)) houses++;
    y -= deep + random.between(14, 20);
  }
  if (houses === 0) buildOne(site, 'school', 40, depth, 4, 0.95);
}

export function buildKindergarten(site: Site): void {
  buildOne(site, 'kindergarten', 34, 14, 3, 0.75);
}

export function buildHospital(site: Site): void {
  const { random } = site;
  buildOne(site, 'hospital', random.between(58, 74), 21, 10 + random.int(8), 0.82);
  buildOne(site, 'hospital', random.between(50, 64), 24, 4 + random.int(2), 0.2, false);
  buildOne(site, 'hospital', 34, 13, 3, 0.5, false);
}

/** Halls on one axis. */
export function buildTemple(site: Site): void {
  buildOne(site, 'temple', 24, 14, 1, 0.85);
  buildOne(site, 'temple', 18, 10, 1, 0.5, false);
  buildOne(site, 'temple', 12, 6, 1, 0.1, false);
}

export function buildBusStation(site: Site): void {
  buildOne(site, 'busstation', 64, 24, 3, 0.05);
}

export function buildPavilion(site: Site): void {
  buildOne(site, 'pavilion', 11, 11, 1, 0.3);
}
