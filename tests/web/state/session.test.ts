import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../../api/contract/session.ts';
import { rolesIn } from '../../../web/state/session.ts';
import { createAppStore } from '../../../web/state/store.ts';

const NOBODY: Session = { account: null, grants: [], counties: [], demoAccounts: [] };
const DEMO: Session = {
  ...NOBODY,
  demoAccounts: [
    { username: 'planner', name: '规划员', nameEn: 'Planner', role: 'planner' },
    { username: 'viewer', name: '访客', nameEn: 'Viewer', role: 'viewer' },
  ],
};
const VIEWER: Session = {
  account: { id: 'v', username: 'viewer', name: '访客', demo: true },
  grants: [{ county: '220322', countyName: '梨树县', role: 'viewer', region: null }],
  counties: [],
  demoAccounts: DEMO.demoAccounts,
};

/** A server that gives these answers, by method and path; says what it was asked. */
function serve(answers: Record<string, [status: number, body: unknown]>): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    const key = `${init.method ?? 'GET'} ${path}`;
    asked.push(key);
    const [status, body] = answers[key] ?? [404, {}];
    return new Response(JSON.stringify(body), { status });
  });
  return asked;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the first question to the server', () => {
  test('is one: in the demo the answer is that nobody has become its visitor', async () => {
    const asked = serve({ 'GET /api/session?visit': [200, VIEWER] });
    const app = createAppStore();
    await app.getState().loadSession();
    expect(asked).toEqual(['GET /api/session?visit']);
    expect(app.getState().session).toMatchObject({ kind: 'signed-in', session: { account: { username: 'viewer' } } });
  });

  test('without demo accounts, nobody stands before the door', async () => {
    const asked = serve({ 'GET /api/session?visit': [200, NOBODY] });
    const app = createAppStore();
    await app.getState().loadSession();
    expect(asked).toEqual(['GET /api/session?visit']);
    expect(app.getState().session.kind).toBe('signed-out');
  });

  test('a server that fails is told as a failure, not as a signed-out person', async () => {
    serve({ 'GET /api/session?visit': [500, {}] });
    const app = createAppStore();
    await app.getState().loadSession();
    expect(app.getState().session).toMatchObject({ kind: 'failed', notice: { type: 'internal' } });
  });
});

describe('signing in and out', () => {
  test('a refused password leaves the person where they were', async () => {
    serve({ 'GET /api/session?visit': [200, NOBODY], 'POST /api/session': [401, {}] });
    const app = createAppStore();
    await app.getState().loadSession();
    await expect(app.getState().signIn('li', 'wrong')).rejects.toThrow();
    expect(app.getState().session.kind).toBe('signed-out');
  });

  test('signing out closes what was open', async () => {
    serve({ 'GET /api/session?visit': [200, VIEWER], 'DELETE /api/session': [200, DEMO] });
    const app = createAppStore();
    await app.getState().loadSession();
    app.getState().select({ layer: 'site', id: 1 });
    await app.getState().signOut();
    expect(app.getState()).toMatchObject({ selection: null, session: { kind: 'signed-out' } });
  });

  test('an account that the server forgot stands before the door, with the demo accounts it knew', async () => {
    serve({ 'GET /api/session?visit': [200, VIEWER] });
    const app = createAppStore();
    await app.getState().loadSession();
    app.getState().expireSession();
    expect(app.getState().session).toMatchObject({ kind: 'signed-out', session: { account: null, grants: [] } });
  });
});

test('roles are those of one county', () => {
  expect(rolesIn({ kind: 'signed-in', session: VIEWER }, '220322')).toEqual(['viewer']);
  expect(rolesIn({ kind: 'signed-in', session: VIEWER }, '450481')).toEqual([]);
  expect(rolesIn({ kind: 'unknown' }, '220322')).toEqual([]);
});
