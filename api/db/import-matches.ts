import type {
  ImportJoin,
  ImportMatch,
  JoinedThing,
  MatchCandidate,
  MatchCounts,
  MatchState,
} from '../contract/import-matches.ts';
import { candidateOf, readAnchor } from './anchors.ts';
import type { Db, Tx } from './database.ts';
import { sql } from './sql.ts';

/** A spelling and what it was joined to, as it is kept. */
export interface MatchRow extends ImportMatch {
  /** without what is only spelling: the key of what is remembered */
  plain: string;
  /** what somebody had decided cannot be any more: the thing has gone */
  overrules?: boolean;
}

/** What somebody decided of a spelling: a thing, or null = its rows are left out. */
export type Decisions = ReadonlyMap<string, number | null>;

/** Which things rows are joined to, and by what: what was decided under one says nothing under another. */
type JoinedBy = Pick<ImportJoin, 'to' | 'by'>;

/** By hand, in this import. */
export async function readDecisions(db: Db, county: string, batch: string, { to, by }: JoinedBy): Promise<Decisions> {
  const { rows } = await db.query<{ plain: string; thing: number | null }>(sql`
    select plain, (chosen ->> 'id')::bigint as thing
      from import_match
     where county = ${county} and batch = ${batch}::uuid and thing = ${to} and by = ${by} and decided_by = 'hand'`);
  return new Map(rows.map(({ plain, thing }) => [plain, thing]));
}

/** In imports that landed. */
export async function readMemory(db: Db, county: string, { to, by }: JoinedBy): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ plain: string; thing: number }>(sql`
    select plain, thing_id as thing from match_memory where county = ${county} and thing = ${to} and by = ${by}`);
  return new Map(rows.map(({ plain, thing }) => [plain, thing]));
}

/** What was settled by hand in an import holds for those to come. */
export async function rememberDecisions(
  tx: Tx,
  county: string,
  batch: string,
  { to, by }: JoinedBy,
  account: string | null,
): Promise<void> {
  await tx.query(sql`
    insert into match_memory (county, thing, by, plain, thing_id, account)
    select county, ${to}, ${by}, plain, (chosen ->> 'id')::bigint, ${account}
      from import_match
     where county = ${county} and batch = ${batch}::uuid and thing = ${to} and by = ${by} and decided_by = 'hand'
       and state = 'matched'
        on conflict (county, thing, by, plain)
        do update set thing_id = excluded.thing_id, at = now(), account = excluded.account`);
}

/** Of an import that is over. */
export async function deleteMatches(db: Db, county: string, batch: string): Promise<void> {
  await db.query(sql`delete from import_match where county = ${county} and batch = ${batch}::uuid`);
}

/**
 * Writes what a round of checking has found over what the one before had. What somebody has settled since it began stays,
 * if the rows were joined to the same then.
 *
 * @param rows  JSON array of `MatchRow`s
 */
export async function upsertMatches(
  db: Db,
  county: string,
  batch: string,
  { to, by }: JoinedBy,
  round: string,
  rows: string,
): Promise<void> {
  await db.query(sql`
    update import_match set state = 'unmatched', decided_by = 'words', chosen = null
      from jsonb_to_recordset(${rows}::jsonb) as given (plain text, overrules boolean)
     where county = ${county} and batch = ${batch}::uuid and import_match.plain = given.plain and overrules`);
  await db.query(sql`
    insert into import_match (county, batch, thing, by, key, words, within, plain, row_count, first_row, state, decided_by,
                              chosen, candidates, round)
    select ${county}, ${batch}::uuid, ${to}, ${by}, key, words, within, plain, rows, "firstRow", state, "decidedBy",
           nullif(chosen, 'null'::jsonb), candidates, ${round}::uuid
      from jsonb_to_recordset(${rows}::jsonb) as given (
             key integer, words text, within text, plain text, rows integer, "firstRow" integer, state text,
             "decidedBy" text, chosen jsonb, candidates jsonb)
        on conflict (county, batch, plain) do update
       set thing = excluded.thing, by = excluded.by, key = excluded.key, words = excluded.words, within = excluded.within,
           row_count = excluded.row_count, first_row = excluded.first_row, round = excluded.round, candidates = excluded.candidates,
           (state, decided_by, chosen) = (
             select case when stays then import_match.state else excluded.state end,
                    case when stays then import_match.decided_by else excluded.decided_by end,
                    case when stays then import_match.chosen else excluded.chosen end
               from (select import_match.decided_by = 'hand' and excluded.decided_by <> 'hand'
                            and import_match.thing = excluded.thing and import_match.by = excluded.by as stays) settled)`);
}

/** What the round has not found again goes. */
export async function endMatchRound(db: Db, county: string, batch: string, round: string): Promise<void> {
  await db.query(sql`
    delete from import_match where county = ${county} and batch = ${batch}::uuid and round <> ${round}::uuid`);
}

export async function countMatches(db: Db, county: string, batch: string): Promise<MatchCounts> {
  const { rows } = await db.query<{ state: MatchState; n: number }>(sql`
    select state, count(*)::int as n from import_match
     where county = ${county} and batch = ${batch}::uuid group by state`);
  const counts: MatchCounts = { matched: 0, doubtful: 0, unmatched: 0, 'left-out': 0 };
  for (const { state, n } of rows) counts[state] = n;
  return counts;
}

/** In the order of the file. */
export async function listMatches(
  db: Db,
  county: string,
  batch: string,
  { states, after, limit }: { states: readonly MatchState[]; after: number; limit: number },
): Promise<ImportMatch[]> {
  const { rows } = await db.query<ImportMatch>(sql`
    select key, words, within, row_count as rows, first_row as "firstRow", state, decided_by as "decidedBy", chosen, candidates
      from import_match
     where county = ${county} and batch = ${batch}::uuid and state = any (${states}::text[]) and key > ${after}
     order by key limit ${limit}`);
  return rows;
}

/**
 * Writes what somebody decided of spellings: `chosen` null = left out.
 *
 * @returns how many of the keys there are under this join
 */
export async function saveDecisions(
  tx: Tx,
  county: string,
  batch: string,
  { to, by }: JoinedBy,
  decisions: readonly { key: number; chosen: MatchCandidate | null }[],
): Promise<number> {
  const { rowCount } = await tx.query(sql`
    update import_match
       set state = case when given.chosen is null then 'left-out' else 'matched' end, decided_by = 'hand',
           chosen = given.chosen
      from (select key, nullif(chosen, 'null'::jsonb) as chosen
              from jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb) as row (key integer, chosen jsonb)) given
     where county = ${county} and batch = ${batch}::uuid and thing = ${to} and by = ${by} and import_match.key = given.key`);
  return rowCount;
}

/** Takes decisions back: the words decide again when the rows are checked the next time. @returns how many keys there are */
export async function reopenMatches(tx: Tx, county: string, batch: string, keys: readonly number[]): Promise<number> {
  const { rowCount } = await tx.query(sql`
    update import_match
       set state = case when candidates = '[]' then 'unmatched' else 'doubtful' end, decided_by = 'words', chosen = null
     where county = ${county} and batch = ${batch}::uuid and key = any (${keys}::int[])`);
  return rowCount;
}

/** A thing of a kind by its id, as a candidate; null = there is none that is seen. */
export async function readCandidate(
  db: Db,
  county: string,
  to: JoinedThing,
  division: number | null,
  id: number,
): Promise<MatchCandidate | null> {
  const anchor = await readAnchor(db, county, to, division, id);
  return anchor && candidateOf(anchor, 1);
}
