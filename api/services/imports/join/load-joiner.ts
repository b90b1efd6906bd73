import { randomUUID } from 'node:crypto';
import type { Locator } from '../../../../geo/fabric/locate.ts';
import type { ImportJoin, JoinedThing } from '../../../contract/import-matches.ts';
import type { Anchor, AnchorQuestion } from '../../../db/anchors.ts';
import { type IndexedAnchor, isRegion, JoinIndex } from './join-index.ts';
import { type Known, RowJoiner } from './join-rows.ts';

/** What a table's rows are joined by, as it comes to the thread. */
export interface JoinInput {
  join: ImportJoin;
  /** the rows change what they name */
  updates: boolean;
  known: Known;
  /** in force; null = the county has none */
  division: number | null;
  /** names of the regions that each block lies in, the lowest first, in the order of the fabric's blocks */
  regionsOf: readonly (readonly string[])[];
}

export type JoinQuestion =
  /** the page of things after an id: `readAnchorPage` */
  | ({ kind: 'anchors' } & AnchorQuestion)
  /** JSON of what somebody has corrected by hand: [{id, fields}] */
  | { kind: 'corrected'; to: JoinedThing }
  /** JSON of `MatchRow`s to be written, in a round that ends with the last of them */
  | { kind: 'matches'; join: Pick<ImportJoin, 'to' | 'by'>; round: string; last: boolean; rows: string };

type Ask = (question: JoinQuestion) => Promise<string>;

/** Reads what the county has to be joined to. */
export async function loadJoiner(
  { join, updates, known, division, regionsOf }: JoinInput,
  locator: Locator | null,
  ask: Ask,
): Promise<RowJoiner> {
  const anchors: IndexedAnchor[] = [];
  for (let afterId = 0; ; afterId = anchors.at(-1)!.id) {
    const page = JSON.parse(await ask({ kind: 'anchors', to: join.to, division, afterId })) as Anchor[];
    if (page.length === 0) break;
    for (const anchor of page) {
      const block = locator?.locate(anchor.lng, anchor.lat) ?? -1;
      const around = regionsOf[block] ?? [];
      // A region lies in those above it, not in the grid that its label happens to stand in.
      const regions = isRegion(join.to) ? around.slice(around.indexOf(anchor.name) + 1) : around;
      anchors.push({ ...anchor, regions });
    }
  }
  return new RowJoiner(new JoinIndex(anchors, join), join, known, updates);
}

/** Spellings a statement. */
const A_PAGE = 1000;

/** Has written what the rows were joined to. */
export async function saveMatches({ matches, join }: RowJoiner, ask: Ask): Promise<void> {
  const { to, by } = join;
  const round = randomUUID();
  for (let start = 0; start === 0 || start < matches.length; start += A_PAGE) {
    const rows = JSON.stringify(matches.slice(start, start + A_PAGE));
    await ask({ kind: 'matches', join: { to, by }, round, last: start + A_PAGE >= matches.length, rows });
  }
}
