import { randomInt, randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { isDemoName, isRegional, PASSWORD_LENGTH, REGIONAL_ROLES, USERNAME } from '../contract/people.ts';
import type { ProblemValues } from '../contract/problem-values.ts';
import type { ProblemReason } from '../contract/problems.ts';
import { today } from '../contract/today.ts';
import type { AccessToken } from '../contract/tokens.ts';
import type { Role } from '../contract/words.ts';
import {
  accountByUsername,
  countyExists,
  insertGrant,
  insertUser,
  regionByCode,
  replacePassword,
  switchAccount,
  withdrawDemo,
} from '../db/accounts.ts';
import { writeAudit } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import type { OwnerPool } from '../db/owner-pool.ts';
import { ownerTransaction } from '../db/owner-transaction.ts';
import { deleteGrant } from '../db/people.ts';
import { endSessions } from '../db/sessions.ts';
import { deleteTokens, listTokens } from '../db/tokens.ts';
import { ProblemError } from '../problems.ts';

/** A role in a county, limited to the region of that code, if one is given. */
export interface Commission {
  county: string;
  role: Role;
  regionCode: string | null;
}

/** On whose behalf accounts are kept: an administrator, or the command line. */
export interface Acting {
  account: string | null;
  role: Role | null;
}
const COMMAND_LINE: Acting = { account: null, role: null };

/** A password nobody has to think of: 20 characters without look-alikes, about 100 bits. */
export function generatePassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  return Array.from({ length: 20 }, () => letters[randomInt(letters.length)]).join('');
}

/** What a user name may be. */
export const USERNAME_WORDS = '3 to 64 of a-z, 0-9, dot, dash and underscore, not beginning with "demo."';

/**
 * @returns the name as it is stored
 * @throws ProblemError 'invalid-request' for one that will not do
 */
export function checkUsername(given: string): string {
  const username = given.toLowerCase();
  if (USERNAME.test(username) && !isDemoName(username)) return username;
  throw invalid(`"${given}" cannot be a user name; take ${USERNAME_WORDS}.`);
}

/**
 * Makes an account that signs in with a password and gives it its first role.
 *
 * @returns the account's id
 * @throws ProblemError 'invalid-request' for a user name, password, county or region that will not do, 'conflict' when
 *   the user name is taken
 */
export async function addPerson(
  owner: OwnerPool,
  person: { username: string; name: string; password: string } & Commission,
): Promise<string> {
  const username = checkUsername(person.username);
  if (person.name.trim() === '') throw invalid(`${username} needs a name that people see.`);
  const passwordHash = await hashedPassword(person.password);
  const id = randomUUID();
  await ownerTransaction(owner, async (tx) => {
    if (await accountByUsername(tx, username)) {
      throw new ProblemError('conflict', `There is an account ${username} already; take another user name.`);
    }
    await insertUser(tx, { id, username, name: person.name.trim(), passwordHash });
    await commission(tx, id, username, person);
  });
  return id;
}

/** Gives an account one more role, or one more region of a role it has. */
export async function giveRole(owner: OwnerPool, username: string, role: Commission): Promise<void> {
  await ownerTransaction(owner, async (tx) => commission(tx, (await known(tx, username)).id, username, role));
}

async function regionOf(tx: Db, county: string, code: string): Promise<number> {
  const region = await regionByCode(tx, county, code, today());
  if (region !== null) return region;
  const detail = `County ${county} has no region with the code ${code} today; look the code up on the map.`;
  throw invalid(detail, 'region-unknown', { value: code });
}

/** Gives a role within a transaction. */
export async function commission(
  tx: Db,
  account: string,
  username: string,
  { county, role, regionCode }: Commission,
  by = COMMAND_LINE,
): Promise<void> {
  if (isDemoName(username)) {
    throw invalid(`${username} is an account of the demo and is given nothing; make one for a person: user add.`);
  }
  if (!(await countyExists(tx, county))) {
    throw invalid(`There is no county ${county} in this database; import or seed it first.`);
  }
  if (regionCode !== null && !isRegional(role)) {
    throw invalid(
      `${role} is a role for the whole county and takes no region; leave the region out, or give ${REGIONAL_ROLES.join(' or ')}.`,
      'region-for-whole',
      { value: regionCode },
    );
  }
  const region = regionCode === null ? null : await regionOf(tx, county, regionCode);
  await insertGrant(tx, { county, account, role, region });
  await withdrawDemo(tx, county);
  const detail = { role, region: regionCode };
  await writeAudit(tx, { county, ...acting(by), action: 'grant.add', object: username, detail });
}

/**
 * Takes a role back: for the whole county, or for the region of that code. The operator of the server may take the last
 * administrator's, too.
 *
 * @returns false when the account had no such role
 */
export async function takeRole(
  owner: OwnerPool,
  username: string,
  { county, role, regionCode }: Commission,
): Promise<boolean> {
  return ownerTransaction(owner, async (tx) => {
    const { id } = await known(tx, username);
    if (isDemoName(username))
      throw invalid(`${username} is an account of the demo; nobody changes it.`, 'demo-account');
    const region = regionCode === null ? null : await regionOf(tx, county, regionCode);
    if (!(await deleteGrant(tx, { county, account: id, role, region }))) return false;
    const detail = { role, region: regionCode };
    await writeAudit(tx, { county, ...acting(COMMAND_LINE), action: 'grant.withdraw', object: username, detail });
    return true;
  });
}

/** Sets a new password; whoever is signed in with the old one is signed out, and so are programs with their tokens. */
export async function changePassword(owner: OwnerPool, username: string, password: string): Promise<void> {
  const passwordHash = await hashedPassword(password);
  await ownerTransaction(owner, async (tx) => {
    const { id, counties } = await known(tx, username);
    if (isDemoName(username)) throw invalid(`${username} is a demo account and has no password.`);
    const tokens = await replacePassword(tx, id, passwordHash);
    for (const county of counties) {
      await writeAudit(tx, { county, account: null, action: 'password.change', object: username, detail: { tokens } });
    }
  });
}

/** Signs an account out everywhere, programs with their tokens included. @returns how many of each */
export async function signOutPerson(owner: OwnerPool, username: string): Promise<{ sessions: number; tokens: number }> {
  return ownerTransaction(owner, async (tx) => {
    const { id, counties } = await known(tx, username);
    const detail = { sessions: await endSessions(tx, id), tokens: await deleteTokens(tx, id) };
    for (const county of detail.sessions + detail.tokens > 0 ? counties : []) {
      await writeAudit(tx, { county, account: null, action: 'session.revoke', object: username, detail });
    }
    return detail;
  });
}

/** Tokens with which programs of an account enter its counties, newest first. */
export async function tokensOfPerson(owner: OwnerPool, username: string): Promise<AccessToken[]> {
  return listTokens(owner, (await known(owner, username)).id);
}

/**
 * Disables or enables an account in one county, or in all that know it. With no enabled county left its sessions end.
 *
 * @returns the counties where that changed something
 */
export async function switchPerson(
  owner: OwnerPool,
  username: string,
  disabled: boolean,
  county: string | null,
): Promise<string[]> {
  return ownerTransaction(owner, async (tx) => {
    const { id } = await known(tx, username);
    const changed = await switchAccount(tx, id, disabled, county);
    for (const code of changed) {
      const action = disabled ? 'account.disable' : 'account.enable';
      await writeAudit(tx, { county: code, account: null, action, object: username });
    }
    return changed;
  });
}

async function known(tx: Db, username: string) {
  const account = await accountByUsername(tx, username.toLowerCase());
  if (!account) throw new ProblemError('not-found', `There is no account ${username}; "tongxin user list" shows all.`);
  return account;
}

/** @throws ProblemError 'invalid-request' for one that is too short or too long */
export async function hashedPassword(password: string): Promise<string> {
  const { min, max } = PASSWORD_LENGTH;
  if (password.length < min || password.length > max) {
    throw invalid(`The password has ${password.length} characters; take ${min} to ${max}.`, 'password-length', {
      min,
      max,
    });
  }
  return hashPassword(password);
}

/** How the audit log names who acts. */
export const acting = ({ account, role }: Acting) => ({ account, role });

const invalid = (detail: string, reason?: ProblemReason, values?: ProblemValues) =>
  new ProblemError('invalid-request', detail, reason ? { reason, ...(values && { values }) } : {});
