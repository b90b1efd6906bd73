import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { ImportMatch, MatchDecision, MatchState } from '../contract/import-matches.ts';
import type { ScopedDatabase } from '../db/database.ts';
import { readCsv } from '../formats/csv.ts';
import { UnreadableFile } from '../formats/file-features.ts';
import { openBytes } from '../formats/open-file.ts';
import { writeCsv } from '../formats/write-csv.ts';
import { listMatches, settleMatches } from '../services/imports/join/settle-matches.ts';
import { InputError } from './command.ts';

const COLUMNS = ['take', 'words', 'within', 'first_row', 'rows', 'state', 'candidates'] as const;
/** In `take`, in place of an id. */
const LEAVE_OUT = ['no', 'leave-out', '不导入'];
const OPEN: readonly MatchState[] = ['doubtful', 'unmatched'];

const spellingOf = (words: string, within: string): string => JSON.stringify([words, within]);

/**
 * Settles what an import is not sure of by a CSV that a person has filled in: `take` is the id of a candidate (or of any
 * other thing of the kind), or no. What stays open is written to the file.
 *
 * @returns whether anything was settled: then the rows have to be checked once more
 * @throws InputError with the row when the file cannot be used
 */
export async function settleByFile(db: ScopedDatabase, batch: string, path: string): Promise<boolean> {
  const taken = existsSync(path) ? await readTaken(path) : new Map<string, number | null>();
  const open = await allOpen(db, batch);
  const decisions: MatchDecision[] = [];
  const left: ImportMatch[] = [];
  for (const match of open) {
    const thing = taken.get(spellingOf(match.words, match.within));
    if (thing === undefined) left.push(match);
    else decisions.push({ key: match.key, thing });
  }
  if (decisions.length > 0) await settleMatches(db, batch, decisions);
  if (left.length > 0)
    await writeFile(
      path,
      [
        ...writeCsv(
          COLUMNS.map((name) => ({ name, type: 'text' })),
          left.map(rowOf),
        ),
      ].join(''),
    );
  return decisions.length > 0;
}

async function allOpen(db: ScopedDatabase, batch: string): Promise<ImportMatch[]> {
  const open: ImportMatch[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page = await listMatches(db, batch, { states: OPEN, after });
    open.push(...page.matches);
    after = page.next;
  }
  return open;
}

async function readTaken(path: string): Promise<Map<string, number | null>> {
  try {
    const { columns, rows } = await readCsv(await openBytes(path));
    const at = (name: string): number => {
      const found = columns.indexOf(name);
      if (found < 0) throw new InputError(`${path} has no column "${name}"; let the import write it first.`);
      return found;
    };
    const [take, words, within] = [at('take'), at('words'), at('within')];
    return new Map(
      rows
        .filter(({ cells }) => cells[take] !== '')
        .map(({ row, cells }) => [spellingOf(cells[words]!, cells[within]!), thingOf(cells[take]!, row, path)]),
    );
  } catch (error) {
    if (error instanceof UnreadableFile) throw new InputError(`${path}: ${error.message}`);
    throw error;
  }
}

function thingOf(text: string, row: number, path: string): number | null {
  if (LEAVE_OUT.includes(text.toLowerCase())) return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InputError(`${path}, row ${row}: take is the id of a candidate, or no; not "${text}".`);
}

const rowOf = ({ words, within, firstRow, rows, state, candidates }: ImportMatch) => ({
  take: '',
  ...{ words, within, first_row: firstRow, rows, state },
  candidates: candidates
    .map(({ id, label, detail, score }) => `${id} = ${label}${detail && ` (${detail})`} ${Math.round(score * 100)} %`)
    .join('; '),
});
