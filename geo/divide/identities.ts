import type { Draft } from './draft.ts';

/**
 * Who each region of a draft is, in numbers of its base: the one that it goes on as; of a new one its own number, but
 * negative where one of the base has that number.
 *
 * @param goesOnAs  the region of the base by that of the draft; new ones left out
 */
export const identities =
  ({ regions }: Pick<Draft, 'regions'>, goesOnAs: ReadonlyMap<number, number>) =>
  (region: number): number =>
    goesOnAs.get(region) ?? (regions.has(region) ? -region : region);
