import { z } from 'zod';
import { DAY_FAULTS } from './holidays.ts';
import { PERSON_FAULTS } from './people.ts';
import { loggedStep, OBSTACLES, ruleFinding } from './plans.ts';
import { problemValues } from './problem-values.ts';
import { lngLat } from './words.ts';

/**
 * Every failure that leaves the server: RFC 9457 `application/problem+json`.
 * The key is the last part of the type's URI; title and status are the same for every occurrence.
 */
export const PROBLEMS = {
  /** of OGC API, which has 400 for what elsewhere is 422 */
  'bad-parameter': { status: 400, title: 'A parameter is not known, or its value cannot be' },
  'invalid-request': { status: 422, title: 'The request does not have the form that is documented' },
  'not-signed-in': { status: 401, title: 'Sign in first' },
  'sign-in-refused': { status: 401, title: 'User name or password is wrong' },
  'too-many-attempts': { status: 429, title: 'Too many attempts; wait before the next one' },
  forbidden: { status: 403, title: 'This account may not do that' },
  'cross-site': { status: 403, title: 'The request comes from another site' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'That cannot be done at this address' },
  'stale-version': { status: 409, title: 'Somebody changed it meanwhile' },
  conflict: { status: 409, title: 'It is in a state that does not allow this' },
  'precondition-failed': { status: 412, title: 'It is not as it was when it was read' },
  'file-too-large': { status: 413, title: 'The file is too large' },
  'unreadable-file': { status: 422, title: 'The file cannot be read' },
  'unknown-crs': { status: 422, title: 'The coordinate reference system is not known here' },
  'import-refused': { status: 422, title: 'The import has faults that must be settled first' },
  'invalid-edit': { status: 422, title: 'The drawing does not allow this' },
  'rules-broken': { status: 422, title: 'Hard rules are not kept' },
  'rejected-by-rule': { status: 422, title: 'A rule of the data does not allow this' },
  busy: { status: 503, title: 'The server is busy; try again in a moment' },
  away: { status: 502, title: 'A server outside does not answer' },
  internal: { status: 500, title: 'Something went wrong on the server' },
} as const;
export type ProblemType = keyof typeof PROBLEMS;
export const PROBLEM_TYPES = Object.keys(PROBLEMS) as [ProblemType, ...ProblemType[]];
export const PROBLEM_BASE = 'https://tongxin.example/problems/';

/** Why something cannot be taken, shown or done, for which the page has words of its own; `values` are their figures. */
export const PROBLEM_REASONS = [
  ...(['file-limit', 'too-large-unpacked', 'bomb', 'memory', 'file-empty', 'file-gone', 'no-features'] as const),
  'table-limit',
  ...(['not-table', 'many-rows', 'many-lines', 'people-columns', 'holiday-columns'] as const),
  ...DAY_FAULTS,
  ...(['table-quote', 'table-header', 'table-twice', 'table-encoding', 'table-binary'] as const),
  ...(['zip-damaged', 'gzip-damaged', 'cut-off', 'not-json', 'not-geojson', 'encoding', 'shapefile-parts'] as const),
  ...(['other-format', 'unknown-format', 'nothing-in-zip', 'several-files', 'no-layer', 'no-header'] as const),
  ...(['database-damaged', 'not-geopackage', 'no-tables', 'not-kml', 'open-quote'] as const),
  ...(['workbook-damaged', 'sheet-too-large', 'table-as-csv'] as const),
  ...(['crs-unnamed', 'crs-unknown', 'crs-swapped', 'crs-unusable', 'no-row'] as const),
  ...(['crs-elsewhere', 'unwritable', 'no-export', 'exports-running', 'exports-kept', 'export-stopped'] as const),
  'export-memory',
  ...(['table-columns', 'no-rows', 'polygons-elsewhere', 'no-field', 'many-new-regions'] as const),
  ...(['no-region', 'no-thing', 'no-county', 'no-plan', 'no-import'] as const),
  ...OBSTACLES,
  ...(['not-editable', 'wrong-status', 'plan-changed', 'plan-busy', 'on-newest', 'area-gone'] as const),
  ...(['being-published', 'publishing-ended'] as const),
  ...(['county-importing', 'shape-invalid', 'shape-small', 'far-away', 'outside-region', 'no-link'] as const),
  ...(['attribute-unknown', 'anchors', 'own-superior', 'changed-since', 'no-change-set'] as const),
  ...(['must-change', 'no-person', 'demo-account', 'kept-elsewhere', 'last-admin'] as const),
  ...(['password-length', 'password-wrong', 'password-same'] as const),
  ...PERSON_FAULTS,
  ...([
    'photo-limit',
    'photo-large',
    'photo-kind',
    'photo-heic',
    'photo-damaged',
    'photos-enough',
    'no-photo',
  ] as const),
] as const;
export type ProblemReason = (typeof PROBLEM_REASONS)[number];

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  at: lngLat.optional(),
  currentVersion: z.number().optional(),
  retryAfterS: z.number().optional(),
  /**
   * one of PROBLEM_REASONS; or why an edit cannot be done: geo/divide/edit.ts EditRefusal, and `base-changed` when the
   * plan was brought onto another base
   */
  reason: z.string().optional(),
  values: problemValues.optional(),
  /** index of the step, among those sent, that cannot be done */
  step: z.number().int().optional(),
  /** region that stands in the way */
  region: z.number().optional(),
  /** steps of others since the version that these were made on */
  missed: z.array(loggedStep).optional(),
  /** what keeps a plan from being submitted or published */
  findings: z.array(ruleFinding).optional(),
});
export type Problem = z.infer<typeof problem>;
