import type { Hono } from 'hono';

/** How a request reaches the server in a test: there is no socket, so its far end is told. */
export interface Line {
  address?: string;
  host?: string;
  headers?: Record<string, string>;
}

/** A browser without a page: keeps the session cookie, sends what a page of the same site would send. */
export function visitor(app: Hono, line: Line = {}) {
  const { address = '127.0.0.1', host = 'localhost:5174' } = line;
  let cookie = '';
  /** a file as it is, anything else as JSON */
  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const file = body instanceof Uint8Array ? new Uint8Array(body) : null;
    const response = await app.request(
      `http://${host}${path}`,
      {
        method,
        headers: {
          host,
          'sec-fetch-site': 'same-origin',
          ...(cookie ? { cookie } : {}),
          ...(body === undefined ? {} : { 'content-type': file ? 'application/octet-stream' : 'application/json' }),
          ...line.headers,
          ...headers,
        },
        body: body === undefined ? null : (file ?? JSON.stringify(body)),
      },
      { incoming: { socket: { remoteAddress: address, remotePort: 40_000, remoteFamily: 'IPv4' } } },
    );
    const set = response.headers.get('set-cookie');
    if (set) cookie = /^[^=]+=;/.test(set) ? '' : (set.split(';')[0] ?? '');
    return response;
  }
  return {
    send,
    get: (path: string, headers?: Record<string, string>) => send('GET', path, undefined, headers),
    post: (path: string, body: unknown, headers?: Record<string, string>) => send('POST', path, body, headers),
    upload: (path: string, file: Uint8Array) => send('POST', path, file),
    delete: (path: string) => send('DELETE', path),
    signIn: (username: string, password: string) => send('POST', '/api/session', { username, password }),
    signInDemo: (username: string) => send('POST', '/api/session/demo', { username }),
    get cookie() {
      return cookie;
    },
    set cookie(value: string) {
      cookie = value;
    },
  };
}
export type Visitor = ReturnType<typeof visitor>;
