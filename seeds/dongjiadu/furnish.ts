import { Furnisher, type Furnishing } from '../furnishing.ts';
import { type Ground, Places } from '../ground.ts';
import { clinics, everydayOrganizations, plazas } from '../records/everyday.ts';
import { inventOrganizations } from '../records/organizations.ts';
import { siteInEachCommunity } from '../records/sites.ts';

/** 董家渡: one committee over all neighbourhoods, a guide group with its liaison in each network. */
export function furnishDongjiadu(ground: Ground): Furnishing {
  const furnisher = new Furnisher();
  const places = new Places(ground);
  const { streets, communities, groupings, figures } = ground;
  siteInEachCommunity(ground, furnisher, places, { kind: 'community_station', title: '居委会' });
  furnisher.site({
    ...{ kind: 'service_centre', name: '董家渡社区党员服务中心(示例)', data: { level: 'street' } },
    ...places.take(0, ['government', 'office', 'mall', 'shop']),
  });
  clinics(ground, furnisher);
  plazas(ground, furnisher, places);
  everydayOrganizations(ground, furnisher);
  inventOrganizations(ground, furnisher, places, 'enterprise', figures.counts.enterprises!);
  inventOrganizations(ground, furnisher, places, 'market', figures.counts.markets!);
  inventOrganizations(ground, furnisher, places, 'social', figures.counts.social_organizations!);

  const street = streets[0]!;
  const work = furnisher.partyOrg({ kind: 'committee', name: '董家渡社区党工委', region: street.key });
  const neighbourhoods = furnisher.partyOrg({
    ...{
      kind: 'committee',
      form: 'neighbourhood_committee',
      name: '董家渡居民区党委',
      parent: work,
      region: street.key,
    },
  });
  for (const { key, name } of groupings)
    furnisher.partyOrg({
      ...{ kind: 'group', name: `${name}工作指导组`, parent: neighbourhoods, region: key, data: { liaisons: 1 } },
    });
  for (const { key, name } of communities)
    furnisher.partyOrg({ kind: 'committee', name: `${name}党总支`, parent: neighbourhoods, region: key });
  return furnisher;
}
