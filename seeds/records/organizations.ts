import type { OrganizationKind } from '../../api/contract/words.ts';
import type { Furnisher } from '../furnishing.ts';
import { type Ground, type Places, shareOut } from '../ground.ts';
import type { BuildingUse } from '../town/draft.ts';

/** Where organizations of a kind are looked for, best first. */
const USES: Partial<Record<OrganizationKind, readonly BuildingUse[]>> = {
  enterprise: ['factory', 'warehouse', 'office', 'mall', 'hotel', 'shop'],
  market: ['market', 'mall', 'shop'],
  social: ['office', 'shop', 'government', 'slab', 'house', 'townhouse'],
  institution: ['government', 'office', 'shop'],
  government: ['government', 'office', 'shop'],
};
const WORDS: Partial<Record<OrganizationKind, readonly string[]>> = {
  enterprise: ['商贸有限公司', '建材有限公司', '食品有限公司', '电子有限公司', '服装有限公司', '物流有限公司'],
  market: ['农贸市场', '综合市场', '建材市场', '小商品市场'],
  social: ['志愿服务队', '老年协会', '文艺队', '书画协会', '义工联合会', '邻里互助会', '舞蹈协会', '助学会'],
  institution: ['服务中心', '供水公司', '供电所', '邮政支局'],
};
const STEMS =
  '兴隆、宏达、永安、瑞丰、金源、华盛、东升、百盛、福源、康泰、同德、利民、长青、旭日、新华、振兴、惠民、和谐、友爱、春晖'.split(
    '、',
  );

/**
 * Invented organizations of a kind, spread over the communities by their buildings, each where its kind would be.
 *
 * @param more  further attributes, by the community's position and the number of the organization
 * @returns     indices of the drafts
 */
export function inventOrganizations(
  ground: Ground,
  furnisher: Furnisher,
  places: Places,
  kind: OrganizationKind,
  count: number,
  more: (community: number, number: number) => object = () => ({}),
): number[] {
  const { communities, communityOfBuilding } = ground;
  const weights = new Float64Array(communities.length);
  for (const community of communityOfBuilding) if (community >= 0) weights[community]! += 1;
  const words = WORDS[kind] ?? ['单位'];
  const added: number[] = [];
  for (const [community, share] of shareOut(count, weights).entries())
    for (let i = 0; i < share; i += 1) {
      const number = added.length;
      const name = `${STEMS[number % STEMS.length]}${words[number % words.length]}`;
      const turn = Math.floor(number / (STEMS.length * words.length));
      const place = places.take(community, USES[kind] ?? ['office', 'shop']);
      added.push(
        furnisher.organization({
          ...{ kind, ...place, name: `${name}${turn > 0 ? turn + 1 : ''}(示例)` },
          data: { core: communities[community]!.code, ...more(community, number) },
        }),
      );
    }
  return added;
}

/** Named organizations, one community after the other. */
export function placeOrganizations(
  { communities }: Ground,
  furnisher: Furnisher,
  places: Places,
  kind: OrganizationKind,
  names: readonly string[],
  { community: only, data = {} }: { community?: number; data?: object } = {},
): number[] {
  return names.map((name, i) => {
    const community = only ?? i % communities.length;
    const place = places.take(community, USES[kind] ?? ['office', 'shop']);
    return furnisher.organization({ kind, name, ...place, data: { core: communities[community]!.code, ...data } });
  });
}
