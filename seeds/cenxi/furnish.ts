import { Furnisher, type Furnishing } from '../furnishing.ts';
import { type Ground, Places, shareOut } from '../ground.ts';
import { clinics, everydayOrganizations, plazas } from '../records/everyday.ts';
import { inventOrganizations, placeOrganizations } from '../records/organizations.ts';
import { plainName, siteInEachCommunity } from '../records/sites.ts';

/** 三站两室一中心: the source does not name them; these six are the demo's choice. */
const FACILITIES = [
  { kind: 'community_station', facility: 'party_station', title: '党群服务站' },
  { kind: 'clinic', facility: 'health_station', title: '卫生服务站' },
  { kind: 'other', facility: 'volunteer_station', title: '志愿服务站' },
  { kind: 'police_room', facility: 'police_room', title: '警务室' },
  { kind: 'reception_room', facility: 'mediation_room', title: '调解室' },
  { kind: 'activity_room', facility: 'activity_centre', title: '居民活动中心' },
] as const;

/** 岑溪市, and the same town for practice: service centres, facilities, a branch a grid, a group a compound. */
export function furnishCenxi(ground: Ground): Furnishing {
  const furnisher = new Furnisher();
  const places = new Places(ground);
  const { counts } = ground.figures;
  furnishCentres(ground, furnisher, places);
  for (const { kind, facility, title } of FACILITIES)
    siteInEachCommunity(ground, furnisher, places, { kind, title, data: { facility } });
  clinics(ground, furnisher);
  plazas(ground, furnisher, places);

  everydayOrganizations(ground, furnisher);
  const area = (community: number): object => ({ looked_after_by: ground.communities[community]!.code });
  const enterprises = inventOrganizations(ground, furnisher, places, 'enterprise', counts.enterprises!, area);
  const markets = inventOrganizations(ground, furnisher, places, 'market', counts.markets!, area);
  const social = inventOrganizations(ground, furnisher, places, 'social', counts.social_organizations!, area);
  placeOrganizations(ground, furnisher, places, 'government', ['岑溪市城市社区管委会'], { community: 0 });
  furnishPartyOrgs(ground, furnisher, { enterprises, markets, social });
  return furnisher;
}

function furnishCentres(ground: Ground, furnisher: Furnisher, places: Places): void {
  const { communities, figures } = ground;
  const regional = figures.counts.regional_service_centres!;
  const invested = shareOut(figures.counts.service_centre_investment_yuan!, [
    3,
    ...new Array<number>(regional).fill(1),
  ]);
  furnisher.site({
    ...{
      kind: 'service_centre',
      name: '岑溪市党群服务中心',
      ...places.take(0, ['government', 'mall', 'office', 'shop']),
    },
    data: { level: 'city', areaM2: figures.counts.city_service_centre_m2!, investmentYuan: invested[0]! },
  });
  for (let i = 0; i < regional; i += 1) {
    const community = Math.floor(((i + 0.5) * communities.length) / regional);
    furnisher.site({
      ...{ kind: 'service_centre', name: `${plainName(communities[community]!)}区域性党群服务中心` },
      ...places.take(community, ['government', 'office', 'mall', 'shop']),
      data: { level: 'regional', areaM2: 600, investmentYuan: invested[i + 1]! },
    });
  }
}

interface Members {
  enterprises: number[];
  markets: number[];
  social: number[];
}

function furnishPartyOrgs(ground: Ground, furnisher: Furnisher, members: Members): void {
  const { communities, grids, town, communityOfCompound } = ground;
  const city = furnisher.partyOrg({ kind: 'committee', name: '中共岑溪市委员会', region: 'county' });
  const work = furnisher.partyOrg({ kind: 'committee', name: '岑溪市城市社区党工委', parent: city, region: 'county' });
  const committees = communities.map(({ key, name }) =>
    furnisher.partyOrg({ kind: 'committee', name: `${name}党委`, parent: work, region: key }),
  );
  const position = new Map(communities.map(({ key }, i) => [key, i]));
  for (const [i, { key, name }] of communities.entries()) {
    furnisher.partyOrg({
      ...{
        kind: 'committee',
        form: 'big_party_committee',
        name: `${name}“大党委”`,
        parent: committees[i],
        region: key,
      },
    });
    furnisher.partyOrg({
      ...{ kind: 'branch', form: 'functional', name: `${name}网络党支部`, parent: committees[i], region: key },
    });
  }
  const branches = new Map<number, number>();
  for (const { key, name, parent } of grids) {
    const community = position.get(parent!)!;
    const branch = furnisher.partyOrg({
      ...{ kind: 'branch', name: `${name}党支部`, parent: committees[community], region: key },
    });
    if (!branches.has(community)) branches.set(community, branch);
  }
  for (const [compound, { name }] of town.compounds.entries()) {
    const community = communityOfCompound[compound]!;
    furnisher.partyOrg({
      ...{ kind: 'group', form: 'building_group', name: `${name}党小组`, compound },
      parent: branches.get(community) ?? committees[community],
    });
  }
  const positionOfCode = new Map(communities.map(({ code }, i) => [code, i]));
  const committeeOf = (organization: number): number => {
    const { core } = furnisher.organizations[organization]!.data as { core: string };
    return committees[positionOfCode.get(core)!]!;
  };
  // two enterprises in three have a branch of their own; a market's joint branch covers small social organizations too
  for (const [i, organization] of members.enterprises.entries())
    if (i % 3 !== 2) addBranch(furnisher, organization, committeeOf(organization), 'single', '党支部');
  for (const [i, organization] of members.markets.entries())
    addBranch(furnisher, organization, committeeOf(organization), 'joint', '联合党支部', {
      covers: members.social.filter((_, s) => s % (members.markets.length * 2) === i).map((s) => nameOf(furnisher, s)),
    });
}

const nameOf = (furnisher: Furnisher, organization: number): string => furnisher.organizations[organization]!.name;

function addBranch(
  furnisher: Furnisher,
  organization: number,
  parent: number,
  form: 'single' | 'joint',
  title: string,
  data: object = {},
): void {
  const name = `${nameOf(furnisher, organization).replace('(示例)', '')}${title}(示例)`;
  furnisher.partyOrg({ kind: 'branch', form, name, parent, organization, data });
}
