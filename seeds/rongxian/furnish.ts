import { Furnisher, type Furnishing } from '../furnishing.ts';
import { type Ground, Places } from '../ground.ts';
import { clinics, everydayOrganizations, plazas } from '../records/everyday.ts';
import { inventOrganizations, placeOrganizations } from '../records/organizations.ts';
import { plainName, siteInEachCommunity } from '../records/sites.ts';

/** 容县: one branch a community, a police room in each, rooms and squares to meet in. */
export function furnishRongxian(ground: Ground): Furnishing {
  const furnisher = new Furnisher();
  const places = new Places(ground);
  const { communities, figures } = ground;
  siteInEachCommunity(ground, furnisher, places, {
    ...{ kind: 'community_station', title: '服务站' },
    data: { services: ['policing', 'housekeeping', 'health', 'legal'] },
  });
  siteInEachCommunity(ground, furnisher, places, { kind: 'police_room', title: '警务室' });
  for (const [i, community] of communities.slice(0, figures.counts.activity_rooms!).entries())
    furnisher.site({
      ...{ kind: 'activity_room', name: `${plainName(community)}文娱活动室` },
      ...places.take(i, ['government', 'shop', 'slab', 'townhouse']),
    });
  for (const { facility, title } of SCHOOLS)
    siteInEachCommunity(ground, furnisher, places, { kind: 'school', title, data: { facility } });
  clinics(ground, furnisher);
  plazas(ground, furnisher, places, figures.counts.plazas!);

  everydayOrganizations(ground, furnisher);
  const gate = communities.findIndex(({ name }) => name === '北门社区');
  const partners = [
    '容县人民法院',
    '容县国税局',
    '容城派出所',
    '容县司法局',
    ...PARTNERS.map((name) => `${name}(示例)`),
  ];
  placeOrganizations(ground, furnisher, places, 'institution', partners, {
    ...{ community: gate, data: { resources: ['meeting_room', 'classroom', 'sports_ground'] } },
  });
  inventOrganizations(ground, furnisher, places, 'enterprise', figures.counts.enterprises!);
  inventOrganizations(ground, furnisher, places, 'market', figures.counts.markets!);
  inventOrganizations(ground, furnisher, places, 'social', figures.counts.social_organizations!);

  const county = furnisher.partyOrg({ kind: 'committee', name: '中共容县委员会', region: 'county' });
  for (const street of ground.streets) {
    const town = furnisher.partyOrg({
      ...{ kind: 'committee', name: `${street.name}党委`, parent: county, region: street.key },
    });
    for (const { key, name } of communities)
      furnisher.partyOrg({ kind: 'branch', name: `${name}党支部`, parent: town, region: key });
  }
  return furnisher;
}

/** Where a community teaches its members, its residents and their parents. */
const SCHOOLS = [
  { facility: 'party_school', title: '党校' },
  { facility: 'citizens_school', title: '文明市民学校' },
  { facility: 'parents_school', title: '家长学校' },
] as const;

/** The source names four of the eight units of 北门 that took the law into the community. */
const PARTNERS = ['容县检察院', '北门小学', '城北卫生院', '北街信用社'];
