import type { ImportJoin, MatchCandidate } from '../../../contract/import-matches.ts';
import type { Fault } from '../../../contract/imports.ts';
import type { Decisions, MatchRow } from '../../../db/import-matches.ts';
import type { ImportRow } from '../../../db/imports.ts';
import { plainWords } from '../../addresses/plain-words.ts';
import type { RowPages } from '../row-pages.ts';
import { type JoinIndex, keysOf } from './join-index.ts';

/** A row that has got its place from the thing that its words name. */
export interface JoinedRow extends ImportRow {
  joined?: MatchCandidate;
  /** of it, where it has one */
  joinedKind?: string;
  /** somebody decided to leave it out */
  leftOut?: boolean;
}

export interface Known {
  /** by hand, in this import */
  hand: Decisions;
  /** in imports before */
  memory: ReadonlyMap<string, number>;
}

/** Joins the rows of a table to things, a spelling at a time. */
export class RowJoiner {
  readonly join: ImportJoin;
  readonly #index: JoinIndex;
  readonly #known: Known;
  readonly #updates: boolean;
  readonly #matches = new Map<string, MatchRow>();

  /** @param updates  the rows change what they name: they keep the place that they have, and those that name nothing are new */
  constructor(index: JoinIndex, join: ImportJoin, known: Known, updates: boolean) {
    this.#index = index;
    this.join = join;
    this.#known = known;
    this.#updates = updates;
  }

  /** Every spelling so far, in the order of the file. */
  get matches(): readonly MatchRow[] {
    return [...this.#matches.values()];
  }

  joinRow(row: ImportRow): JoinedRow {
    const { field, within } = this.join;
    const { properties } = row.data;
    const match = this.#matchOf(row.row, textOf(properties, field), textOf(properties, within));
    // What is wrong with columns of coordinates does not matter: the place is another one's.
    const faults = row.data.faults.filter(({ kind }) => kind !== 'no-geometry' && kind !== 'bad-coordinates');
    const plain = { ...row, geometry: null, invalid: null, mended: null, innerPoint: null, areaM2: 0 };
    if (match.chosen && this.#updates) {
      const joinedKind = this.#index.kindOf(match.chosen.id);
      return { ...row, data: { properties, faults }, joined: match.chosen, joinedKind };
    }
    if (this.#updates && match.state === 'unmatched' && row.geometry !== null) return row;
    if (match.chosen) {
      const geometry = { type: 'Point' as const, coordinates: match.chosen.at };
      return { ...plain, geometry, data: { properties, faults }, joined: match.chosen };
    }
    if (match.state === 'left-out') return { ...plain, data: { properties, faults }, leftOut: true };
    return { ...plain, data: { properties, faults: [...faults, faultOf(match, this.join)] } };
  }

  #matchOf(row: number, words: string, within: string): MatchRow {
    const plain = this.#plainOf(words, within);
    const known = this.#matches.get(plain);
    if (known) {
      known.rows += 1;
      return known;
    }
    const head = { key: this.#matches.size + 1, words, within, plain, rows: 1, firstRow: row };
    const match: MatchRow = { ...head, ...this.#decide(plain, words, within) };
    this.#matches.set(plain, match);
    return match;
  }

  #decide(
    plain: string,
    words: string,
    within: string,
  ): Pick<MatchRow, 'state' | 'decidedBy' | 'chosen' | 'candidates' | 'overrules'> {
    const found = words === '' ? NOTHING : this.#index.find(words, within);
    const decision = this.#known.hand.get(plain);
    if (decision === null) return { ...found, state: 'left-out', decidedBy: 'hand', chosen: null };
    const settled =
      decision === undefined ? ([this.#known.memory.get(plain), 'memory'] as const) : ([decision, 'hand'] as const);
    // What was decided for may have been taken out of use since: then the words decide.
    const chosen = settled[0] === undefined ? null : this.#index.decided(settled[0]);
    if (chosen) return { state: 'matched', decidedBy: settled[1], chosen, candidates: found.candidates };
    return { ...found, decidedBy: 'words', ...(decision !== undefined && { overrules: true }) };
  }

  #plainOf(words: string, within: string): string {
    const own = this.join.by === 'code' ? (keysOf(this.join)(words)[0] ?? '') : plainWords(words);
    return this.join.within === '' ? own : `${plainWords(within)}/${own}`;
  }
}

const NOTHING = { state: 'unmatched', chosen: null, candidates: [] as MatchCandidate[] } as const;

export function textOf(properties: Record<string, unknown>, field: string): string {
  const value = field !== '' && Object.hasOwn(properties, field) ? properties[field] : null;
  return value === null || typeof value === 'object' ? '' : String(value).trim().slice(0, 300);
}

function faultOf(
  { state, words, candidates }: MatchRow,
  { to, field }: ImportJoin,
): Pick<Fault, 'kind' | 'severity' | 'detail' | 'mendable' | 'values'> {
  const values = { value: words, column: field, thing: to };
  const own = { severity: 'error' as const, mendable: false, values };
  if (words === '')
    return { ...own, kind: 'no-words', detail: `${field} is empty: nothing says to which ${to} it belongs` };
  if (state === 'unmatched')
    return { ...own, kind: 'unmatched', detail: `${field}: "${words}" is no ${to} of the county; settle it by hand` };
  const labels = candidates.map(({ label, detail }) => (detail === '' ? label : `${label} (${detail})`)).join(', ');
  return { ...own, kind: 'doubtful-match', detail: `${field}: "${words}" may be ${labels}; settle it by hand` };
}

/** The rows with their places. */
export async function* joinedPages(pages: RowPages, joiner: RowJoiner): AsyncGenerator<readonly JoinedRow[]> {
  for await (const page of pages) yield page.map((row) => joiner.joinRow(row));
}
