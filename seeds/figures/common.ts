import { today } from '../../api/contract/today.ts';
import type { OrganizationKind, RegionKind, SiteKind } from '../../api/contract/words.ts';
import type { Statement } from '../../api/db/database.ts';
import { sql } from '../../api/db/sql.ts';
import type { Figure } from './figure.ts';

/** Statements that several counties' figures share. Each gives one row with the column `found`. */

/** Regions of a kind in the division in force today. */
export const regionsInForce =
  (kind: RegionKind) =>
  (county: string): Statement =>
    sql`
    select count(*) as found
      from region_version join division on division.county = region_version.county and division.id = region_version.division
     where region_version.county = ${county} and kind = ${kind} and valid @> ${today()}::date`;

/** Communities in force today for which a condition holds: SQL over `community`, a row of region_version, without values. */
export const communitiesWhere =
  (condition: string) =>
  (county: string): Statement => {
    const { text, values } = sql`
    select count(*) as found
      from region_version community
      join division on division.county = community.county and division.id = community.division and valid @> ${today()}::date
     where community.county = ${county} and community.kind = 'community'`;
    return { text: `${text} and ${condition}`, values };
  };

export const sitesOf =
  (kind: SiteKind) =>
  (county: string): Statement =>
    sql`
    select count(*) as found from site where county = ${county} and kind = ${kind}`;

export const organizationsOf =
  (kind: OrganizationKind) =>
  (county: string): Statement =>
    sql`
    select count(*) as found from organization where county = ${county} and kind = ${kind}`;

/** Sites of a kind where the attribute has the value. */
export const sitesWhere =
  (kind: SiteKind, attribute: string, value: string) =>
  (county: string): Statement =>
    sql`
    select count(*) as found from site
     where county = ${county} and kind = ${kind} and data ->> ${attribute} = ${value}`;

/** Regions of a kind that hold exactly one site of a kind, by place. */
export const regionsWithOneSite =
  (region: RegionKind, site: SiteKind) =>
  (county: string): Statement =>
    sql`
    select count(*) as found
      from region_version join division on division.county = region_version.county and division.id = region_version.division
     where region_version.county = ${county} and region_version.kind = ${region} and valid @> ${today()}::date
       and 1 = (select count(*) from site
                 where site.county = region_version.county and site.kind = ${site}
                   and st_intersects(region_version.geom, site.geom))`;

/** Parents of any level whose children leave a gap, overlap, or reach beyond them (relative to the area: 1e-9). */
const untiledParents = (county: string): Statement => sql`
  select count(*) as found
    from (
      select parent.region
        from region_version parent
        join division on division.county = parent.county and division.id = parent.division and valid @> ${today()}::date
        join region_version child on child.county = parent.county and child.division = parent.division
                                 and child.parent = parent.region and child.kind not in ('network', 'union')
       where parent.county = ${county}
       group by parent.region, parent.geom
      having abs(st_area(st_union(child.geom)) - st_area(parent.geom)) > 1e-9 * st_area(parent.geom)
          or abs(sum(st_area(child.geom)) - st_area(parent.geom)) > 1e-9 * st_area(parent.geom)
    ) untiled`;

const communitiesWithoutStreet = (county: string): Statement => sql`
  select count(*) as found
    from region_version community
    join division on division.county = community.county and division.id = community.division and valid @> ${today()}::date
    left join region_version street on street.county = community.county and street.division = community.division
                                   and street.region = community.parent and street.kind = 'street'
   where community.county = ${county} and community.kind = 'community' and street.region is null`;

/** 三级联动 of row 1: a county's levels fit into each other. */
export const levelsFit = (county: string): Figure[] => [
  {
    ...{ row: 1, county, key: 'community-in-street', name: '三级联动:没有街道的社区' },
    ...{ is: 'check', expected: { equals: 0 }, find: communitiesWithoutStreet },
  },
  {
    ...{ row: 1, county, key: 'tiling', name: '三级联动:下级未铺满上级的区域' },
    ...{ is: 'check', expected: { equals: 0 }, find: untiledParents },
  },
];

/** Regions of a kind in the division that began first. */
export const regionsAtFirst =
  (kind: RegionKind) =>
  (county: string): Statement =>
    sql`
    select count(*) as found
      from region_version
     where county = ${county} and kind = ${kind}
       and division = (select id from division where county = ${county} and valid is not null order by lower(valid) limit 1)`;

/** Difference between the communities' areas of the first and the last division, m², to the square metre. */
export const areaChange = (county: string): Statement => sql`
  with total as (
    select lower(valid) as since, sum(st_area(geom::geography)) as m2
      from region_version join division on division.county = region_version.county and division.id = region_version.division
     where region_version.county = ${county} and kind = 'community' and valid is not null
     group by since
  )
  select round((select m2 from total order by since desc limit 1) - (select m2 from total order by since limit 1))::float8
         + 0 as found`;

export const publishedFigure =
  (id: string) =>
  (county: string): Statement =>
    sql`
    select value as found from published_figure where county = ${county} and id = ${id}`;
