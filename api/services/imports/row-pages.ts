import { type GeometryCheck, type ImportRow, parseAreaChecks, parseRowPage, type StagedRow } from '../../db/imports.ts';
import type { JoinQuestion } from './join/load-joiner.ts';

/** The staged rows in the order of the file, with what the database says of them. */
export type RowPages = AsyncIterable<readonly ImportRow[]>;

export type RowQuestion =
  | JoinQuestion
  /** the page of rows after a row: `readRowPage` */
  | { kind: 'rows'; afterRow: number }
  /** what is wrong with the areas among these rows: `readAreaChecks` */
  | { kind: 'areas'; fromRow: number; toRow: number };

/** Gives the answer as text. */
export type AskRows = (question: RowQuestion) => Promise<string>;

/** Rows in memory a question. */
const KEPT_PAGE = 2000;

/** From the database; the next page comes while one is being looked at. */
export async function* storedPages(ask: AskRows): RowPages & AsyncGenerator<readonly ImportRow[]> {
  let coming = ask({ kind: 'rows', afterRow: 0 });
  for (;;) {
    const page = parseRowPage(await coming);
    if (page.length === 0) return;
    coming = ask({ kind: 'rows', afterRow: page.at(-1)!.row });
    coming.catch(() => {}); // who stops here does not wait for it
    yield page;
  }
}

/** The same of rows that are in memory. Nothing can be wrong with the shape of a point or a line that could be read. */
export async function* keptPages(
  rows: readonly StagedRow[],
  ask: AskRows,
): RowPages & AsyncGenerator<readonly ImportRow[]> {
  for (let start = 0; start < rows.length; start += KEPT_PAGE) {
    const page = rows.slice(start, start + KEPT_PAGE);
    const checks = page.some(isArea)
      ? parseAreaChecks(await ask({ kind: 'areas', fromRow: page[0]!.row, toRow: page.at(-1)!.row }))
      : null;
    yield page.map((row) => withCheck(row, checks?.get(row.row)));
  }
}

const FINE: GeometryCheck = { invalid: null, mended: null, innerPoint: null, areaM2: 0 };

const withCheck = (
  { row, data, geometry }: StagedRow,
  { invalid, mended, innerPoint, areaM2 }: GeometryCheck = FINE,
): ImportRow => ({ row, data, geometry, invalid, mended, innerPoint, areaM2 });

const isArea = ({ geometry }: StagedRow): boolean => geometry?.type === 'Polygon' || geometry?.type === 'MultiPolygon';
