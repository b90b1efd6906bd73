import type { Publication } from '../../../api/contract/plans.ts';

export type RegionChange = Publication['regions'][number];
export type Move = Publication['moves'][number];

/** What a publication comes to, in numbers that a sentence can tell. */
export interface ChangeTotals {
  readonly fresh: number;
  readonly gone: number;
  readonly changed: number;
  readonly same: number;
  readonly blocks: number;
  readonly households: number;
  readonly residents: number;
}

export function changeTotals({ regions, moves }: Pick<Publication, 'regions' | 'moves'>): ChangeTotals {
  const count = (change: RegionChange['change']): number => regions.filter((region) => region.change === change).length;
  const sum = (amount: 'blocks' | 'households' | 'residents'): number =>
    moves.reduce((total, move) => total + move[amount], 0);
  return {
    ...{ fresh: count('new'), gone: count('gone'), changed: count('changed'), same: count('same') },
    ...{ blocks: sum('blocks'), households: sum('households'), residents: sum('residents') },
  };
}

const KIND_ORDER = ['county', 'street', 'community', 'grid', 'network', 'union'];
const CHANGE_ORDER = ['new', 'gone', 'changed', 'same'];

/** Higher levels first; in each what is new, what goes, what changed; then by code. Regions that stay are left out. */
export const changedRegions = (regions: readonly RegionChange[]): RegionChange[] =>
  regions
    .filter(({ change }) => change !== 'same')
    .sort(
      (a, b) =>
        KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) ||
        CHANGE_ORDER.indexOf(a.change) - CHANGE_ORDER.indexOf(b.change) ||
        (a.code ?? a.oldCode ?? '').localeCompare(b.code ?? b.oldCode ?? ''),
    );

/** No two regions of a publication have one: in the plan a region may bear the number of one that goes. */
export const regionKey = ({ id, was }: RegionChange): string => `${id} ${was}`;

/** A region as the county knows it, if it does. */
export const asKnown = ({ id, was, name }: RegionChange) => ({ id: was ?? id, name });

/** The largest first: whoever reads on reads of smaller ones. */
export const sortedMoves = (moves: readonly Move[]): Move[] =>
  [...moves].sort((a, b) => b.households - a.households || b.blocks - a.blocks);

/** Regions whose code is another one afterwards, old ones that end among them. */
export const recoded = (regions: readonly RegionChange[]): RegionChange[] =>
  regions.filter(({ code, oldCode }) => code !== oldCode);
