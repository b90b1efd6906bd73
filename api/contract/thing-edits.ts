import { z } from 'zod';
import {
  BUILDING_KINDS,
  COMPOUND_STAGES,
  isoDate,
  lngLat,
  MANAGEMENT_KINDS,
  organizationKind,
  PARTY_ORG_FORMS,
  partyOrgKind,
  siteKind,
} from './words.ts';

/**
 * Things by hand: single buildings, compounds, sites, organizations and party organizations are made, changed (moved,
 * too), retired and restored by the administrator of a county, and by a desk within its region.
 *
 * Everything that is done goes into the history of the thing, with what it was before; things that are changed together
 * (a table, what a new outline takes in) stand under one change set, which is taken back as a whole.
 */
export const EDIT_LAYERS = ['building', 'compound', 'site', 'organization', 'party_org'] as const;
export const editLayer = z.enum(EDIT_LAYERS);
export type EditLayer = z.infer<typeof editLayer>;

// ---------------------------------------------------------------- what a thing is made of
/** Corners of one outline, at the most. */
const MOST_CORNERS = 20_000;
const position = z.tuple([z.number().min(-180).max(180), z.number().min(-85).max(85)], 'a place [lng, lat]');
const ring = z
  .array(position)
  .min(4, 'a ring of at least three corners, the first once more at the end')
  .max(MOST_CORNERS)
  .refine((corners) => corners[0]![0] === corners.at(-1)![0] && corners[0]![1] === corners.at(-1)![1], {
    error: 'a ring ends where it begins',
  });
const polygon = z.array(ring).min(1).max(1000);
const point = z.object({ type: z.literal('Point'), coordinates: position });
/** EPSG:4326, without a third ordinate */
const areal = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: polygon }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon).min(1).max(1000) }),
]);
const walls = z.object({
  type: z.literal('MultiLineString'),
  coordinates: z.array(z.array(position).min(2).max(MOST_CORNERS)).min(1).max(1000),
});
const gates = z.object({ type: z.literal('MultiPoint'), coordinates: z.array(position).min(1).max(1000) });

const words = (most: number) => z.string().trim().max(most);
const name = words(200);
const itsName = name.min(1, 'a name');
const amount = (most: number) => z.number().int().min(0).max(most);
/** of a thing or a region of the county */
const link = z.number().int().positive().nullable();
/** Attributes by kind: site-kinds.ts. Those given are set, null takes one away, the others stay. */
const attributes = z.record(
  z.string().max(64),
  z.union([z.string().max(255), z.number(), z.boolean(), z.array(z.string().max(255)).max(50), z.null()]),
);

/** What can be given of each; a link that is left out follows from the place. */
const building = {
  name,
  streetName: name,
  /** several doors: "12、14、16" */
  houseNumber: words(100),
  kind: z.enum(BUILDING_KINDS),
  floors: amount(200).nullable(),
  /** metres */
  heightM: z.number().min(0).max(1000).nullable(),
  /** counted by whoever enters them: they are no estimate from then on */
  households: amount(10_000),
  residents: amount(50_000),
  compound: link,
  geometry: areal,
};
const compound = {
  name,
  address: words(300),
  /** property management */
  manager: name,
  management: z.enum(MANAGEMENT_KINDS),
  /** as declared; those of its buildings are counted apart */
  households: amount(100_000).nullable(),
  builtYear: z.number().int().min(1000).max(2200).nullable(),
  stage: z.enum(COMPOUND_STAGES),
  /** of a planned estate, or one being built */
  expectedHouseholds: amount(100_000).nullable(),
  /** when people are to move in */
  expectedOn: isoDate.nullable(),
  geometry: areal,
  walls: walls.nullable(),
  gates: gates.nullable(),
};
const site = {
  kind: siteKind,
  name: itsName,
  address: words(300),
  building: link,
  compound: link,
  data: attributes,
  geometry: point,
  outline: areal.nullable(),
};
const organization = {
  kind: organizationKind,
  name: itsName,
  address: words(300),
  building: link,
  data: attributes,
  geometry: point,
};
/** Of the five anchors one at the most. */
const partyOrg = {
  kind: partyOrgKind,
  form: z.enum(PARTY_ORG_FORMS),
  name: itsName,
  /** the one above it */
  parent: link,
  ...{ region: link, site: link, building: link, compound: link, organization: link },
};

const ofLayer = <B, C, S, O, P>(building: B, compound: C, site: S, organization: O, party_org: P) => ({
  ...{ building, compound, site, organization, party_org },
});

/** Which fields of a layer name other things, or a region. */
export const THING_LINKS: Record<EditLayer, Readonly<Record<string, EditLayer | 'region'>>> = {
  building: { compound: 'compound' },
  compound: {},
  site: { building: 'building', compound: 'compound' },
  organization: { building: 'building' },
  party_org: {
    ...{ parent: 'party_org', region: 'region', site: 'site' },
    ...{ building: 'building', compound: 'compound', organization: 'organization' },
  },
};
/** Where a party organization stands: one of these at the most. */
export const PARTY_ORG_ANCHORS = ['region', 'site', 'building', 'compound', 'organization'] as const;

/** Any of what can be given of a thing. */
export const THING_PATCHES = ofLayer(
  z.strictObject(building).partial(),
  z.strictObject(compound).partial(),
  z.strictObject(site).partial(),
  z.strictObject(organization).partial(),
  z.strictObject(partyOrg).partial(),
);
export type ThingPatch = { [L in EditLayer]: z.infer<(typeof THING_PATCHES)[L]> }[EditLayer];

/** What a new thing needs; what is left out is empty, unknown, or follows from the place. */
export const NEW_THINGS = ofLayer(
  THING_PATCHES.building.required({ geometry: true }),
  THING_PATCHES.compound.required({ geometry: true }),
  THING_PATCHES.site.required({ kind: true, name: true, geometry: true }),
  THING_PATCHES.organization.required({ kind: true, name: true, geometry: true }),
  THING_PATCHES.party_org.required({ kind: true, name: true }),
);

/**
 * A thing as it stands: all that can be given, under the same names, and of a building `estimated` (residents were shared
 * out), `householdsCounted`, `innerPoint` (decides the block), of all that a file brought `sourceId`.
 */
export const thingFields = z.record(z.string(), z.unknown());
export type ThingFields = z.infer<typeof thingFields>;

// ---------------------------------------------------------------- changes
const version = z.number().int().min(1);
const id = z.number().int().positive();

/** POST /api/counties/:county/things/:layer, a schema a layer */
export const newThing = <L extends EditLayer>(layer: L) => z.strictObject({ fields: NEW_THINGS[layer] });
/** PATCH /api/counties/:county/things/:layer/:id, a schema a layer; `version` is the one that the change was made on */
export const changedThing = <L extends EditLayer>(layer: L) =>
  z.strictObject({ version, fields: THING_PATCHES[layer] });
/** POST /api/counties/:county/things/:layer/:id/retire and …/restore */
export const thingVersion = z.strictObject({ version });

const creation = <L extends EditLayer>(layer: L) =>
  z.strictObject({ action: z.literal('create'), layer: z.literal(layer), fields: NEW_THINGS[layer] });
const alteration = <L extends EditLayer>(layer: L) =>
  z.strictObject({ action: z.literal('change'), layer: z.literal(layer), id, version, fields: THING_PATCHES[layer] });
const removal = z.strictObject({ action: z.literal('retire'), layer: editLayer, id, version });
const returning = z.strictObject({ action: z.literal('restore'), layer: editLayer, id, version });

export const askedChange = z.discriminatedUnion('action', [
  z.discriminatedUnion('layer', [
    ...[creation('building'), creation('compound'), creation('site')],
    ...[creation('organization'), creation('party_org')],
  ] as const),
  z.discriminatedUnion('layer', [
    ...[alteration('building'), alteration('compound'), alteration('site')],
    ...[alteration('organization'), alteration('party_org')],
  ] as const),
  removal,
  returning,
]);
export type AskedChange = z.infer<typeof askedChange>;

/** In one change set. */
export const MOST_CHANGES = 2000;

/** Who made a change, by what: a form or the map, a table of many things, an import, a GIS through OGC API. */
export const CHANGE_CAUSES = ['hand', 'table', 'import', 'ogc'] as const;
export const changeCause = z.enum(CHANGE_CAUSES);

/**
 * POST /api/counties/:county/thing-changes: all of them or none, each thing once. A problem's `step` is the index of the
 * change that cannot be made.
 */
export const askedChanges = z.strictObject({
  cause: z.enum(['hand', 'table']).default('hand'),
  changes: z.array(askedChange).min(1).max(MOST_CHANGES),
});

export const THING_ACTIONS = ['create', 'change', 'move', 'retire', 'restore'] as const;
export const thingAction = z.enum(THING_ACTIONS);
export type ThingAction = z.infer<typeof thingAction>;

/** A line of the history. */
export const thingChange = z.object({
  id: z.number(),
  changeSet: z.uuid(),
  at: z.iso.datetime({ offset: true }),
  /** of whoever made it; '' = the command line */
  accountName: z.string(),
  layer: editLayer,
  thing: z.number(),
  /** its name (of a building else its address) at that time; '' = it has none */
  name: z.string(),
  /** `move` = its place or outline is another, whatever else is */
  action: thingAction,
  /** of a change the fields that differ; of a creation nothing before, of a retirement nothing after */
  before: thingFields.nullable(),
  after: thingFields.nullable(),
  /** the thing's, afterwards */
  version: z.number(),
  /** the change that this one takes back */
  undoes: z.number().nullable(),
  /** it was taken back */
  undone: z.boolean(),
  cause: changeCause,
  place: lngLat.nullable(),
});
export type ThingChange = z.infer<typeof thingChange>;

/**
 * The answer to whatever changes things: what was done, in the order asked, then what followed from it (things in a new
 * outline, which belong to it now). Without changes when all was so already.
 */
export const changesDone = z.object({ changeSet: z.uuid(), changes: z.array(thingChange) });
export type ChangesDone = z.infer<typeof changesDone>;

/** GET /api/counties/:county/things/:layer/:id/record: a thing for a form */
export const thingRecord = z.object({
  layer: editLayer,
  id: z.number(),
  version: z.number(),
  /** whether the one who asks may change it */
  editable: z.boolean(),
  place: lngLat.nullable(),
  fields: thingFields,
});
export type ThingRecord = z.infer<typeof thingRecord>;

/**
 * GET /api/counties/:county/thing-records?layer=&region=&list=&after= : things for a table, by id, without what is drawn;
 * of a region, or of a worklist, or all that whoever asks may change. `after` of the next page is `next`.
 */
export const thingRecords = z.object({ records: z.array(thingRecord), next: z.number().nullable() });
export type ThingRecords = z.infer<typeof thingRecords>;

/**
 * GET /api/counties/:county/things/:layer/:id/history, and GET /api/counties/:county/thing-changes
 * ?layer=&action=&changeSet=&after= : newest first; `after` of the next page is `next` (null = there is none).
 * For administrators, leaders, and a desk within its region.
 */
export const thingChanges = z.object({ changes: z.array(thingChange), next: z.number().nullable() });
export type ThingChanges = z.infer<typeof thingChanges>;

// ---------------------------------------------------------------- photographs
export const MOST_PHOTO_BYTES = 10 * 1024 * 1024;
export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;

/**
 * GET and POST /api/counties/:county/things/:layer/:id/photos (the body is the file, ?caption=), PATCH (caption) and
 * DELETE …/photos/:photo. The file is at GET /api/counties/:county/photos/:photo. What a camera writes into the file
 * (place, time, device) is taken out before it is kept.
 */
export const photo = z.object({
  /** SHA-256 of the file as it is kept */
  id: z.string().regex(/^[0-9a-f]{64}$/),
  mediaType: z.enum(PHOTO_TYPES),
  /** pixels, as it is shown */
  width: z.number(),
  height: z.number(),
  bytes: z.number(),
  caption: z.string(),
  at: z.iso.datetime({ offset: true }),
});
export type Photo = z.infer<typeof photo>;
export const photos = z.object({ photos: z.array(photo) });
export const photoCaption = z.strictObject({ caption: words(200) });

// ---------------------------------------------------------------- tallies
export const TALLY_SUBJECTS = ['member', 'check_in', 'check_in_due'] as const;

/**
 * POST /api/counties/:county/tallies → 204: counts of blocks, all of them or none. One of the same subject, class, period
 * and block takes the place of the earlier one. Written and never read: no answer tells a number.
 */
export const talliesEntered = z.strictObject({
  entries: z
    .array(
      z.strictObject({
        subject: z.enum(TALLY_SUBJECTS),
        /** '' = all */
        class: words(60),
        /** a year, a month or a day */
        period: z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'a period as 2026, 2026-07 or 2026-07-01'),
        block: id,
        n: amount(100_000),
      }),
    )
    .min(1)
    .max(MOST_CHANGES),
});

export type TallyEntry = z.infer<typeof talliesEntered>['entries'][number];

// ---------------------------------------------------------------- worklists
/**
 * What should be looked at: things in no block; without an address; with a code that is none or belongs to another;
 * dwellings in no compound; dwellings of which nobody knows how many live there.
 */
export const WORKLIST_KINDS = ['no-block', 'no-address', 'doubtful-code', 'no-compound', 'no-households'] as const;
export const worklistKind = z.enum(WORKLIST_KINDS);
export type WorklistKind = z.infer<typeof worklistKind>;

/** GET /api/counties/:county/worklists: how many stand in each, of what; a desk gets those of its region */
export const worklists = z.object({
  lists: z.array(
    z.object({
      kind: worklistKind,
      total: z.number(),
      layers: z.array(z.object({ layer: z.union([editLayer, z.literal('region')]), total: z.number() })),
    }),
  ),
});
export type Worklists = z.infer<typeof worklists>;

/** Why a code is doubtful. */
export const CODE_DOUBTS = ['missing', 'not-below-parent', 'no-such-region', 'used-twice'] as const;

/** GET /api/counties/:county/worklists/:kind?layer=&after= : in the order of layers and ids, a page */
export const worklist = z.object({
  rows: z.array(
    z.object({
      layer: z.union([editLayer, z.literal('region')]),
      id: z.number(),
      kind: z.string(),
      name: z.string(),
      at: lngLat.nullable(),
      /** in doubtful-code: why, and the code */
      doubt: z.enum(CODE_DOUBTS).nullable(),
      code: z.string().nullable(),
    }),
  ),
  /** `after` of the next page; null = this is the last */
  next: z.string().nullable(),
});
export type Worklist = z.infer<typeof worklist>;

// ---------------------------------------------------------------- published figures
/** GET /api/counties/:county/published-figures: totals that institutions publish themselves, each with its source */
export const publishedFigures = z.object({
  figures: z.array(
    z.object({ id: z.string(), name: z.string(), value: z.number(), unit: z.string(), source: z.string() }),
  ),
});
export type PublishedFigures = z.infer<typeof publishedFigures>;
