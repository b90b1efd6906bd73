import { randomInt, randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { today } from '../contract/today.ts';
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
import { ProblemError } from '../problems.ts';
import { isDemoName } from './demo.ts';

/** What a user name is made of; upper case is taken as lower case. */
export const USERNAME = /^[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]$/;

/** Roles whose holders work in one region; all others hold for the county as a whole. */
const REGIONAL: readonly Role[] = ['grid_staff', 'desk'];

/** A role in a county, limited to the region of that code, if one is given. */
export interface Commission {
  county: string;
  role: Role;
  regionCode: string | null;
}

export const MIN_PASSWORD = 10;
const MAX_PASSWORD = 256;

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
  const passwordHash = await hashed(person.password);
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

/** Gives an account one more role, or changes the region of one it has. */
export async function giveRole(owner: OwnerPool, username: string, role: Commission): Promise<void> {
  await ownerTransaction(owner, async (tx) => commission(tx, (await known(tx, username)).id, username, role));
}

async function commission(tx: Db, account: string, username: string, { county, role, regionCode }: Commission) {
  if (isDemoName(username)) {
    throw invalid(`${username} is an account of the demo and is given nothing; make one for a person: user add.`);
  }
  if (!(await countyExists(tx, county))) {
    throw invalid(`There is no county ${county} in this database; import or seed it first.`);
  }
  if (regionCode !== null && !REGIONAL.includes(role)) {
    throw invalid(
      `${role} is a role for the whole county and takes no region; leave the region out, or give ${REGIONAL.join(' or ')}.`,
    );
  }
  const region = regionCode === null ? null : await regionByCode(tx, county, regionCode, today());
  if (regionCode !== null && region === null) {
    throw invalid(`County ${county} has no region with the code ${regionCode} today; look the code up on the map.`);
  }
  await insertGrant(tx, { county, account, role, region });
  await withdrawDemo(tx, county);
  await writeAudit(tx, {
    county,
    account: null,
    action: 'grant.add',
    object: username,
    detail: { role, region: regionCode },
  });
}

/** Sets a new password; whoever is signed in with the old one is signed out. */
export async function changePassword(owner: OwnerPool, username: string, password: string): Promise<void> {
  const passwordHash = await hashed(password);
  await ownerTransaction(owner, async (tx) => {
    const { id, counties } = await known(tx, username);
    if (isDemoName(username)) throw invalid(`${username} is a demo account and has no password.`);
    await replacePassword(tx, id, passwordHash);
    for (const county of counties) {
      await writeAudit(tx, { county, account: null, action: 'password.change', object: username });
    }
  });
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

async function hashed(password: string): Promise<string> {
  if (password.length < MIN_PASSWORD || password.length > MAX_PASSWORD) {
    throw invalid(`The password has ${password.length} characters; take ${MIN_PASSWORD} to ${MAX_PASSWORD}.`);
  }
  return hashPassword(password);
}

const invalid = (detail: string) => new ProblemError('invalid-request', detail);
