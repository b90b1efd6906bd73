import { today } from '../../api/contract/today.ts';
import { sql } from '../../api/db/sql.ts';
import { publishedFigure, regionsAtFirst, regionsInForce, regionsWithOneSite, sitesOf } from './common.ts';
import type { Figure } from './figure.ts';

const county = '450921';
const NAMES = '北门、城北、城东、城南、城西、福船岭、南大、西上、新北、新南';

/** 容县 */
export const RONGXIAN_FIGURES: readonly Figure[] = [
  {
    ...{ row: 60, county, key: 'communities', name: '10个社区' },
    ...{ is: 'check', expected: { equals: 10 }, find: regionsInForce('community') },
  },
  {
    ...{ row: 60, county, key: 'names', name: '十个社区的名称' },
    ...{ is: 'check', expected: { equals: 10 } },
    find: (code) => sql`
      select count(*) as found
        from region_version join division on division.county = region_version.county
                                         and division.id = region_version.division and valid @> ${today()}::date
       where region_version.county = ${code} and kind = 'community'
         and replace(region_version.name, '社区', '') = any (string_to_array(${NAMES}, '、'))`,
  },
  {
    ...{ row: 60, county, key: 'one-branch-each', name: '一社区一支部:恰有一个党支部的社区' },
    ...{ is: 'check', expected: { equals: 10 } },
    find: (code) => sql`
      select count(*) as found
        from region_version join division on division.county = region_version.county
                                         and division.id = region_version.division and valid @> ${today()}::date
       where region_version.county = ${code} and region_version.kind = 'community'
         and 1 = (select count(*) from party_org where party_org.county = region_version.county
                     and party_org.kind = 'branch' and party_org.region = region_version.region)`,
  },
  {
    ...{ row: 61, county, key: 'staff', name: '居委会班子成员30人' },
    ...{ is: 'check', expected: { equals: 30 }, find: publishedFigure('committee-staff') },
  },
  {
    ...{ row: 61, county, key: 'ages', name: '30岁以下、31-45岁、46-60岁之和' },
    ...{ is: 'check', expected: { equals: 30 } },
    find: (code) => sql`
      select sum(value) as found from published_figure
       where county = ${code} and id in ('committee-staff-to-30', 'committee-staff-31-45', 'committee-staff-46-60')`,
  },
  {
    ...{ row: 61, county, key: 'women', name: '女同志占比,%' },
    ...{ is: 'check', expected: { equals: 70 } },
    find: (code) => sql`
      select 100 * max(value) filter (where id = 'committee-staff-women')
             / max(value) filter (where id = 'committee-staff') as found
        from published_figure where county = ${code}`,
  },
  {
    ...{ row: 69, county, key: 'police-rooms', name: '警务室' },
    ...{ is: 'check', expected: { equals: 10 }, find: sitesOf('police_room') },
  },
  {
    ...{ row: 69, county, key: 'one-police-room-each', name: '恰有一个警务室的社区' },
    ...{ is: 'check', expected: { equals: 10 }, find: regionsWithOneSite('community', 'police_room') },
  },
  {
    ...{ row: 72, county, key: 'plazas', name: '广场、空地等20多处' },
    ...{ is: 'check', expected: { moreThan: 20 }, find: sitesOf('plaza') },
  },
  {
    ...{ row: 72, county, key: 'activity-rooms', name: '大部分社区有文娱活动室' },
    ...{ is: 'check', expected: { moreThan: 5 }, find: sitesOf('activity_room') },
  },
  {
    ...{ row: 73, county, key: 'stations', name: '设有社区服务站的社区(警务、家政、卫生医疗、法律咨询)' },
    ...{ is: 'check', expected: { equals: 10 } },
    find: (code) => sql`
      select count(*) as found
        from region_version join division on division.county = region_version.county
                                         and division.id = region_version.division and valid @> ${today()}::date
       where region_version.county = ${code} and region_version.kind = 'community'
         and exists (select from site where site.county = region_version.county and site.kind = 'community_station'
                        and site.data -> 'services' @> '["policing", "housekeeping", "health", "legal"]'
                        and st_intersects(region_version.geom, site.geom))`,
  },
  {
    ...{ row: 119, county, key: 'redivided', name: '合理科学地重新划分社区:原社区数' },
    is: 'parameter',
    find: regionsAtFirst('community'),
  },
  {
    ...{ row: 119, county, key: 'two-divisions', name: '可比较的两次区划' },
    ...{ is: 'check', expected: { equals: 2 } },
    find: (code) => sql`select count(*) as found from division where county = ${code} and valid is not null`,
  },
];
