import { ORGANIZATION_ATTRIBUTES, SITE_ATTRIBUTES } from '../api/contract/site-kinds.ts';
import type { OrganizationRow, PartyOrgRow, SiteRow } from '../api/db/things.ts';

/**
 * Records of a county before they have ids: buildings and compounds by their index in the town, regions by key,
 * sites, organizations and party organizations by their index in these lists.
 */
export interface Furnishing {
  sites: SiteDraft[];
  organizations: OrganizationDraft[];
  partyOrgs: PartyOrgDraft[];
}
export type SiteDraft = SiteRow;
export type OrganizationDraft = OrganizationRow;
/** `parent` stands earlier in the list. */
export type PartyOrgDraft = Omit<PartyOrgRow, 'id' | 'region'> & { region?: string };

/** Adds to lists and gives back the index of what was added; attributes that the kind has not are a mistake of the seed. */
export class Furnisher implements Furnishing {
  readonly sites: SiteDraft[] = [];
  readonly organizations: OrganizationDraft[] = [];
  readonly partyOrgs: PartyOrgDraft[] = [];

  site(draft: SiteDraft): number {
    SITE_ATTRIBUTES[draft.kind].parse(draft.data ?? {});
    return this.sites.push(draft) - 1;
  }
  organization(draft: OrganizationDraft): number {
    ORGANIZATION_ATTRIBUTES.parse(draft.data ?? {});
    return this.organizations.push(draft) - 1;
  }
  partyOrg(draft: PartyOrgDraft): number {
    return this.partyOrgs.push(draft) - 1;
  }
}
