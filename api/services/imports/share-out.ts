import type { Point, Position } from 'geojson';
import type { Fabric } from '../../../geo/fabric/fabric.ts';
import type { Locator } from '../../../geo/fabric/locate.ts';
import { blockAreasM2 } from '../../../geo/fabric/polygons.ts';
import type { Counts } from '../../db/located.ts';
import { type DwellingRow, parseDwellingPage } from '../../db/populations.ts';
import type { BuildingRow } from '../../db/things.ts';
import type { ThingChanges } from './collect-changes.ts';
import {
  apportion,
  type Dwelling,
  floorAreaM2,
  type Population,
  type Share,
  shareResidents,
} from './share-residents.ts';

/** A fabric that divisions stand on, or are about to. */
export interface StandingFabric {
  head: { id: number; seq: number };
  fabric: Fabric;
  locator: Locator;
}

/** The ground on which populations are shared out. */
export interface Ground extends StandingFabric {
  division: number;
  /** lowest region of each block, in the order of `fabric.blocks` */
  regionOf: (number | null)[];
  parents: ReadonlyMap<number, number | null>;
  /** given for regions as wholes */
  populations: ReadonlyMap<number, Population>;
}

/** A building that is about to be written. */
export interface NewDwelling {
  row: BuildingRow;
  footprintM2: number;
  at: Position;
}

export interface SharedOut {
  /** buildings in the database whose figures are others then */
  updates: (Share & { id: number })[];
  /** figures of the new buildings, in their order */
  fresh: Share[];
  /** what the blocks hold then, by fabric and block; all blocks of the ground and the other fabrics */
  counts: Map<number, Map<number, Counts>>;
  /** how many residents were shared out, not counted */
  residents: number;
}

/** What an import says of buildings that are there, by their ids. */
type ChangedDwellings = ReadonlyMap<number, Pick<ThingChanges, 'fields' | 'areaM2'>>;

/** Buildings a statement. */
export const DWELLINGS_A_PAGE = 2000;

/** Gives the page of the county's buildings after an id: `readDwellingPage` of so many. */
export type DwellingPages = (afterId: number) => Promise<string>;

/**
 * What the populations of the county's regions come to in its buildings, existing ones and those to come, and what
 * its blocks hold then.
 *
 * @param others        fabrics under divisions of other days, whose blocks hold the same buildings otherwise
 * @param pages         of the buildings in the database, as they are before the import; null: they are about to be replaced
 * @param changes       what the import makes of these
 */
export async function shareOut(
  ground: Ground,
  others: readonly StandingFabric[],
  fresh: readonly NewDwelling[],
  pages: DwellingPages | null,
  changes: ChangedDwellings = new Map(),
): Promise<SharedOut> {
  const before = pages ? await readAllDwellings(pages) : [];
  const existing = before.map((row) => changedDwelling(row, changes.get(row.id)));
  const places = [...existing.map(({ lng, lat }) => [lng, lat] as const), ...fresh.map(({ at }) => at)];
  const blocksIn = ({ locator }: StandingFabric): number[] => places.map(([lng, lat]) => locator.locate(lng!, lat!));
  const blockOf = blocksIn(ground);
  const dwellings = [
    ...existing.map((row, i) => dwellingOf(row, row.footprintM2, blockOf[i]!, ground)),
    ...fresh.map(({ row, footprintM2 }, i) => dwellingOf(row, footprintM2, blockOf[existing.length + i]!, ground)),
  ];
  const { shares, unplaced } = shareResidents(dwellings, ground.populations, parentIn(ground));
  const updates = before.flatMap((row, i) => {
    const share = shares[i]!;
    const same =
      share.residents === row.residents && share.households === row.households && share.estimated === row.estimated;
    return same ? [] : [{ id: row.id, ...share }];
  });
  const loose = ontoBlocks(ground, unplaced);
  const estimated = [...shares.filter((share) => share.estimated), ...loose];
  const counts = new Map([[ground.head.id, countBlocks(ground.fabric, shares, blockOf, loose)]]);
  for (const other of others) counts.set(other.head.id, countBlocks(other.fabric, shares, blocksIn(other), []));
  return {
    updates,
    fresh: shares.slice(existing.length),
    counts,
    residents: estimated.reduce((sum, { residents }) => sum + residents, 0),
  };
}

/** A building as it is after an import has changed it. */
function changedDwelling(row: DwellingRow, change: ReturnType<ChangedDwellings['get']>): DwellingRow {
  if (!change) return row;
  const { kind, floors, heightM, residents, households, innerPoint } = change.fields as Partial<DwellingRow> & {
    innerPoint?: Point;
  };
  const [lng, lat] = innerPoint?.coordinates ?? [row.lng, row.lat];
  // Households that were shared out beside residents that are counted now would be taken for counted ones.
  const own = residents !== undefined && row.estimated && !row.householdsCounted ? 0 : row.households;
  return {
    id: row.id,
    ...{ kind: kind ?? row.kind, floors: floors ?? row.floors, heightM: heightM ?? row.heightM },
    footprintM2: change.areaM2 ?? row.footprintM2,
    ...{ residents: residents ?? row.residents, estimated: residents === undefined && row.estimated },
    ...{ households: households ?? own, householdsCounted: households !== undefined || row.householdsCounted },
    ...{ lng: lng!, lat: lat! },
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
    householdsCounted: 'householdsCounted' in row ? (row.householdsCounted ?? false) : false,
  };
}

const parentIn =
  ({ parents }: Ground) =>
  (region: number): number | null =>
    parents.get(region) ?? null;

async function readAllDwellings(pages: DwellingPages): Promise<DwellingRow[]> {
  const all: DwellingRow[] = [];
  for (let afterId = -1; ; ) {
    const page = parseDwellingPage(await pages(afterId));
    all.push(...page);
    if (page.length < DWELLINGS_A_PAGE) return all;
    afterId = page.at(-1)!.id;
  }
}

/** By area, over the blocks of the region itself and of those under it that have no figure of their own. */
function ontoBlocks(ground: Ground, unplaced: ReadonlyMap<number, Population>): LooseFigure[] {
  const { fabric, regionOf, populations } = ground;
  const parentOf = parentIn(ground);
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
