import type { RegionKind } from '../contract/words.ts';

/** A region that has a code or waits for one. */
export interface CodeSeeker {
  key: string;
  kind: RegionKind;
  /** key of the administrative parent; null = directly under the county */
  parent: string | null;
  /** a code that stays as it is; null = give it one */
  code: string | null;
  /** label point in metres, x east and y north, any plane CRS of the county */
  xM: number;
  yM: number;
  /** height of the bounding box, metres */
  heightM: number;
}

/** Digits of a code down to and including this level: county 6, street 3, community 3, grid 3. */
const CODE_LENGTH: Partial<Record<RegionKind, number>> = { county: 6, street: 9, community: 12, grid: 15 };
const LEVELS: readonly RegionKind[] = ['street', 'community', 'grid'];
const HIGHEST_NUMBER = 999;

/**
 * Codes for the regions that have none: nine digits of the street, three of the community, three of the grid; a missing
 * level is 000. New ones are numbered within their parent, in rows one median grid height deep from the north, west to
 * east within a row, above every number that the parent has ever given away, so that a code is never used twice.
 * Networks and unions have no code.
 *
 * @param county  six digits
 * @param used    every code the county has ever given, in force or not
 * @returns       code of every administrative region by key, those that came with one included
 * @throws RangeError when a parent has given away all 999 numbers, or when two regions claim one code
 */
export function assignCodes(
  county: string,
  regions: readonly CodeSeeker[],
  used: Iterable<string>,
): Map<string, string> {
  const codes = new Map<string, string>();
  const taken = new Set(used);
  const claimed = new Map<string, string>();
  for (const region of regions) {
    const code = region.kind === 'county' ? county : region.code;
    if (code === null) continue;
    const rival = claimed.get(code);
    if (rival !== undefined) throw new RangeError(`Regions ${rival} and ${region.key} both claim the code ${code}`);
    claimed.set(code, region.key);
    codes.set(region.key, code);
    taken.add(code);
  }
  const rowDepthM = medianHeightM(regions);
  for (const level of LEVELS) {
    const waiting = regions.filter((region) => region.kind === level && region.code === null);
    for (const [prefix, siblings] of groupBy(waiting, (region) => prefixOf(county, region, codes)))
      numberSiblings(prefix, readingOrder(siblings, rowDepthM), taken, codes);
  }
  return codes;
}

/** The parent's code, filled with 000 for the levels between the two. */
function prefixOf(county: string, region: CodeSeeker, codes: ReadonlyMap<string, string>): string {
  const parent = region.parent === null ? county : (codes.get(region.parent) ?? county);
  return parent.padEnd(CODE_LENGTH[region.kind]! - 3, '0').slice(0, CODE_LENGTH[region.kind]! - 3);
}

function numberSiblings(prefix: string, siblings: CodeSeeker[], taken: Set<string>, codes: Map<string, string>): void {
  let number = highestNumber(prefix, taken);
  for (const region of siblings) {
    number += 1;
    if (number > HIGHEST_NUMBER)
      throw new RangeError(`No number is left under ${prefix} for the ${region.kind} ${region.key}`);
    const code = `${prefix}${String(number).padStart(3, '0')}`;
    taken.add(code);
    codes.set(region.key, code);
  }
}

function highestNumber(prefix: string, taken: ReadonlySet<string>): number {
  let highest = 0;
  for (const code of taken)
    if (code.length >= prefix.length + 3 && code.startsWith(prefix))
      highest = Math.max(highest, Number(code.slice(prefix.length, prefix.length + 3)));
  return highest;
}

/** North to south in rows, west to east within a row; the key settles what is level in both. */
function readingOrder(siblings: CodeSeeker[], rowDepthM: number): CodeSeeker[] {
  const northM = Math.max(...siblings.map((region) => region.yM));
  const row = (region: CodeSeeker): number => (rowDepthM > 0 ? Math.floor((northM - region.yM) / rowDepthM) : 0);
  return siblings.toSorted((a, b) => row(a) - row(b) || a.xM - b.xM || b.yM - a.yM || (a.key < b.key ? -1 : 1));
}

/** Of the grids; of all communities and streets where a county has no grids. */
function medianHeightM(regions: readonly CodeSeeker[]): number {
  const grids = regions.filter((region) => region.kind === 'grid');
  const heights = (grids.length > 0 ? grids : regions).map((region) => region.heightM).sort((a, b) => a - b);
  return heights[heights.length >> 1] ?? 0;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
