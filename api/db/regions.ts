import type { Region } from '../contract/counties.ts';
import type { Db } from './database.ts';
import { sql } from './sql.ts';

/** Every region of a division, from the top level down, in the order of their codes. */
export async function listRegions(db: Db, county: string, division: number): Promise<Region[]> {
  const { rows } = await db.query<Region>(sql`
    select region as id, kind, parent, code, name, name_en as "nameEn", hue,
           array[st_x(label), st_y(label)] as label,
           array[st_xmin(geom), st_ymin(geom), st_xmax(geom), st_ymax(geom)] as bounds,
           area_m2 as "areaM2", households, residents, buildings, estimated,
           (select array_agg(grouping_region order by grouping_member.kind)
              from grouping_member
             where grouping_member.county = ${county} and grouping_member.division = ${division}
               and community = region_version.region) as groupings
      from region_version
     where county = ${county} and division = ${division}
     order by array_position(array['county', 'street', 'community', 'grid', 'network', 'union'], kind), code, region`);
  return rows.map(({ groupings, ...row }) => (groupings ? { ...row, groupings } : row));
}
