import type { MultiPolygon, Polygon } from 'geojson';
import { blockPlace } from '../../../../geo/divide/delta-of-edit.ts';
import { isInArea, type PlanScope } from '../../../../geo/divide/do-step.ts';
import type { Draft } from '../../../../geo/divide/draft.ts';
import type { PlanReading, ReadingFaultReason, ReadingWish } from '../../../contract/plan-reading.ts';
import { READING_FAULTS } from '../../../contract/plan-reading.ts';
import type { Plan } from '../../../contract/plans.ts';
import type { ScopedDatabase } from '../../../db/database.ts';
import { type Assignment, type AssignmentRow, readAssignment } from '../../../formats/assignment-csv.ts';
import { MB, UnreadableFile } from '../../../formats/file-features.ts';
import { unmarkId } from '../../../formats/marked-id.ts';
import { formatOf, openBytes, openFile } from '../../../formats/open-file.ts';
import { ProblemError } from '../../../problems.ts';
import { drawPlan, loadDrawn } from '../evaluate-plan.ts';
import type { FabricFiles } from '../fabric-files.ts';
import type { OpenPlan } from '../open-plans.ts';
import { isId, type RegionWords, regionFinder } from './find-region.ts';
import { type FilePolygons, readPolygons } from './read-polygons.ts';
import { createReading } from './reading.ts';

/** A plan as it is drawn, which a file is read for. */
type Drawn = Pick<OpenPlan, 'state' | 'draft'>;

/**
 * Reads a file as a plan: a table of blocks and regions, or polygons in which blocks lie. Nothing is changed. Takes long,
 * so it is a task of a thread.
 *
 * @param path  of a file that was received
 * @throws ProblemError 'unreadable-file', 'file-too-large', 'unknown-crs', 'invalid-request'
 */
export async function readPlanFile(
  files: FabricFiles,
  db: ScopedDatabase,
  { plan, path, wish }: { plan: Pick<Plan, 'id' | 'level'>; path: string; wish: ReadingWish },
): Promise<PlanReading> {
  const drawn = async (): Promise<Drawn> => {
    const loaded = await loadDrawn(files, db, plan.id);
    return { state: loaded.state, draft: drawPlan(loaded) };
  };
  try {
    const format = await formatOf(path);
    if (format === 'xlsx')
      throw new UnreadableFile('A plan is read from a table as CSV, not from a workbook; save the sheet as CSV', {
        reason: 'table-as-csv',
      });
    if (format !== 'csv') {
      const file = await readPolygons(db, (await openFile(path))(), plan.level, wish);
      return await ofPolygons(await drawn(), file);
    }
    const table = await readTable(path);
    return ofTable(await drawn(), table);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new ProblemError(error.tooLarge ? 'file-too-large' : 'unreadable-file', error.message, {
      reason: error.reason,
      values: error.values,
    });
  }
}

/** Faults of a table that are counted; the answer has the first few. */
const MOST_TABLE_FAULTS = 50_000;
/** A plan has 200,000 blocks at the most, each of which stands in the table once. */
const MOST_OF_TABLE = { bytes: 50 * MB, rows: 500_000 };

async function readTable(path: string): Promise<Assignment> {
  const table = await readAssignment(await openBytes(path), { maxFaults: MOST_TABLE_FAULTS, most: MOST_OF_TABLE });
  const whole = table.faults.find(({ kind }) => kind === 'missing-column');
  if (whole) throw new UnreadableFile(whole.detail, { reason: 'table-columns' });
  if (table.rows.length === 0 && table.faults.length === 0)
    throw new UnreadableFile('The table has no rows; each names a block and its region', { reason: 'no-rows' });
  return table;
}

const scopeOf = ({ state }: Drawn): PlanScope => ({ level: state.level, area: new Set(state.area) });

function ofTable(plan: Drawn, table: Assignment): PlanReading {
  const { draft } = plan;
  const scope = scopeOf(plan);
  const reading = createReading(draft, scope);
  const blockOf = (unit: string): number | null => {
    const id = unmarkId('block', unit);
    return isId(id) && draft.fabric.blocks.has(Number(id)) ? Number(id) : null;
  };
  for (const { kind, row, name = '', detail, values } of table.faults) {
    const reason = READING_FAULTS.find((known): known is ReadingFaultReason => known === kind);
    if (!reason) continue; // a row that only says the same again
    const known = blockOf(name);
    const block = known === null ? {} : { block: known };
    reading.complain(reason, detail, {
      row,
      ...block,
      value: String(values?.value ?? ''),
      otherRow: otherRowOf(values),
    });
  }
  const find = regionFinder(draft, scope.level);
  for (const { row, unit, ...of } of table.rows) {
    const block = blockOf(unit);
    if (block !== null) reading.take({ row, block, found: find(wordsOf(of)) });
    else reading.complain('unknown-block', `The plan has no block "${unit.slice(0, 40)}"`, { row, value: unit });
  }
  const rows = table.rows.length + table.faults.length;
  return { format: 'csv', rows, field: null, fields: [], crs: null, ...reading.result() };
}

const otherRowOf = (values: Record<string, string | number> | undefined): number | undefined =>
  typeof values?.otherRow === 'number' ? values.otherRow : undefined;

/** A number may be the id of a region that only another plan has: then the name beside it counts, where there is no code. */
function wordsOf({ region: given, code, name = '' }: Pick<AssignmentRow, 'region' | 'code' | 'name'>): RegionWords {
  const region = unmarkId('region', given);
  if (!isId(region)) return { known: [region], fresh: region };
  return code ? { known: [region], fresh: '' } : { known: [region, ...(name ? [name] : [])], fresh: name };
}

async function ofPolygons(plan: Drawn, { polygons, ...file }: FilePolygons): Promise<PlanReading> {
  const { draft } = plan;
  const scope = scopeOf(plan);
  const reading = createReading(draft, scope);
  const find = regionFinder(draft, scope.level);
  const found = polygons.map(({ row, words, fault }) => {
    const region = find(words);
    const wrong = fault ?? (region.kind === 'fault' ? region : null);
    if (wrong) reading.complain(wrong.reason, wrong.detail, { row, value: words.known[0] ?? '' });
    return region;
  });
  const areas = polygons.flatMap(({ area }, index) => (area ? [{ area, index }] : []));
  const { polygonsAt } = await import('../../../../geo/divide/polygons-at.ts'); // not for tables: Turf loads long
  const at = polygonsAt(areas.map(({ area }): Polygon | MultiPolygon => area));
  let met = 0;
  const outside: number[] = [];
  for (const block of draft.fabric.blocks.keys()) {
    const [first, ...others] = at(blockPlace(draft, block)).map((area) => areas[area]!.index);
    if (first === undefined) {
      outside.push(block);
      continue;
    }
    met += 1;
    const region = found[first]!;
    const other = others.find((index) => wordOf(found[index]!) !== wordOf(region));
    const row = polygons[first]!.row;
    if (other !== undefined) {
      const [otherRow, value] = [polygons[other]!.row, wordOf(region)];
      const detail = `The block lies in the polygons of rows ${row} and ${otherRow}, which overlap`;
      reading.complain('polygons-overlap', detail, { row, block, value, otherRow });
    } else if (region.kind !== 'fault') reading.take({ row, block, found: region });
  }
  if (met === 0 && areas.length > 0)
    throw new ProblemError(
      'unknown-crs',
      `No block lies in any of the polygons, read in ${file.crs?.name ?? 'degrees'}: the file is of another county, or its coordinate reference system is another one; choose it.`,
      { reason: 'polygons-elsewhere' },
    );
  for (const block of outside.filter((each) => mayBeMissed(draft, scope, each)))
    reading.complain('in-no-polygon', 'The block lies in no polygon of the file; it stays where it is', {
      ...{ row: null, block },
    });
  return { ...file, rows: polygons.length, ...reading.result() };
}

const wordOf = (found: ReturnType<ReturnType<typeof regionFinder>>): string =>
  found.kind === 'there' ? found.region.name : found.kind === 'new' ? found.name : '';

/** Blocks outside the plan's area are not expected in its file. */
function mayBeMissed(draft: Draft, scope: PlanScope, block: number): boolean {
  const lowest = draft.regions.get(draft.regionOf.get(block) ?? -1);
  return !lowest || isInArea(draft, lowest, scope);
}
