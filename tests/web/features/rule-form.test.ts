import { expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../../api/contract/default-rules.ts';
import { faultOf, rowsOf, rulesIn } from '../../../web/features/manage-rules/rule-form.ts';

const band = DEFAULT_RULES.find(({ id }) => id === 'grid-households')!;

test('what the county does without stands below what it goes by, and what a division is stands last', () => {
  const own = DEFAULT_RULES.filter(({ id }) => id !== band.id);
  const rows = rowsOf(own);
  expect(new Set(rulesIn(rows))).toEqual(new Set(own));
  expect(rows.findIndex(({ rule }) => rule.id === band.id)).toBe(rows.findIndex(({ used }) => !used));
  expect(rows.at(-1)!.rule.kind).toBe('contiguous');
});

test('a band needs its two figures in order and its source, unless it is not used', () => {
  const row = (params: Record<string, number>, source = band.source) => ({
    rule: { ...band, params, source },
    used: true,
  });
  expect(faultOf(row({ min: 300, max: 300 }))).toBeNull();
  expect(faultOf(row({ min: 301, max: 300 }))).toBe('disordered');
  expect(faultOf(row({ min: Number.NaN, max: 300 }))).toBe('disordered');
  expect(faultOf(row({ min: 1, max: 2 }, ' '))).toBe('sourceless');
  expect(faultOf({ ...row({}), used: false })).toBeNull();
});
