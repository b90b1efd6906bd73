import type { Fabric } from '../../../geo/fabric/fabric.ts';
import { createLocator } from '../../../geo/fabric/locate.ts';
import type { ImportJoin } from '../../contract/import-matches.ts';
import type { ImportSettings } from '../../contract/imports.ts';
import type { RegionKind } from '../../contract/words.ts';
import type { StagedPage, StagedRow } from '../../db/imports.ts';
import type { Pace } from '../../db/pace.ts';
import { type FileWish, type ReadRow, UnreadableFile } from '../../formats/file-features.ts';
import { openFile } from '../../formats/open-file.ts';
import { ProblemError } from '../../problems.ts';
import { atOnce } from '../../worker/at-once.ts';
import type { Task } from '../../worker/tasks.ts';
import { type Blocks, type BlocksInput, buildBlocks } from './build-blocks.ts';
import { type CountyPlace, PlaceCheck } from './check-place.ts';
import { type CollectedAreas, collectAreas } from './collect-areas.ts';
import { ChangeCollector, type ThingChanges } from './collect-changes.ts';
import { type Collected, collectThings } from './collect-things.ts';
import type { FaultData } from './fault-list.ts';
import { joinedPages } from './join/join-rows.ts';
import { type JoinInput, loadJoiner, saveMatches } from './join/load-joiner.ts';
import { KeptRows } from './kept-rows.ts';
import type { Look, Transform } from './look.ts';
import { lookAtFile, rowFilter } from './look-at-file.ts';
import { type PartingLines, partingLines } from './parting-lines.ts';
import { type AskRows, keptPages, type RowPages, type RowQuestion, storedPages } from './row-pages.ts';
import { type Staged, type StageInput, type StageQuestion, stageThings } from './stage-things.ts';
import { takeRows } from './take-rows.ts';
import type { ImportTable } from './things-from-rows.ts';

// What a thread does for one import. Its things stay here, where they are collected, blocks are parted by them, and
// they are made the lines of a COPY: as objects on the main thread they would take seconds of the server's time.
let collected: Collected | null = null;
let changes: readonly ThingChanges[] = [];
// What fits into memory is read once: the file's rows after the look, the staged ones until they are collected.
let fileRows: readonly ReadRow[] | null = null;
let staged: readonly StagedRow[] | null = null;

/** Which rows of which file, and how they are read. */
export interface FileRequest {
  path: string;
  wish: FileWish;
  where: string;
}

export const look: Task<FileRequest, Look> = ({ path, wish, where }) =>
  telling(async () => {
    const kept = new KeptRows();
    const found = await lookAtFile((await openFile(path, wish))(), rowFilter(where), (row) => kept.add(row));
    fileRows = kept.rows;
    return found;
  });

export interface TakeInput extends FileRequest {
  transform: Transform;
  pace: Pace;
}

/** After `look` at the same file. Asks for each page to be written. */
export const take: Task<TakeInput, void, StagedPage, void> = ({ path, wish, where, transform, pace }, ask) =>
  telling(async () => {
    const kept: StagedRow[] | null = fileRows && [];
    const rows = fileRows ?? (await openFile(path, wish))();
    fileRows = null;
    const taking = { accepts: rowFilter(where), transform, rows: pace.rows };
    const writing = atOnce(pace.atOnce);
    for await (const page of takeRows(rows, taking, (row) => kept?.push(row))) await writing.start(() => ask(page));
    await writing.end();
    staged = kept;
  });

async function telling<T>(fn: () => Promise<T>): Promise<T> {
  try {
    return await fn();
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new ProblemError(error.tooLarge ? 'file-too-large' : 'unreadable-file', error.message, {
      reason: error.reason,
      values: error.values,
    });
  }
}

/** What the main thread needs to know of collected things. */
export type CollectedSummary = Omit<Collected, 'things' | 'faults'> & {
  faults: FaultData;
  counts: Partial<Record<ImportTable, number>>;
  /** things that are there and are changed */
  changed: number;
  /** figures for regions as wholes */
  populations: RegionFigures[];
  /** things of which something stays that was corrected by hand */
  keptByHand: number;
};

/** null = the file says nothing of it */
export interface RegionFigures {
  region: number;
  residents: number | null;
  households: number | null;
}

/** The rows that `take` has left in memory, once; else those of the database. */
function stagedPages(ask: AskRows): RowPages {
  const pages = staged ? keptPages(staged, ask) : storedPages(ask);
  staged = null;
  return pages;
}

/** @param fabric  in force; null = the county has no blocks yet */
export const collect: Task<
  { settings: ImportSettings; fabric: Fabric | null; place: CountyPlace; join: JoinInput | null },
  CollectedSummary,
  RowQuestion,
  string
> = async ({ settings, fabric, place, join }, ask) => {
  collected = null; // of other settings
  changes = [];
  const locator = fabric ? createLocator(fabric) : null;
  const joiner = join && (await loadJoiner(join, locator, ask));
  const pages = joiner ? joinedPages(stagedPages(ask), joiner) : stagedPages(ask);
  const changing = joiner && join.updates ? await changeCollector(joiner.join, ask) : null;
  collected = await collectThings(pages, settings, locator, new PlaceCheck(place), changing);
  changes = changing?.changes ?? [];
  if (joiner) await saveMatches(joiner, ask);
  const { things, faults, ...figures } = collected;
  const counts: CollectedSummary['counts'] = {};
  for (const { table } of things) counts[table] = (counts[table] ?? 0) + 1;
  const populations = settings.target === 'regions' ? changes.map(populationOf) : [];
  const changed = settings.target === 'regions' ? 0 : changes.length;
  return { ...figures, faults: faults.toData(), counts, changed, populations, keptByHand: changing?.kept ?? 0 };
};

async function changeCollector({ to, several }: ImportJoin, ask: AskRows): Promise<ChangeCollector> {
  const corrected = JSON.parse(await ask({ kind: 'corrected', to })) as { id: number; fields: string[] }[];
  return new ChangeCollector(several, new Map(corrected.map(({ id, fields }) => [id, fields])));
}

const populationOf = ({ id, fields: { residents, households } }: ThingChanges): RegionFigures => ({
  region: id,
  residents: (residents as number | undefined) ?? null,
  households: (households as number | undefined) ?? null,
});

type AreasSummary = Omit<CollectedAreas, 'faults'> & { faults: FaultData };

export const collectRegions: Task<
  { settings: ImportSettings; level: RegionKind | null; place: CountyPlace },
  AreasSummary,
  RowQuestion,
  string
> = async ({ settings, level, place }, ask) => {
  const areas = await collectAreas(stagedPages(ask), settings, level, new PlaceCheck(place));
  return { ...areas, faults: areas.faults.toData() };
};

/** Blocks from boundaries and the lines within them; a table's name stands for the lines that were collected for it. */
export const build: Task<Omit<BlocksInput, 'lines'> & { lines: PartingLines[] }, Blocks> = ({ lines, ...input }) =>
  buildBlocks({
    ...input,
    lines: lines.flatMap((part) => (typeof part === 'string' ? partingLines(collected?.things ?? [], part) : part)),
  });

/** Asks for what stands in the database, and for each chunk to be written. */
export const stage: Task<StageInput, Staged, StageQuestion, string | number | null> = (input, ask) =>
  stageThings(input, collected?.things ?? [], changes, ask);
