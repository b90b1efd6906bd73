import { today } from '../../api/contract/today.ts';
import { sql } from '../../api/db/sql.ts';
import { communitiesWhere, levelsFit, publishedFigure, regionsInForce, regionsWithOneSite, sitesOf } from './common.ts';
import type { Figure } from './figure.ts';

const county = '220322';

/** 梨树县 */
export const LISHU_FIGURES: readonly Figure[] = [
  ...levelsFit(county),
  {
    ...{ row: 2, county, key: 'streets', name: '三个街道' },
    ...{ is: 'check', expected: { equals: 3 }, find: regionsInForce('street') },
  },
  {
    ...{ row: 3, county, key: 'communities', name: '15个城市社区' },
    ...{ is: 'check', expected: { equals: 15 }, find: regionsInForce('community') },
  },
  {
    ...{ row: 4, county, key: 'red-buildings', name: '三个街道共打造红色楼宇90栋' },
    ...{ is: 'check', expected: { equals: 90 }, find: sitesOf('red_building') },
  },
  {
    ...{ row: 4, county, key: 'streets-with-red-buildings', name: '有红色楼宇的街道' },
    ...{ is: 'check', expected: { equals: 3 } },
    find: (code) => sql`
      select count(*) as found
        from region_version street
        join division on division.county = street.county and division.id = street.division and valid @> ${today()}::date
       where street.county = ${code} and street.kind = 'street'
         and exists (select from site join building on building.county = site.county and building.id = site.building
                      where site.county = street.county and site.kind = 'red_building'
                        and st_intersects(street.geom, building.inner_point))`,
  },
  {
    ...{ row: 4, county, key: 'red-buildings-with-branch', name: '有党支部的红色楼宇' },
    ...{ is: 'check', expected: { equals: 90 } },
    find: (code) => sql`
      select count(*) as found from site
       where county = ${code} and kind = 'red_building'
         and exists (select from party_org where party_org.county = site.county and party_org.site = site.id
                        and party_org.kind = 'branch')`,
  },
  {
    ...{ row: 5, county, key: 'red-district', name: '以梨树步行街为核心区域的红色商圈1个' },
    ...{ is: 'check', expected: { equals: 1 } },
    find: (code) => sql`
      select count(*) as found from site
       where county = ${code} and kind = 'red_district' and outline is not null and data ->> 'core_street' like '%步行街%'`,
  },
  {
    ...{ row: 6, county, key: 'red-property', name: '交通小区红色物业1个' },
    ...{ is: 'check', expected: { equals: 1 } },
    find: (code) => sql`
      select count(*) as found
        from site join compound on compound.county = site.county and compound.id = site.compound
       where site.county = ${code} and site.kind = 'red_property' and compound.name = '交通小区'`,
  },
  {
    ...{ row: 7, county, key: 'red-places', name: '三红:商圈、楼宇、物业' },
    ...{ is: 'check', expected: { equals: '1 / 90 / 1' } },
    find: (code) => sql`
      select concat_ws(' / ', count(*) filter (where kind = 'red_district'), count(*) filter (where kind = 'red_building'),
                       count(*) filter (where kind = 'red_property')) as found
        from site where county = ${code}`,
  },
  {
    ...{ row: 10, county, key: 'units-without-core', name: '一核多元:没有核心社区的单位' },
    ...{ is: 'check', expected: { equals: 0 } },
    find: (code) => sql`
      select count(*) as found from organization
       where county = ${code}
         and not exists (
           select from region_version join division on division.county = region_version.county
                                    and division.id = region_version.division and valid @> ${today()}::date
            where region_version.county = organization.county and region_version.kind = 'community'
              and region_version.code = organization.data ->> 'core')`,
  },
  {
    ...{ row: 11, county, key: 'alliances', name: '党建联盟:联盟数与街道数' },
    ...{ is: 'check', expected: { equals: 3 } },
    find: (code) => sql`
      select count(distinct data ->> 'alliance') as found from organization
       where county = ${code} and data ? 'alliance'`,
  },
  {
    ...{
      row: 11,
      county,
      key: 'alliance-sectors',
      name: '党建联盟:各联盟中最少的领域数(机关、学校、医疗、非公、社会组织)',
    },
    ...{ is: 'check', expected: { equals: 5 } },
    find: (code) => sql`
      select min(sectors) as found
        from (select count(distinct data ->> 'sector') as sectors from organization
               where county = ${code} and data ? 'alliance' group by data ->> 'alliance') alliance`,
  },
  {
    ...{ row: 13, county, key: 'leading-group', name: '城市基层党建示范引领行动领导小组' },
    ...{ is: 'check', expected: { equals: 1 } },
    find: (code) => sql`
      select count(*) as found from party_org where county = ${code} and data ->> 'role' = 'leading_group'`,
  },
  {
    ...{ row: 14, county, key: 'big-work-committees', name: '街道“大党工委”:恰有一个的街道' },
    ...{ is: 'check', expected: { equals: 3 } },
    find: (code) => sql`
      select count(*) as found
        from region_version street
        join division on division.county = street.county and division.id = street.division and valid @> ${today()}::date
       where street.county = ${code} and street.kind = 'street'
         and 1 = (select count(*) from party_org
                   where party_org.county = street.county and form = 'big_work_committee' and region = street.region)`,
  },
  {
    ...{ row: 15, county, key: 'big-party-committees', name: '社区“大党委”:街道书记任书记、各社区书记任委员' },
    ...{ is: 'check', expected: { equals: 15 } },
    find: (code) => sql`
      select count(*) as found
        from region_version community
        join division on division.county = community.county and division.id = community.division
                     and valid @> ${today()}::date
        join region_version street on street.county = community.county and street.division = community.division
                                  and street.region = community.parent
        join party_org on party_org.county = community.county and form = 'big_party_committee'
                      and party_org.region = community.region
       where community.county = ${code} and community.kind = 'community'
         and party_org.data ->> 'secretary' = street.code
         and not exists (select from region_version sibling
                          where sibling.county = community.county and sibling.division = community.division
                            and sibling.parent = community.parent
                            and not party_org.data -> 'members' ? sibling.code)`,
  },
  {
    ...{ row: 21, county, key: 'check-in-rate', name: '在职党员报到比例,%(公布的合计 3008 / 3290)' },
    ...{ is: 'check', expected: { equals: 91.43 } },
    find: (code) => sql`
      select round((100 * max(value) filter (where id = 'members-checked-in')
                    / max(value) filter (where id = 'members-due'))::numeric, 2)::float8 as found
        from published_figure where county = ${code}`,
  },
  {
    ...{ row: 21, county, key: 'checked-in', name: '实现报到在职党员3000余人' },
    ...{ is: 'check', expected: { moreThan: 3000 }, find: publishedFigure('members-checked-in') },
  },
  {
    ...{ row: 25, county, key: 'communities-without-unit', name: '结对:没有单位以其为核心的社区' },
    ...{ is: 'check', expected: { equals: 0 } },
    find: communitiesWhere(`
      not exists (select from organization where organization.county = community.county
                         and organization.data ->> 'core' = community.code)`),
  },
  {
    ...{ row: 28, county, key: 'social-organizations', name: '爱心快递联盟、天天向善、爱心超市、文明交通志愿者' },
    ...{ is: 'check', expected: { equals: 4 } },
    find: (code) => sql`
      select count(distinct name) as found from organization
       where county = ${code} and kind = 'social'
         and name in ('爱心快递联盟', '天天向善', '爱心超市', '文明交通志愿者')`,
  },
  {
    ...{ row: 30, county, key: 'deputies-stations', name: '15个城市社区中建立“两代表一委员”为民服务工作站' },
    ...{ is: 'check', expected: { equals: 15 }, find: sitesOf('deputies_station') },
  },
  {
    ...{ row: 30, county, key: 'one-in-each-community', name: '恰有一个工作站的社区' },
    ...{ is: 'check', expected: { equals: 15 }, find: regionsWithOneSite('community', 'deputies_station') },
  },
  {
    ...{ row: 31, county, key: 'mixed-branches', name: '小区“兼合式”党支部33个' },
    ...{ is: 'check', expected: { equals: 33 } },
    find: (code) => sql`
      select count(*) as found from party_org
       where county = ${code} and kind = 'branch' and form = 'mixed' and compound is not null`,
  },
  {
    ...{ row: 31, county, key: 'mixed-branch-funds', name: '投入28万余元党建经费(元)' },
    ...{ is: 'check', expected: { atLeast: 280_000 } },
    find: (code) => sql`
      select sum((data ->> 'fundsYuan')::float8) as found from party_org
       where county = ${code} and kind = 'branch' and form = 'mixed'`,
  },
  {
    ...{ row: 116, county, key: 'one-plus-three', name: '党建“1+3”工作模式' },
    ...{ is: 'text', text: '文中未定义,保留原文' },
  },
];
