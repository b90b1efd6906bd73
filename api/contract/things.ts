import { z } from 'zod';
import { region } from './counties.ts';
import { ORGANIZATION_ATTRIBUTE_NAMES, SITE_ATTRIBUTE_NAMES } from './site-kinds.ts';
import { geometry, layer, lngLat, siteKind, THING_LAYERS, thingLayer } from './words.ts';

/** A row that leads to another thing or region. */
export const thingLink = z.object({
  layer: z.union([z.enum(THING_LAYERS), z.literal('region'), z.literal('party_org')]),
  id: z.number(),
  kind: z.string(),
  name: z.string(),
  code: z.string().nullable().optional(),
  at: lngLat.nullable(),
});
export type ThingLink = z.infer<typeof thingLink>;

/** Facts that the program itself makes and loads; every one has its words in the page (a test compares). */
export const FACT_KEYS = [
  'name_en',
  'area',
  'length',
  'households',
  'declared_households',
  'residents',
  'buildings',
  'density',
  'members',
  'street_count',
  'community_count',
  'grid_count',
  'site_count',
  'organization_count',
  'address',
  'floors',
  'height',
  'manager',
  'management',
  'built_year',
  'stage',
  'expected_households',
  'expected_on',
  'gates',
  'bridge',
  'tunnel',
  'oneway',
  ...SITE_ATTRIBUTE_NAMES,
  ...ORGANIZATION_ATTRIBUTE_NAMES,
] as const;

/** A fact of the inspector: `key` is one of FACT_KEYS or an attribute of the county's own data; `value` is shown with `unit`; null = nobody knows. */
export const fact = z.object({
  key: z.string(),
  value: z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
  unit: z.enum(['m', 'm2', 'households', 'residents', 'buildings', 'floors', 'per_km2', 'yuan']).optional(),
  estimated: z.boolean().optional(),
});
export type Fact = z.infer<typeof fact>;

/** GET /api/counties/:county/regions/:id?date= and GET /api/counties/:county/things/:layer/:id?date= */
export const inspection = z.object({
  layer: z.union([thingLayer, z.literal('region')]),
  id: z.number(),
  kind: z.string(),
  name: z.string(),
  code: z.string().nullable(),
  at: lngLat,
  geometry,
  facts: z.array(fact),
  /** county first, down to the grid that holds the thing (the region itself left out) */
  parents: z.array(region.pick({ id: true, kind: true, name: true, code: true })),
  /** in which block; null when none */
  block: z.number().nullable().optional(),
  children: z.array(thingLink),
  sites: z.array(thingLink.extend({ kind: siteKind })),
  organizations: z.array(thingLink),
  partyOrgs: z.array(thingLink),
  /** how many there are of each in full: the lists are cut after 200 of a kind */
  totals: z.object({
    ...{ region: z.number(), compound: z.number(), building: z.number() },
    ...{ sites: z.number(), organizations: z.number(), partyOrgs: z.number() },
  }),
  /** other relations: compound of a building, building of a site … */
  links: z.array(thingLink.extend({ relation: z.string() })),
  version: z.number().nullable(),
});
export type Inspection = z.infer<typeof inspection>;

/** GET /api/counties/:county/search?q=&lng=&lat=&date=&limit= */
export const searchResult = z.object({
  layer: z.union([layer, z.enum(['region', 'party_org'])]),
  id: z.number(),
  kind: z.string(),
  name: z.string(),
  /** of a region its code, else the address */
  detail: z.string(),
  at: lngLat,
  /** what fits: the name, or what stands in `detail` */
  matched: z.enum(['name', 'code', 'address']),
  /** which characters of it, from … to (excluded); null where they cannot be told */
  mark: z.tuple([z.number(), z.number()]).nullable(),
});
export const searchResults = z.object({ results: z.array(searchResult) });
export type SearchResult = z.infer<typeof searchResult>;

/** GET /api/counties/:county/unlocated?layer= : things that lie in no block */
export const unlocated = z.object({ things: z.array(thingLink), total: z.number() });
export type Unlocated = z.infer<typeof unlocated>;
