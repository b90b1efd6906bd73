import type { Draft } from '../../../geo/divide/draft.ts';
import { blocksWithin } from '../../../geo/divide/regions.ts';
import { isPlaceholderName } from '../../contract/placeholder-names.ts';
import type { Publication } from '../../contract/plans.ts';
import { regionBounds } from './movements.ts';

/**
 * Regions whose names nobody has seen to: those that still have the one they were made with, and grids that bear the
 * name of a community which they have left.
 *
 * @param base  communities that go are named here alone
 */
export function unsettledNames(base: Draft, draft: Draft): Publication['names'] {
  const communities = [...base.regions.values(), ...draft.regions.values()]
    .filter(({ kind }) => kind === 'community')
    .map(({ name }) => name);
  return [...draft.regions.values()].flatMap(({ id: region, kind, name, parent }) => {
    const above = draft.regions.get(parent ?? -1)?.name;
    const isOf = (community: string): boolean => name.startsWith(community);
    const hasLeft = kind === 'grid' && above !== undefined && base.regions.get(region)?.parent !== parent;
    const why = isPlaceholderName(name)
      ? 'placeholder'
      : hasLeft && !isOf(above) && communities.some(isOf)
        ? 'other-community'
        : null;
    return why ? [{ region, kind, name, why, bounds: regionBounds(draft, blocksWithin(draft, region)) }] : [];
  });
}
