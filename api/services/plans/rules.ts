import { DEFAULT_RULES, hasFigures, isDefinition, RULE_FIGURES } from '../../contract/default-rules.ts';
import type { RuleSet } from '../../contract/plans.ts';
import { writeAudit } from '../../db/audit.ts';
import type { Db, ScopedDatabase } from '../../db/database.ts';
import { readRules, replaceRules } from '../../db/rules.ts';
import { ProblemError } from '../../problems.ts';

/** The rules that a county's plans are judged by: its own, or the program's. */
export async function rulesOf(db: Db, county: string): Promise<RuleSet> {
  const own = await readRules(db, county);
  return own.version === 0 ? { version: 0, rules: [...DEFAULT_RULES] } : own;
}

const DEFINITION = [...new Set(DEFAULT_RULES.filter(isDefinition).map(({ kind }) => kind))].join(', ');

/**
 * @throws ProblemError 'rejected-by-rule' for two rules with one id, a band without its two figures, or without what a
 *   division is; 'stale-version' when somebody else changed them meanwhile
 */
export async function putRules(db: ScopedDatabase, { version, rules }: RuleSet): Promise<RuleSet> {
  const { county, account = null, role } = db.scope;
  if (new Set(rules.map(({ id }) => id)).size !== rules.length)
    throw new ProblemError('rejected-by-rule', 'Two rules have the same id; give each its own.');
  const unlike = DEFAULT_RULES.filter(isDefinition).find(
    ({ kind, level }) => !rules.some((rule) => rule.kind === kind && rule.level === level && rule.hard),
  );
  if (unlike || rules.some((rule) => isDefinition(rule) && !rule.hard))
    throw new ProblemError(
      'rejected-by-rule',
      `A division is none without the rules ${DEFINITION}, for communities and grids; keep them, and keep them hard.`,
    );
  const bare = rules.find((rule) => !hasFigures(rule));
  if (bare)
    throw new ProblemError(
      'rejected-by-rule',
      `Rule ${bare.id} needs ${RULE_FIGURES[bare.kind]!.join(' and ')}: whole figures, not negative, the lower one first.`,
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
