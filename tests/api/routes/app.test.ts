import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { health } from '../../../api/contract/health.ts';
import { PROBLEM_BASE, PROBLEMS, problem } from '../../../api/contract/problems.ts';
import { databaseProblem } from '../../../api/database-problems.ts';
import { eachDatabase } from '../../support/databases.ts';
import { visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

eachDatabase('the server', (database) => {
  let app: WholeApp;
  beforeAll(async () => {
    app = await openApp(database());
  });
  afterAll(() => app?.close());

  test('health tells the database, its versions, the migration and the data version', async () => {
    const found = health.parse(await (await app.app.request('/api/health')).json());
    expect(found).toMatchObject({ status: 'ready', database: { kind: database().kind }, loading: [] });
    expect(found.migration).toMatch(/^\d{4}_/);
  });

  test('the OpenAPI document names every route, its parameters and its problems', async () => {
    const document = await (await app.app.request('/api/openapi.json')).json();
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths).sort()).toEqual(
      expect.arrayContaining([
        ...['/api/health', '/api/session', '/api/counties', '/api/counties/{county}', '/api/counties/{county}/regions'],
        ...['/api/counties/{county}/regions/{id}', '/api/counties/{county}/things/{layer}/{id}'],
        ...['/api/counties/{county}/search', '/api/counties/{county}/unlocated'],
        ...['/tiles/{county}/{layers}/{z}/{x}/{y}', '/tiles/{county}/{layers}'],
      ]),
    );
    const search = document.paths['/api/counties/{county}/search'].get;
    expect(search.parameters.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['county', 'q', 'lng', 'lat', 'date', 'limit']),
    );
    expect(JSON.stringify(search.responses)).toContain('application/problem+json');
    const tags = new Set(document.tags.map(({ name }: { name: string }) => name));
    type Operation = { summary?: string; tags?: string[] };
    for (const [path, methods] of Object.entries<Record<string, Operation>>(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        expect(operation.summary, `${method} ${path}`).toBeTruthy();
        expect(
          operation.tags?.filter((tag) => !tags.has(tag)),
          `tags of ${method} ${path} that nobody describes`,
        ).toEqual([]);
      }
    }
    const upload = document.paths['/api/counties/{county}/imports'].post;
    expect(Object.keys(upload.requestBody.content)).toEqual(
      expect.arrayContaining(['application/geo+json', 'application/zip']),
    );
  });

  test('a failure is application/problem+json with a type, a number and no internals', async () => {
    for (const [path, type] of [
      ['/api/nothing', 'not-found'],
      ['/tiles/nothing', 'not-found'],
      ['/api/counties', 'not-signed-in'],
    ] as const) {
      const answer = await app.app.request(path);
      expect(answer.status).toBe(PROBLEMS[type].status);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(problem.parse(await answer.json()).type).toBe(PROBLEM_BASE + type);
    }
  });

  test('a body that is no JSON, or too large, is refused', async () => {
    const browser = visitor(app.app);
    const broken = await app.app.request('/api/session', {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(broken.status).toBe(422);
    const large = await browser.post('/api/session', { username: 'a'.repeat(2 ** 20), password: 'b' });
    expect(large.status).toBe(413);
  });

  test.each(['/api/counties/%E0%A4%A', '/api/%00', '/tiles/%2e%2e/%2e%2e/etc', `/api/counties/${'9'.repeat(5000)}`])(
    'the address %s does not upset the server',
    async (path) => {
      expect((await app.app.request(path)).status).toBeLessThan(500);
    },
  );

  describe('the files of the web app', () => {
    const script = 'export const answer = 42;\n'.repeat(100);
    beforeAll(() => {
      mkdirSync(join(app.webRoot, 'assets'));
      writeFileSync(join(app.webRoot, 'index.html'), '<!doctype html><title>同心</title>');
      writeFileSync(join(app.webRoot, 'assets/index-abc123.js'), script);
      writeFileSync(join(app.webRoot, 'assets/index-abc123.js.br'), brotliCompressSync(script));
      writeFileSync(join(app.webRoot, '..', 'secret.txt'), 'secret');
    });

    test('every page of the app is index.html, asked for anew each time', async () => {
      for (const path of ['/', '/220322/plan', '/index.html']) {
        const answer = await app.app.request(path);
        expect(answer.status).toBe(200);
        expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(answer.headers.get('cache-control')).toBe('no-cache');
        expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      }
    });

    test('files with a hash in their name are kept for ever, and sent compressed where a compressed one lies beside', async () => {
      const answer = await app.app.request('/assets/index-abc123.js', { headers: { 'accept-encoding': 'br' } });
      expect(answer.headers.get('cache-control')).toContain('immutable');
      expect(answer.headers.get('content-encoding')).toBe('br');
      expect(brotliDecompressSync(Buffer.from(await answer.arrayBuffer())).toString()).toBe(script);
      const plain = await app.app.request('/assets/index-abc123.js');
      expect(plain.headers.get('content-encoding')).toBeNull();
      expect(await plain.text()).toBe(script);
      const again = await app.app.request('/assets/index-abc123.js', {
        headers: { 'if-none-match': plain.headers.get('etag')! },
      });
      expect(again.status).toBe(304);
    });

    test.each([
      '/assets/gone.js',
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/assets',
      '/%00.js',
    ])('%s gives no file', async (path) => {
      const answer = await app.app.request(path);
      expect(await answer.text()).not.toContain('secret');
      expect(answer.status).toBeLessThan(500);
    });
  });
});

test.each([
  ['23505', 'rejected-by-rule'],
  ['23514', 'rejected-by-rule'],
  ['22003', 'invalid-request'],
  ['22P02', 'invalid-request'],
  ['40P01', 'busy'],
  ['57014', 'busy'],
  ['08006', 'busy'],
  ['42501', 'forbidden'],
])('SQLSTATE %s is told as %s', (code, type) => {
  expect(databaseProblem(Object.assign(new Error('x'), { code }))?.type).toBe(type);
});

test('a lost connection is busy with a time to wait; an error of the program is no problem of the database', () => {
  expect(databaseProblem(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))?.extras.retryAfterS).toBeGreaterThan(
    0,
  );
  expect(databaseProblem(new Error('Connection terminated unexpectedly'))?.type).toBe('busy');
  expect(databaseProblem(new TypeError('x is not a function'))).toBeNull();
  expect(databaseProblem(Object.assign(new Error('x'), { code: '42P01' }))).toBeNull();
});
