import type { Site } from './draft.ts';
import { crossFootprint, slabFootprint } from './footprints.ts';

const FLOOR_M = 2.9;
/** The path passes the stairwells on the north side at this distance, metres. */
const DOORSTEP_M = 2.4;

/** Rows of walk-up slabs facing south; the sun asks for a gap of about their height. */
export function buildSlabs({ lot, random, build, path }: Site, out: number): void {
  const floors = random.weighted({ 4: 0.06, 5: 0.2, 6: 0.52, 7: 0.12, 11: out > 0.4 ? 0.1 : 0.02 });
  const storeys = Number(floors);
  const depthM = storeys > 8 ? 14 : random.between(11, 12.6);
  const usualM = random.between(15, 18);
  const pitchM = depthM + Math.min(38, Math.max(15, storeys * FLOOR_M * random.between(0.8, 0.98)));
  for (const y of lot.rows(depthM, pitchM)) {
    const spans = lot.freeSpans(y, y + depthM, 3);
    if (spans.length > 0) path(spans[0]![0], spans.at(-1)![1], y + depthM + DOORSTEP_M);
    for (const [from, to] of spans) {
      const unitM = Math.min(usualM, to - from);
      if (unitM < LEAST_UNIT_M) continue;
      const fit = Math.floor((to - from) / unitM + 1e-9);
      const groups = splitUnits(fit, to - from, unitM, random.between(8, 11));
      const built = groups.reduce((sum, n) => sum + n * unitM, 0);
      const gap = groups.length > 1 ? Math.min(13, (to - from - built) / (groups.length - 1)) : 0;
      let x = from + (to - from - built - gap * (groups.length - 1)) / 2;
      for (const units of groups) {
        const box = { x0: x, y0: y, x1: x + units * unitM, y1: y + depthM };
        build(lot.place(box, slabFootprint(box, units)), 'slab', storeys, units * storeys * 2);
        x = box.x1 + gap;
      }
    }
  }
}

/** A stairwell with a flat on either side is no narrower, metres. */
const LEAST_UNIT_M = 11;
/** Units along a row, grouped to slabs of two to four with gaps between. */
function splitUnits(fit: number, lengthM: number, unitM: number, gapM: number): number[] {
  if (fit < 1) return [];
  let slabs = Math.max(1, Math.ceil(fit / 4));
  let units = fit;
  while (units > 1 && units * unitM + (slabs - 1) * gapM > lengthM) {
    units--;
    slabs = Math.max(1, Math.ceil(units / 4));
  }
  const least = Math.floor(units / slabs);
  return Array.from({ length: slabs }, (_, k) => least + (k < units % slabs ? 1 : 0));
}

/** A tower is no narrower, metres. */
const LEAST_TOWER_M = 19;
/** Point towers in staggered rows. */
export function buildTowers({ lot, random, build }: Site): void {
  const storeys = random.pick([17, 18, 24, 26, 28, 33]);
  const [width, depth] = [random.between(27, 33), random.between(17, 20)];
  const rows = lot.rows(depth, depth + Math.min(46, storeys * FLOOR_M * 0.62));
  rows.forEach((y, k) => {
    for (const [from, to] of lot.freeSpans(y, y + depth, 6)) {
      const wide = Math.min(width, to - from);
      if (wide < LEAST_TOWER_M) continue;
      const pitch = wide + 16;
      const n = Math.floor((to - from + 16) / pitch + 1e-9);
      const slack = to - from - (n * pitch - 16);
      for (let i = 0; i < n; i++) {
        const x = from + i * pitch + slack * (n === 1 ? 0.5 : (i + (k % 2 ? 0.7 : 0.3)) / n);
        const box = { x0: x, y0: y, x1: x + wide, y1: y + depth };
        const floors = storeys - random.int(3);
        build(lot.place(box, crossFootprint(box)), 'tower', floors, floors * 4);
      }
    }
  });
}

interface RowPlan {
  readonly depthM: number;
  readonly pitchM: number;
  readonly widthM: readonly [number, number];
  readonly gapM: readonly [number, number];
  /** share of plots that stand empty */
  readonly emptyShare: number;
}

/** Plots side by side along rows; `put` says what stands on each. */
function buildRow(
  site: Site,
  plan: RowPlan,
  put: (box: { x0: number; y0: number; x1: number; y1: number }) => void,
): void {
  const { lot, random } = site;
  for (const y of lot.rows(plan.depthM, plan.pitchM)) {
    for (const [from, to] of lot.freeSpans(y, y + plan.depthM, 0.6)) {
      let x = from;
      for (;;) {
        const width = random.between(...plan.widthM);
        const end = to - (x + width) < plan.widthM[0] ? Math.min(to, x + plan.widthM[1] * 1.15) : x + width;
        if (end > to + 1e-9 || end - x < plan.widthM[0] * 0.7) break;
        if (!random.chance(plan.emptyShare)) put({ x0: x, y0: y, x1: end, y1: y + plan.depthM });
        x = end + random.between(...plan.gapM);
      }
    }
  }
}

/** Single-storey brick rows of the north, a yard in front of each house. */
export function buildRowhouses(site: Site): void {
  const { lot, random, build } = site;
  const depthM = random.between(6, 7.2);
  buildRow(
    site,
    { depthM, pitchM: depthM + random.between(6.4, 8.2), widthM: [8.2, 13], gapM: [0.4, 1.2], emptyShare: 0.035 },
    (box) => {
      const set = random.between(0, 1.2);
      const floors = random.chance(0.07) ? 2 : 1;
      build(
        lot.place({ ...box, y0: box.y0 + set * 0.5, y1: box.y1 - set * 0.5 }),
        'house',
        floors,
        random.chance(0.2) ? 2 : 1,
      );
    },
  );
}

/** Narrow self-built houses of the south, wall to wall and back to back along lanes. */
export function buildTownhouses(site: Site): void {
  const { lot, random, build } = site;
  const depthM = random.between(10.5, 13.5);
  const lane = random.between(4.5, 6.5);
  let back = false;
  let last = Number.NaN;
  buildRow(
    site,
    { depthM, pitchM: depthM + lane / 2 + 0.8, widthM: [4.6, 8.4], gapM: [0.25, 0.25], emptyShare: 0.05 },
    (box) => {
      if (box.y0 !== last) {
        back = !back;
        last = box.y0;
      }
      const shift = (back ? 1 : -1) * (lane / 4 - 0.35);
      const yard = random.chance(0.3) ? random.between(0.6, 2.4) : 0;
      const floors = random.weighted({ 2: 0.12, 3: 0.3, 4: 0.28, 5: 0.2, 6: 0.1 });
      const y0 = box.y0 + shift + (back ? yard : 0);
      const y1 = box.y1 + shift - (back ? 0 : yard);
      const placed = lot.place({ ...box, y0, y1 }) ?? lot.place(box);
      build(placed, 'townhouse', Number(floors), Math.max(1, Math.round(Number(floors) / 2.4)));
    },
  );
}

/** Lane terraces of an old Shanghai quarter: long rows of two or three storeys. */
export function buildTerraces(site: Site): void {
  const { lot, random, build } = site;
  const depthM = random.between(9.5, 11.5);
  buildRow(
    site,
    { depthM, pitchM: depthM + random.between(3.6, 5), widthM: [12, 34], gapM: [1.6, 3], emptyShare: 0.02 },
    (box) => {
      const floors = random.chance(0.3) ? 3 : 2;
      build(lot.place(box), 'terrace', floors, Math.max(2, Math.round(((box.x1 - box.x0) / 4.2) * floors * 0.85)));
    },
  );
}

/** Village houses, loosely in rows, a large yard each. */
export function buildFarmhouses(site: Site): void {
  const { lot, random, build } = site;
  buildRow(
    site,
    { depthM: 13, pitchM: random.between(27, 33), widthM: [14, 19], gapM: [2, 5], emptyShare: 0.14 },
    (box) => {
      const width = random.between(9.5, 13);
      const depth = random.between(7, 9);
      const x0 = box.x0 + random.next() * Math.max(0, box.x1 - box.x0 - width);
      const y0 = box.y0 + random.next() * (box.y1 - box.y0 - depth);
      build(
        lot.place({ x0, y0, x1: Math.min(box.x1, x0 + width), y1: y0 + depth }),
        'farmhouse',
        random.chance(0.4) ? 2 : 1,
        1,
      );
    },
  );
}
