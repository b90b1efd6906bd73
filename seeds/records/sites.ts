import type { SiteKind } from '../../api/contract/words.ts';
import type { Furnisher } from '../furnishing.ts';
import type { Ground, GroundRegion, Places } from '../ground.ts';
import type { BuildingUse } from '../town/draft.ts';

/** Ground floors that a community can rent or own. */
const OFFICES: readonly BuildingUse[] = [
  'government',
  'office',
  'shop',
  'slab',
  'tower',
  'townhouse',
  'terrace',
  'house',
];

/** 社区 and 居民区 as they stand in a longer name: without the mark of a sample. */
export const plainName = ({ name }: Pick<GroundRegion, 'name'>): string => name.replace('(示例)', '');

/**
 * One site in each community.
 *
 * @returns indices of the drafts, in the order of the communities
 */
export function siteInEachCommunity(
  { communities }: Ground,
  furnisher: Furnisher,
  places: Places,
  site: { kind: SiteKind; title: string; uses?: readonly BuildingUse[]; data?: object },
): number[] {
  const { kind, title, uses = OFFICES, data = {} } = site;
  return communities.map((community, i) =>
    furnisher.site({ kind, name: `${plainName(community)}${title}`, ...places.take(i, uses), data }),
  );
}

/** Communities that lie in a street or belong to a grouping, by position. */
export const communitiesUnder = ({ communities }: Ground, key: string): number[] =>
  communities.flatMap(({ parent, grouping }, i) => (parent === key || grouping === key ? [i] : []));
