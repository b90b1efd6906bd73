import { today } from '../../api/contract/today.ts';
import { sql } from '../../api/db/sql.ts';
import {
  communitiesWhere,
  levelsFit,
  publishedFigure,
  regionsAtFirst,
  regionsInForce,
  regionsWithOneSite,
  sitesOf,
} from './common.ts';
import type { Figure } from './figure.ts';

const county = '450921';
const NAMES = '北门、城北、城东、城南、城西、福船岭、南大、西上、新北、新南';

/** 容县 */
export const RONGXIAN_FIGURES: readonly Figure[] = [
  ...levelsFit(county),
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
    find: communitiesWhere(`
      1 = (select count(*) from party_org where party_org.county = community.county
                  and party_org.kind = 'branch' and party_org.region = community.region)`),
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
    ...{ row: 64, county, key: 'member-classes', name: '党员分类管理' },
    ...{ is: 'text', text: '各类党员人数是计数(tally),披露控制启用前不读取' },
  },
  {
    ...{ row: 65, county, key: 'blank-grids', name: '消除党建工作“空白点”:自身与所属社区都没有党支部的网格' },
    ...{ is: 'check', expected: { equals: 0 } },
    find: (code) => sql`
      select count(*) as found
        from region_version grid
        join division on division.county = grid.county and division.id = grid.division and valid @> ${today()}::date
       where grid.county = ${code} and grid.kind = 'grid'
         and not exists (select from party_org where party_org.county = grid.county and party_org.kind = 'branch'
                            and party_org.region in (grid.region, grid.parent))`,
  },
  {
    ...{ row: 66, county, key: 'shared-resources', name: '驻区单位无偿提供的资源种类(运动场所、教室、会议室)' },
    ...{ is: 'check', expected: { equals: 3 } },
    find: (code) => sql`
      select count(distinct resource) as found
        from organization cross join jsonb_array_elements_text(data -> 'resources') resource
       where county = ${code} and resource in ('sports_ground', 'classroom', 'meeting_room')`,
  },
  {
    ...{ row: 67, county, key: 'partners', name: '法律进社区:北门社区内的八个共建单位' },
    ...{ is: 'check', expected: { equals: 8 } },
    find: (code) => sql`
      select count(*) as found
        from region_version community
        join division on division.county = community.county and division.id = community.division
                     and valid @> ${today()}::date
        join organization on organization.county = community.county
                         and organization.data ->> 'core' = community.code and organization.data ? 'resources'
                         and st_intersects(community.geom, organization.geom)
       where community.county = ${code} and community.kind = 'community' and community.name = '北门社区'`,
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
    find: communitiesWhere(`
      exists (select from site where site.county = community.county and site.kind = 'community_station'
                     and site.data -> 'services' @> '["policing", "housekeeping", "health", "legal"]'
                     and st_intersects(community.geom, site.geom))`),
  },
  {
    ...{ row: 113, county, key: 'schools', name: '社区党校、文明市民学校、家长学校齐全的社区' },
    ...{ is: 'check', expected: { equals: 10 } },
    find: communitiesWhere(`
      3 = (select count(distinct data ->> 'facility') from site
                where site.county = community.county and site.kind = 'school'
                  and data ->> 'facility' in ('party_school', 'citizens_school', 'parents_school')
                  and st_intersects(community.geom, site.geom))`),
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
