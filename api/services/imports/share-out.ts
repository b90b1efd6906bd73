import type { Fabric } from '../../../geo/fabric/fabric.ts';
import type { Locator } from '../../../geo/fabric/locate.ts';
import { blockAreasM2 } from '../../../geo/fabric/polygons.ts';
import type { Db } from '../../db/database.ts';
import type { Counts } from '../../db/located.ts';
import { type DwellingRow, readDwellings } from '../../db/populations.ts';
import type { BuildingRow } from '../../db/things.ts';
import {
  apportion,
  type Dwelling,
  floorAreaM2,
  type Population,
  type Share,
  shareResidents,
} from './share-residents.ts';

/** The ground on which populations are shared out. */
export interface Ground {
  fabric: Fabric;
  locator: Locator;
  /** lowest region of each block, in the order of `fabric.blocks` */
  regionOf: (number | null)[];
  parentOf: (region: number) => number | null;
  /** given for regions as wholes */
  populations: ReadonlyMap<number, Population>;
}

/** A building that is about to be written. */
export interface NewDwelling {
  row: BuildingRow;
  footprintM2: number;
  /** index of its block; −1 = none */
  block: number;
}

export interface SharedOut {
  /** buildings in the database whose figures change */
  updates: (Share & { id: number })[];
  /** figures of the new buildings, in their order */
  fresh: Share[];
  /** what the blocks hold then, by id; all blocks of the ground */
  counts: Map<number, Counts>;
  /** how many residents were shared out, not counted */
  residents: number;
}

/** Buildings a statement. */
const PAGE = 4000;

/**
 * What the populations of the county's regions come to in its buildings, existing ones and those to come, and what
 * its blocks hold then.
 *
 * @param keepExisting  false: the buildings in the database are about to be replaced
 */
export async function shareOut(
  db: Db,
  county: string,
  ground: Ground,
  fresh: readonly NewDwelling[],
  keepExisting: boolean,
): Promise<SharedOut> {
  const existing = keepExisting ? await readAllDwellings(db, county) : [];
  const blockOf = [
    ...existing.map((row) => ground.locator.locate(row.lng, row.lat)),
    ...fresh.map((dwelling) => dwelling.block),
  ];
  const dwellings = [
    ...existing.map((row, i) => dwellingOf(row, row.footprintM2, blockOf[i]!, ground)),
    ...fresh.map(({ row, footprintM2, block }) => dwellingOf(row, footprintM2, block, ground)),
  ];
  const { shares, unplaced } = shareResidents(dwellings, ground.populations, ground.parentOf);
  const updates = existing.flatMap((row, i) => {
    const share = shares[i]!;
    const same =
      share.residents === row.residents && share.households === row.households && share.estimated === row.estimated;
    return same ? [] : [{ id: row.id, ...share }];
  });
  const loose = ontoBlocks(ground, unplaced);
  const estimated = [...shares.filter((share) => share.estimated), ...loose];
  return {
    updates,
    fresh: shares.slice(existing.length),
    counts: countBlocks(ground.fabric, shares, blockOf, loose),
    residents: estimated.reduce((sum, { residents }) => sum + residents, 0),
  };
}

function countBlocks(
  { blocks }: Fabric,
  shares: readonly Share[],
  blockOf: readonly number[],
  loose: readonly LooseFigure[],
): Map<number, Counts> {
  const counts = new Map<number, Counts>(
    Array.from(blocks.ids, (id) => [id, { households: 0, residents: 0, buildings: 0, estimated: false }]),
  );
  const add = (id: number, residents: number, households: number, buildings: number, estimated: boolean): void => {
    const sums = counts.get(id)!;
    sums.residents += residents;
    sums.households += households;
    sums.buildings += buildings;
    sums.estimated ||= estimated;
  };
  shares.forEach(({ residents, households, estimated }, i) => {
    if (blockOf[i] !== -1) add(blocks.ids[blockOf[i]!]!, residents, households, 1, estimated);
  });
  for (const { block, residents, households } of loose) add(block, residents, households, 0, true);
  return counts;
}

/** Residents that no building could take, in a block. */
interface LooseFigure {
  block: number;
  residents: number;
  households: number;
}

function dwellingOf(
  row: Pick<DwellingRow, 'kind' | 'floors' | 'heightM'> | BuildingRow,
  footprintM2: number,
  block: number,
  { regionOf }: Ground,
): Dwelling {
  const kind = row.kind ?? 'residential';
  return {
    region: block === -1 ? null : (regionOf[block] ?? null),
    floorAreaM2: floorAreaM2(footprintM2, { kind, floors: row.floors ?? null, heightM: row.heightM ?? null }),
    residential: kind === 'residential',
    residents: 'residents' in row ? (row.residents ?? 0) : 0,
    households: 'households' in row ? (row.households ?? 0) : 0,
    estimated: 'estimated' in row ? (row.estimated ?? false) : false,
  };
}

async function readAllDwellings(db: Db, county: string): Promise<DwellingRow[]> {
  const all: DwellingRow[] = [];
  for (let afterId = -1; ; ) {
    const page = await readDwellings(db, county, afterId, PAGE);
    all.push(...page);
    if (page.length < PAGE) return all;
    afterId = page.at(-1)!.id;
  }
}

/** By area, over the blocks of the region itself and of those under it that have no figure of their own. */
function ontoBlocks(
  { fabric, regionOf, parentOf, populations }: Ground,
  unplaced: ReadonlyMap<number, Population>,
): LooseFigure[] {
  if (unplaced.size === 0) return [];
  const areas = blockAreasM2(fabric);
  const blocksOf = new Map<number, number[]>();
  regionOf.forEach((region, block) => {
    let at = region;
    while (at !== null && !populations.has(at)) at = parentOf(at);
    if (at === null || !unplaced.has(at)) return;
    const blocks = blocksOf.get(at);
    if (blocks) blocks.push(block);
    else blocksOf.set(at, [block]);
  });
  return [...blocksOf].flatMap(([region, blocks]) => {
    const weights = blocks.map((block) => areas[block]!);
    const { residents, households } = unplaced.get(region)!;
    const persons = apportion(residents, weights);
    const homes = apportion(households ?? 0, weights);
    return blocks.map((block, i) => ({
      block: fabric.blocks.ids[block]!,
      residents: persons[i]!,
      households: homes[i]!,
    }));
  });
}
