import { ATTRIBUTE_UNITS, ORGANIZATION_ATTRIBUTES, SITE_ATTRIBUTES } from '../contract/site-kinds.ts';
import type { Fact, Inspection, ThingLink } from '../contract/things.ts';
import type { SiteKind, ThingLayer } from '../contract/words.ts';
import type { Db } from '../db/database.ts';
import type { DivisionHead } from '../db/divisions.ts';
import type { Counted, Cut, LocatedLayer, Standing, ThingRow } from '../db/inspection.ts';
import * as rows from '../db/inspection.ts';

/** Rows of each list; the totals tell how many there are in full. */
const MOST = 200;

/** A region in a division, with what lies in it; null when the division has no such region. */
export async function inspectRegion(
  db: Db,
  county: string,
  head: DivisionHead,
  id: number,
): Promise<Inspection | null> {
  const standing = standingIn(county, head);
  const region = await rows.readRegion(db, standing, id);
  if (!region) return null;
  const within = (layer: LocatedLayer) => rows.listThingsWithin(db, standing, id, layer, MOST);
  const [below, sites, organizations] = [
    await rows.listChildRegions(db, standing, id, MOST),
    await within('site'),
    await within('organization'),
  ];
  const things = below.total > 0 ? {} : { compound: await within('compound'), building: await within('building') };
  const partyOrgs = await rows.listPartyOrgs(db, county, { region: id }, MOST);
  const groupings = region.kind === 'community' ? (await rows.listGroupings(db, standing, id)).rows : [];
  return {
    ...presented('region', id, region),
    code: region.code,
    facts: [
      ...figures(region.data, await rows.readCounted(db, standing)),
      ...(below.total > 0 ? [{ key: `${below.rows[0]!.kind}_count`, value: below.total }] : []),
      { key: 'site_count', value: sites.total },
      { key: 'organization_count', value: organizations.total },
    ],
    parents: (await rows.readChain(db, standing, id)).filter((above) => above.id !== id),
    ...lists({ region: below, ...things, sites, organizations, partyOrgs }),
    links: groupings.map((grouping) => ({ ...grouping, relation: grouping.kind })),
  };
}

/** A thing on the ground, placed in the division in force, if there is one; null when there is no such thing. */
export async function inspectThing(
  db: Db,
  county: string,
  head: DivisionHead | null,
  layer: ThingLayer,
  id: number,
): Promise<Inspection | null> {
  const thing = await rows.readThing(db, county, head?.fabric ?? null, layer, id);
  if (!thing) return null;
  const standing = head && standingIn(county, head);
  const block = standing && (await blockOf(db, standing, layer, id));
  const region = standing && block !== null ? await rows.readRegionOfBlock(db, standing, block) : null;
  const around = await surroundings(db, county, standing, layer, id);
  return {
    ...presented(layer, id, thing),
    code: null,
    facts: factsOf(layer, thing, standing && (await rows.readCounted(db, standing))),
    parents: standing && region !== null ? await rows.readChain(db, standing, region) : [],
    ...(isLocated(layer) ? { block } : {}),
    ...around,
    links: await linksOf(db, county, thing),
  };
}

const standingIn = (county: string, head: DivisionHead): Standing => ({
  county,
  division: head.id,
  fabric: head.fabric,
  seq: head.seq,
});

const isLocated = (layer: ThingLayer): layer is LocatedLayer =>
  layer === 'building' || layer === 'compound' || layer === 'site' || layer === 'organization';

async function blockOf(db: Db, standing: Standing, layer: ThingLayer, id: number): Promise<number | null> {
  if (layer === 'block') return id;
  return isLocated(layer) ? rows.readBlockOf(db, standing, layer, id) : null;
}

const presented = (layer: Inspection['layer'], id: number, { kind, name, lng, lat, geometry, version }: ThingRow) => ({
  layer,
  id,
  kind,
  name,
  at: [lng, lat] as [number, number],
  geometry: geometry as Inspection['geometry'],
  version,
});

type Surroundings = Pick<Inspection, 'children' | 'sites' | 'organizations' | 'partyOrgs' | 'totals'>;
type Links = Cut<ThingLink>;
const NONE: Links = { rows: [], total: 0 };

function lists(given: { [list in keyof Inspection['totals']]?: Links }): Surroundings {
  const { region = NONE, compound = NONE, building = NONE } = given;
  const { sites = NONE, organizations = NONE, partyOrgs = NONE } = given;
  return {
    children: [...region.rows, ...compound.rows, ...building.rows],
    sites: sites.rows as Inspection['sites'],
    organizations: organizations.rows,
    partyOrgs: partyOrgs.rows,
    totals: {
      ...{ region: region.total, compound: compound.total, building: building.total },
      ...{ sites: sites.total, organizations: organizations.total, partyOrgs: partyOrgs.total },
    },
  };
}

async function surroundings(
  db: Db,
  county: string,
  standing: Standing | null,
  layer: ThingLayer,
  id: number,
): Promise<Surroundings> {
  const place = { building: layer === 'building' ? id : null, compound: layer === 'compound' ? id : null };
  switch (layer) {
    case 'building':
    case 'compound':
      return lists({
        ...(layer === 'compound' ? { building: await rows.listBuildingsOf(db, county, id, MOST) } : {}),
        sites: await rows.listSitesOf(db, county, place, MOST),
        organizations: await rows.listOrganizationsOf(db, county, place, MOST),
        partyOrgs: await rows.listPartyOrgs(db, county, { [layer]: id }, MOST),
      });
    case 'site':
    case 'organization':
      return lists({ partyOrgs: await rows.listPartyOrgs(db, county, { [layer]: id }, MOST) });
    case 'block': {
      if (!standing) return lists({});
      const inside = (kind: LocatedLayer) => rows.listThingsInBlock(db, standing, id, kind, MOST);
      return lists({
        ...{ compound: await inside('compound'), building: await inside('building') },
        sites: await inside('site'),
        organizations: await inside('organization'),
      });
    }
    default:
      return lists({});
  }
}

/** The building and the compound that a thing belongs to. */
async function linksOf(db: Db, county: string, { data }: ThingRow): Promise<Inspection['links']> {
  const found: Inspection['links'] = [];
  for (const layer of ['building', 'compound'] as const) {
    const id = data[layer];
    const link: ThingLink | null = typeof id === 'number' ? await rows.linkTo(db, county, layer, id) : null;
    if (link) found.push({ ...link, relation: layer });
  }
  return found;
}

const UNITS: Record<string, Fact['unit']> = {
  ...ATTRIBUTE_UNITS,
  area: 'm2',
  length: 'm',
  height: 'm',
  floors: 'floors',
  households: 'households',
  declared_households: 'households',
  expected_households: 'households',
  residents: 'residents',
  buildings: 'buildings',
};
/** Relations and marks, which are shown otherwise. */
const NO_FACTS = new Set(['estimated', 'compound', 'building']);
const SHARED_OUT = new Set(['households', 'residents']);

/** Members are published for cells alone, and none is published yet: said, not left out, and never computed. */
const MEMBERS: Fact = { key: 'members', value: null };

/** Figures of an area: as they stand, with the density they make. */
function figures(data: ThingRow['data'], counted: Counted | null): Fact[] {
  const [area, residents] = [data.area, data.residents];
  const density: Fact[] =
    typeof area === 'number' && typeof residents === 'number' && area > 0
      ? [{ key: 'density', value: Math.round(residents / (area / 1e6)), unit: 'per_km2', ...estimate(data) }]
      : [];
  return [...unknownAsNull([...plainFacts(data), ...density], counted), MEMBERS];
}

function factsOf(layer: ThingLayer, { kind, data }: ThingRow, counted: Counted | null): Fact[] {
  if (layer === 'block') return figures(data, counted);
  if (layer === 'building' || layer === 'compound') return [...unknownAsNull(plainFacts(data), counted), MEMBERS];
  if (layer === 'site') return plainFacts(inOrder(SITE_ATTRIBUTES[kind as SiteKind].shape, data));
  if (layer === 'organization') return plainFacts(inOrder(ORGANIZATION_ATTRIBUTES.shape, data));
  return plainFacts(data);
}

/** The attributes that have a place in a table stand in its order, the others behind them. */
const inOrder = (shape: object, data: ThingRow['data']): ThingRow['data'] => ({
  ...Object.fromEntries(Object.keys(shape).flatMap((key) => (key in data ? [[key, data[key]!]] : []))),
  ...data,
});

/** What a fact was counted from. */
const SOURCE: Partial<Record<string, keyof Counted>> = {
  households: 'households',
  residents: 'residents',
  density: 'residents',
  buildings: 'buildings',
};

/** A zero is said only where somebody counted: in a county without any residents, nobody knows how many live here. */
const unknownAsNull = (facts: readonly Fact[], counted: Counted | null): Fact[] =>
  facts.map((fact) => {
    const source = SOURCE[fact.key];
    return fact.value === 0 && source && !counted?.[source] ? { key: fact.key, value: null } : fact;
  });

const plainFacts = (data: ThingRow['data']): Fact[] =>
  Object.entries(data)
    .filter(([key, value]) => !NO_FACTS.has(key) && value !== null && value !== '')
    .map(([key, value]) => ({
      key,
      value: typeof value === 'number' ? tidy(value) : value,
      ...(UNITS[key] ? { unit: UNITS[key] } : {}),
      ...(SHARED_OUT.has(key) ? estimate(data) : {}),
    }));

const estimate = (data: ThingRow['data']): { estimated?: true } => (data.estimated === true ? { estimated: true } : {});

/** Lengths and areas come with more digits than anybody measured. */
const tidy = (value: number): number => (Number.isInteger(value) ? value : Math.round(value * 10) / 10);
