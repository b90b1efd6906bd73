import type { RuleSet } from '../../contract/plans.ts';
import { writeAudit } from '../../db/audit.ts';
import type { Db, ScopedDatabase } from '../../db/database.ts';
import { readRules, replaceRules } from '../../db/rules.ts';
import { ProblemError } from '../../problems.ts';
import { ALWAYS_HARD, DEFAULT_RULES } from './default-rules.ts';

/** The rules that a county's plans are judged by: its own, or the program's. */
export async function rulesOf(db: Db, county: string): Promise<RuleSet> {
  const own = await readRules(db, county);
  return own.version === 0 ? { version: 0, rules: [...DEFAULT_RULES] } : own;
}

/**
 * @throws ProblemError 'rejected-by-rule' for two rules with one id or without what a division is, 'stale-version' when
 *   somebody else changed them meanwhile
 */
export async function putRules(db: ScopedDatabase, { version, rules }: RuleSet): Promise<RuleSet> {
  const { county, account = null, role } = db.scope;
  if (new Set(rules.map(({ id }) => id)).size !== rules.length)
    throw new ProblemError('rejected-by-rule', 'Two rules have the same id; give each its own.');
  const tree = rules.filter(({ level }) => level === 'grid' || level === 'community');
  const missing = ALWAYS_HARD.filter((kind) => !tree.some((rule) => rule.kind === kind && rule.hard));
  if (missing.length > 0 || tree.some((rule) => ALWAYS_HARD.includes(rule.kind) && !rule.hard))
    throw new ProblemError(
      'rejected-by-rule',
      `A division is none without the rules ${ALWAYS_HARD.join(', ')}; keep them, and keep them hard.`,
    );
  await db.transaction(async (tx) => {
    if (!(await replaceRules(tx, county, version, rules))) {
      const { version: currentVersion } = await readRules(tx, county);
      throw new ProblemError('stale-version', 'Somebody else changed the rules meanwhile; look at them again.', {
        currentVersion,
      });
    }
    await writeAudit(tx, { county, account, role, action: 'rules.change', detail: { version: version + 1 } });
  });
  return rulesOf(db, county);
}
