import { Furnisher, type Furnishing } from '../furnishing.ts';
import { type Ground, Places } from '../ground.ts';
import { clinics, everydayOrganizations, plazas } from '../records/everyday.ts';
import { placeOrganizations } from '../records/organizations.ts';
import { communitiesUnder, plainName, siteInEachCommunity } from '../records/sites.ts';

/** Organizations that join the villages of a union, by the way of joining. */
const PARTNERS: Record<string, { kind: 'enterprise' | 'school'; names: readonly string[] }> = {
  村村联建: { kind: 'enterprise', names: [] },
  村企联建: { kind: 'enterprise', names: ['竹木制品厂(示例)', '农产品公司(示例)'] },
  村校联建: { kind: 'school', names: ['中心小学(示例)', '职业中学(示例)'] },
  企业联建: { kind: 'enterprise', names: ['五金公司(示例)', '针织公司(示例)', '机电公司(示例)', '包装公司(示例)'] },
};

interface Member {
  name: string;
  kind: 'village' | 'enterprise' | 'school';
  /** nobody is joined who did not agree */
  consent: boolean;
  /** leads the weaker ones */
  strong: boolean;
}

/** 区域化 sample: unions of villages, enterprises and schools, one centre and one reception room in each. */
export function furnishQuyuhua(ground: Ground): Furnishing {
  const furnisher = new Furnisher();
  const places = new Places(ground);
  siteInEachCommunity(ground, furnisher, places, { kind: 'community_station', title: '便民服务点' });
  clinics(ground, furnisher);
  plazas(ground, furnisher, places);
  everydayOrganizations(ground, furnisher);
  const township = furnisher.partyOrg({
    ...{ kind: 'committee', name: '中共同心镇委员会(示例)', region: ground.streets[0]!.key },
  });
  for (const union of ground.groupings) furnishUnion(ground, furnisher, places, township, union);
  return furnisher;
}

function furnishUnion(
  ground: Ground,
  furnisher: Furnisher,
  places: Places,
  township: number,
  union: Ground['groupings'][number],
): void {
  const villages = communitiesUnder(ground, union.key);
  const households = villages.map((village) => householdsOf(ground, village));
  const centre = villages[households.indexOf(Math.max(...households))]!;
  const title = plainName(union).replace('区域党委', '区域');
  furnisher.site({
    ...{ kind: 'service_centre', name: `${title}党群服务中心(示例)`, data: { level: 'union' } },
    ...places.take(centre, ['government', 'office', 'shop', 'townhouse']),
  });
  furnisher.site({
    ...{ kind: 'reception_room', name: `${title}群众接待室(示例)` },
    ...places.take(centre, ['government', 'office', 'shop', 'townhouse']),
  });
  const { kind, names } = PARTNERS[union.mode]!;
  const partners = placeOrganizations(ground, furnisher, places, kind, names, { community: centre });

  const leads = union.mode === '企业联建' ? names[0]! : plainName(ground.communities[centre]!);
  const members: Member[] = [
    ...villages.map((village): Member => {
      const name = plainName(ground.communities[village]!);
      return { name, kind: 'village', consent: true, strong: name === leads };
    }),
    ...names.map((name): Member => ({ name, kind, consent: true, strong: name === leads })),
  ];
  const committee = furnisher.partyOrg({
    ...{ kind: 'committee', form: 'region_committee', name: union.name, parent: township, region: union.key },
    data: {
      // offices: the strongest member's secretary leads, the others' are members, township cadres are deputies
      ...{ mode: union.mode, secretary: leads, seats: members.map(({ name }) => name), deputies: ['镇联村干部'] },
      members,
    },
  });
  for (const village of villages) {
    const { key, name } = ground.communities[village]!;
    furnisher.partyOrg({ kind: 'branch', name: `${plainName({ name })}党支部(示例)`, parent: committee, region: key });
  }
  for (const organization of partners)
    furnisher.partyOrg({
      ...{ kind: 'branch', name: `${furnisher.organizations[organization]!.name.replace('(示例)', '')}党支部(示例)` },
      ...{ parent: committee, organization },
    });
}

function householdsOf({ town, communityOfBuilding }: Ground, community: number): number {
  return town.buildings.reduce(
    (sum, { households }, i) => sum + (communityOfBuilding[i] === community ? households : 0),
    0,
  );
}
