import type { Fabric } from '../../../geo/fabric/fabric.ts';
import { createLocator } from '../../../geo/fabric/locate.ts';
import type { EditLayer } from '../../contract/thing-edits.ts';
import { dueChangeLines, dueFigureLines } from '../../db/loads.ts';
import { LOCATED_THINGS, type LocatedThing, locatedLines } from '../../db/located.ts';
import type { Pace } from '../../db/pace.ts';
import { type ThingRows, thingLines } from '../../db/things.ts';
import { atOnce } from '../../worker/at-once.ts';
import type { ThingChanges } from './collect-changes.ts';
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
  /** the fabric in whose blocks the things have been found as they were collected */
  collectedIn: number | null;
  /** which changes those of the things are that are there already; null = there are none */
  changing: EditLayer | null;
  pace: Pace;
}

export type StageQuestion =
  /** the page of buildings after an id, as text */
  | { kind: 'dwellings'; afterId: number }
  /** the number of a load under which things of a table may wait */
  | { kind: 'load'; table: ImportTable }
  /** a chunk to be written, and where its things lie: '' = nowhere */
  | { kind: 'things'; table: ImportTable; csv: string; places: string }
  | { kind: 'figures'; csv: string }
  /** changes that are due after the switch */
  | { kind: 'changes'; csv: string };

export interface Staged {
  loads: number[];
  /** what all blocks hold then, by fabric and block; null = as before */
  counts: SharedOut['counts'] | null;
  /** how many residents were shared out, not counted */
  residents: number;
}

type Ask = (question: StageQuestion) => Promise<string | number | null>;

/** Makes of an import's things the rows that are written, with their places, and shares populations out over them. */
export async function stageThings(
  input: StageInput,
  things: readonly CollectedThing[],
  changes: readonly ThingChanges[],
  ask: Ask,
): Promise<Staged> {
  const { county, batch, pace } = input;
  const ground = input.ground && indexed(input.ground);
  const others = input.others.map(indexed);
  const fabrics = ground ? [ground, ...others] : others;
  const byTable = new Map<ImportTable, PlacedThing[]>([...input.ids.keys()].map((table) => [table, []]));
  for (const thing of placed(things, fabrics, input.collectedIn)) byTable.get(thing.thing.table)!.push(thing);
  const pages = async (afterId: number): Promise<string> => (await ask({ kind: 'dwellings', afterId })) as string;
  const dwellings = new Map(input.changing === 'building' ? changes.map((change) => [change.id, change]) : []);
  const shared =
    ground && input.sharesOut
      ? await shareOut(ground, others, dwellingsIn(byTable), input.keepsBuildings ? pages : null, dwellings)
      : null;

  const loads: number[] = [];
  const writing = atOnce(pace.atOnce);
  for (const [table, ofTable] of byTable) {
    const load = (await ask({ kind: 'load', table })) as number;
    loads.push(load);
    const ids = input.ids.get(table)!;
    const figures = table === 'building' ? shared?.fresh : undefined;
    for (let start = 0; start < ofTable.length; start += pace.rows) {
      const chunk = ofTable.slice(start, start + pace.rows);
      const chunkIds = ids.slice(start, start + pace.rows);
      const rows = chunk.map(({ thing }, i) =>
        Object.assign(thing.row, figures?.[start + i], { id: chunkIds[i]!, load }),
      );
      const csv = thingLines(county, table, rows as (ThingRows[ImportTable] & { id: number })[]);
      const places = isPlaced(table)
        ? fabrics.map(({ head }, f) => locatedLines(county, table, head, placesIn(f, chunk, chunkIds))).join('')
        : '';
      await writing.start(() => ask({ kind: 'things', table, csv, places }));
    }
  }
  // One that the import changes gets its figures with the rest of the change: written twice, the first would be lost.
  const shares = new Map(shared?.updates.map(({ id, ...share }) => [id, share]));
  const updates = (shared?.updates ?? []).filter(({ id }) => !dwellings.has(id));
  for (let start = 0; start < updates.length; start += pace.rows) {
    const csv = dueFigureLines(county, batch, updates.slice(start, start + pace.rows));
    await writing.start(() => ask({ kind: 'figures', csv }));
  }
  for (let start = 0; input.changing && start < changes.length; start += pace.rows) {
    const page = changes.slice(start, start + pace.rows).map(({ id, fields }) => ({
      id,
      fields: dwellings.has(id) ? { ...fields, ...shares.get(id) } : fields,
    }));
    const csv = dueChangeLines(county, batch, input.changing, page);
    await writing.start(() => ask({ kind: 'changes', csv }));
  }
  await writing.end();
  return { loads, counts: shared?.counts ?? null, residents: shared?.residents ?? 0 };
}

const indexed = <T extends { fabric: Fabric }>(standing: T) => ({
  ...standing,
  locator: createLocator(standing.fabric),
});

export const isPlaced = (table: ImportTable): table is LocatedThing & ImportTable =>
  (LOCATED_THINGS as readonly string[]).includes(table);

/** A thing and, for each fabric, the block it lies in: null = in none. */
interface PlacedThing {
  thing: CollectedThing;
  blocks: readonly (number | null)[];
}

/** Those that lie in the same blocks follow one another, so that one row can tell where they lie. */
function placed(
  things: readonly CollectedThing[],
  fabrics: readonly StandingFabric[],
  collectedIn: number | null,
): PlacedThing[] {
  const groups = new Map<string, PlacedThing[]>();
  for (const thing of things) {
    const indexes = isPlaced(thing.table) ? fabrics.map((standing) => indexIn(standing, thing, collectedIn)) : [];
    const key = indexes.join();
    const group = groups.get(key);
    const blocks = group?.[0]?.blocks ?? indexes.map((index, f) => blockAt(fabrics[f]!.fabric, index));
    if (group) group.push({ thing, blocks });
    else groups.set(key, [{ thing, blocks }]);
  }
  return [...groups.values()].flat();
}

const indexIn = (
  { head, locator }: StandingFabric,
  { at, block }: CollectedThing,
  collectedIn: number | null,
): number => (head.id === collectedIn ? block! : locator.locate(at[0]!, at[1]!));

const blockAt = (fabric: Fabric, index: number): number | null => (index === -1 ? null : fabric.blocks.ids[index]!);

const placesIn = (fabric: number, things: readonly PlacedThing[], ids: readonly number[]) =>
  things.map(({ blocks }, i) => ({ id: ids[i]!, block: blocks[fabric]! }));

function dwellingsIn(things: ReadonlyMap<ImportTable, readonly PlacedThing[]>) {
  return (things.get('building') ?? []).flatMap(({ thing }) =>
    thing.table === 'building' ? [{ row: thing.row, footprintM2: thing.areaM2, at: thing.at }] : [],
  );
}
