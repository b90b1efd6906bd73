import { DEFAULT_RULES, hasFigures, isDefinition } from '../../../api/contract/default-rules.ts';
import type { Rule } from '../../../api/contract/plans.ts';

/** A rule in the form. One that is not used keeps what was written, until the form is closed. */
export interface RuleRow {
  readonly rule: Rule;
  readonly used: boolean;
}

/** The county's rules, then those of common practice that it does without; last those that stay as they are. */
export const rowsOf = (rules: readonly Rule[]): RuleRow[] =>
  [
    ...rules.map((rule) => ({ rule, used: true })),
    ...DEFAULT_RULES.filter(({ id }) => !rules.some((rule) => rule.id === id)).map((rule) => ({ rule, used: false })),
  ].sort((a, b) => Number(isDefinition(a.rule)) - Number(isDefinition(b.rule)));

export const rulesIn = (rows: readonly RuleRow[]): Rule[] => rows.filter(({ used }) => used).map(({ rule }) => rule);

/** What keeps a row from being saved; null when nothing does. */
export function faultOf({ rule, used }: RuleRow): 'disordered' | 'sourceless' | null {
  if (!used) return null;
  if (!hasFigures(rule)) return 'disordered';
  return rule.source.trim() === '' ? 'sourceless' : null;
}
