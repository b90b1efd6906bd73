import { today } from '../../api/contract/today.ts';
import { sql } from '../../api/db/sql.ts';
import { communitiesWhere, levelsFit, regionsInForce } from './common.ts';
import type { Figure } from './figure.ts';

const county = '310101';

/** 董家渡 */
export const DONGJIADU_FIGURES: readonly Figure[] = [
  ...levelsFit(county),
  {
    ...{ row: 77, county, key: 'neighbourhood-committee', name: '居民区党委,归口管理' },
    ...{ is: 'check', expected: { equals: 1 } },
    find: (code) => sql`
      select count(*) as found from party_org
       where county = ${code} and kind = 'committee' and form = 'neighbourhood_committee'`,
  },
  {
    ...{ row: 79, county, key: 'neighbourhoods', name: '20个居民区' },
    ...{ is: 'check', expected: { equals: 20 }, find: regionsInForce('community') },
  },
  {
    ...{ row: 79, county, key: 'networks', name: '四个网络' },
    ...{ is: 'check', expected: { equals: 4 }, find: regionsInForce('network') },
  },
  {
    ...{ row: 79, county, key: 'grouped', name: '恰属一个网络的居民区' },
    ...{ is: 'check', expected: { equals: 20 } },
    find: communitiesWhere(`
      1 = (select count(*) from grouping_member
                where grouping_member.county = community.county
                  and grouping_member.division = community.division and grouping_member.kind = 'network'
                  and grouping_member.community = community.region)`),
  },
  {
    ...{ row: 79, county, key: 'liaisons', name: '有工作指导组并恰有1名联络员的网络' },
    ...{ is: 'check', expected: { equals: 4 } },
    find: (code) => sql`
      select count(*) as found
        from region_version join division on division.county = region_version.county
                                         and division.id = region_version.division and valid @> ${today()}::date
       where region_version.county = ${code} and region_version.kind = 'network'
         and 1 = (select sum((party_org.data ->> 'liaisons')::int) from party_org
                   where party_org.county = region_version.county and party_org.kind = 'group'
                     and party_org.region = region_version.region)`,
  },
  {
    ...{ row: 86, county, key: 'unmanaged', name: '无物业管理的“联建公助”住房(栋)' },
    ...{ is: 'check', expected: { atLeast: 1 } },
    find: (code) => sql`
      select count(*) as found
        from building join compound on compound.county = building.county and compound.id = building.compound
       where building.county = ${code} and compound.management = 'none'`,
  },
  {
    ...{ row: 90, county, key: 'lone-elders', name: '温馨之家“6**户”' },
    ...{ is: 'text', text: '原文隐去数字,不录入' },
  },
  {
    ...{ row: 116, county, key: 'one-plus-three', name: '社区党建“1+3”模式' },
    ...{ is: 'text', text: '文中未定义,保留原文' },
  },
];
