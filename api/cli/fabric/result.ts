import type { Written } from '../write-places.ts';

/** What an action of `tongxin fabric` found and made. */
export interface FabricResult {
  /** printed with --json */
  readonly json: Record<string, unknown>;
  /** printed without */
  readonly lines: readonly string[];
  /** printed on stderr: what is worth knowing beside the result */
  readonly notes: readonly string[];
  /** 1 = faults were found, or some could not be mended */
  readonly exit: 0 | 1;
  /** what --out gets */
  readonly written: Written;
}

/** Things of one kind that are listed one by one; the rest is counted. */
export const SHOWN = 12;

/** 1,234.5: as many digits as matter for a length or an area. */
export const figure = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 1000 ? 1 : 0 });

export const placeText = (at: readonly [number, number] | null): string =>
  at ? `${at[0].toFixed(6)} ${at[1].toFixed(6)}` : '';

/** What a person may print of an area in a file: two decimals of a square metre. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${figure(count)} ${count === 1 ? one : many}`;
