/** What a part of `tongxin divide` has found. */
export interface DivideResult {
  readonly json: object;
  /** the same for people, on stdout without --json */
  readonly lines: readonly string[];
  /** for stderr */
  readonly notes: readonly string[];
}

/** A number that JSON can hold: what is not known is null. */
export const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const decimals = (value: number | null, digits: number): string =>
  value === null ? '–' : value.toFixed(digits);
