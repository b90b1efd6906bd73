import { writeAudit } from '../../db/audit.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { enterTallies, type TallyEntry } from '../../db/tallies.ts';
import { ProblemError } from '../../problems.ts';

/**
 * Enters counts of blocks, all of them or none. The audit log tells how many were entered of what, and no number.
 *
 * @throws ProblemError 'rejected-by-rule' for a block that is none today, 'forbidden' for one outside the own region
 */
export async function keepTallies(db: ScopedDatabase, entries: readonly TallyEntry[]): Promise<void> {
  const { county, account = null, role } = db.scope;
  await db.transaction(async (tx) => {
    const refused = await enterTallies(tx, entries);
    if (refused) throw refusal(county, refused.place, entries[refused.place]!.block, refused.outcome);
    const detail = {
      entries: entries.length,
      subjects: [...new Set(entries.map(({ subject }) => subject))],
      periods: [...new Set(entries.map(({ period }) => period))],
    };
    await writeAudit(tx, { county, account, role, action: 'tallies.enter', detail });
  });
}

function refusal(county: string, step: number, block: number, outcome: 'no-block' | 'not-own'): ProblemError {
  if (outcome === 'not-own')
    return new ProblemError('forbidden', `Block ${block} lies outside the region that this account keeps.`, {
      ...{ reason: 'outside-region', values: { layer: 'block' }, step },
    });
  return new ProblemError('rejected-by-rule', `The division of today in county ${county} has no block ${block}.`, {
    ...{ reason: 'no-link', values: { layer: 'block', id: block }, step },
  });
}
