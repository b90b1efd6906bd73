import type { ScopedDatabase } from '../api/db/database.ts';
import { loadThings, reserveThingIds } from '../api/services/load-things.ts';
import type { Furnishing } from './furnishing.ts';
import type { TownIds } from './load-town.ts';

/** Sites, organizations and party organizations, with ids in the place of indices and keys. */
export async function loadFurnishing(
  db: ScopedDatabase,
  { sites, organizations, partyOrgs }: Furnishing,
  { buildings, compounds }: TownIds,
  regionIds: ReadonlyMap<string, number>,
): Promise<void> {
  const siteIds = await loadThings(
    db,
    'site',
    sites.map((site) => ({
      ...site,
      building: pick(buildings, site.building),
      compound: pick(compounds, site.compound),
    })),
  );
  const organizationIds = await loadThings(
    db,
    'organization',
    organizations.map((organization) => ({ ...organization, building: pick(buildings, organization.building) })),
  );
  const ids = await reserveThingIds(db, 'party_org', partyOrgs.length);
  await loadThings(
    db,
    'party_org',
    partyOrgs.map((org, i) => ({
      ...org,
      id: ids[i]!,
      parent: pick(ids, org.parent),
      region: org.region === undefined ? null : regionIds.get(org.region)!,
      site: pick(siteIds, org.site),
      building: pick(buildings, org.building),
      compound: pick(compounds, org.compound),
      organization: pick(organizationIds, org.organization),
    })),
  );
}

const pick = (ids: readonly number[], index: number | null | undefined): number | null =>
  index === null || index === undefined ? null : ids[index]!;
