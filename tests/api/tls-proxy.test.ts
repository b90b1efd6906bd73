import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPerson } from '../../api/auth/people.ts';
import { openDatabase } from '../../api/db/open.ts';
import { type Program, startProgram } from '../support/program.ts';
import { scratchDirectory } from '../support/scratch.ts';
import { smallTown } from '../support/small-town.ts';

const COUNTY = '990857';
const USERNAME = `canary.${randomUUID().slice(0, 8)}`;
const PASSWORD = 'canary of the tests, a password';
const CLIENT = '203.0.113.77';
const openssl = spawnSync('openssl', ['version']).status === 0;

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** What the README tells nginx and Caddy to do, in the fewest lines: TLS, and who asks in which way. */
function startProxy(target: string, certificate: { key: Buffer; cert: Buffer }) {
  const { hostname, port } = new URL(target);
  const server = createServer(certificate, (incoming, outgoing) => {
    const headers = {
      ...incoming.headers,
      'x-forwarded-for': [incoming.headers['x-forwarded-for'], CLIENT].flat().filter(Boolean).join(', '),
      'x-forwarded-proto': 'https',
    };
    const { method, url: path } = incoming;
    const passed = plainRequest({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  });
  return new Promise<typeof server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describe.skipIf(!openssl)('behind a proxy that speaks TLS (with openssl on the machine)', () => {
  let program: Program;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  let cert: Buffer;
  let cookie = '';

  beforeAll(async () => {
    const dataDir = scratchDirectory('tls');
    const database = await openDatabase({ dataDir });
    await smallTown(database, COUNTY);
    const person = { username: USERNAME, name: '金丝雀', password: PASSWORD, county: COUNTY, role: 'planner' as const };
    await addPerson(database.owner.pool('auth'), { ...person, regionCode: null });
    await addPerson(database.owner.pool('auth'), {
      ...{ ...person, username: `${USERNAME}.admin`, role: 'admin', regionCode: null },
    });
    await database.close();
    const [key, crt] = [join(dataDir, 'key.pem'), join(dataDir, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    spawnSync('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      crt,
      ...subject,
    ]);
    cert = readFileSync(crt);
    program = await startProgram({ DATA_DIR: dataDir, TRUST_PROXY: 'true', LOG_LEVEL: 'debug' }, [
      '--no-web',
      '--no-demo',
    ]);
    proxy = await startProxy(program.url, { key: readFileSync(key), cert });
  });
  afterAll(async () => {
    proxy?.closeAllConnections();
    proxy?.close();
    await program?.stop();
  });

  /** A browser's request over TLS; `onData` gets the body as it comes and ends it by giving true. */
  function ask(
    method: string,
    path: string,
    body?: string | Buffer,
    onData?: (text: string) => boolean,
  ): Promise<Answer> {
    const { port } = proxy.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          ...{ method, path, port, host: '127.0.0.1', servername: 'localhost', ca: cert },
          headers: {
            ...{ host: `localhost:${port}`, origin: `https://localhost:${port}`, cookie },
            'content-type': Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json',
          },
        },
        (answer) => {
          let text = '';
          const { statusCode: status = 0, headers } = answer;
          const end = () => resolve({ status, headers, body: text });
          answer.setEncoding('utf8').on('data', (piece) => {
            text += piece;
            if (onData?.(text)) {
              sent.destroy();
              end();
            }
          });
          answer.on('end', end);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  const signIn = async (username: string): Promise<Answer> => {
    cookie = '';
    const answer = await ask('POST', '/api/session', JSON.stringify({ username, password: PASSWORD }));
    cookie = String(answer.headers['set-cookie']).split(';')[0]!;
    return answer;
  };

  test('a session is a cookie that goes over TLS alone, and the browser is told to keep to TLS', async () => {
    const answer = await signIn(USERNAME);
    expect(answer.status).toBe(200);
    expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-tongxin_session=[^;]+; Path=\/; .*; Secure$/);
    expect(answer.headers['strict-transport-security']).toContain('max-age=31536000');
    expect(JSON.parse((await ask('GET', '/api/session')).body)).toMatchObject({ account: { username: USERNAME } });
  });

  test('nobody there is taken for the person at the machine', async () => {
    expect((await ask('POST', '/api/session/demo', JSON.stringify({ username: 'demo.admin' }))).status).toBe(404);
    expect((await ask('GET', '/metrics')).status).toBe(403);
  });

  test('what a plan tells its open screens arrives at once', async () => {
    await signIn(USERNAME);
    const made = await ask(
      'POST',
      `/api/counties/${COUNTY}/plans`,
      JSON.stringify({ title: '方案', level: 'community' }),
    );
    const { id } = JSON.parse(made.body) as { id: number };
    const comment = (): void =>
      void ask('POST', `/api/counties/${COUNTY}/plans/${id}/comments`, JSON.stringify({ text: '看这里' }));
    let asked = false;
    const started = performance.now();
    const heard = await ask('GET', `/api/counties/${COUNTY}/plans/${id}/stream`, undefined, (text) => {
      if (!asked) comment();
      asked = true;
      return text.includes('看这里');
    });
    expect(heard.headers['content-type']).toMatch(/text\/event-stream/);
    expect(heard.headers['x-accel-buffering']).toBe('no');
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('a file of 20 MB goes through', async () => {
    await signIn(`${USERNAME}.admin`);
    const settings = JSON.stringify({ target: 'roads' });
    const path = `/api/counties/${COUNTY}/imports?${new URLSearchParams({ name: 'roads.geojson', settings })}`;
    const file = Buffer.from(`{"type":"FeatureCollection","features":[]}${' '.repeat(20 * 1024 * 1024)}`);
    expect((await ask('POST', path, file)).status).toBeLessThan(300);
  });

  test('the log has a line for each request, and no name, address, password or query', async () => {
    await ask('GET', `/api/counties/${COUNTY}/search?q=${encodeURIComponent('金丝雀街')}`);
    await ask('POST', '/api/session', JSON.stringify({ username: USERNAME, password: 'canary wrong one' }));
    const said = program.said();
    expect(said).toMatch(/"method":"GET","path":"\/api\/counties\/990857\/search","status":200/);
    for (const secret of [USERNAME, '金丝雀', 'canary', CLIENT, PASSWORD, cookie.split('=')[1]!, '看这里'])
      expect(said).not.toContain(secret);
  });
});
