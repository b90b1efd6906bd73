import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { addressBucket, clientOf } from '../../../api/auth/client.ts';
import { sameOriginOnly, securityHeaders } from '../../../api/auth/guards.ts';
import { ProblemError, problemResponse } from '../../../api/problems.ts';

const app = new Hono()
  .use(securityHeaders({ trustProxy: true }), sameOriginOnly)
  .all('/thing', (c) => c.text('done'))
  .onError((error) => {
    if (error instanceof ProblemError) return problemResponse(error);
    throw error;
  });
const ask = (method: string, headers: Record<string, string>) =>
  app.request('http://map.example/thing', { method, headers: { host: 'map.example', ...headers } });

test.each([
  ['a page of this site', { 'sec-fetch-site': 'same-origin', origin: 'http://map.example' }],
  ['the person, by typing or a bookmark', { 'sec-fetch-site': 'none' }],
  ['an older browser that names its origin alone', { origin: 'http://map.example' }],
  ['a program that is no browser', {}],
])('a change sent by %s is let in', async (_who, headers) => {
  expect((await ask('POST', headers)).status).toBe(200);
});

test.each([
  ['a page of another site', { 'sec-fetch-site': 'cross-site', origin: 'http://map.example' }],
  ['a page of a neighbouring sub-domain', { 'sec-fetch-site': 'same-site' }],
  ['another origin in an older browser', { origin: 'http://evil.example' }],
  ['another port', { origin: 'http://map.example:8080' }],
  ['a sandboxed frame', { origin: 'null' }],
])('a change sent by %s is refused', async (_who, headers) => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    const response = await ask(method, headers);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ type: expect.stringMatching(/cross-site$/), status: 403 });
  }
  expect((await ask('GET', headers)).status, 'reading is not concerned').toBe(200);
});

test('every answer, a refusal too, forbids scripts from elsewhere, framing, and guessing types', async () => {
  for (const response of [await ask('GET', {}), await ask('POST', { origin: 'null' }), await app.request('/none')]) {
    const policy = response.headers.get('content-security-policy') ?? '';
    const directives = Object.fromEntries(policy.split('; ').map((line) => line.split(/ (.*)/s, 2)));
    expect(directives).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'worker-src': "'self' blob:",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
    });
    expect(policy).not.toContain('unsafe-eval');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(response.headers.get('referrer-policy')).toBe('same-origin');
    expect(response.headers.get('strict-transport-security')).toBeNull();
  }
});

test('behind TLS the browser is told to stay there', async () => {
  const response = await ask('GET', { 'x-forwarded-proto': 'https' });
  expect(response.headers.get('strict-transport-security')).toContain('max-age=');
});

test('the address that a proxy names counts only when the proxy is trusted, and then its last word', async () => {
  const seen: unknown[] = [];
  const listening = new Hono().get('/', (c) => {
    seen.push(clientOf(c, false).address, clientOf(c, true).address);
    return c.body(null);
  });
  await listening.request(
    '/',
    { headers: { 'x-forwarded-for': '1.2.3.4, 203.0.113.9' } },
    { incoming: { socket: { remoteAddress: '10.0.0.1' } } },
  );
  expect(seen).toEqual(['10.0.0.1', '203.0.113.9']);
});

test('behind a trusted proxy nobody is the person at the machine, whatever the proxy leaves out', async () => {
  const line = { incoming: { socket: { remoteAddress: '127.0.0.1', remotePort: 1, remoteFamily: 'IPv4' } } };
  const loopback = async (trustProxy: boolean) => {
    const app = new Hono().get('/', (c) => c.json(clientOf(c, trustProxy).loopback));
    return (await app.request('/', { headers: { host: '127.0.0.1:3000' } }, line)).json();
  };
  expect(await loopback(false)).toBe(true);
  expect(await loopback(true)).toBe(false);
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:0:7::1', '2001:db8:0:7::/64'],
  ['2001:0DB8:0000:0007:aaaa:bbbb:cccc:dddd', '2001:db8:0:7::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('attempts from %s are counted under %s', (address, bucket) => {
  expect(addressBucket(address)).toBe(bucket);
});
