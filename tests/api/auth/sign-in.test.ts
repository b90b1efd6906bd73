import type { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SIGN_IN_LIMITS } from '../../../api/auth/limits.ts';
import { addPerson, switchPerson } from '../../../api/auth/people.ts';
import type { Session } from '../../../api/contract/session.ts';
import { sql } from '../../../api/db/sql.ts';
import { openDoors } from '../../support/auth-app.ts';
import { eachDatabase } from '../../support/databases.ts';
import { visitor } from '../../support/visitor.ts';

const COUNTY = '990811';
const PASSWORD = '梨树 correct horse';

eachDatabase('signing in', (get) => {
  let doors: Awaited<ReturnType<typeof openDoors>>;
  let app: Hono;
  const owner = () => get().owner.pool('auth');

  beforeAll(async () => {
    const admin = get().as({ county: COUNTY, role: 'admin' });
    await admin.query(sql`insert into county (code, name) values (${COUNTY}, '甲县')`);
    doors = await openDoors(get());
    app = doors.app;
    for (const [username, name] of [
      ['si.zhang', '张三'],
      ['si.li', '李四'],
    ] as const) {
      await addPerson(owner(), {
        username,
        name,
        password: PASSWORD,
        county: COUNTY,
        role: 'planner',
        regionCode: null,
      });
    }
  });
  afterAll(() => doors.auth.close());
  beforeEach(() => owner().query(sql`delete from auth.attempt`));

  const audited = async (username: string) => {
    const { rows } = await get()
      .as({ county: COUNTY, role: 'admin' })
      .query<{ action: string }>(sql`select action from audit where object = ${username} order by id`);
    return rows.map(({ action }) => action);
  };

  test('the right password opens a session with the grants of the account', async () => {
    const zhang = visitor(app);
    const response = await zhang.signIn('si.zhang', PASSWORD);
    expect(response.status).toBe(200);
    const session = (await response.json()) as Session;
    expect(session.account).toMatchObject({ username: 'si.zhang', name: '张三', demo: false });
    expect(session.grants).toEqual([{ county: COUNTY, countyName: '甲县', role: 'planner', region: null }]);
    expect(await (await zhang.get('/api/session')).json()).toEqual(session);
  });

  test('capitals and spaces around the user name do not matter', async () => {
    expect((await visitor(app).signIn(' SI.Zhang ', PASSWORD)).status).toBe(200);
  });

  test('the cookie is out of reach of scripts and of other sites, and goes over TLS only when TLS is spoken', async () => {
    const plain = (await visitor(app).signIn('si.zhang', PASSWORD)).headers.get('set-cookie') ?? '';
    expect(plain).toMatch(/^tongxin_session=[^;]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/);

    const pretended = visitor(app, { headers: { 'x-forwarded-proto': 'https' } });
    expect((await pretended.signIn('si.zhang', PASSWORD)).headers.get('set-cookie')).not.toContain('Secure');

    const behindProxy = await openDoors(get(), { trustProxy: true });
    const browser = visitor(behindProxy.app, { headers: { 'x-forwarded-proto': 'https' } });
    const secure = (await browser.signIn('si.zhang', PASSWORD)).headers.get('set-cookie') ?? '';
    expect(secure).toMatch(/^__Host-tongxin_session=.*; HttpOnly; SameSite=Lax; Secure$/);
    expect(((await (await browser.get('/api/session')).json()) as Session).account?.username).toBe('si.zhang');
    await behindProxy.auth.close();
  });

  test('a wrong password, an unknown user name and a disabled account get the same answer', async () => {
    await addPerson(owner(), {
      username: 'si.gone',
      name: '已停用',
      password: PASSWORD,
      county: COUNTY,
      role: 'viewer',
      regionCode: null,
    });
    await switchPerson(owner(), 'si.gone', true, null);
    const answers = [];
    for (const [username, password] of [
      ['si.zhang', 'not the password'],
      ['si.nobody', PASSWORD],
      ['不存在', PASSWORD],
      ['si.gone', PASSWORD],
    ] as const) {
      const response = await visitor(app).signIn(username, password);
      answers.push({
        status: response.status,
        type: response.headers.get('content-type'),
        cookie: response.headers.get('set-cookie'),
        body: await response.text(),
      });
    }
    expect(answers[0]).toMatchObject({ status: 401, type: 'application/problem+json', cookie: null });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('the sixth attempt on one account from one address within five minutes is told to wait, right password or not', async () => {
    const from = visitor(app, { address: '10.0.0.9' });
    for (let n = 1; n <= 5; n++) expect((await from.signIn('si.li', 'guess')).status).toBe(401);
    const response = await from.signIn('si.li', PASSWORD);
    expect(response.status).toBe(429);
    const wait = Number(response.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(300);
    expect(await response.json()).toMatchObject({ status: 429, retryAfterS: wait });
    expect((await from.signIn('si.zhang', PASSWORD)).status, 'another account is not concerned').toBe(200);
    expect((await visitor(app).signIn('si.li', PASSWORD)).status, 'its owner, elsewhere, is not locked out').toBe(200);
  });

  test('one account tried from everywhere is shut for a while too', async () => {
    await owner().query(sql`
      insert into auth.attempt (key, count, since) values ('account si.li', ${SIGN_IN_LIMITS.perAccount - 1}, now())`);
    expect((await visitor(app, { address: '10.0.1.1' }).signIn('si.li', 'guess')).status).toBe(401);
    expect((await visitor(app, { address: '10.0.1.2' }).signIn('si.li', PASSWORD)).status).toBe(429);
  });

  test('signing in anew ends the session that the browser had', async () => {
    const browser = visitor(app);
    await browser.signIn('si.li', PASSWORD);
    const left = browser.cookie;
    await browser.signIn('si.zhang', PASSWORD);
    const holder = visitor(app);
    const whoIs = async (cookie: string) => {
      holder.cookie = cookie;
      return ((await (await holder.get('/api/session')).json()) as Session).account?.username ?? null;
    };
    expect(await whoIs(browser.cookie)).toBe('si.zhang');
    expect(await whoIs(left)).toBeNull();
    await browser.signIn('si.zhang', 'not the password');
    expect(await whoIs(browser.cookie), 'a refusal ends nothing').toBe('si.zhang');
  });

  test('a right password starts the count of its account anew', async () => {
    for (let n = 0; n < 4; n++) await visitor(app).signIn('si.li', 'guess');
    expect((await visitor(app).signIn('si.li', PASSWORD)).status).toBe(200);
    for (let n = 0; n < 4; n++) expect((await visitor(app).signIn('si.li', 'guess')).status).toBe(401);
  });

  test('thirty names tried from one IPv6 network are one address too many', async () => {
    const statuses = [];
    for (let n = 0; n < 31; n++) {
      const from = visitor(app, { address: `2001:db8:0:7::${n.toString(16)}` });
      statuses.push((await from.signIn(`si.name${n}`, 'guess')).status);
    }
    expect(statuses.slice(0, 30).every((status) => status === 401)).toBe(true);
    expect(statuses[30]).toBe(429);
  });

  test('an office behind one address signs in one after the other', async () => {
    const statuses = new Set<number>();
    for (let n = 0; n < 35; n++)
      statuses.add((await visitor(app, { address: '10.9.9.9' }).signIn('si.li', PASSWORD)).status);
    expect([...statuses]).toEqual([200]);
  });

  test('a body that is not a user name and a password is refused as such', async () => {
    for (const body of [{}, { username: 'si.zhang' }, { username: '', password: 'x' }, [], 'text']) {
      const response = await visitor(app).post('/api/session', body);
      expect(response.status).toBe(422);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
    }
  });

  test('nobody signs up', async () => {
    const { auth } = doors;
    expect(auth).not.toHaveProperty('signUp');
    for (const path of ['/api/auth/sign-up/email', '/api/auth/sign-in/username', '/sign-up/email']) {
      expect((await visitor(app).post(path, { email: 'a@b.cn', password: PASSWORD, name: 'x' })).status).toBe(404);
    }
  });

  test('signing in, being refused and signing out are in the audit log of the county, without the password', async () => {
    const before = (await audited('si.zhang')).length;
    const zhang = visitor(app);
    await zhang.signIn('si.zhang', 'not the password');
    await zhang.signIn('si.zhang', PASSWORD);
    await zhang.delete('/api/session');
    expect((await audited('si.zhang')).slice(before)).toEqual(['session.refused', 'session.start', 'session.end']);
    const { rows } = await owner().query<{ n: number }>(
      sql`select count(*)::int as n from tongxin.audit where strpos(detail::text, ${PASSWORD}) + strpos(detail::text, 'not the password') > 0`,
    );
    expect(rows[0]?.n).toBe(0);
  });
});
