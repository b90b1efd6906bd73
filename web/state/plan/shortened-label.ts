import type { StepLabel } from '../../../api/contract/plans.ts';

/** The contract has room for so much of a value. */
const MOST_LABEL = 120;
/** The first half of a character of two, which is none by itself. */
const HALF_A_CHARACTER = /[\ud800-\udbff]$/;

/** A step's label as the contract takes it. */
export const shortened = ({ key, values }: StepLabel): StepLabel => ({
  key,
  values: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && value.length > MOST_LABEL
        ? `${value.slice(0, MOST_LABEL - 1).replace(HALF_A_CHARACTER, '')}…`
        : value,
    ]),
  ),
});
