import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changeOwnPassword } from '../../../api/auth/own-account.ts';
import { changePassword } from '../../../api/auth/people.ts';
import type { MadePassword, Person, SignedIn } from '../../../api/contract/people.ts';
import type { Session } from '../../../api/contract/session.ts';
import type { AccessToken, MadeToken } from '../../../api/contract/tokens.ts';
import type { OwnerPool } from '../../../api/db/owner-pool.ts';
import { sql } from '../../../api/db/sql.ts';
import { eventually } from '../../support/auth-app.ts';
import { eachDatabase } from '../../support/databases.ts';
import { type PlantedCounty, plantCounty } from '../../support/plant-county.ts';
import { type Visitor, visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990860';
const ABROAD = '990861';
const OWN = '自己的新密码，自己知道 1';

eachDatabase('the people of a county', (get) => {
  let app: WholeApp;
  let home: PlantedCounty;
  let admin: Visitor;
  let people = 0;
  const owner = () => get().owner.pool('auth');

  beforeAll(async () => {
    app = await openApp(get());
    home = await plantCounty(get(), HOME, { demo: false });
    await plantCounty(get(), ABROAD, { demo: false });
    admin = await app.somebody(HOME, 'admin');
  });
  afterAll(() => app.close());
  beforeEach(() => owner().query(sql`delete from auth.attempt`));

  const at = (path = '', county = HOME) => `/api/counties/${county}/people${path}`;
  const read = async <T>(answer: Response): Promise<T> => {
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as T;
  };
  const refusal = async (answer: Response | Promise<Response>) => {
    const { status, reason } = (await (await answer).json()) as { status: number; reason?: string };
    return [status, reason];
  };
  const list = async (by = admin) => (await read<{ people: Person[] }>(await by.get(at()))).people;
  const personOf = async (id: string) => (await list()).find((person) => person.id === id)!;
  const idOf = async (who: Visitor) => ((await (await who.get('/api/session')).json()) as Session).account!.id;

  async function add(grants: object[] = [{ role: 'planner' }], by = admin, county = HOME): Promise<MadePassword> {
    const body = { username: `pr.person${++people}`, name: `人员${people}`, grants };
    return read(await by.post(at('', county), body));
  }
  const browserOf = async ({ username, password }: MadePassword) => {
    const browser = visitor(app.app);
    expect((await browser.signIn(username, password)).status).toBe(200);
    return browser;
  };
  const setOwn = (browser: Visitor, current: string, next = OWN) =>
    browser.send('PUT', '/api/session/password', { current, next });

  test('are made by the administrator, with a password that is told once and opens nothing but its own change', async () => {
    const made = await add();
    expect(made.password).toMatch(/^[a-z0-9]{20}$/);
    const listed = await personOf(made.id);
    expect(listed).toMatchObject({ name: expect.stringContaining('人员'), mustChange: true, disabled: false });
    expect(listed.grants).toEqual([{ role: 'planner', region: null }]);
    expect(JSON.stringify(await list())).not.toContain(made.password);

    const browser = await browserOf(made);
    const session = await read<Session>(await browser.get('/api/session'));
    expect(session).toMatchObject({ account: { mustChange: true }, grants: [], counties: [] });
    expect(await refusal(browser.get(`/api/counties/${HOME}`))).toEqual([403, 'must-change']);

    const changed = await read<Session>(await setOwn(browser, made.password));
    expect(changed.grants).toMatchObject([{ county: HOME, role: 'planner' }]);
    expect(changed.account!.mustChange).toBeUndefined();
    expect((await browser.get(`/api/counties/${HOME}`)).status).toBe(200);
    expect(await personOf(made.id)).toMatchObject({ mustChange: false, lastSeen: expect.stringMatching(/^20/) });
  });

  test('are kept by administrators of the whole county alone', async () => {
    const { id } = await add();
    const others = [
      await app.somebody(HOME, 'leader'),
      await app.somebody(HOME, 'admin', home.regions.community),
      await app.somebody(ABROAD, 'admin'),
    ];
    for (const other of others) {
      const tries = [
        other.get(at()),
        other.post(at(), { username: 'pr.never', name: '无', grants: [{ role: 'viewer' }] }),
        other.send('PATCH', at(`/${id}`), { disabled: true }),
        other.post(at(`/${id}/grants`), { role: 'admin' }),
        other.delete(at(`/${id}/grants?role=planner`)),
        other.post(at(`/${id}/password`), undefined),
        other.get(at(`/${id}/sessions`)),
        other.delete(at(`/${id}/sessions`)),
      ];
      for (const answer of await Promise.all(tries)) expect(answer.status).toBe(403);
    }
    expect(await personOf(id)).toMatchObject({ disabled: false, grants: [{ role: 'planner' }] });
  });

  test('are not found through the address of another county', async () => {
    const foreign = await app.somebody(ABROAD, 'admin');
    const { id } = await add();
    expect(await refusal(foreign.send('PATCH', at(`/${id}`, ABROAD), { disabled: true }))).toEqual([404, 'no-person']);
    expect(await refusal(foreign.post(at(`/${id}/password`, ABROAD), undefined))).toEqual([404, 'no-person']);
  });

  test('bad words are refused, each with its reason, and nobody is made', async () => {
    const before = (await list()).length;
    const taken = (await add()).username;
    const cases: [object, reason: string][] = [
      [{ username: '张三' }, 'username-form'],
      [{ username: 'demo.zhang' }, 'username-form'],
      [{ username: taken.toUpperCase() }, 'username-taken'],
      [{ grants: [{ role: 'desk', regionCode: '990860999999' }] }, 'region-unknown'],
      [{ grants: [{ role: 'planner', regionCode: home.codes.community }] }, 'region-for-whole'],
    ];
    for (const [part, reason] of cases) {
      const answer = await admin.post(at(), { username: 'pr.bad', name: '坏', grants: [{ role: 'viewer' }], ...part });
      expect((await refusal(answer))[1], reason).toBe(reason);
    }
    for (const part of [{ name: ' ' }, { grants: [] }, { grants: [{ role: 'king' }] }, { more: 1 }]) {
      const answer = await admin.post(at(), { username: 'pr.bad', name: '坏', grants: [{ role: 'viewer' }], ...part });
      expect(answer.status).toBe(422);
    }
    expect(await list()).toHaveLength(before + 1);
  });

  test('a desk may have two regions, and works in both', async () => {
    const { community, grid } = home.codes;
    const made = await add([{ role: 'desk', regionCode: grid }]);
    await read(await admin.post(at(`/${made.id}/grants`), { role: 'desk', regionCode: community }));
    const browser = await browserOf(made);
    const { grants } = await read<Session>(await setOwn(browser, made.password));
    expect(grants.map(({ region }) => region).sort()).toEqual([home.regions.community, home.regions.grid].sort());
    const { grants: named } = await personOf(made.id);
    expect(named.map(({ region }) => region?.name).sort()).toEqual([`community ${community}`, `grid ${grid}`]);
    // For the whole county instead, and for a region again.
    const wide = await read<Person>(await admin.post(at(`/${made.id}/grants`), { role: 'desk' }));
    expect(wide.grants).toEqual([{ role: 'desk', region: null }]);
    const narrow = await read<Person>(await admin.post(at(`/${made.id}/grants`), { role: 'desk', regionCode: grid }));
    expect(narrow.grants).toMatchObject([{ role: 'desk', region: { code: grid } }]);
  });

  test('a role that is withdrawn, and an account that is disabled, work no more at once', async () => {
    const made = await add([{ role: 'planner' }, { role: 'viewer' }]);
    const browser = await browserOf(made);
    await setOwn(browser, made.password);
    const rolesOf = async () => (await read<Session>(await browser.get('/api/session'))).grants.map(({ role }) => role);
    expect(await rolesOf()).toEqual(['planner', 'viewer']);
    await read(await admin.delete(at(`/${made.id}/grants?role=planner`)));
    expect(await eventually(rolesOf, ({ length }) => length === 1)).toEqual(['viewer']);
    await read(await admin.send('PATCH', at(`/${made.id}`), { disabled: true, name: '新名字' }));
    const status = () => browser.get('/api/counties').then((answer) => answer.status);
    expect(await eventually(status, (code) => code === 401)).toBe(401);
    expect(await personOf(made.id)).toMatchObject({ disabled: true, name: '新名字' });
    expect((await visitor(app.app).signIn(made.username, OWN)).status).toBe(401);
  });

  test('the last administrator stays, whatever is tried', async () => {
    const alone = await app.somebody(ABROAD, 'admin');
    for (const person of (await read<{ people: Person[] }>(await alone.get(at('', ABROAD)))).people) {
      if (person.id === (await idOf(alone))) continue;
      await read(await alone.send('PATCH', at(`/${person.id}`, ABROAD), { disabled: true }));
    }
    const self = await idOf(alone);
    expect(await refusal(alone.delete(at(`/${self}/grants?role=admin`, ABROAD)))).toEqual([409, 'last-admin']);
    expect(await refusal(alone.send('PATCH', at(`/${self}`, ABROAD), { disabled: true }))).toEqual([409, 'last-admin']);
    const second = await add([{ role: 'admin' }], alone, ABROAD);
    const [left, right] = await Promise.all([
      alone.delete(at(`/${self}/grants?role=admin`, ABROAD)),
      alone.delete(at(`/${second.id}/grants?role=admin`, ABROAD)),
    ]);
    expect([left.status, right.status].filter((status) => status === 200).length, 'one of two at once').toBeLessThan(2);
  });

  test('an account of the demo is nobody’s to change', async () => {
    const id = 'demo:viewer-of-the-test';
    await owner().query(sql`
      insert into auth."user" (id, name, email, username, "displayUsername")
      values (${id}, '演示', 'demo.pr@accounts.invalid', 'demo.pr', 'demo.pr')`);
    await owner().query(sql`
      insert into tongxin.account (county, id, name, username, demo) values (${HOME}, ${id}, '演示', 'demo.pr', true)`);
    expect(await refusal(admin.send('PATCH', at(`/${id}`), { name: '我' }))).toEqual([403, 'demo-account']);
    expect(await refusal(admin.post(at(`/${id}/password`), undefined))).toEqual([403, 'demo-account']);
    expect(await refusal(admin.post(at(`/${id}/grants`), { role: 'admin' }))).toEqual([403, 'demo-account']);
    await owner().query(sql`delete from auth."user" where id = ${id}`);
  });

  describe('a password that the administrator makes anew', () => {
    test('signs out, opens once, and has to be changed', async () => {
      const made = await add();
      const browser = await browserOf(made);
      await setOwn(browser, made.password);
      const fresh = await read<MadePassword>(await admin.post(at(`/${made.id}/password`), undefined));
      const status = () => browser.get('/api/counties').then((answer) => answer.status);
      expect(await eventually(status, (code) => code === 401)).toBe(401);
      expect((await visitor(app.app).signIn(made.username, OWN)).status).toBe(401);
      const again = await browserOf(fresh);
      expect(await refusal(again.get(`/api/counties/${HOME}`))).toEqual([403, 'must-change']);
    });

    test('is refused for who works in a county that the administrator does not administer', async () => {
      const made = await add();
      await owner().query(sql`
        insert into tongxin.account (county, id, name, username) values (${ABROAD}, ${made.id}, '两地', ${made.username})`);
      expect(await personOf(made.id)).toMatchObject({ elsewhere: true });
      for (const answer of [
        admin.post(at(`/${made.id}/password`), undefined),
        admin.get(at(`/${made.id}/sessions`)),
        admin.delete(at(`/${made.id}/sessions`)),
        admin.send('PATCH', at(`/${made.id}`), { name: '别名' }),
      ])
        expect(await refusal(answer)).toEqual([403, 'kept-elsewhere']);
      // What is the county's own stays possible.
      expect((await admin.send('PATCH', at(`/${made.id}`), { disabled: true })).status).toBe(200);
    });
  });

  describe('the own account', () => {
    test('its password is changed with the present one, and all other sessions end', async () => {
      const made = await add();
      const browser = await browserOf(made);
      const second = await browserOf(made);
      expect(await refusal(setOwn(browser, 'not the present one'))).toEqual([403, 'password-wrong']);
      expect(await refusal(setOwn(browser, made.password, made.password))).toEqual([422, 'password-same']);
      expect(await refusal(setOwn(browser, made.password, 'short'))).toEqual([422, 'password-length']);
      expect((await setOwn(browser, made.password)).status).toBe(200);
      expect((await browser.get('/api/counties')).status).toBe(200);
      const status = () => second.get('/api/counties').then((answer) => answer.status);
      expect(await eventually(status, (code) => code === 401)).toBe(401);
      expect(await refusal(visitor(app.app).send('PUT', '/api/session/password', { current: 'x', next: OWN }))).toEqual(
        [401, undefined],
      );
    });

    test('guessing the present password is stopped as at the door', async () => {
      const made = await add();
      const browser = await browserOf(made);
      const tries = [];
      for (let n = 0; n < 6; n++) tries.push((await refusal(setOwn(browser, `guess number ${n}`)))[0]);
      expect(tries).toEqual([403, 403, 403, 403, 403, 429]);
    });

    test('its sessions are listed with where from, and ended one by one', async () => {
      const made = await add();
      const browser = await browserOf(made);
      await setOwn(browser, made.password);
      const other = visitor(app.app, {
        address: '192.0.2.7',
        headers: { 'user-agent': 'Mozilla/5.0 (é) Firefox/150' },
      });
      await other.signIn(made.username, OWN);
      const own = async () =>
        (await read<{ sessions: SignedIn[] }>(await browser.get('/api/session/sessions'))).sessions;
      const sessions = await own();
      expect(sessions).toHaveLength(2);
      expect(sessions.filter(({ current }) => current)).toHaveLength(1);
      const there = sessions.find(({ current }) => !current)!;
      expect(there).toMatchObject({ address: '192.0.2.7', agent: 'Mozilla/5.0 () Firefox/150' });
      const asAdmin = await read<{ sessions: SignedIn[] }>(await admin.get(at(`/${made.id}/sessions`)));
      expect(asAdmin.sessions.map(({ id }) => id).sort()).toEqual(sessions.map(({ id }) => id).sort());
      expect(asAdmin.sessions.some(({ current }) => current)).toBe(false);
      await read(await browser.delete(`/api/session/sessions?session=${there.id}`));
      const status = () => other.get('/api/counties').then((answer) => answer.status);
      expect(await eventually(status, (code) => code === 401)).toBe(401);
      expect(await own()).toHaveLength(1);
      // The administrator signs out the rest.
      expect((await admin.delete(at(`/${made.id}/sessions`))).status).toBe(204);
      const here = () => browser.get('/api/counties').then((answer) => answer.status);
      expect(await eventually(here, (code) => code === 401)).toBe(401);
    });
  });

  describe('the tokens of its programs', () => {
    /** Somebody with a password of the own and a token; `opens` asks with it, as a program elsewhere does. */
    async function withToken(grants?: object[]) {
      const made = await add(grants);
      const browser = await browserOf(made);
      await setOwn(browser, made.password);
      return { ...made, browser, ...(await makeToken(browser)) };
    }
    async function makeToken(browser: Visitor, name = 'QGIS') {
      const { token, tokens } = await read<MadeToken>(
        await browser.post('/api/session/tokens', { county: HOME, name }),
      );
      const opens = async () => {
        const line = { address: '192.0.2.60', host: 'map.example.cn' };
        const headers = { authorization: `Bearer ${token}` };
        return (await visitor(app.app, line).get(`/ogc/${HOME}/conformance`, headers)).status;
      };
      expect(await opens()).toBe(200);
      return { tokenId: tokens[0]!.id, opens };
    }
    const closed = async (opens: () => Promise<number>) => expect(await eventually(opens, (s) => s === 401)).toBe(401);

    test('end with a new password of its own', async () => {
      const { browser, opens } = await withToken();
      expect((await setOwn(browser, OWN, `${OWN} anew`)).status).toBe(200);
      await closed(opens);
    });

    test('end with a password that the administrator makes, or the command line', async () => {
      const one = await withToken();
      await read(await admin.post(at(`/${one.id}/password`), undefined));
      await closed(one.opens);
      const other = await withToken();
      await changePassword(owner(), other.username, `${OWN} again`);
      await closed(other.opens);
    });

    test('end when it is signed out everywhere, and not with a single session', async () => {
      const { id, username, browser, opens } = await withToken();
      const second = visitor(app.app);
      await second.signIn(username, OWN);
      const { sessions } = await read<{ sessions: SignedIn[] }>(await browser.get('/api/session/sessions'));
      const there = sessions.find(({ current }) => !current)!;
      await read(await browser.delete(`/api/session/sessions?session=${there.id}`));
      expect(await opens()).toBe(200);
      await read(await browser.delete('/api/session/sessions'));
      await closed(opens);
      const next = await makeToken(browser);
      expect((await admin.delete(at(`/${id}/sessions`))).status).toBe(204);
      await closed(next.opens);
    });

    test('are seen and revoked by administrators of their county alone', async () => {
      const { id, tokenId, username, browser, opens } = await withToken();
      const listed = await read<{ tokens: AccessToken[] }>(await admin.get(at(`/${id}/tokens`)));
      expect(listed.tokens).toMatchObject([{ id: tokenId, county: HOME, name: 'QGIS', mayWrite: false }]);
      for (const other of [browser, await app.somebody(ABROAD, 'admin'), await app.somebody(HOME, 'leader')]) {
        expect((await other.get(at(`/${id}/tokens`))).status).toBe(403);
        expect((await other.delete(at(`/${id}/tokens/${tokenId}`))).status).toBe(403);
      }
      // Who also works in another county is seen there with the tokens of that county.
      await owner().query(sql`
        insert into tongxin.account (county, id, name, username) values (${ABROAD}, ${id}, '两地', ${username})`);
      const abroad = await app.somebody(ABROAD, 'admin');
      expect(await read(await abroad.get(at(`/${id}/tokens`, ABROAD)))).toEqual({ tokens: [] });
      expect((await abroad.delete(at(`/${id}/tokens/${tokenId}`, ABROAD))).status).toBe(404);
      expect(await opens()).toBe(200);
      expect(await read(await admin.delete(at(`/${id}/tokens/${tokenId}`)))).toEqual({ tokens: [] });
      await closed(opens);
      expect((await admin.delete(at(`/${id}/tokens/${tokenId}`))).status).toBe(404);
      const { rows } = await owner().query<{ account: string; detail: object }>(sql`
        select account, detail from tongxin.audit
         where county = ${HOME} and object = ${username} and action = 'token.revoke'`);
      expect(rows).toEqual([{ account: await idOf(admin), detail: { name: 'QGIS' } }]);
    });
  });

  test('a password that was made anew meanwhile stays: who knew the old one does not replace it', async () => {
    const { id, username } = await add();
    const before = `${OWN} before`;
    const reset = `${OWN} reset`;
    await changePassword(owner(), username, before);
    const pool = owner();
    const raced: OwnerPool = {
      ...{ query: pool.query.bind(pool), on: pool.on.bind(pool), end: pool.end.bind(pool) },
      connect: async () => {
        await changePassword(pool, username, reset);
        return pool.connect();
      },
    };
    const self = {
      account: { id, username, name: '人', demo: false },
      token: '',
      client: { address: '', agent: '', secure: false, loopback: false },
    };
    await expect(changeOwnPassword(raced, self, { current: before, next: `${OWN} stolen` })).rejects.toMatchObject({
      type: 'forbidden',
    });
    expect((await visitor(app.app).signIn(username, reset)).status).toBe(200);
  });

  test('every deed is in the audit log, with who did it', async () => {
    const made = await add([{ role: 'viewer' }]);
    await admin.post(at(`/${made.id}/grants`), { role: 'leader' });
    await admin.delete(at(`/${made.id}/grants?role=viewer`));
    await admin.post(at(`/${made.id}/password`), undefined);
    await admin.send('PATCH', at(`/${made.id}`), { disabled: true, name: '改名' });
    await admin.send('PATCH', at(`/${made.id}`), { disabled: false });
    const { rows } = await owner().query<{ action: string; account: string; role: string }>(sql`
      select action, account, role from tongxin.audit where county = ${HOME} and object = ${made.username} order by id`);
    const deeds = ['grant.add', 'account.add', 'grant.add', 'grant.withdraw', 'password.reset'];
    expect(rows.map(({ action }) => action)).toEqual([...deeds, 'account.rename', 'account.disable', 'account.enable']);
    const self = await idOf(admin);
    for (const row of rows) expect(row).toMatchObject({ account: self, role: 'admin' });
  });
});
