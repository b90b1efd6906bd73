import { today } from '../../api/contract/today.ts';
import type { Statement } from '../../api/db/database.ts';
import { sql } from '../../api/db/sql.ts';
import {
  areaChange,
  communitiesWhere,
  levelsFit,
  organizationsOf,
  regionsAtFirst,
  regionsInForce,
  sitesWhere,
} from './common.ts';
import type { Figure } from './figure.ts';

const county = '450481';

/** Communities of the first division with more residents than this, counted from the buildings inside. */
const crowdedAtFirst =
  (residents: number) =>
  (code: string): Statement =>
    sql`
    select count(*) as found
      from (
        select region_version.region
          from region_version
          join building on building.county = region_version.county
                       and st_intersects(region_version.geom, building.inner_point)
         where region_version.county = ${code} and region_version.kind = 'community'
           and division = (select id from division where county = ${code} and valid is not null order by lower(valid) limit 1)
         group by region_version.region
        having sum(building.residents) > ${residents}::int
      ) crowded`;

const committeesNamed =
  (name: string) =>
  (code: string): Statement =>
    sql`
    select count(*) as found from party_org where county = ${code} and kind = 'committee' and name = ${name}`;

/** 岑溪市 */
export const CENXI_FIGURES: readonly Figure[] = [
  ...levelsFit(county),
  {
    ...{ row: 33, county, key: 'over-10000', name: '十一社区时,大部分社区超过1万人' },
    ...{ is: 'check', expected: { atLeast: 6 }, find: crowdedAtFirst(10_000) },
  },
  {
    ...{ row: 33, county, key: 'over-30000', name: '十一社区时,部分社区3万人以上' },
    ...{ is: 'check', expected: { atLeast: 1 }, find: crowdedAtFirst(30_000) },
  },
  {
    ...{ row: 35, county, key: 'work-committee', name: '城市社区党工委' },
    ...{ is: 'check', expected: { equals: 1 }, find: committeesNamed('岑溪市城市社区党工委') },
  },
  {
    ...{ row: 35, county, key: 'management-committee', name: '城市社区管委会' },
    ...{ is: 'check', expected: { equals: 1 } },
    find: (code) => sql`
      select count(*) as found from organization
       where county = ${code} and kind = 'government' and name = '岑溪市城市社区管委会'`,
  },
  {
    ...{ row: 36, county, key: 'eleven', name: '原来11个社区' },
    ...{ is: 'check', expected: { equals: 11 }, find: regionsAtFirst('community') },
  },
  {
    ...{ row: 36, county, key: 'nineteen', name: '增设8个,共19个社区' },
    ...{ is: 'check', expected: { equals: 19 }, find: regionsInForce('community') },
  },
  {
    ...{ row: 36, county, key: 'added', name: '增设的社区:原区划中没有的' },
    ...{ is: 'check', expected: { equals: 8 } },
    find: (code) => sql`
      with ordered as (
        select id, row_number() over (order by lower(valid)) as place from division
         where county = ${code} and valid is not null
      )
      select count(*) as found
        from region_version later
       where later.county = ${code} and kind = 'community' and division = (select id from ordered where place = 2)
         and not exists (select from region_version earlier
                          where earlier.county = later.county and earlier.region = later.region
                            and earlier.division = (select id from ordered where place = 1))`,
  },
  {
    ...{ row: 36, county, key: 'same-area', name: '前后两次区划的面积之差,平方米' },
    ...{ is: 'check', expected: { equals: 0 }, find: areaChange },
  },
  {
    ...{ row: 37, county, key: 'grids-without-branch', name: '在网格成立党支部:没有党支部的网格' },
    ...{ is: 'check', expected: { equals: 0 } },
    find: (code) => sql`
      select count(*) as found
        from region_version grid
        join division on division.county = grid.county and division.id = grid.division and valid @> ${today()}::date
       where grid.county = ${code} and grid.kind = 'grid'
         and not exists (select from party_org where party_org.county = grid.county and party_org.kind = 'branch'
                            and party_org.region = grid.region)`,
  },
  {
    ...{ row: 37, county, key: 'compounds-without-group', name: '在楼宇小区成立党小组:没有党小组的小区' },
    ...{ is: 'check', expected: { equals: 0 } },
    find: (code) => sql`
      select count(*) as found from compound
       where county = ${code}
         and not exists (select from party_org where party_org.county = compound.county and party_org.kind = 'group'
                            and party_org.compound = compound.id)`,
  },
  {
    ...{ row: 40, county, key: 'enterprises', name: '36家企业' },
    ...{ is: 'check', expected: { equals: 36 }, find: organizationsOf('enterprise') },
  },
  {
    ...{ row: 40, county, key: 'markets', name: '9家市场' },
    ...{ is: 'check', expected: { equals: 9 }, find: organizationsOf('market') },
  },
  {
    ...{ row: 40, county, key: 'social', name: '56个社会组织' },
    ...{ is: 'check', expected: { equals: 56 }, find: organizationsOf('social') },
  },
  {
    ...{ row: 40, county, key: 'areas', name: '纳入社区大党委分片区管理的企业、市场、社会组织' },
    ...{ is: 'check', expected: { equals: 101 } },
    find: (code) => sql`
      select count(*) as found
        from organization
        join region_version on region_version.county = organization.county and region_version.kind = 'community'
                           and region_version.code = organization.data ->> 'looked_after_by'
        join division on division.county = region_version.county and division.id = region_version.division
                     and valid @> ${today()}::date
       where organization.county = ${code} and organization.kind in ('enterprise', 'market', 'social')
         and st_intersects(region_version.geom, organization.geom)`,
  },
  {
    ...{ row: 46, county, key: 'check-ins', name: '双报到:单位与党员分别计数' },
    ...{ is: 'text', text: '报到人数是计数(tally),披露控制启用前不读取' },
  },
  {
    ...{ row: 51, county, key: 'city-centre', name: '1000平方米以上的市级党群服务中心' },
    ...{ is: 'check', expected: { equals: 1 } },
    find: (code) => sql`
      select count(*) as found from site
       where county = ${code} and kind = 'service_centre' and data ->> 'level' = 'city'
         and (data ->> 'areaM2')::float8 >= 1000`,
  },
  {
    ...{ row: 51, county, key: 'regional-centres', name: '区域性党群服务中心' },
    ...{ is: 'check', expected: { equals: 3 }, find: sitesWhere('service_centre', 'level', 'regional') },
  },
  {
    ...{ row: 51, county, key: 'investment', name: '整合投入2000多万元(元)' },
    ...{ is: 'check', expected: { moreThan: 20_000_000 } },
    find: (code) => sql`
      select sum((data ->> 'investmentYuan')::float8) as found from site
       where county = ${code} and kind = 'service_centre'`,
  },
  {
    ...{ row: 52, county, key: 'facilities', name: '“三站两室一中心”齐全的社区' },
    ...{ is: 'check', expected: { equals: 19 } },
    find: communitiesWhere(`
      6 = (select count(distinct data ->> 'facility') from site
                where site.county = community.county and data ? 'facility'
                  and st_intersects(community.geom, site.geom))`),
  },
  {
    ...{ row: 52, county, key: 'facility-kinds', name: '“三站两室一中心”:原文未列名,示例取' },
    is: 'parameter',
    find: (code) => sql`
      select string_agg(distinct data ->> 'facility', '、' order by data ->> 'facility') as found
        from site where county = ${code} and data ? 'facility'`,
  },
  {
    ...{ row: 57, county, key: 'big-party-committees', name: '社区“大党委”:恰有一个的社区' },
    ...{ is: 'check', expected: { equals: 19 } },
    find: communitiesWhere(`
      1 = (select count(*) from party_org where party_org.county = community.county
                  and form = 'big_party_committee' and party_org.region = community.region)`),
  },
  {
    ...{ row: 112, county, key: 'forms', name: '党组织形式:单独、联合、功能型、楼栋党小组都有' },
    ...{ is: 'check', expected: { equals: 4 } },
    find: (code) => sql`
      select count(distinct form) as found from party_org
       where county = ${code} and form in ('single', 'joint', 'functional', 'building_group')`,
  },
  {
    ...{ row: 117, county, key: 'coverage', name: '企业、市场、社会组织的党组织覆盖率,%' },
    is: 'parameter',
    find: (code) => sql`
      select round(100.0 * count(*) filter (where exists (
               select from party_org where party_org.county = organization.county
                  and (party_org.organization = organization.id or party_org.data -> 'covers' ? organization.name)))
             / nullif(count(*), 0), 1)::float8 as found
        from organization where county = ${code} and kind in ('enterprise', 'market', 'social')`,
  },
];

const practice = '990481';

/** 岑溪(练习): the same town before its redivision. */
export const CENXI_PRACTICE_FIGURES: readonly Figure[] = [
  ...levelsFit(practice),
  {
    ...{ row: 36, county: practice, key: 'eleven', name: '原来11个社区' },
    ...{ is: 'check', expected: { equals: 11 }, find: regionsInForce('community') },
  },
];
