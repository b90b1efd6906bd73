import { buffer, multiLineString } from '@turf/turf';
import { labelPoint } from '../../geo/fabric/label-point.ts';
import { Furnisher, type Furnishing } from '../furnishing.ts';
import { type Ground, Places, shareOut } from '../ground.ts';
import { clinics, everydayOrganizations, plazas } from '../records/everyday.ts';
import { inventOrganizations, placeOrganizations } from '../records/organizations.ts';
import { communitiesUnder, plainName, siteInEachCommunity } from '../records/sites.ts';
import type { BuildingUse } from '../town/draft.ts';

/** 梨树县: red buildings, district and property site, the alliance of each street, stations, committees. */
export function furnishLishu(ground: Ground): Furnishing {
  const furnisher = new Furnisher();
  const places = new Places(ground);
  const redBuildings = furnishRedBuildings(ground, furnisher, places);
  furnishRedDistrict(ground, furnisher);
  furnishRedProperty(ground, furnisher);
  siteInEachCommunity(ground, furnisher, places, {
    ...{ kind: 'deputies_station', title: '“两代表一委员”为民服务工作站' },
    data: { opening_hours: '每周三 9:00–11:30(示例)' },
  });
  siteInEachCommunity(ground, furnisher, places, { kind: 'community_station', title: '党群服务站' });
  for (const { key, name } of ground.streets) {
    const [first] = communitiesUnder(ground, key);
    const place = places.take(first!, ['government', 'office', 'mall', 'shop']);
    furnisher.site({ kind: 'service_centre', name: `${name}党群服务中心`, ...place, data: { level: 'street' } });
  }
  clinics(ground, furnisher);
  plazas(ground, furnisher, places);

  everydayOrganizations(ground, furnisher);
  inventOrganizations(ground, furnisher, places, 'enterprise', ground.figures.counts.enterprises!);
  inventOrganizations(ground, furnisher, places, 'market', ground.figures.counts.markets!);
  placeOrganizations(ground, furnisher, places, 'social', SOCIAL_ORGANIZATIONS);
  inventOrganizations(ground, furnisher, places, 'social', ground.figures.counts.invented_social_organizations!);
  furnishAlliances(ground, furnisher, places);
  furnishPartyOrgs(ground, furnisher, redBuildings);
  return furnisher;
}

const SOCIAL_ORGANIZATIONS = ['爱心快递联盟', '天天向善', '爱心超市', '文明交通志愿者'];
const RED_USES: readonly BuildingUse[] = ['mall', 'office', 'hotel', 'government', 'slab', 'tower', 'shop'];

/** Over the streets by their buildings, then over the communities of each. */
function furnishRedBuildings(
  ground: Ground,
  furnisher: Furnisher,
  places: Places,
): { site: number; community: number }[] {
  const { streets, communities, town, figures } = ground;
  const perCommunity = communities.map(
    (_, i) => ground.communityOfBuilding.filter((community) => community === i).length,
  );
  const weightOf = (street: string): number =>
    communitiesUnder(ground, street).reduce((sum, i) => sum + perCommunity[i]!, 0);
  const shares = shareOut(
    figures.counts.red_buildings!,
    streets.map(({ key }) => weightOf(key)),
  );
  return streets.flatMap(({ key }, s) => {
    const members = communitiesUnder(ground, key);
    return shareOut(
      shares[s]!,
      members.map((i) => perCommunity[i]!),
    ).flatMap((count, m) =>
      Array.from({ length: count }, (_, n) => {
        const community = members[m]!;
        const place = places.take(community, RED_USES.slice(n % 4));
        const building = place.building === null ? undefined : town.buildings[place.building];
        const compound = building?.compound ?? null;
        const estate = compound === null ? '' : town.compounds[compound]!.name;
        const site = furnisher.site({
          ...{ kind: 'red_building', name: `${estate}${building?.name ?? ''}` || `${place.address}楼`, ...place },
          data: { status: n % 5 === 4 ? 'in_progress' : 'listed' },
        });
        return { site, community };
      }),
    );
  });
}

/** Metres to either side of the pedestrian street that the business district takes in. */
const DISTRICT_REACH_M = 60;

function furnishRedDistrict({ town }: Ground, furnisher: Furnisher): void {
  const core = town.options.names!.pedestrian!;
  const ways = town.roads.filter(({ name }) => name === core);
  if (ways.length === 0) throw new RangeError(`The town has no ${core}`);
  const line = multiLineString(ways.map(({ geometry }) => geometry.coordinates));
  const { geometry } = buffer(line, DISTRICT_REACH_M, { units: 'meters', steps: 6 })!;
  const outlines = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const outline = outlines.reduce((best, one) => (one[0]!.length > best[0]!.length ? one : best));
  const shops = town.buildings.filter(({ use, streetName }) => use === 'shop' && streetName === core).length;
  furnisher.site({
    ...{ kind: 'red_district', name: '梨树步行街红色商圈', address: core, point: labelPoint([outline]) },
    ...{ outline: { type: 'Polygon', coordinates: outline }, data: { core_street: core, shops } },
  });
}

function furnishRedProperty({ town }: Ground, furnisher: Furnisher): void {
  const compound = town.compounds.findIndex(({ name }) => name === '交通小区');
  if (compound === -1) throw new RangeError('The town has no compound 交通小区');
  const { geometry, address, manager } = town.compounds[compound]!;
  furnisher.site({
    ...{ kind: 'red_property', name: '交通小区红色物业', address, compound, outline: geometry },
    ...{ point: labelPoint([geometry.coordinates]), data: { company: manager || '交通物业(示例)' } },
  });
}

/** Sectors of an alliance beside the communities themselves. */
const SECTORS = [
  { sector: 'government', kind: 'government', title: '机关联合党支部' },
  { sector: 'school', kind: 'school', title: '联盟学校' },
  { sector: 'medical', kind: 'clinic', title: '卫生院' },
  { sector: 'non_public', kind: 'enterprise', title: '非公企业' },
  { sector: 'social', kind: 'social', title: '社会组织服务站' },
] as const;

function furnishAlliances(ground: Ground, furnisher: Furnisher, places: Places): void {
  for (const street of ground.streets) {
    const members = communitiesUnder(ground, street.key);
    for (const [i, { sector, kind, title }] of SECTORS.entries())
      placeOrganizations(ground, furnisher, places, kind, [`${street.name}${title}(示例)`], {
        community: members[i % members.length]!,
        data: { alliance: street.code, sector },
      });
  }
}

function furnishPartyOrgs(
  ground: Ground,
  furnisher: Furnisher,
  redBuildings: readonly { site: number; community: number }[],
): void {
  const { streets, communities, town, figures } = ground;
  const county = furnisher.partyOrg({ kind: 'committee', name: '中共梨树县委员会', region: 'county' });
  furnisher.partyOrg({
    ...{ kind: 'committee', name: '城市基层党建示范引领行动领导小组', parent: county, region: 'county' },
    data: { role: 'leading_group' },
  });
  const committees = new Map<number, number>();
  for (const street of streets) {
    const members = communitiesUnder(ground, street.key);
    const work = furnisher.partyOrg({
      ...{ kind: 'committee', name: `${street.name}党工委`, parent: county, region: street.key },
    });
    const big = furnisher.partyOrg({
      ...{ kind: 'committee', form: 'big_work_committee', name: `${street.name}“大党工委”` },
      ...{ parent: work, region: street.key },
    });
    for (const i of members) {
      const { name, key } = communities[i]!;
      committees.set(i, furnisher.partyOrg({ kind: 'committee', name: `${name}党委`, parent: work, region: key }));
      furnisher.partyOrg({
        ...{ kind: 'committee', form: 'big_party_committee', name: `${name}“大党委”`, parent: big, region: key },
        // offices, not persons: the street's secretary leads, the secretaries of its communities are members
        data: { secretary: street.code, members: members.map((member) => communities[member]!.code) },
      });
    }
  }
  for (const { site, community } of redBuildings)
    furnisher.partyOrg({
      ...{ kind: 'branch', form: 'joint', name: `${furnisher.sites[site]!.name}联合党支部` },
      ...{ parent: committees.get(community)!, site, building: furnisher.sites[site]!.building },
    });
  const funds = shareOut(figures.counts.mixed_branch_funds_yuan!, new Array(figures.counts.mixed_branches!).fill(1));
  for (const [n, fundsYuan] of funds.entries()) {
    const compound = n % town.compounds.length;
    const turn = Math.floor(n / town.compounds.length);
    const { name } = town.compounds[compound]!;
    const community = ground.communityOfCompound[compound]!;
    furnisher.partyOrg({
      ...{ kind: 'branch', form: 'mixed', name: `${name}${turn > 0 ? `第${turn + 1}` : ''}“兼合式”党支部` },
      ...{
        compound,
        parent: committees.get(community)!,
        data: { fundsYuan, core: plainName(communities[community]!) },
      },
    });
  }
}
