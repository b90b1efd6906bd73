import { today } from '../../api/contract/today.ts';
import { sql } from '../../api/db/sql.ts';
import { levelsFit, regionsInForce, regionsWithOneSite } from './common.ts';
import type { Figure } from './figure.ts';

const county = '990004';

/** 区域化示例镇: the report's numbers are blanked out, so the demo's own are parameters. */
export const QUYUHUA_FIGURES: readonly Figure[] = [
  ...levelsFit(county),
  {
    ...{ row: 94, county, key: 'unions', name: '区域党委“xx个”' },
    ...{ is: 'parameter', find: regionsInForce('union') },
  },
  {
    ...{ row: 94, county, key: 'without-committee', name: '没有区域党委(隶属乡镇党委)的区域' },
    ...{ is: 'check', expected: { equals: 0 } },
    find: (code) => sql`
      select count(*) as found
        from region_version join division on division.county = region_version.county
                                         and division.id = region_version.division and valid @> ${today()}::date
       where region_version.county = ${code} and region_version.kind = 'union'
         and 1 <> (select count(*) from party_org
                     join party_org upper on upper.county = party_org.county and upper.id = party_org.parent
                    where party_org.county = region_version.county and party_org.form = 'region_committee'
                      and upper.kind = 'committee' and party_org.region = region_version.region)`,
  },
  {
    ...{ row: 95, county, key: 'scattered', name: '区域相邻:成员村不相连的区域' },
    ...{ is: 'check', expected: { equals: 0 } },
    find: (code) => sql`
      select count(*) as found
        from (
          select grouping_region
            from grouping_member
            join division on division.county = grouping_member.county and division.id = grouping_member.division
                         and valid @> ${today()}::date
            join region_version village on village.county = grouping_member.county
                                       and village.division = grouping_member.division
                                       and village.region = grouping_member.community
           where grouping_member.county = ${code} and grouping_member.kind = 'union'
           group by grouping_region
          having st_numgeometries(st_multi(st_union(village.geom))) <> 1
        ) scattered`,
  },
  {
    ...{ row: 95, county, key: 'without-strong-member', name: '以强带弱:没有强村强企带动的区域' },
    ...{ is: 'check', expected: { equals: 0 } },
    find: (code) => sql`
      select count(*) as found from party_org
       where county = ${code} and form = 'region_committee' and not data @> '{"members": [{"strong": true}]}'`,
  },
  {
    ...{ row: 96, county, key: 'without-consent', name: '不搞拉郎配:未经同意加入的成员' },
    ...{ is: 'check', expected: { equals: 0 } },
    find: (code) => sql`
      select count(*) as found
        from party_org cross join jsonb_array_elements(data -> 'members') member
       where county = ${code} and form = 'region_committee' and not coalesce((member ->> 'consent')::boolean, false)`,
  },
  {
    ...{ row: 97, county, key: 'ways', name: '村村、村企、村校、企业联建:模式数' },
    ...{ is: 'check', expected: { equals: 4 } },
    find: (code) => sql`
      select count(distinct data ->> 'mode') as found from party_org
       where county = ${code} and form = 'region_committee'
         and data ->> 'mode' in ('村村联建', '村企联建', '村校联建', '企业联建')`,
  },
  {
    ...{ row: 97, county, key: 'main-way', name: '以村村联建为主要模式' },
    ...{ is: 'check', expected: { equals: '村村联建' } },
    find: (code) => sql`
      select data ->> 'mode' as found from party_org
       where county = ${code} and form = 'region_committee'
       group by data ->> 'mode' order by count(*) desc limit 1`,
  },
  {
    ...{ row: 98, county, key: 'centres', name: '一区域一中心:恰有一个党群服务中心的区域,占全部' },
    ...{ is: 'check', expected: { equals: 6 }, find: regionsWithOneSite('union', 'service_centre') },
  },
  {
    ...{ row: 122, county, key: 'secretaries', name: '书记来自成员单位、各成员单位均有席位的区域党委,占全部' },
    ...{ is: 'check', expected: { equals: 6 } },
    find: (code) => sql`
      select count(*) as found from party_org
       where county = ${code} and form = 'region_committee'
         and exists (select from jsonb_array_elements(data -> 'members') member
                      where member ->> 'name' = data ->> 'secretary')
         and not exists (select from jsonb_array_elements(data -> 'members') member
                          where not data -> 'seats' ? (member ->> 'name'))`,
  },
];
