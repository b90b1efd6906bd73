import { z } from 'zod';
import { problemValues } from './problem-values.ts';
import { bounds, isoDate, lngLat, partyOrgKind, REGION_KINDS, role } from './words.ts';

/**
 * Where plans are asked for, under /api/counties/:county
 *
 *   GET   /plans                       plan[]             POST  /plans                 newPlan → plan
 *   GET   /plans/:id                   plan               PATCH /plans/:id             changePlan → plan
 *   POST  /plans/:id/copies            copyPlan → plan    GET   /plans/:id/history     planHistory
 *   GET   /plans/:id/document          planDocument
 *   GET   /plans/:id/steps?since=      appended           POST  /plans/:id/steps       appendSteps → appended
 *   POST  /plans/:id/reading?field=&crs=  file → planReading (contract/plan-reading.ts)
 *   POST  /plans/:id/status            planMove → plan    POST  /plans/:id/rebase      rebased
 *   GET   /plans/:id/comments          planComment[]      POST  /plans/:id/comments    newComment → planComment
 *   PATCH /plans/:id/comments/:comment changeComment → planComment
 *   POST  /plans/:id/presence          presence → 204     GET   /plans/:id/stream      planEvent…
 *   GET   /plans/:id/publication?effective=  publication  POST  /plans/:id/publication publish → published
 *   GET   /plan-ground?fabric=         planGround         GET   /fabrics/:fabric       FabricTopology
 *   GET   /rules                       ruleSet            PUT   /rules                 putRules → ruleSet
 *   GET   /comparison?left=&right=     comparison
 */

/** The life of a plan: draft → submitted → in review → approved → published, or returned, or withdrawn. */
export const PLAN_STATUSES = [
  'draft',
  'submitted',
  'in_review',
  'approved',
  'published',
  'returned',
  'withdrawn',
] as const;
export const planStatus = z.enum(PLAN_STATUSES);
export type PlanStatus = z.infer<typeof planStatus>;

/** What may be done with a plan as a whole, and who does it; the table is `PLAN_MOVES`. */
export const PLAN_ACTIONS = ['submit', 'withdraw', 'review', 'return', 'approve', 'reopen'] as const;
export const planAction = z.enum(PLAN_ACTIONS);
export type PlanAction = z.infer<typeof planAction>;

/** From which statuses an action leads where, for which roles. A returned plan is a draft again with its comments. */
export const PLAN_MOVES: Readonly<
  Record<
    PlanAction,
    { from: readonly PlanStatus[]; to: PlanStatus; roles: readonly ('planner' | 'approver' | 'admin')[] }
  >
> = {
  submit: { from: ['draft', 'returned'], to: 'submitted', roles: ['planner', 'admin'] },
  withdraw: { from: ['draft', 'returned', 'submitted'], to: 'withdrawn', roles: ['planner', 'admin'] },
  reopen: { from: ['withdrawn'], to: 'draft', roles: ['planner', 'admin'] },
  review: { from: ['submitted'], to: 'in_review', roles: ['approver', 'admin'] },
  return: { from: ['submitted', 'in_review', 'approved'], to: 'returned', roles: ['approver', 'admin'] },
  approve: { from: ['in_review'], to: 'approved', roles: ['approver', 'admin'] },
};
/** Statuses in which the drawing may change. */
export const EDITABLE_STATUSES: readonly PlanStatus[] = ['draft', 'returned'];

/** What a plan redraws: grids, communities, or groupings over communities. */
export const PLAN_LEVELS = ['grid', 'community', 'network', 'union'] as const;
export const planLevel = z.enum(PLAN_LEVELS);
export type PlanLevel = z.infer<typeof planLevel>;

const id = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const ids = z.array(id).max(200_000);
/** Coordinates of the fabric's CRS, integer centimetres in int32. */
const cm = z.number().int().min(-2_147_483_648).max(2_147_483_647);
const cmPoint = z.tuple([cm, cm]);
const cmLine = z
  .array(cm)
  .min(4)
  .max(20_000)
  .refine((line) => line.length % 2 === 0, 'pairs of x and y');
const regionName = z.string().trim().min(1).max(60);
const hue = z.number().int().min(0).max(7);
const newRegion = z.strictObject({ id, name: regionName, nameEn: z.string().max(120), hue });

/** One command on a draft; geo/divide/edit.ts says what each does. A test holds the two together. */
export const edit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('assign'), blocks: ids.min(1), to: id.nullable() }),
  z.strictObject({ kind: z.literal('move-node'), from: cmPoint, to: cmPoint }),
  z.strictObject({ kind: z.literal('insert-node'), arc: id, at: cmPoint }),
  z.strictObject({ kind: z.literal('delete-node'), at: cmPoint }),
  z.strictObject({ kind: z.literal('reshape-arc'), line: cmLine, seed: id.optional() }),
  z.strictObject({ kind: z.literal('cut-block'), block: id, line: cmLine, ids: ids.max(1000) }),
  z.strictObject({ kind: z.literal('merge-blocks'), keep: id, others: ids.min(1).max(5000) }),
  z.strictObject({
    kind: z.literal('create-region'),
    region: newRegion.extend({ kind: z.enum(REGION_KINDS), parent: id.nullable() }),
  }),
  z.strictObject({ kind: z.literal('merge-regions'), keep: id, others: ids.min(1).max(1000) }),
  z.strictObject({
    kind: z.literal('split-region'),
    region: id,
    parts: z
      .array(newRegion.extend({ blocks: ids.min(1) }))
      .min(1)
      .max(500),
  }),
  z.strictObject({ kind: z.literal('dissolve-region'), region: id }),
  z.strictObject({ kind: z.literal('rename-region'), region: id, name: regionName, nameEn: z.string().max(120) }),
  z.strictObject({ kind: z.literal('recolour-region'), region: id, hue }),
  z.strictObject({ kind: z.literal('lock-region'), region: id, locked: z.boolean() }),
  z.strictObject({ kind: z.literal('move-region'), region: id, parent: id.nullable() }),
  z.strictObject({
    kind: z.literal('exempt-region'),
    region: id,
    piecesReason: z.string().trim().min(1).max(300).nullable(),
  }),
  z.strictObject({
    ...{ kind: z.literal('record-consent'), community: id, to: id.nullable() },
    /** the day on which it was agreed, and by whom or where; logs from before these were asked for have neither */
    on: isoDate.exactOptional(),
    note: z.string().trim().min(1).max(120).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('group-community'),
    community: id,
    grouping: z.enum(['network', 'union']),
    into: id.nullable(),
  }),
]);
export type PlanEdit = z.infer<typeof edit>;

/** What the list of steps calls a gesture; the screen has the words: `{ key: 'paint', values: { blocks: 3, to: '城东社区' } }`. */
const stepLabel = z.strictObject({
  key: z.string().regex(/^[a-z][a-zA-Z-]{0,40}$/),
  values: z.record(z.string().max(40), z.union([z.string().max(120), z.number()])),
});
export type StepLabel = z.infer<typeof stepLabel>;

/** One gesture: several edits done together or not at all, or the undoing of an earlier step (undoing that one is redoing). */
export const step = z.union([
  z.strictObject({ id: z.uuid(), label: stepLabel, edits: z.array(edit).min(1).max(2000) }),
  z.strictObject({ id: z.uuid(), label: stepLabel, undo: z.uuid() }),
]);
export type Step = z.infer<typeof step>;

/** A step as the log has it: its number, who, when, and what it changed (geo/divide/edit.ts: DraftDelta). */
export const loggedStep = z.object({
  seq: z.number().int(),
  step,
  delta: z.unknown(),
  account: z.string(),
  accountName: z.string(),
  at: z.string(),
  /** of the step, made on an earlier base, that this one does again: person and time are of that one */
  replayOf: z.uuid().exactOptional(),
});
export type LoggedStep = z.infer<typeof loggedStep>;

/** POST /api/counties/:county/plans/:id/steps */
export const appendSteps = z.strictObject({
  /** the version of the plan that the steps were made on */
  baseVersion: z.number().int().min(0),
  steps: z.array(step).min(1).max(500),
});
export type AppendSteps = z.infer<typeof appendSteps>;
export const appended = z.object({
  version: z.number().int(),
  steps: z.array(loggedStep),
  /** of the steps sent, those that the log had before the plan was brought onto another base, and whether they were done again there */
  past: z.array(z.object({ id: z.uuid(), again: z.boolean() })),
});
export type Appended = z.infer<typeof appended>;

export const plan = z.object({
  id: z.number(),
  title: z.string(),
  description: z.string(),
  level: planLevel,
  status: planStatus,
  /** the division it starts from, and that division's fabric; `validFrom` null = another one took its place */
  base: z.object({ division: z.number(), name: z.string(), fabric: z.number(), validFrom: isoDate.nullable() }),
  /** a newer division than the base is in force or decided: the plan has to be brought onto it before it is submitted */
  outdated: z.boolean(),
  /** communities (or, for groupings, streets) that the plan may change; empty = the whole county */
  area: z.array(z.number()),
  /** number of steps in its log */
  version: z.number().int(),
  /** steps up to this one were made on an earlier base, before a rebase: history that is not part of the drawing */
  baseVersion: z.number().int(),
  /** grows with every change of title, description and status */
  revision: z.number().int(),
  author: z.object({ id: z.string(), name: z.string() }),
  /** the plan it is a copy of */
  copyOf: z.number().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** first day in force, once it is published */
  effective: isoDate.nullable(),
  /** the division that came of it */
  published: z.number().nullable(),
  comments: z.number(),
});
export type Plan = z.infer<typeof plan>;

export const newPlan = z.strictObject({
  title: z.string().trim().min(1).max(80),
  description: z.string().max(2000).default(''),
  level: planLevel,
  /** default: the newest one that is in force or decided */
  division: z.number().int().optional(),
  area: z.array(id).max(500).default([]),
});
export type NewPlan = z.infer<typeof newPlan>;

export const copyPlan = z.strictObject({ title: z.string().trim().min(1).max(80) });
export const changePlan = z.strictObject({
  /** of the plan as it was when it was looked at; an older one is refused (409 `stale-version`) */
  revision: z.number().int(),
  title: z.string().trim().min(1).max(80).optional(),
  description: z.string().max(2000).optional(),
});
export type ChangePlan = z.infer<typeof changePlan>;

/** POST /api/counties/:county/plans/:id/status */
export const planMove = z.strictObject({
  action: planAction,
  note: z.string().max(2000).default(''),
  /** when given, an older one is refused (409 `stale-version`) */
  revision: z.number().int().optional(),
});

/** A step that could not be done again on another base. */
const failedStep = z.object({
  seq: z.number().int(),
  label: stepLabel,
  /** geo/divide/edit.ts: EditRefusal */
  reason: z.string(),
  detail: z.string(),
  /** name of the region that stands in the way; '' = none */
  region: z.string(),
  at: lngLat.nullable(),
});
export type FailedStep = z.infer<typeof failedStep>;

/** GET /api/counties/:county/plans/:id/history: what became of a plan as a whole, oldest first. */
export const planHistory = z.array(
  z.object({
    at: z.string(),
    accountName: z.string(),
    action: z.enum([...PLAN_ACTIONS, 'create', 'copy', 'rebase', 'publish']),
    from: planStatus.nullable(),
    to: planStatus,
    note: z.string(),
    /** of a rebase: what of the drawing did not come along */
    failed: z.array(failedStep),
  }),
);
export type PlanHistory = z.infer<typeof planHistory>;

const draftRegion = z.object({
  id: z.number(),
  kind: z.enum(REGION_KINDS),
  parent: z.number().nullable(),
  code: z.string().nullable(),
  name: z.string(),
  nameEn: z.string(),
  hue: z.number(),
  locked: z.boolean(),
  piecesReason: z.string().nullable(),
  agreesTo: z.number().exactOptional(),
  agreedOn: isoDate.exactOptional(),
  agreedNote: z.string().exactOptional(),
});

/** How hard a rule is. A soft rule that fails is shown, a hard one keeps the plan from being submitted. */
export const rule = z.object({
  id: z.string(),
  kind: z.enum([
    'one-parent',
    'contiguous',
    'assigned',
    'consented',
    'household-band',
    'resident-ceiling',
    'compound-whole',
    'barrier',
    'service-station',
    'worker-band',
  ]),
  hard: z.boolean(),
  level: planLevel,
  /** e.g. { min: 300, max: 500 } for a band, { amber: 10000, red: 30000 } for a ceiling */
  params: z.record(z.string(), z.number()),
  /** where the rule comes from, shown with it */
  source: z.string(),
});
export type Rule = z.infer<typeof rule>;

/** GET and PUT /api/counties/:county/rules; replaced as a whole. */
export const ruleSet = z.object({
  /** 0 = the county has none of its own and goes by the program's */
  version: z.number().int(),
  rules: z.array(rule),
});
export type RuleSet = z.infer<typeof ruleSet>;
export const putRules = z.strictObject({
  /** of the set that this one takes the place of */
  version: z.number().int(),
  rules: z.array(rule).min(1).max(100),
});

/** GET /api/counties/:county/plans/:id/document: all that is needed to go on drawing. */
export const planDocument = z.object({
  plan,
  /** geo/fabric/topology.ts FabricTopology of the base fabric stands at /fabrics/:fabric, immutable */
  fabric: z.number(),
  base: z.object({
    regions: z.array(draftRegion),
    /** columns: lowest region of each block; 0 = unassigned */
    assignment: z.object({ block: z.array(z.number()), region: z.array(z.number()) }),
    groupings: z.array(z.object({ grouping: z.enum(['network', 'union']), community: z.number(), into: z.number() })),
  }),
  rules: z.array(rule),
  /** those after `plan.baseVersion` */
  steps: z.array(loggedStep),
});
export type PlanDocument = z.infer<typeof planDocument>;

/** GET /api/counties/:county/plan-ground?fabric=: what lies on the ground, as columns, in the fabric's centimetres. */
export const planGround = z.object({
  buildings: z.object({
    x: z.array(z.number()),
    y: z.array(z.number()),
    households: z.array(z.number()),
    residents: z.array(z.number()),
    /** 1 = shared out from a larger area's figure */
    estimated: z.array(z.number()),
    /** index into compounds.id; −1 = in none */
    compound: z.array(z.number()),
  }),
  compounds: z.object({
    id: z.array(z.number()),
    name: z.array(z.string()),
    x: z.array(z.number()),
    y: z.array(z.number()),
  }),
  /** service stations and centres */
  stations: z.object({
    id: z.array(z.number()),
    kind: z.array(z.string()),
    name: z.array(z.string()),
    x: z.array(z.number()),
    y: z.array(z.number()),
  }),
  /** arcs of the fabric that lie along something one does not cross lightly */
  barriers: z.object({ arc: z.array(z.number()), kind: z.array(z.enum(['river', 'road', 'railway'])) }),
});
export type PlanGround = z.infer<typeof planGround>;

export const planComment = z.object({
  id: z.number(),
  account: z.string(),
  accountName: z.string(),
  at: z.string(),
  text: z.string(),
  /** where it is pinned; null = the plan as a whole */
  place: lngLat.nullable(),
  region: z.number().nullable(),
  /** the comment it answers */
  replyTo: z.number().nullable(),
  resolved: z.boolean(),
});
export type PlanComment = z.infer<typeof planComment>;
export const newComment = z.strictObject({
  text: z.string().trim().min(1).max(2000),
  place: lngLat.nullable().default(null),
  region: id.nullable().default(null),
  replyTo: id.nullable().default(null),
});
export const changeComment = z.strictObject({ resolved: z.boolean() });

/** Who else is here, and where: sent by each editor now and then, forgotten after half a minute. */
export const presence = z.strictObject({
  /** random, one a window */
  client: z.uuid(),
  place: lngLat.nullable(),
  /** the region that is being drawn */
  region: id.nullable().default(null),
  /** has left, and is forgotten at once */
  gone: z.boolean().default(false),
});
export type Presence = z.infer<typeof presence>;
export const present = z.object({
  client: z.string(),
  accountName: z.string(),
  /** of the account that hears it */
  mine: z.boolean(),
  place: lngLat.nullable(),
  region: z.number().nullable(),
});
export type Present = z.infer<typeof present>;

/**
 * GET /api/counties/:county/plans/:id/stream?since=: server-sent events; `event:` is the type, `id:` of a step event its
 * seq. Begins, and begins again after a lost line, with the steps after `since` or Last-Event-ID (neither: none), then
 * the status, every comment, and who is present.
 */
export const planEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('step'), step: loggedStep }),
  z.object({ type: z.literal('status'), plan }),
  z.object({ type: z.literal('comment'), comment: planComment }),
  z.object({ type: z.literal('presence'), present: z.array(present) }),
]);
export type PlanEvent = z.infer<typeof planEvent>;

/** The stream's sign of life between events, so that a line that went dead without a word is noticed. */
export const STREAM_BEAT = { event: 'here', everyMs: 15_000 } as const;

/** A rule's verdict. `not-evaluated` when what it asks for is not known: never `passed`. */
export const ruleFinding = z.object({
  rule: z.string(),
  verdict: z.enum(['passed', 'attention', 'broken', 'not-evaluated']),
  /** `region` null = blocks of no region */
  regions: z.array(z.object({ region: z.number().nullable(), value: z.number().nullable(), at: lngLat.nullable() })),
});
export type RuleFinding = z.infer<typeof ruleFinding>;

/** POST /api/counties/:county/plans/:id/rebase: the log, done again on the newest division. */
export const rebased = z.object({
  plan,
  /** steps done again, now at the end of the log */
  replayed: z.number().int(),
  /** those that could not be */
  failed: z.array(failedStep),
});
export type Rebased = z.infer<typeof rebased>;

/** Why a plan cannot be published on a date. */
export const OBSTACLES = [
  /** values: status */
  'not-approved',
  'outdated',
  'nothing-changed',
  /** n, and which as findings */
  'rules',
  /** began: the day on which the last division begins */
  'not-after-last',
  /** today */
  'past',
  /** its regions or codes do not fit together; values: why, for whoever looks after the program */
  'division',
] as const;
const obstacle = z.object({
  kind: z.enum(OBSTACLES),
  /** one sentence in English */
  detail: z.string(),
  values: problemValues,
  findings: z.array(ruleFinding).exactOptional(),
});
export type Obstacle = z.infer<typeof obstacle>;

const named = { id: z.string(), name: z.string() };
/** Something of today's tables that is left without its region, or lies across a new border. */
const leftBehind = z.discriminatedUnion('kind', [
  /** `name` and id of the account */
  z.object({ kind: z.literal('grant'), ...named, role, region: z.string() }),
  z.object({ kind: z.literal('party_org'), ...named, of: partyOrgKind, region: z.string() }),
  /** a figure that a source gives for a region, which goes, or goes on with other ground that it does not fit */
  z.object({
    ...{ kind: z.literal('population'), ...named, residents: z.number(), source: z.string() },
    region: z.enum(['gone', 'changed']),
  }),
  z.object({ kind: z.literal('compound'), ...named }),
  z.object({ kind: z.literal('region-without-station'), ...named }),
]);
export const LEFT_KINDS = leftBehind.options.map(({ shape }) => shape.kind.value);

/** GET /api/counties/:county/plans/:id/publication?effective=: what publishing would do. */
export const publication = z.object({
  effective: isoDate,
  /** why it cannot be published on that date; empty = it can */
  obstacles: z.array(obstacle),
  regions: z.array(
    z.object({
      /** in the plan; null = it is there no more */
      id: z.number().nullable(),
      /** the region of the base that it goes on as, or that goes; null = it is new */
      was: z.number().nullable(),
      kind: z.enum(REGION_KINDS),
      name: z.string(),
      change: z.enum(['new', 'gone', 'changed', 'same']),
      oldCode: z.string().nullable(),
      code: z.string().nullable(),
      households: z.number(),
      oldHouseholds: z.number(),
      residents: z.number(),
      /** where it lies afterwards; where it lay, when it goes; null for a region without blocks */
      bounds: bounds.nullable(),
    }),
  ),
  moves: z.array(
    z.object({
      from: z.number().nullable(),
      fromName: z.string(),
      to: z.number().nullable(),
      toName: z.string(),
      blocks: z.number(),
      households: z.number(),
      residents: z.number(),
      buildings: z.number(),
      /** what the blocks that move span */
      bounds,
    }),
  ),
  /** regions that may lie in pieces, and why; those that lie in one piece left out */
  exemptions: z.array(
    z.object({
      region: z.number(),
      kind: z.enum(REGION_KINDS),
      name: z.string(),
      pieces: z.number(),
      reason: z.string(),
      bounds: bounds.nullable(),
    }),
  ),
  /** communities that a network or union takes in and whose consent a rule asks for; `by` null = not given yet */
  consents: z.array(
    z.object({
      community: z.number(),
      name: z.string(),
      grouping: z.number(),
      groupingName: z.string(),
      /** who recorded it, and when */
      by: z.string().nullable(),
      at: z.string().nullable(),
      /** when it was agreed, and by whom or where, as far as that was said */
      on: isoDate.nullable(),
      note: z.string(),
      bounds: bounds.nullable(),
    }),
  ),
  /** regions whose names nobody has seen to: as they were made, or of a community that the grid has left */
  names: z.array(
    z.object({
      region: z.number(),
      kind: z.enum(REGION_KINDS),
      name: z.string(),
      why: z.enum(['placeholder', 'other-community']),
      bounds: bounds.nullable(),
    }),
  ),
  /** what is left without its region: grants to renew, party organizations anchored to a region that goes, … */
  leftBehind: z.array(leftBehind),
});
export type Publication = z.infer<typeof publication>;
export const publish = z.strictObject({ effective: isoDate, name: z.string().trim().min(1).max(80) });
export const published = z.object({ division: z.number(), fabric: z.number(), effective: isoDate });
export type Published = z.infer<typeof published>;

const side = z
  .string()
  .regex(/^(division|plan):\d{1,15}$/, 'division:ID or plan:ID')
  .transform((text) => {
    const [kind, number] = text.split(':');
    return { kind: kind as 'division' | 'plan', id: Number(number) };
  });

/** GET /api/counties/:county/comparison?left=&right=&level=: two of `division:ID` or `plan:ID`; by community unless said otherwise. */
export const comparisonQuery = z.object({ left: side, right: side, level: planLevel.default('community') });
export type ComparisonQuery = z.output<typeof comparisonQuery>;
export const comparison = z.object({
  moves: z.array(
    publication.shape.moves.element.extend({
      /** what the blocks that move cover: coordinates of a MultiPolygon, degrees */
      area: z.array(z.array(z.array(z.array(z.number())))),
    }),
  ),
  /** what all blocks that moved span; null when none did */
  bounds: bounds.nullable(),
  blocks: z.number(),
  households: z.number(),
  residents: z.number(),
});
export type Comparison = z.infer<typeof comparison>;
