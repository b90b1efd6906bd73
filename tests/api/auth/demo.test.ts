import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addPerson, changePassword, giveRole } from '../../../api/auth/people.ts';
import type { Session } from '../../../api/contract/session.ts';
import { ROLES } from '../../../api/contract/words.ts';
import { sql } from '../../../api/db/sql.ts';
import { eventually, openDoors } from '../../support/auth-app.ts';
import { eachDatabase } from '../../support/databases.ts';
import { plantCounty } from '../../support/plant-county.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { buildings, communities } from '../../support/small-files.ts';
import { type Line, visitor } from '../../support/visitor.ts';

const DEMO = '990814';
const REAL = '990815';
const LATER = '990819';
const IMPORTED = '990822';

/** Ways to reach a server that listens on loopback, none of which is the person at the machine. */
const STRANGERS: [why: string, line: Line][] = [
  ['from another machine', { address: '192.168.1.20' }],
  ['by a name that points here (DNS rebinding)', { host: 'evil.example:3000' }],
  ['by an address of the network', { host: '192.168.1.5:3000' }],
  ['through a proxy on this machine', { headers: { 'x-forwarded-for': '203.0.113.9' } }],
  ['through a proxy that speaks RFC 7239', { headers: { forwarded: 'for=203.0.113.9' } }],
  ['from nowhere that is known', { address: '' }],
];

eachDatabase('demo accounts', (get) => {
  let doors: Awaited<ReturnType<typeof openDoors>>;
  const embedded = () => get().kind === 'pglite';

  beforeAll(async () => {
    await plantCounty(get(), DEMO, { demo: true });
    await plantCounty(get(), REAL, { demo: false });
    doors = await openDoors(get());
  });
  afterAll(() => doors.auth.close());
  beforeEach(() => get().owner.pool('auth').query(sql`delete from auth.attempt`));

  test('there is one a role on the embedded database, and none on PostgreSQL', async () => {
    const { demoAccounts } = (await (await visitor(doors.app).get('/api/session')).json()) as Session;
    expect(demoAccounts.map((account) => account.role)).toEqual(embedded() ? ROLES : []);
  });

  test('nobody becomes the visitor when the page asks, and stays nobody for everybody else who asks', async () => {
    const browser = visitor(doors.app);
    const ask = async (path: string) => (await (await browser.get(path)).json()) as Session;
    expect((await ask('/api/session')).account).toBeNull();
    expect((await ask('/api/session?visit')).account?.username).toBe(embedded() ? 'demo.viewer' : undefined);
    expect((await ask('/api/session')).account?.username).toBe(embedded() ? 'demo.viewer' : undefined);
    await browser.signInDemo('demo.leader');
    if (embedded()) expect((await ask('/api/session?visit')).account?.username).toBe('demo.leader');
    const afar = await visitor(doors.app, { address: '192.0.2.7' }).get('/api/session?visit');
    expect(((await afar.json()) as Session).account).toBeNull();
  });

  test('a demo county that is loaded while the server runs is theirs at once', async (context) => {
    context.skip(!embedded(), 'there are none on PostgreSQL');
    const browser = visitor(doors.app);
    await browser.signInDemo('demo.leader');
    await plantCounty(get(), LATER, { demo: true });
    const counties = async () =>
      ((await (await browser.get('/api/session')).json()) as Session).grants.map((grant) => grant.county);
    expect(await eventually(counties, (codes) => codes.includes(LATER))).toContain(LATER);
  });

  test('a county that the command line has imported is theirs too, until a person has an account in it', async (context) => {
    context.skip(!embedded(), 'there are none on PostgreSQL');
    const folder = folderWith({ 'buildings.geojson': buildings, 'communities.geojson': communities });
    const bring = (...words: string[]) => run(get(), folder, 'import', ...words, '--county', IMPORTED);
    const { code, out } = await bring('buildings.geojson', '--as', 'buildings', '--faults', 'mend', '--name', '某县');
    expect(code).toBe(0);
    expect(out).toContain(`user add USERNAME --county ${IMPORTED} --role admin`);
    const browser = visitor(doors.app);
    await browser.signInDemo('demo.admin');
    const roles = async () =>
      ((await (await browser.get('/api/session')).json()) as Session).grants
        .filter((grant) => grant.county === IMPORTED)
        .map((grant) => grant.role);
    expect(await eventually(roles, (found) => found.length > 0)).toEqual(['admin']);

    const owner = get().owner.pool('auth');
    const person = { username: 'im.real', name: '真人', password: 'a long password', county: IMPORTED };
    const role = { county: IMPORTED, role: 'viewer', regionCode: null } as const;
    await expect(giveRole(owner, 'demo.viewer', role)).rejects.toThrow('an account of the demo');
    // what one of them makes in the browser is all of theirs, too
    await owner.query(`delete from tongxin.account where county = '${IMPORTED}' and demo and id <> 'demo:demo.admin'`);
    await owner.query(`update tongxin.import_batch set account = 'demo:demo.admin' where county = '${IMPORTED}'`);
    await openDoors(get()).then(({ auth }) => auth.close());
    const theirs = await owner.query(`select id from tongxin.account where county = '${IMPORTED}' and demo`);
    expect(theirs.rows).toHaveLength(ROLES.length);
    await addPerson(owner, { ...person, role: 'admin', regionCode: null });
    expect(await eventually(roles, (found) => found.length === 0)).toEqual([]);
    const again = await bring('communities.geojson', '--as', 'regions');
    expect(again.out).not.toContain('user add');
    await openDoors(get()).then(({ auth }) => auth.close()); // as the next start does
    expect(await eventually(roles, (found) => found.length === 0)).toEqual([]);
  });

  test('one click opens each, for the demo counties alone and for its own region', async (context) => {
    context.skip(!embedded(), 'there are none on PostgreSQL');
    for (const role of ROLES) {
      const browser = visitor(doors.app);
      const { demoAccounts } = (await (await browser.get('/api/session')).json()) as Session;
      const username = demoAccounts.find((account) => account.role === role)?.username ?? '';
      const response = await browser.signInDemo(username);
      expect(response.status).toBe(200);
      const session = (await response.json()) as Session;
      expect(session.account).toMatchObject({ username, demo: true });
      expect(session.account?.name).toMatch(/^演示·/);
      const here = session.grants.filter((grant) => grant.county === DEMO);
      expect(here).toHaveLength(1);
      expect(here[0]).toMatchObject({ role });
      expect(here[0]?.region !== null).toBe(role === 'grid_staff' || role === 'desk');
      expect(session.grants.some((grant) => grant.county === REAL)).toBe(false);
    }
  });

  test.each(STRANGERS)('stay shut %s', async (_why, line) => {
    const browser = visitor(doors.app, line);
    expect(((await (await browser.get('/api/session')).json()) as Session).demoAccounts).toEqual([]);
    expect((await browser.signInDemo('demo.admin')).status).toBe(404);
  });

  test.each(STRANGERS)('opened at the machine, do not serve a stolen cookie %s', async (_why, line) => {
    const browser = visitor(doors.app);
    await browser.signInDemo('demo.admin');
    const thief = visitor(doors.app, line);
    thief.cookie = browser.cookie;
    expect(((await (await thief.get('/api/session')).json()) as Session).account).toBeNull();
  });

  test('stay shut, sessions included, when the server listens to the network', async () => {
    const browser = visitor(doors.app);
    await browser.signInDemo('demo.admin');
    const open = await openDoors(get(), { host: '0.0.0.0' });
    const same = visitor(open.app);
    same.cookie = browser.cookie;
    const session = (await (await same.get('/api/session')).json()) as Session;
    expect(session).toMatchObject({ account: null, demoAccounts: [] });
    expect((await same.signInDemo('demo.viewer')).status).toBe(404);
    await open.auth.close();
  });

  test('have no password, cannot be given one, and leave their names to nobody', async () => {
    for (const password of ['', 'demo', 'demo.admin', 'password123']) {
      expect((await visitor(doors.app).signIn('demo.admin', password || ' ')).status).toBe(401);
    }
    const owner = get().owner.pool('auth');
    await expect(changePassword(owner, 'demo.admin', 'a long password')).rejects.toThrow();
    const person = { username: 'demo.boss', name: '冒名', password: 'a long password', county: DEMO };
    await expect(addPerson(owner, { ...person, role: 'admin', regionCode: null })).rejects.toThrow('demo.');
  });

  test('are open to no other name', async () => {
    const owner = get().owner.pool('auth');
    const person = { username: 'de.real', name: '真人', password: 'a long password', county: DEMO };
    await addPerson(owner, { ...person, role: 'admin', regionCode: null });
    for (const username of ['de.real', 'demo.nobody', 'DEMO.ADMIN']) {
      expect((await visitor(doors.app).signInDemo(username)).status).toBe(404);
    }
  });
});
