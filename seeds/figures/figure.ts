import type { Statement } from '../../api/db/database.ts';

/** What a figure must be. `at least` and `more than` are for sources that say "余" or "以上". */
export type Expectation =
  | { equals: number | string }
  | { atLeast: number }
  | { moreThan: number }
  | { between: readonly [number, number] };

interface FigureHead {
  /** row of the table of figures */
  row: number;
  county: string;
  /** stands apart from other checks of the same row */
  key: string;
  /** what is counted, as the source says it */
  name: string;
}

/**
 * One figure of the sources.
 *
 * * `check`: the database must give exactly this, recomputed from its ordinary tables;
 * * `parameter`: the sources leave it open; what the demo county chose is printed;
 * * `text`: the sources do not define it; it is kept as words and not modelled.
 *
 * `find` gives one row with the column `found`.
 */
export type Figure =
  | (FigureHead & { is: 'check'; expected: Expectation; find: (county: string) => Statement })
  | (FigureHead & { is: 'parameter'; find: (county: string) => Statement })
  | (FigureHead & { is: 'text'; text: string });

export interface FigureResult {
  row: number;
  county: string;
  key: string;
  name: string;
  expected: string;
  found: string;
  status: 'pass' | 'fail' | 'parameter' | 'text';
}

export const meets = (expected: Expectation, found: number | string | null): boolean => {
  if ('equals' in expected) return found === expected.equals;
  if (typeof found !== 'number') return false;
  if ('atLeast' in expected) return found >= expected.atLeast;
  if ('moreThan' in expected) return found > expected.moreThan;
  return found >= expected.between[0] && found <= expected.between[1];
};

export function describeExpectation(expected: Expectation): string {
  if ('equals' in expected) return `= ${expected.equals}`;
  if ('atLeast' in expected) return `≥ ${expected.atLeast}`;
  if ('moreThan' in expected) return `> ${expected.moreThan}`;
  return `${expected.between[0]} – ${expected.between[1]}`;
}
