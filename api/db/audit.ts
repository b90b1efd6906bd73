import type { Db } from './database.ts';
import { sql } from './sql.ts';

/** Attempts that concern no county, such as a sign-in with a user name that nobody has. */
export const NO_COUNTY = '000000';

export interface AuditEntry {
  county: string;
  account: string | null;
  role?: string | null;
  /** verb after noun: 'session.start', 'session.refused', 'grant.add' … */
  action: string;
  object?: string;
  detail?: Record<string, unknown>;
}

/** Appends to the audit log; rows are never changed. Call it in the transaction that does what it tells of. */
export async function writeAudit(db: Db, entry: AuditEntry): Promise<void> {
  await db.query(sql`
    insert into tongxin.audit (county, account, role, action, object, detail)
    values (${entry.county}, ${entry.account}, ${entry.role ?? null}, ${entry.action}, ${entry.object ?? ''},
            ${JSON.stringify(entry.detail ?? {})})`);
}
