import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eachDatabase } from '../../support/databases.ts';
import { smallTown } from '../../support/small-town.ts';
import { METRICS_TOKEN, openApp, type WholeApp } from '../../support/whole-app.ts';

const COUNTY = '990855';

eachDatabase('pages for whoever runs the server or writes programs', (get) => {
  let whole: WholeApp;
  beforeAll(async () => {
    whole = await openApp(get());
  });
  afterAll(() => whole.close());
  const ask = (path: string, headers: Record<string, string> = {}) => whole.app.request(path, { headers });

  describe('/metrics', () => {
    const bearer = { authorization: `Bearer ${METRICS_TOKEN}` };

    test('is for this machine and for who brings the token', async () => {
      for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: METRICS_TOKEN }]) {
        const refused = await ask('/metrics', headers as Record<string, string>);
        expect(refused.status).toBe(403);
        expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('METRICS_TOKEN') });
      }
      const shown = await ask('/metrics', bearer);
      expect(shown.headers.get('content-type')).toMatch(/^text\/plain.*version=0\.0\.4/);
      const text = await shown.text();
      expect(text).toMatch(new RegExp(`tongxin_info\\{version="[^"]+",database="${get().kind}"\\} 1`));
      expect(text).toContain('process_resident_memory_bytes');
      expect(text).toContain('tongxin_metrics_refused 3');
    });

    test('counts requests by the pattern of their route, never by county, id or what was typed', async () => {
      const canary = `canary${randomUUID().replaceAll('-', '')}`;
      const town = await smallTown(get(), COUNTY, canary);
      const person = await whole.somebody(COUNTY, 'admin');
      await person.get(`/api/counties/${COUNTY}/search?q=${canary}`);
      await person.get(`/api/counties/${COUNTY}/things/building/${town.buildings[0]}`);
      await person.get(`/api/counties/${canary}`);
      await person.get(`/${canary}`);
      await whole.app.request(`/api/${canary}`, { method: canary.toUpperCase() });
      const text = await (await ask('/metrics', bearer)).text();
      expect(text).toMatch(
        /tongxin_request_seconds_count\{method="GET",route="\/api\/counties\/:county\/things\/:layer\/:id",status="200"\} 1/,
      );
      expect(text).toMatch(/route="\/api\/counties\/:county\/search",status="200"/);
      expect(text).toContain('method="other"');
      const { username } = (await (await person.get('/api/session')).json()).account;
      for (const secret of [canary, canary.toUpperCase(), COUNTY, username]) expect(text).not.toContain(secret);
    });
  });

  describe('/api/docs', () => {
    test('is a page whose every file comes from this server', async () => {
      const page = await (await ask('/api/docs')).text();
      const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file!);
      expect(files.length).toBeGreaterThan(3);
      for (const file of files) {
        expect(file).not.toMatch(/^(?:\w+:)?\/\//);
        const answer = await ask(new URL(file, 'http://x/api/docs').pathname);
        expect(answer.status, file).toBe(200);
        expect((await answer.arrayBuffer()).byteLength, file).toBeGreaterThan(100);
      }
      expect((await ask('/api/docs/start.js')).headers.get('content-security-policy')).toContain("script-src 'self'");
    });

    test('gives no other file of the package', async () => {
      for (const name of ['package.json', 'index.html', '..%2fpackage.json', '%2e%2e/package.json'])
        expect((await ask(`/api/docs/${name}`)).status, name).toBe(404);
    });
  });
});
