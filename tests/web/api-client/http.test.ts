import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { PROBLEM_BASE, PROBLEMS, type ProblemType } from '../../../api/contract/problems.ts';
import { ApiError, noticeOf, queryString, request } from '../../../web/api-client/http.ts';

const answer = (status: number, body: unknown, init: ResponseInit = {}) =>
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body), { status, ...init }));
const noticeFrom = (promise: Promise<unknown>) => promise.then(() => null, noticeOf);
const anything = z.object({ n: z.number() });

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a reply', () => {
  test('is parsed with the contract', async () => {
    answer(200, { n: 1, more: true });
    expect(await request('/x', anything)).toEqual({ n: 1 });
  });

  test('that breaks the contract is told as such, with what is wrong', async () => {
    answer(200, { n: 'one' });
    expect(await noticeFrom(request('/x', anything))).toMatchObject({ type: 'unexpected-reply', status: 200 });
  });
});

describe('a problem', () => {
  test.each(Object.keys(PROBLEMS) as ProblemType[])('%s keeps its type, detail and extras', async (type) => {
    const { status, title } = PROBLEMS[type];
    answer(status, { type: PROBLEM_BASE + type, title, status, detail: 'why', at: [124, 43], retryAfterS: 9 });
    expect(await noticeFrom(request('/x', anything))).toEqual({
      type,
      status,
      detail: 'why',
      at: [124, 43],
      retryAfterS: 9,
    });
  });

  test('of a type from a newer server is known by its status', async () => {
    answer(404, { type: `${PROBLEM_BASE}gone-elsewhere`, title: 't', status: 404, detail: 'd' });
    expect(await noticeFrom(request('/x', anything))).toMatchObject({ type: 'not-found', detail: 'd' });
  });

  test.each([
    [401, 'not-signed-in'],
    [403, 'forbidden'],
    [413, 'file-too-large'],
    [429, 'too-many-attempts'],
    [502, 'busy'],
    [500, 'internal'],
    [418, 'unexpected-reply'],
  ])('that a proxy made, status %i, is a %s', async (status, type) => {
    vi.stubGlobal('fetch', async () => new Response('<html>no</html>', { status }));
    expect(await noticeFrom(request('/x', anything))).toMatchObject({ type, status });
  });
});

describe('the line', () => {
  test('that is down gives an offline notice', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    expect(await noticeFrom(request('/x', anything))).toMatchObject({ type: 'offline', status: 0 });
  });

  test('that breaks in the middle of an answer is down, too', async () => {
    vi.stubGlobal('fetch', async () => {
      const body = new ReadableStream({ start: (stream) => stream.error(new TypeError('network error')) });
      return new Response(body, { status: 200 });
    });
    expect(await noticeFrom(request('/x', anything))).toMatchObject({ type: 'offline' });
  });

  test('that gives no answer in time is down, too', async () => {
    vi.stubGlobal(
      'fetch',
      (_: string, { signal }: RequestInit) =>
        new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(signal!.reason))),
    );
    expect(await noticeFrom(request('/x', anything, { timeoutMs: 10 }))).toMatchObject({ type: 'offline' });
  });

  test('that we hung up ourselves is no failure to show', async () => {
    const abort = new AbortController();
    vi.stubGlobal('fetch', async () => {
      abort.abort();
      throw new DOMException('aborted', 'AbortError');
    });
    const outcome = await request('/x', anything, { signal: abort.signal }).catch((error: unknown) => error);
    expect(outcome).not.toBeInstanceOf(ApiError);
  });
});

describe('what is sent', () => {
  test('an object goes as JSON, a file as it is', async () => {
    const sent: RequestInit[] = [];
    vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
      sent.push(init);
      return new Response('{"n":1}');
    });
    const file = new File(['abc'], 'a.geojson');
    await request('/x', anything, { method: 'POST', body: { a: 1 } });
    await request('/x', anything, { method: 'POST', body: file });
    expect(sent[0]).toMatchObject({ body: '{"a":1}', headers: { 'content-type': 'application/json' } });
    expect(sent[1]!.body).toBe(file);
    expect(sent[1]!.headers).not.toHaveProperty('content-type');
  });

  test('a query holds only what is there', () => {
    expect(queryString({ q: '城东 1号', date: null, limit: 8, none: undefined, empty: '' })).toBe(
      `?${new URLSearchParams({ q: '城东 1号', limit: '8' })}`,
    );
    expect(queryString({ date: null })).toBe('');
  });
});
