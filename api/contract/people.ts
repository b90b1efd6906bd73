import { z } from 'zod';
import { countyCode, type Role, role } from './words.ts';

// People who sign in, as the administrator of a county keeps them; and what everybody may do with the own account.

/** What a user name is made of; upper case is taken as lower case. */
export const USERNAME = /^[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]$/;
/** User names that people cannot have. */
export const isDemoName = (username: string) => username.startsWith('demo.');

/** Characters of a password. */
export const PASSWORD_LENGTH = { min: 10, max: 256 };
/** People who are made with one request. */
export const MOST_PEOPLE_AT_ONCE = 200;

/** Roles whose holders work in one region or several; all others hold for the county as a whole. */
export const REGIONAL_ROLES = ['grid_staff', 'desk'] as const;
export const isRegional = (asked: string): boolean => (REGIONAL_ROLES as readonly string[]).includes(asked);

const regionCode = z.string().trim().min(1).max(20);

/** A role to give or to take; `regionCode` is that of the division in force, null = for the whole county. */
export const askedGrant = z.strictObject({ role, regionCode: regionCode.nullable().default(null) });
export type AskedGrant = z.infer<typeof askedGrant>;

const personName = z.string().trim().min(1, 'a name that people see').max(60);

/** POST /api/counties/:county/people */
export const newPerson = z.strictObject({
  username: z.string().trim().min(1).max(64),
  name: personName,
  grants: z.array(askedGrant).min(1, 'one role at least').max(50),
});
export type NewPerson = z.infer<typeof newPerson>;

export const personGrant = z.object({
  role,
  /** null = for the whole county */
  region: z.object({ id: z.number(), name: z.string(), code: z.string() }).nullable(),
});
export type PersonGrant = z.infer<typeof personGrant>;

export const person = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  /** an account of the demo, which nobody keeps */
  demo: z.boolean(),
  /** may do nothing in this county */
  disabled: z.boolean(),
  /** has not set a password of the own yet */
  mustChange: z.boolean(),
  /** other counties know the account, too: what concerns it as a whole, its administrators have to do together */
  elsewhere: z.boolean(),
  /** when it was last seen, to half an hour; null = never */
  lastSeen: z.iso.datetime({ offset: true }).nullable(),
  grants: z.array(personGrant),
});
export type Person = z.infer<typeof person>;

/** GET /api/counties/:county/people */
export const people = z.object({ people: z.array(person) });

/** A password that an administrator made; shown this once, and to be changed at the next sign-in. */
export const madePassword = z.object({ id: z.string(), username: z.string(), password: z.string() });
export type MadePassword = z.infer<typeof madePassword>;

/** PATCH /api/counties/:county/people/:id */
export const personPatch = z.strictObject({ name: personName.optional(), disabled: z.boolean().optional() });
export type PersonPatch = z.infer<typeof personPatch>;

/** Where an account is signed in. */
export const signedIn = z.object({
  id: z.string(),
  /** the session that asks */
  current: z.boolean(),
  startedAt: z.iso.datetime({ offset: true }),
  /** to half an hour */
  lastSeen: z.iso.datetime({ offset: true }),
  /** of the browser, as far as it was known; '' = not known */
  address: z.string(),
  agent: z.string(),
});
export type SignedIn = z.infer<typeof signedIn>;
export const sessionList = z.object({ sessions: z.array(signedIn) });

/** PUT /api/session/password */
export const passwordChange = z.strictObject({
  current: z.string().min(1).max(PASSWORD_LENGTH.max),
  next: z.string().min(1).max(PASSWORD_LENGTH.max),
});

/** Why people of a list cannot be made; the words are the page's. */
export const PERSON_FAULTS = [
  ...(['username-form', 'username-taken', 'username-twice', 'name-missing', 'name-long', 'role-unknown'] as const),
  ...(['region-unknown', 'region-for-whole', 'too-many'] as const),
] as const;
export type PersonFault = (typeof PERSON_FAULTS)[number];

/** What a table may call a role, beside its own word: as the pages call it. */
export const ROLE_WORDS: Readonly<Record<Role, readonly string[]>> = {
  viewer: ['访客', 'Viewer'],
  grid_staff: ['网格员', 'Grid staff'],
  desk: ['责任部门', 'Desk'],
  planner: ['规划员', 'Planner'],
  approver: ['审批人', 'Approver'],
  leader: ['领导', 'Leader'],
  admin: ['管理员', 'Administrator'],
};

/** POST /api/counties/:county/people/reading: a table of people, and by row what keeps them from being made. */
export const peopleReading = z.object({
  people: z.array(
    z.object({
      row: z.number().int(),
      username: z.string(),
      name: z.string(),
      grants: z.array(askedGrant),
      faults: z.array(z.object({ fault: z.enum(PERSON_FAULTS), value: z.string() })),
    }),
  ),
});
export type PeopleReading = z.infer<typeof peopleReading>;

/** POST /api/counties/:county/people/many: all of them, or none. Their passwords come back as a workbook, once. */
export const manyPeople = z.strictObject({
  people: z.array(newPerson).min(1).max(MOST_PEOPLE_AT_ONCE),
  language: z.enum(['zh', 'en']).default('zh'),
});

export const countyPerson = z.object({ county: countyCode, id: z.string().min(1).max(64) });
