import type { AuditAction, AuditFilter, AuditLine } from '../contract/audit.ts';
import { NO_ACCOUNT } from '../contract/audit.ts';
import type { Db } from './database.ts';
import { sql } from './sql.ts';

/** Attempts that concern no county, such as a sign-in with a user name that nobody has. */
export const NO_COUNTY = '000000';

export interface AuditEntry {
  county: string;
  account: string | null;
  role?: string | null;
  action: AuditAction;
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

/**
 * Lines of a county's log, latest first.
 *
 * @param before  id that they come before; null = from the latest
 */
export async function readAudit(
  db: Db,
  county: string,
  filter: AuditFilter,
  before: number | null,
  limit: number,
): Promise<AuditLine[]> {
  const { from = null, to = null, account = null, action = null, object = null } = filter;
  const nobody = account === NO_ACCOUNT;
  const part = object === null ? null : `%${object.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await db.query<AuditLine>(sql`
    select audit.id, to_json(at) as at, role, action, object, detail,
           case when audit.account is not null then jsonb_build_object('id', audit.account,
             'username', coalesce(account.username, ''), 'name', coalesce(account.name, '')) end as account
      from audit
      left join account on account.county = audit.county and account.id = audit.account
     where audit.county = ${county}
       and (${before}::bigint is null or audit.id < ${before})
       and (${from}::date is null or at >= ${from}::date::timestamp at time zone 'Asia/Shanghai')
       and (${to}::date is null or at < (${to}::date + 1)::timestamp at time zone 'Asia/Shanghai')
       and (${action}::text is null or action = ${action})
       and (${account}::text is null or case when ${nobody} then audit.account is null else audit.account = ${account} end)
       and (${part}::text is null or object ilike ${part})
     order by audit.id desc
     limit ${limit}`);
  return rows;
}
