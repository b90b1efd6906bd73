import type { EditLayer } from '../contract/thing-edits.ts';
import type { Db } from './database.ts';
import type { WorklistGround } from './worklists.ts';

/** Where things of a layer are, as a party organization's anchors say it too. */
const PLACES: Record<EditLayer, string> = {
  building: 'inner_point',
  compound: 'label',
  site: 'geom',
  organization: 'geom',
  party_org: `place_of('party_org', id)`,
};

/**
 * Ids of things that may be changed, in order: of the whole county, or of a region in the division given.
 *
 * @param after  the last id of the page before
 */
export async function listOwnIds(
  db: Db,
  layer: EditLayer,
  { county, division }: Pick<WorklistGround, 'county' | 'division'>,
  region: number | null,
  after: number,
  limit: number,
): Promise<number[]> {
  const place = PLACES[layer];
  const { rows } = await db.query<{ id: number }>({
    text: `
      select id from ${layer}
       where county = $1 and id > $4 and (app_region() is null or in_own_region(${place}))
         and ($3::bigint is null
              or st_covers((select geom from region_version
                             where county = $1 and division = $2::bigint and region_version.region = $3::bigint),
                           ${place}))
       order by id limit $5`,
    values: [county, division, region, after, limit],
  });
  return rows.map(({ id }) => id);
}
