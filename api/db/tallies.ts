import type { TALLY_SUBJECTS } from '../contract/thing-edits.ts';
import type { Tx } from './database.ts';
import { sql } from './sql.ts';

export interface TallyEntry {
  subject: (typeof TALLY_SUBJECTS)[number];
  class: string;
  period: string;
  block: number;
  n: number;
}

/** Where an entry could not be made: its place in the list, and whether there is no such block or it is not one's own. */
export interface RefusedEntry {
  place: number;
  outcome: 'no-block' | 'not-own';
}

/**
 * Enters counts in place of those that there are; nothing about a number comes back, whatever happens.
 *
 * @returns the first that was refused; the caller's transaction must not be committed then
 */
export async function enterTallies(tx: Tx, entries: readonly TallyEntry[]): Promise<RefusedEntry | null> {
  const { rows } = await tx.query<RefusedEntry>(sql`
    with entered as materialized (
      select place, enter_tally(subject, class, period, block, n) as outcome
        from jsonb_to_recordset(${JSON.stringify(entries.map((entry, place) => ({ ...entry, place })))}::jsonb)
               as given (place integer, subject text, class text, period text, block bigint, n integer)
    )
    select place, outcome from entered where outcome <> 'entered' order by place limit 1`);
  return rows[0] ?? null;
}
