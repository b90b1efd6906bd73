import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessToken, MOST_TOKENS, madeToken, tokenList } from '../../../api/contract/tokens.ts';
import { sql } from '../../../api/db/sql.ts';
import { eventually } from '../../support/auth-app.ts';
import { eachDatabase } from '../../support/databases.ts';
import { gdal } from '../../support/gdal.ts';
import { linkOf, listen, type OgcLink, type OgcPage, type OgcTown, ogcTown } from '../../support/ogc-town.ts';
import { at } from '../../support/small-town.ts';
import { tileAt } from '../../support/tile-at.ts';
import { type Visitor, visitor } from '../../support/visitor.ts';

eachDatabase('tokens of programs', (database) => {
  const CODE = '993306';
  const ELSEWHERE = '993307';
  let ogc: OgcTown;

  beforeAll(async () => {
    ogc = await ogcTown(database(), CODE);
    await database()
      .as({ county: ELSEWHERE, role: 'admin' })
      .query(sql`
      insert into county (code, name) values (${ELSEWHERE}, '邻县')`);
  });
  afterAll(() => ogc?.close());

  const make = async (who: Visitor, name = 'QGIS', mayWrite = false) =>
    madeToken.parse(await (await who.post('/api/session/tokens', { county: CODE, name, mayWrite })).json());
  /** A program: no cookie, not on this machine by a loopback name. */
  const ask = async (path: string, headers: Record<string, string> = {}, address = '192.0.2.7'): Promise<Response> =>
    ogc.app.app.request(
      `https://map.example.cn${path}`,
      { headers: { host: 'map.example.cn', ...headers } },
      { incoming: { socket: { remoteAddress: address, remotePort: 4000, remoteFamily: 'IPv4' } } },
    );
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
  const items = `/ogc/${CODE}/collections/buildings/items?limit=2`;

  test('a token is told once, and nothing that opens anything is kept', async () => {
    const { token, tokens } = await make(ogc.viewer);
    expect(token).toMatch(/^tongxin_[\w-]{43}$/);
    expect(accessToken.parse(tokens[0])).toMatchObject({
      county: CODE,
      name: 'QGIS',
      mayWrite: false,
      lastUsedAt: null,
    });
    const listed = await (await ogc.viewer.get('/api/session/tokens')).text();
    expect(listed).not.toContain(token);
    const owner = database().owner.pool('auth');
    const { rows } = await owner.query<{ row: string }>({ text: 'select t::text as row from auth.token t' });
    expect(rows.map(({ row }) => row).join()).not.toContain(token.slice(8));
  });

  test('it opens the county in a header, as a password, and in the query, and what is followed from there keeps it', async () => {
    const { token } = await make(ogc.viewer);
    const tile = `/tiles/${CODE}/building/${tileAt(15, at(1, 1))}.mvt`;
    for (const path of [items, `/ogc/${CODE}`, tile]) {
      expect((await ask(path)).status, path).toBe(401);
      for (const headers of [bearer(token), basic(`anybody:${token}`), basic(`:${token}`)])
        expect((await ask(path, headers)).status, path).toBe(200);
      expect((await ask(`${path}${path.includes('?') ? '&' : '?'}token=${token}`)).status, path).toBe(200);
    }
    const page = (await (await ask(`${items}&token=${token}`)).json()) as OgcPage;
    const next = new URL(linkOf(page.links, 'next')!);
    expect(next.searchParams.get('token')).toBe(token);
    for (const rel of ['self', 'collection']) expect(linkOf(page.links, rel)).not.toContain('token');
    expect((await ask(next.pathname + next.search)).status).toBe(200);
    for (const { href } of ((await (await ask(`/ogc/${CODE}?token=${token}`)).json()) as { links: OgcLink[] }).links)
      expect(href).toContain(`https://map.example.cn/ogc/${CODE}`);
    const withHeader = (await (await ask(items, bearer(token))).json()) as OgcPage;
    expect(linkOf(withHeader.links, 'next')).not.toContain('token');
    const index = await (await ask(`/tiles/${CODE}/building.json?token=${token}`)).json();
    expect(index.tiles[0]).toContain(`token=${token}`);
    const [used] = tokenList.parse(await (await ogc.viewer.get('/api/session/tokens')).json()).tokens;
    expect(used!.lastUsedAt).not.toBeNull();
  });

  test('it opens nothing else: no other county, no page of the program, no further tokens', async () => {
    const { token } = await make(await ogc.app.somebody(CODE, 'admin'));
    expect((await ask(`/ogc/${ELSEWHERE}`, bearer(token))).status).toBe(403);
    for (const path of ['/api/session/tokens', '/api/counties', `/api/counties/${CODE}`])
      expect((await ask(path, bearer(token))).status, path).toBe(401);
  });

  test('nobody makes one for a county that is not theirs, or sees or revokes those of others', async () => {
    const refused = await ogc.viewer.post('/api/session/tokens', { county: ELSEWHERE, name: 'x' });
    expect(refused.status).toBe(403);
    const other = await ogc.app.somebody(CODE);
    const { tokens } = await make(other);
    expect((await ogc.viewer.delete(`/api/session/tokens/${tokens[0]!.id}`)).status).toBe(404);
    const mine = tokenList.parse(await (await ogc.viewer.get('/api/session/tokens')).json()).tokens;
    expect(mine.map(({ id }) => id)).not.toContain(tokens[0]!.id);
    for (const body of [
      {},
      { county: CODE, name: ' ' },
      { county: CODE, name: 'x', mayRead: true },
      { county: 'x', name: 'x' },
    ])
      expect((await ogc.viewer.post('/api/session/tokens', body)).status).toBe(422);
    expect((await ask('/api/session/tokens')).status).toBe(401);
  });

  describe('it ends at once, also in a process that has it in memory,', () => {
    const opens = async (token: string): Promise<number> => (await ask(items, bearer(token))).status;

    test('when it is revoked', async () => {
      const { token, tokens } = await make(ogc.viewer);
      expect(await opens(token)).toBe(200);
      expect((await ogc.viewer.delete(`/api/session/tokens/${tokens[0]!.id}`)).status).toBe(200);
      expect(
        await eventually(
          () => opens(token),
          (status) => status === 401,
        ),
      ).toBe(401);
    });

    test('when its owner loses the grant', async () => {
      const person = await ogc.app.somebody(CODE, 'planner');
      const { token } = await make(person);
      expect(await opens(token)).toBe(200);
      const { account } = await (await person.get('/api/session')).json();
      await database()
        .as({ county: CODE, role: 'admin' })
        .query(sql`
        delete from account_grant where county = ${CODE} and account = ${account.id}`);
      expect(
        await eventually(
          () => opens(token),
          (status) => status === 403,
        ),
      ).toBe(403);
    });
  });

  test('wrong ones are refused, and are counted by address', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 32; i++) statuses.push((await ask(items, bearer(`tongxin_${i}`), '192.0.2.99')).status);
    expect(statuses.slice(0, 30)).toEqual(Array(30).fill(401));
    expect(statuses.slice(30)).toEqual([429, 429]);
    const answer = await ask(items, bearer('tongxin_x'), '192.0.2.99');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    // a right one still opens from there
    expect((await ask(items, bearer((await make(ogc.viewer)).token), '192.0.2.99')).status).toBe(200);
    const asked = await ask(items, bearer('tongxin_x'));
    expect(asked.headers.get('www-authenticate')).toMatch(/^Basic/);
  });

  test('a program with a revoked one may ask for ever, and keeps nobody behind its address from signing in', async () => {
    const address = '192.0.2.98';
    const { token, tokens } = await make(ogc.viewer);
    await ogc.viewer.delete(`/api/session/tokens/${tokens[0]!.id}`);
    await eventually(
      async () => (await ask(items, bearer(token), address)).status,
      (status) => status === 401,
    );
    for (let i = 0; i < 40; i++) expect((await ask(items, bearer(token), address)).status).toBe(401);
    for (let i = 0; i < 40; i++) await ask(items, bearer(`tongxin_${i}`), address);
    expect((await ask(items, bearer('tongxin_last'), address)).status).toBe(429);
    // 401 for who gives a wrong password, not 429
    expect((await visitor(ogc.app.app, { address }).signIn('nobody', 'a wrong password')).status).toBe(401);
  });

  test('what is no token of ours is not for us: the cookie says who asks', async () => {
    for (const authorization of ['Bearer eyJhbGciOiJIUzI1NiJ9.e30.x', basic('office:proxy').authorization])
      for (let i = 0; i < 35; i++) {
        expect((await ask(items, { authorization }, '192.0.2.97')).status).toBe(401);
        if (i === 0) expect((await ogc.viewer.get(items, { authorization })).status).toBe(200);
      }
  });

  test('one account has so many for a county and no more', async () => {
    const person = await ogc.app.somebody(CODE);
    for (let i = 0; i < MOST_TOKENS; i++) await make(person, `程序 ${i}`);
    const answer = await person.post('/api/session/tokens', { county: CODE, name: 'one more' });
    expect(answer.status).toBe(409);
  });

  test('what is done with them stands in the log of the county', async () => {
    const person = await ogc.app.somebody(CODE);
    const { tokens } = await make(person, '档案室的 QGIS');
    await person.delete(`/api/session/tokens/${tokens[0]!.id}`);
    const owner = database().owner.pool('auth');
    const { rows } = await owner.query<{ action: string }>({
      text: `select action from tongxin.audit where county = $1 and detail ->> 'name' = '档案室的 QGIS' order by id`,
      values: [CODE],
    });
    expect(rows.map(({ action }) => action)).toEqual(['token.make', 'token.revoke']);
  });

  test.skipIf(!gdal.isThere)(
    gdal.isThere
      ? 'GDAL reads with one in the query and in a header, page after page'
      : `GDAL: left out, ${gdal.absent}`,
    async () => {
      const { token } = await make(ogc.viewer);
      const server = await listen(ogc.app);
      try {
        const address = `OAPIF:${server.origin}/ogc/${CODE}`;
        // not as the visitor of the demo, whom the embedded database lets in from this machine
        const elsewhere = ['--config', 'GDAL_HTTP_HEADERS', 'X-Forwarded-For: 192.0.2.1'];
        const ways = [
          [...elsewhere, `${address}?token=${token}`],
          ['--config', 'GDAL_HTTP_HEADERS', `X-Forwarded-For: 192.0.2.1,Authorization: Bearer ${token}`, address],
          [...elsewhere, '--config', 'GDAL_HTTP_USERPWD', `qgis:${token}`, address],
        ];
        for (const way of ways) {
          const read = await gdal.ask(
            'ogrinfo',
            ...way,
            'buildings',
            '-oo',
            'PAGE_SIZE=2',
            '-where',
            'households >= 20',
          );
          expect([...read.matchAll(/^OGRFeature/gm)], way.join(' ')).toHaveLength(5);
        }
        await expect(gdal.ask('ogrinfo', ...elsewhere, address)).rejects.toThrow();
      } finally {
        await server.close();
      }
    },
  );
});
