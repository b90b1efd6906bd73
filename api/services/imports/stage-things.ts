import type { Fabric } from '../../../geo/fabric/fabric.ts';
import { createLocator } from '../../../geo/fabric/locate.ts';
import { dueFigureLines } from '../../db/loads.ts';
import { LOCATED_THINGS, type LocatedThing } from '../../db/located.ts';
import { type ThingRows, thingLines } from '../../db/things.ts';
import type { CollectedThing } from './collect-things.ts';
import { type Ground, type SharedOut, type StandingFabric, shareOut } from './share-out.ts';
import type { ImportTable } from './things-from-rows.ts';

/** A fabric as it comes to the thread, which makes the locator itself. */
type Unindexed<T extends StandingFabric> = Omit<T, 'locator'>;

export interface StageInput {
  county: string;
  batch: string;
  /** for the things of each table, in their order */
  ids: ReadonlyMap<ImportTable, readonly number[]>;
  /** the blocks and regions that will be in force; null = none */
  ground: Unindexed<Ground> | null;
  /** fabrics under divisions of other days */
  others: readonly Unindexed<StandingFabric>[];
  /** populations are shared out anew over the ground */
  sharesOut: boolean;
  /** false: the buildings in the database are about to be replaced */
  keepsBuildings: boolean;
}

/** Places of things at one fabric. */
export interface Places {
  head: StandingFabric['head'];
  rows: { id: number; block: number | null }[];
}

export type StageQuestion =
  /** the page of buildings after an id, as text */
  | { kind: 'dwellings'; afterId: number }
  /** the number of a load under which things of a table may wait */
  | { kind: 'load'; table: ImportTable }
  /** a chunk to be written */
  | { kind: 'things'; table: ImportTable; csv: string; places: Places[] }
  | { kind: 'figures'; csv: string };

export interface Staged {
  loads: number[];
  /** what all blocks hold then, by fabric and block; null = as before */
  counts: SharedOut['counts'] | null;
  /** how many residents were shared out, not counted */
  residents: number;
}

type Ask = (question: StageQuestion) => Promise<string | number | null>;

/** Rows a transaction: well under 200 ms on the embedded store, where nobody else is served meanwhile. */
const CHUNK_ROWS = 500;

/** Makes of an import's things the rows that are written, with their places, and shares populations out over them. */
export async function stageThings(input: StageInput, things: readonly CollectedThing[], ask: Ask): Promise<Staged> {
  const { county, batch } = input;
  const byTable = new Map<ImportTable, CollectedThing[]>([...input.ids.keys()].map((table) => [table, []]));
  for (const thing of things) byTable.get(thing.table)!.push(thing);
  const ground = input.ground && indexed(input.ground);
  const others = input.others.map(indexed);
  const pages = async (afterId: number): Promise<string> => (await ask({ kind: 'dwellings', afterId })) as string;
  const shared =
    ground && input.sharesOut
      ? await shareOut(ground, others, dwellingsIn(byTable), input.keepsBuildings ? pages : null)
      : null;

  const loads: number[] = [];
  for (const [table, ofTable] of byTable) {
    const load = (await ask({ kind: 'load', table })) as number;
    loads.push(load);
    const ids = input.ids.get(table)!;
    const figures = table === 'building' ? shared?.fresh : undefined;
    const rows = ofTable.map(({ row }, i) => ({ ...row, ...figures?.[i], id: ids[i]!, load }));
    for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
      const chunk = rows.slice(start, start + CHUNK_ROWS) as (ThingRows[ImportTable] & { id: number })[];
      const placed = isPlaced(table)
        ? (ground ? [ground, ...others] : others).map((fabric) =>
            placesAt(fabric, ofTable.slice(start, start + CHUNK_ROWS), ids.slice(start, start + CHUNK_ROWS)),
          )
        : [];
      await ask({ kind: 'things', table, csv: thingLines(county, table, chunk), places: placed });
    }
  }
  const updates = shared?.updates ?? [];
  for (let start = 0; start < updates.length; start += CHUNK_ROWS)
    await ask({ kind: 'figures', csv: dueFigureLines(county, batch, updates.slice(start, start + CHUNK_ROWS)) });
  return { loads, counts: shared?.counts ?? null, residents: shared?.residents ?? 0 };
}

const indexed = <T extends { fabric: Fabric }>(standing: T) => ({
  ...standing,
  locator: createLocator(standing.fabric),
});

export const isPlaced = (table: ImportTable): table is LocatedThing & ImportTable =>
  (LOCATED_THINGS as readonly string[]).includes(table);

function placesAt(
  { head, fabric, locator }: StandingFabric,
  things: readonly CollectedThing[],
  ids: readonly number[],
): Places {
  const rows = things.map(({ at }, i) => {
    const index = locator.locate(at[0]!, at[1]!);
    return { id: ids[i]!, block: index === -1 ? null : fabric.blocks.ids[index]! };
  });
  return { head, rows };
}

function dwellingsIn(things: ReadonlyMap<ImportTable, readonly CollectedThing[]>) {
  return (things.get('building') ?? []).flatMap((thing) =>
    thing.table === 'building' ? [{ row: thing.row, footprintM2: thing.areaM2, at: thing.at }] : [],
  );
}
