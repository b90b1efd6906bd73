import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addPerson, changePassword, giveRole, switchPerson } from '../../../api/auth/people.ts';
import { SESSION_S } from '../../../api/auth/session-cookie.ts';
import type { Session } from '../../../api/contract/session.ts';
import type { OpenedDatabase } from '../../../api/db/open.ts';
import { sql } from '../../../api/db/sql.ts';
import { eventually, openDoors, SETTINGS } from '../../support/auth-app.ts';
import { eachDatabase } from '../../support/databases.ts';
import { type Visitor, visitor } from '../../support/visitor.ts';

const COUNTY = '990812';
const OTHER = '990813';
const PASSWORD = 'correct horse battery';

const whoIs = async (browser: Visitor) => (await (await browser.get('/api/session')).json()) as Session;
const nameOf = async (browser: Visitor) => (await whoIs(browser)).account?.username ?? null;

/** The same database, counting what the sign-in library and the application ask of it. */
function counted(database: OpenedDatabase) {
  const count = { queries: 0 };
  const pool = database.owner.pool('auth');
  const counting: typeof pool = {
    ...pool,
    on: pool.on.bind(pool),
    end: pool.end.bind(pool),
    query: (...words) => {
      count.queries++;
      return pool.query(...words);
    },
    connect: () => {
      count.queries++;
      return pool.connect();
    },
  };
  return {
    count,
    database: { ...database, owner: { ...database.owner, pool: () => counting } } satisfies OpenedDatabase,
  };
}

eachDatabase('a session', (get) => {
  let doors: Awaited<ReturnType<typeof openDoors>>;
  const owner = () => get().owner.pool('auth');
  let people = 0;

  /** A browser in which a new person has signed in. */
  async function signedIn(): Promise<{ browser: Visitor; username: string }> {
    const username = `se.person${++people}`;
    await addPerson(owner(), {
      username,
      name: '王五',
      password: PASSWORD,
      county: COUNTY,
      role: 'desk',
      regionCode: null,
    });
    const browser = visitor(doors.app);
    expect((await browser.signIn(username, PASSWORD)).status).toBe(200);
    return { browser, username };
  }

  beforeAll(async () => {
    for (const code of [COUNTY, OTHER]) {
      await get().query(sql`insert into county (code, name) values (${code}, '乙县')`, { county: code, role: 'admin' });
    }
    doors = await openDoors(get());
  });
  afterAll(() => doors.auth.close());
  beforeEach(() => owner().query(sql`delete from auth.attempt`));

  test('is read from memory: a hundred requests ask the database nothing', async () => {
    const { count, database } = counted(get());
    const own = await openDoors(database);
    const { username } = await signedIn();
    const browser = visitor(own.app, { address: '192.0.2.1' });
    await browser.signIn(username, PASSWORD);
    count.queries = 0;
    for (let n = 0; n < 100; n++) expect(await nameOf(browser)).toBe(username);
    expect(count.queries).toBe(0);
    await own.auth.close();
  });

  test('that somebody made up costs no query: the signature is looked at first', async () => {
    const { count, database } = counted(get());
    const own = await openDoors(database);
    const { browser: real } = await signedIn();
    count.queries = 0;
    const value = real.cookie.slice(real.cookie.indexOf('=') + 1);
    const [token = ''] = value.split('.');
    for (const forged of [token, `${token}.`, `${token}.AAAA`, `x${value}`, `.${token}`, '', 'a'.repeat(5000)]) {
      const browser = visitor(own.app, { address: '192.0.2.1' });
      browser.cookie = `tongxin_session=${forged}`;
      expect(await nameOf(browser)).toBeNull();
    }
    expect(count.queries).toBe(0);
    await own.auth.close();
  });

  test('signed with another secret opens nothing', async () => {
    const { browser } = await signedIn();
    const own = await openDoors(get(), { secret: `another ${SETTINGS.secret}` });
    const elsewhere = visitor(own.app);
    elsewhere.cookie = browser.cookie;
    expect(await nameOf(elsewhere)).toBeNull();
    await own.auth.close();
  });

  test('ends with signing out, for a copy of its cookie too', async () => {
    const { browser } = await signedIn();
    const copy = visitor(doors.app);
    copy.cookie = browser.cookie;
    const response = await browser.delete('/api/session');
    expect(response.headers.get('set-cookie')).toMatch(/^tongxin_session=; .*Max-Age=0/);
    expect(((await response.json()) as Session).account).toBeNull();
    expect(await nameOf(copy)).toBeNull();
  });

  test('ends on every other server process when signed out on one', async () => {
    const other = await openDoors(get());
    const { browser, username } = await signedIn();
    const elsewhere = visitor(other.app);
    elsewhere.cookie = browser.cookie;
    expect(await nameOf(elsewhere)).toBe(username);
    await browser.delete('/api/session');
    expect(
      await eventually(
        () => nameOf(elsewhere),
        (name) => name === null,
      ),
    ).toBeNull();
    await other.auth.close();
  });

  test('ends at once when its account is disabled, and does not come back when it is enabled again', async () => {
    const { browser, username } = await signedIn();
    expect(await switchPerson(owner(), username, true, null)).toEqual([COUNTY]);
    expect(
      await eventually(
        () => nameOf(browser),
        (name) => name === null,
      ),
    ).toBeNull();
    await switchPerson(owner(), username, false, null);
    expect(await nameOf(browser)).toBeNull();
    expect((await browser.signIn(username, PASSWORD)).status).toBe(200);
  });

  test('of an account that one of two counties disables goes on with the grants of the other', async () => {
    const { browser, username } = await signedIn();
    await giveRole(owner(), username, { county: OTHER, role: 'viewer', regionCode: null });
    const counties = async () => (await whoIs(browser)).grants.map((grant) => grant.county);
    expect(await eventually(counties, (found) => found.length === 2)).toEqual([COUNTY, OTHER]);
    await switchPerson(owner(), username, true, COUNTY);
    expect(await eventually(counties, (found) => found.length === 1)).toEqual([OTHER]);
  });

  test('gets a new grant at once, and loses a withdrawn one at once', async () => {
    const { browser, username } = await signedIn();
    const roles = async () => (await whoIs(browser)).grants.map((grant) => grant.role);
    await giveRole(owner(), username, { county: COUNTY, role: 'leader', regionCode: null });
    expect(await eventually(roles, (found) => found.length === 2)).toEqual(['desk', 'leader']);
    const account = (await whoIs(browser)).account;
    await get().query(sql`delete from account_grant where account = ${account?.id} and role = 'desk'`, {
      county: COUNTY,
      role: 'admin',
    });
    expect(await eventually(roles, (found) => found.length === 1)).toEqual(['leader']);
  });

  test('ends when the password is changed', async () => {
    const { browser, username } = await signedIn();
    await changePassword(owner(), username, 'a new password');
    expect(
      await eventually(
        () => nameOf(browser),
        (name) => name === null,
      ),
    ).toBeNull();
    expect((await browser.signIn(username, PASSWORD)).status).toBe(401);
    expect((await browser.signIn(username, 'a new password')).status).toBe(200);
  });

  test('lasts twelve hours from its last use: half an hour of use prolongs it and renews the cookie', async () => {
    let ahead = 0;
    const own = await openDoors(get(), {}, () => Date.now() + ahead);
    const { username } = await signedIn();
    const browser = visitor(own.app);
    await browser.signIn(username, PASSWORD);

    ahead = 20 * 60_000;
    expect((await browser.get('/api/session')).headers.get('set-cookie')).toBeNull();
    ahead = 40 * 60_000;
    expect((await browser.get('/api/session')).headers.get('set-cookie')).toContain(`Max-Age=${SESSION_S}`);
    ahead += (SESSION_S - 60) * 1000;
    expect(await nameOf(browser)).toBe(username);
    ahead += (SESSION_S + 60) * 1000;
    expect(await nameOf(browser)).toBeNull();
    await own.auth.close();
  });
});
