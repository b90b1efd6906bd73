import { randomUUID } from 'node:crypto';
import {
  type AskedGrant,
  isDemoName,
  isRegional,
  type MadePassword,
  MOST_PEOPLE_AT_ONCE,
  type NewPerson,
  type Person,
  type PersonFault,
  type PersonPatch,
  type SignedIn,
  USERNAME,
} from '../contract/people.ts';
import type { ProblemReason } from '../contract/problems.ts';
import { today } from '../contract/today.ts';
import type { AccessToken } from '../contract/tokens.ts';
import type { Role } from '../contract/words.ts';
import { insertUser, replacePassword, requireOwnPassword, switchAccount } from '../db/accounts.ts';
import { type AuditEntry, writeAudit } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import type { OwnerPool } from '../db/owner-pool.ts';
import { ownerTransaction } from '../db/owner-transaction.ts';
import * as db from '../db/people.ts';
import { endSessions, listSessions } from '../db/sessions.ts';
import { deleteToken, deleteTokens, listTokens } from '../db/tokens.ts';
import { ProblemError } from '../problems.ts';
import { type Actor, countyWide, scopeFor } from './actor.ts';
import { type Acting, acting, commission, generatePassword, hashedPassword } from './people.ts';
import { noSuchToken } from './tokens.ts';

/** The administrator of a whole county, at work on its accounts. */
export interface Keeper extends Acting {
  account: string;
  role: 'admin';
  county: string;
  /** counties that they administer, this one included */
  administers: readonly string[];
}

/** @throws ProblemError 'not-signed-in' or 'forbidden' for whoever does not administer the whole county */
export function keeperOf(actor: Actor, county: string): Keeper {
  const wide = countyWide(actor);
  const { account } = scopeFor(wide, county, ['admin']);
  const administers = wide.grants.filter(({ role }) => role === 'admin').map((grant) => grant.county);
  return { account: account!, role: 'admin', county, administers };
}

export const listPeople = (owner: OwnerPool, { county }: Keeper): Promise<Person[]> =>
  db.listPeople(owner, county, today());

/** @throws ProblemError 'not-found' */
export async function readPerson(owner: Db, { county }: Pick<Keeper, 'county'>, id: string): Promise<Person> {
  const [found] = await db.listPeople(owner, county, today(), id);
  if (found) return found;
  const detail = `County ${county} has no account ${id}; read the list again.`;
  throw new ProblemError('not-found', detail, { reason: 'no-person' });
}

/** What keeps people from being made, by their place in the list. */
export interface FoundFault {
  index: number;
  fault: PersonFault;
  /** the user name or the code of a region at fault */
  value: string;
}

/** Everything that keeps people from being made in a county; nothing is changed. */
export async function faultsOf(owner: Db, county: string, asked: readonly NewPerson[]): Promise<FoundFault[]> {
  const names = asked.map(({ username }) => username.toLowerCase());
  const codes = asked.flatMap(({ grants }) => grants.flatMap(({ regionCode }) => regionCode ?? []));
  const taken = await db.takenUsernames(owner, names);
  const known = await db.knownRegionCodes(owner, county, codes, today());
  return asked.flatMap(({ grants }, index) => {
    const name = names[index]!;
    const found: FoundFault[] = [];
    const add = (fault: PersonFault, value: string) => found.push({ index, fault, value });
    if (!USERNAME.test(name) || isDemoName(name)) add('username-form', name);
    else if (names.indexOf(name) < index) add('username-twice', name);
    else if (taken.has(name)) add('username-taken', name);
    for (const { role, regionCode } of grants) {
      if (regionCode === null) continue;
      if (!isRegional(role)) add('region-for-whole', regionCode);
      else if (!known.has(regionCode)) add('region-unknown', regionCode);
    }
    return found;
  });
}

/**
 * Makes accounts with their roles: all of them, or none. Each gets a password that has to be changed at the first
 * sign-in.
 *
 * @throws ProblemError 'invalid-request' or 'conflict' naming the first that cannot be made
 */
export async function addPeople(owner: OwnerPool, by: Keeper, asked: readonly NewPerson[]): Promise<MadePassword[]> {
  if (asked.length > MOST_PEOPLE_AT_ONCE) {
    const detail = `There are ${asked.length} people in the list; send ${MOST_PEOPLE_AT_ONCE} at a time.`;
    throw new ProblemError('invalid-request', detail, { reason: 'too-many', values: { n: MOST_PEOPLE_AT_ONCE } });
  }
  await refuseFaults(owner, by, asked); // before passwords are made, which takes its time
  const made: (MadePassword & { hash: string })[] = [];
  for (const { username } of asked) {
    const password = generatePassword();
    made.push({ id: randomUUID(), username: username.toLowerCase(), password, hash: await hashedPassword(password) });
  }
  await ownerTransaction(owner, async (tx) => {
    await refuseFaults(tx, by, asked);
    for (const [i, { id, username, hash }] of made.entries()) {
      const { name, grants } = asked[i]!;
      await insertUser(tx, { id, username, name, passwordHash: hash });
      await requireOwnPassword(tx, id);
      for (const grant of grants) await commission(tx, id, username, { county: by.county, ...grant }, by);
      await writeAudit(tx, entry(by, 'account.add', username, { name }));
    }
  });
  return made.map(({ hash: _, ...shown }) => shown);
}

async function refuseFaults(owner: Db, { county }: Keeper, asked: readonly NewPerson[]): Promise<void> {
  const [first] = await faultsOf(owner, county, asked);
  if (!first) return;
  const { index, fault, value } = first;
  const type = fault === 'username-taken' ? 'conflict' : 'invalid-request';
  const detail = `Person ${index + 1}, ${asked[index]!.username}: ${FAULT_WORDS[fault]} (${value}). Nobody was made.`;
  throw new ProblemError(type, detail, { reason: fault, values: { value, row: index + 1 } });
}

const FAULT_WORDS: Record<PersonFault, string> = {
  'username-form': 'a user name has 3 to 64 of a-z, 0-9, dot, dash and underscore, and does not begin with "demo."',
  'username-taken': 'somebody has this user name already; take another',
  'username-twice': 'this user name stands in the list twice',
  'name-missing': 'the name that people see is missing',
  'name-long': 'the name has more than 60 characters',
  'role-unknown': 'there is no such role',
  'region-unknown': 'no region of the division in force has this code; look it up on the map',
  'region-for-whole': 'this role is for the whole county and takes no region',
  'too-many': 'there are too many people in the list',
};

/** Renames, disables or enables an account. */
export async function changePerson(owner: OwnerPool, by: Keeper, id: string, patch: PersonPatch): Promise<Person> {
  return ownerTransaction(owner, async (tx) => {
    const before = await ownPerson(tx, by, id);
    const { name, disabled } = patch;
    if (name !== undefined && name !== before.name) {
      await keepsAlone(tx, by, before);
      await db.renameAccount(tx, id, name);
      await writeAudit(tx, entry(by, 'account.rename', before.username, { from: before.name, to: name }));
    }
    if (disabled !== undefined && disabled !== before.disabled) {
      await switchAccount(tx, id, disabled, by.county);
      if (disabled) await leavesAdministrator(tx, by, before);
      await writeAudit(tx, entry(by, disabled ? 'account.disable' : 'account.enable', before.username));
    }
    return readPerson(tx, by, id);
  });
}

export async function giveGrant(owner: OwnerPool, by: Keeper, id: string, asked: AskedGrant): Promise<Person> {
  return ownerTransaction(owner, async (tx) => {
    const before = await ownPerson(tx, by, id);
    await commission(tx, id, before.username, { county: by.county, ...asked }, by);
    return readPerson(tx, by, id);
  });
}

/** @throws ProblemError 'conflict' for the county's last administrator */
export async function withdrawGrant(
  owner: OwnerPool,
  by: Keeper,
  id: string,
  { role, region }: { role: Role; region: number | null },
): Promise<Person> {
  return ownerTransaction(owner, async (tx) => {
    const before = await ownPerson(tx, by, id);
    const grant = before.grants.find((each) => each.role === role && (each.region?.id ?? null) === region);
    if (!grant) return before;
    await db.deleteGrant(tx, { county: by.county, account: id, role, region });
    if (role === 'admin') await leavesAdministrator(tx, by, before);
    const detail = { role, region: grant.region?.code ?? null };
    await writeAudit(tx, entry(by, 'grant.withdraw', before.username, detail));
    return readPerson(tx, by, id);
  });
}

/** A new password, made here; whoever is signed in with the old one is signed out, and so are programs with their tokens. */
export async function resetPassword(owner: OwnerPool, by: Keeper, id: string): Promise<MadePassword> {
  const password = generatePassword();
  const hash = await hashedPassword(password);
  return ownerTransaction(owner, async (tx) => {
    const { username } = await keepsAlone(tx, by, await ownPerson(tx, by, id));
    const tokens = await replacePassword(tx, id, hash);
    await requireOwnPassword(tx, id);
    await writeAudit(tx, entry(by, 'password.reset', username, { tokens }));
    return { id, username, password };
  });
}

/** @param token  of the session that asks */
export async function sessionsOf(owner: OwnerPool, by: Keeper, id: string, token: string | null): Promise<SignedIn[]> {
  await keepsAlone(owner, by, await readPerson(owner, by, id));
  return listSessions(owner, id, token);
}

/** Signs an account out: of one session, or everywhere, programs with their tokens included. */
export async function endSessionsOf(owner: OwnerPool, by: Keeper, id: string, session: string | null): Promise<void> {
  await ownerTransaction(owner, async (tx) => {
    const { username } = await keepsAlone(tx, by, await ownPerson(tx, by, id));
    const sessions = await endSessions(tx, id, { id: session });
    const tokens = session === null ? await deleteTokens(tx, id) : 0;
    if (sessions + tokens > 0) await writeAudit(tx, entry(by, 'session.revoke', username, { sessions, tokens }));
  });
}

/** The tokens with which programs of an account enter the county, newest first. */
export async function tokensOf(owner: OwnerPool, by: Keeper, id: string): Promise<AccessToken[]> {
  await readPerson(owner, by, id);
  return listTokens(owner, id, by.county);
}

/** Revokes a token of an account for the county. @throws ProblemError 'not-found' */
export async function revokeTokenOf(owner: OwnerPool, by: Keeper, id: string, token: string): Promise<AccessToken[]> {
  return ownerTransaction(owner, async (tx) => {
    const { username } = await ownPerson(tx, by, id);
    const gone = await deleteToken(tx, id, token, by.county);
    if (!gone) throw noSuchToken();
    await writeAudit(tx, entry(by, 'token.revoke', username, { name: gone.name }));
    return listTokens(tx, id, by.county);
  });
}

const entry = (by: Keeper, action: AuditEntry['action'], object: string, detail = {}): AuditEntry => ({
  county: by.county,
  ...acting(by),
  ...{ action, object, detail },
});

/** An account that may be changed, while nobody else changes those of the county. */
async function ownPerson(tx: Db, by: Keeper, id: string): Promise<Person> {
  await db.lockPeople(tx, by.county);
  const found = await readPerson(tx, by, id);
  if (!found.demo) return found;
  throw refused('demo-account', `${found.username} is an account of the demo; nobody changes it.`);
}

/**
 * What concerns an account as a whole (its name, its password, where it is signed in) is for who administers every
 * county that knows it: an administrator of one could otherwise enter the others.
 */
async function keepsAlone(tx: Db, by: Keeper, person: Person): Promise<Person> {
  const others = (await db.countiesOf(tx, person.id)).filter((county) => !by.administers.includes(county));
  if (others.length === 0) return person;
  throw refused(
    'kept-elsewhere',
    `${person.username} also works in other counties; who administers all of them, or the operator of the server (tongxin user), can do this.`,
  );
}

async function leavesAdministrator(tx: Db, { county }: Keeper, { username }: Person): Promise<void> {
  if ((await db.countAdministrators(tx, county)) > 0) return;
  throw new ProblemError(
    'conflict',
    `${username} is the last administrator of county ${county}; give the role to somebody else first.`,
    { reason: 'last-admin' },
  );
}

const refused = (reason: ProblemReason, detail: string) => new ProblemError('forbidden', detail, { reason });
