import { expect, test, vi } from 'vitest';
import type { Step } from '../../../../api/contract/plans.ts';
import type { Notice } from '../../../../web/api-client/http.ts';
import { createMemoryOutbox, type Outbox } from '../../../../web/state/plan/outbox.ts';
import { createPlanStore, openState } from '../../../../web/state/plan/plan-store.ts';
import { createPlanSession } from '../../../../web/state/plan/session.ts';
import { createPlanServer, offline } from '../../../support/plan-server.ts';

let n = 0;
const uuid = (): string => `00000000-0000-4000-8000-${String(++n).padStart(12, '0')}`;

/** A window of somebody, on a server; `outbox` is the browser's own store, which outlives the window. */
async function openWindow(
  { doors }: ReturnType<typeof createPlanServer>,
  { account = 'me', mayDraw = true, outbox = createMemoryOutbox() as Outbox } = {},
) {
  const store = createPlanStore();
  const waits: { run(): void; ms: number }[] = [];
  const session = createPlanSession({
    ...{ store, outbox, server: doors(account), newId: uuid },
    later: (run, ms) => {
      const wait = { run, ms };
      waits.push(wait);
      return () => void waits.splice(waits.indexOf(wait) >>> 0, 1);
    },
  });
  await session.open('990481', 7, { account, mayDraw });
  const state = () => openState(store.getState())!;
  return {
    ...{ session, outbox, store, state },
    region: (block: number) => session.current()!.draft.regionOf.get(block),
    paint: (blocks: number[], to: number) =>
      session.execute({ key: 'paint', values: { n: blocks.length } }, [{ kind: 'assign', blocks, to }]),
    settled: () => vi.waitFor(() => expect(state().pending).toBe(0)),
    /** Lets the next wait pass. */
    pass: () => waits.shift()?.run(),
    waits,
    kept: async () => (await outbox.list({ county: '990481', plan: 7, account })).length,
  };
}
const strokeOf = (blocks: number[], to: number): Step => ({
  ...{ id: uuid(), label: { key: 'paint', values: {} }, edits: [{ kind: 'assign', blocks, to }] },
});

test('a step shows at once, is kept until it is stored, and is there for the next visit', async () => {
  const world = createPlanServer();
  const first = await openWindow(world);
  first.paint([6], 33);
  expect(first.region(6)).toBe(33);
  expect(first.state()).toMatchObject({ pending: 1, version: 0 });
  await first.settled();
  expect(first.state()).toMatchObject({ version: 1, line: 'online' });
  await vi.waitFor(async () => expect(await first.kept()).toBe(0));
  first.session.close();
  expect((await openWindow(world)).region(6)).toBe(33);
});

test('a step that the draft refuses is told with its place, and nothing is sent', async () => {
  const world = createPlanServer();
  const { paint, store } = await openWindow(world);
  expect(paint([6], 999).ok).toBe(false);
  expect(store.getState().refusal).toMatchObject({ reason: 'no-such-region' });
  expect(world.server.requests).toBe(0);
  paint([6], 33);
  expect(store.getState().refusal).toBeNull();
});

test('without a line steps wait, and go in one request when it is back', async () => {
  const world = createPlanServer();
  const me = await openWindow(world);
  world.server.failure = offline();
  me.paint([6], 33);
  me.paint([2], 33);
  me.session.undo();
  expect(me.region(2)).toBe(31);
  await vi.waitFor(() => expect(me.state()).toMatchObject({ pending: 3, line: 'offline' }));
  expect(await me.kept()).toBe(3);
  world.server.failure = null;
  const before = world.server.requests;
  me.session.retry();
  await me.settled();
  expect(world.server.requests).toBe(before + 1);
  expect(world.server.log.map(({ step }) => ('undo' in step ? 'undo' : 'paint'))).toEqual(['paint', 'paint', 'undo']);
});

test('each try waits longer than the one before', async () => {
  const world = createPlanServer();
  const me = await openWindow(world);
  world.server.failure = offline();
  me.paint([6], 33);
  const retries: number[] = [];
  for (let round = 0; round < 7; round++) {
    await vi.waitFor(() => expect(me.waits.some(({ ms }) => ms !== 12_000)).toBe(true));
    const at = me.waits.findIndex(({ ms }) => ms !== 12_000);
    const [wait] = me.waits.splice(at, 1);
    retries.push(wait!.ms);
    wait!.run();
  }
  expect(retries).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test('a window that was closed without a line gives its steps to the next one', async () => {
  const world = createPlanServer();
  const outbox = createMemoryOutbox();
  const first = await openWindow(world, { outbox });
  world.server.failure = offline();
  first.paint([6], 33);
  await vi.waitFor(() => expect(first.state().line).toBe('offline'));
  first.session.close();
  world.server.failure = null;
  world.server.add('you', strokeOf([12], 33));
  const second = await openWindow(world, { outbox });
  expect(second.state().restored).toBe(1);
  await second.settled();
  expect([second.region(6), second.region(12)]).toEqual([33, 33]);
  expect(world.server.log).toHaveLength(2);
});

test('another account of the same browser does not get the steps that wait', async () => {
  const world = createPlanServer();
  const outbox = createMemoryOutbox();
  const mine = await openWindow(world, { outbox });
  world.server.failure = offline();
  mine.paint([6], 33);
  await vi.waitFor(() => expect(mine.state().line).toBe('offline'));
  mine.session.close();
  world.server.failure = null;
  const theirs = await openWindow(world, { outbox, account: 'you' });
  expect([theirs.state().restored, theirs.region(6)]).toEqual([0, 31]);
});

test('a step whose answer was lost is sent again and stored once', async () => {
  const world = createPlanServer();
  const outbox = createMemoryOutbox();
  const first = await openWindow(world, { outbox });
  world.server.losesReplies = true;
  first.session.close();
  const silent = await openWindow(world, { outbox });
  silent.session.onChange(() => undefined);
  silent.paint([6], 33);
  await vi.waitFor(() => expect(world.server.log).toHaveLength(1));
  world.server.losesReplies = false;
  silent.session.retry();
  await silent.settled();
  expect(world.server.log).toHaveLength(1);
});

test("another's step arrives live, below one's own", async () => {
  const world = createPlanServer();
  const me = await openWindow(world);
  world.server.failure = offline();
  me.paint([6], 33);
  world.server.add('you', strokeOf([12], 33));
  expect([me.region(6), me.region(12)]).toEqual([33, 33]);
  expect(me.state()).toMatchObject({ version: 1, pending: 1 });
});

test('the loser of two steps at once is rebased where they do not meet', async () => {
  const world = createPlanServer();
  const me = await openWindow(world);
  // the other's step is stored while mine is on its way, and the stream brings it later than the refusal
  world.server.meanwhile = () => {
    world.server.meanwhile = null;
    world.server.add('you', strokeOf([12], 33));
  };
  me.paint([6], 33);
  await me.settled();
  expect([me.region(6), me.region(12), me.state().clashes.length]).toEqual([33, 33, 0]);
  expect(world.server.log).toHaveLength(2);
});

test('where they meet it is asked: keep mine, or drop mine', async () => {
  for (const keep of [true, false]) {
    const world = createPlanServer();
    const me = await openWindow(world);
    world.server.meanwhile = () => {
      world.server.meanwhile = null;
      world.server.add('王规划', strokeOf([6], 32));
    };
    me.paint([6], 33);
    await vi.waitFor(() => expect(me.state().clashes).toHaveLength(1));
    const [clash] = me.state().clashes;
    expect(clash).toMatchObject({ withName: '王规划', label: { key: 'paint' } });
    expect(clash!.at).toHaveLength(2);
    expect([me.region(6), await me.kept()]).toEqual([32, 1]);
    if (keep) me.session.keepMine(clash!.step);
    else me.session.dropMine(clash!.step);
    await me.settled();
    expect([me.region(6), me.state().clashes.length, world.server.log.length]).toEqual(keep ? [33, 0, 2] : [32, 0, 1]);
    await vi.waitFor(async () => expect(await me.kept()).toBe(0));
  }
});

test('a clash outlives the window', async () => {
  const world = createPlanServer();
  const outbox = createMemoryOutbox();
  const first = await openWindow(world, { outbox });
  world.server.failure = offline();
  first.paint([6], 33);
  world.server.add('you', strokeOf([6], 32));
  expect(first.state().clashes).toHaveLength(1);
  first.session.close();
  world.server.failure = null;
  expect((await openWindow(world, { outbox })).state().clashes).toHaveLength(1);
});

test('what the server refuses is taken back with its place, and what does not stand on it stays', async () => {
  const world = createPlanServer();
  const me = await openWindow(world);
  const refusal: Notice = {
    ...{ type: 'invalid-edit', status: 422, detail: '城东社区 is locked', reason: 'locked-region' },
    ...{ step: 0, region: 22, at: [124.33, 43.3] as const },
  };
  world.server.meanwhile = () => {
    world.server.failure = refusal;
    world.server.meanwhile = () => {
      world.server.failure = null;
    };
  };
  me.paint([6], 33);
  me.paint([12], 33);
  await me.settled();
  expect([me.region(6), me.region(12)]).toEqual([31, 33]);
  expect(me.state().clashes).toMatchObject([
    { withName: '', refusal: { reason: 'locked-region', region: 22, at: [124.33, 43.3] } },
  ]);
  expect(await me.kept()).toBe(1); // until a word is said about it
  expect(world.server.log).toHaveLength(1);
});

test('a plan that was submitted meanwhile keeps what waits, says so, and sends it when it is a draft again', async () => {
  const world = createPlanServer();
  const me = await openWindow(world);
  world.server.failure = { type: 'conflict', status: 409, detail: 'the plan is submitted' };
  me.paint([6], 33);
  await vi.waitFor(() => expect(me.state()).toMatchObject({ pending: 1, held: { type: 'conflict' } }));
  world.server.change({ status: 'submitted' });
  expect(me.state().editable).toBe(false);
  world.server.failure = null;
  world.server.change({ status: 'returned' });
  await me.settled();
  expect(me.state()).toMatchObject({ editable: true, held: null });
});

test('what waits and cannot be sent may be dropped', async () => {
  const world = createPlanServer();
  const me = await openWindow(world);
  world.server.failure = { type: 'forbidden', status: 403, detail: 'no' };
  me.paint([6], 33);
  await vi.waitFor(() => expect(me.state().held).not.toBeNull());
  me.session.dropPending();
  expect([me.region(6), me.state().pending]).toEqual([31, 0]);
  await vi.waitFor(async () => expect(await me.kept()).toBe(0));
});

test('undo and redo follow the list of steps, and say what they take back', async () => {
  const me = await openWindow(createPlanServer());
  me.paint([6], 33);
  me.paint([2], 33);
  me.session.undo();
  expect(me.region(2)).toBe(31);
  const { entries, undo, redo } = me.session.current()!.timeline();
  expect([entries.map(({ state }) => state), undo?.label.values.n, redo?.id]).toEqual([
    ['done', 'undone'],
    1,
    entries[1]!.id,
  ]);
  me.session.redo();
  expect(me.region(2)).toBe(33);
  me.session.undo();
  me.session.undo();
  expect(me.session.undo()).toBeNull();
  await me.settled();
  expect(me.region(6)).toBe(31);
});

test('a step in the middle can be taken back while nothing stands on it', async () => {
  const me = await openWindow(createPlanServer());
  me.paint([6], 33);
  me.paint([12], 33);
  const [first] = me.session.current()!.timeline().entries;
  expect(me.session.undo(first!.id)?.ok).toBe(true);
  expect([me.region(6), me.region(12)]).toEqual([31, 33]);
  me.paint([6], 34);
  const [, , last] = me.session.current()!.timeline().entries;
  me.paint([6], 32);
  expect(me.session.undo(last!.id)).toMatchObject({ ok: false, reason: 'changed-since' });
});

test('whoever may not draw looks on', async () => {
  const world = createPlanServer();
  const viewer = await openWindow(world, { account: 'leader', mayDraw: false });
  expect(viewer.state().editable).toBe(false);
  world.server.add('you', strokeOf([6], 33));
  expect(viewer.region(6)).toBe(33);
});

test('a plan that cannot be read says why', async () => {
  const world = createPlanServer();
  world.server.failure = { type: 'not-found', status: 404, detail: 'no plan 7' };
  const { store } = await openWindow(world);
  expect(store.getState().session).toMatchObject({ kind: 'failed', plan: 7, notice: { type: 'not-found' } });
});

test('a draft that does not fit the log is read anew, and what waits is done again', async () => {
  const world = createPlanServer();
  const me = await openWindow(world);
  world.server.failure = offline();
  me.paint([12], 33);
  world.server.failure = null;
  const strayed = {
    ...world.server.log[0],
    seq: 1,
    step: strokeOf([1], 32),
    account: 'you',
    accountName: 'you',
    at: '',
  };
  const wrong = { fabric: { nodes: [], arcs: [], blocks: [] }, regions: [], groupings: [] };
  const delta = { ...wrong, assignment: [{ id: 1, before: 34, after: 32 }] };
  world.server.tell({ type: 'step', step: { ...strayed, delta } });
  await vi.waitFor(() => expect(me.state().epoch).toBe(1));
  await me.settled();
  expect([me.region(1), me.region(12), world.server.log.length]).toEqual([31, 33, 1]);
});

test('others are told where one is and what one draws, seldom, and that one has left', async () => {
  const world = createPlanServer();
  const me = await openWindow(world);
  const said = world.server.presence;
  expect(said).toMatchObject([{ place: null, region: null, gone: false }]);
  for (const x of [1, 2, 3]) me.session.point([x, 0]);
  me.session.drawAt(33);
  expect(said).toHaveLength(1);
  me.waits.find(({ ms }) => ms <= 1_000)!.run();
  expect(said.at(-1)).toMatchObject({ place: [3, 0], region: 33, gone: false });
  me.session.close();
  expect(said.at(-1)).toMatchObject({ gone: true });
});

test('the store knows who else is there and what they draw; pointers that move change nothing in it', async () => {
  const world = createPlanServer();
  const me = await openWindow(world);
  const other = { client: uuid(), accountName: '李四', mine: false, place: [1, 1] as [number, number], region: 33 };
  const heard: unknown[] = [];
  me.session.onEvent((event) => event.type === 'presence' && heard.push(event.present));
  const [own] = world.server.presence;
  world.server.tell({ type: 'presence', present: [other, { ...other, client: own!.client }] });
  const name = me.session.current()!.draft.regions.get(33)!.name;
  expect(me.state().people).toMatchObject([{ client: other.client, name: '李四', drawing: { name } }]);
  const before = me.state();
  world.server.tell({ type: 'presence', present: [{ ...other, place: [2, 1] }] });
  expect(me.state()).toBe(before);
  expect(heard).toEqual([[other], [{ ...other, place: [2, 1] }]]);
});

/** A world with another answer to one kind of request. */
const answering = (
  world: ReturnType<typeof createPlanServer>,
  other: Partial<ReturnType<typeof world.doors>>,
): ReturnType<typeof createPlanServer> => ({ ...world, doors: (account) => ({ ...world.doors(account), ...other }) });

const gap = { delta: {}, account: 'you', accountName: 'you', at: '', seq: 99 };

test('of two answers that were asked for one after the other the newer one is taken, whichever comes first', async () => {
  const world = createPlanServer();
  const held: (() => void)[] = [];
  let holding = false;
  const me = await openWindow(
    answering(world, {
      async getPlanDocument() {
        const document = await world.doors('me').getPlanDocument();
        if (holding) await new Promise<void>((resolve) => held.push(resolve));
        return document;
      },
    }),
  );
  holding = true;
  const stray = (): void => world.server.tell({ type: 'step', step: { ...gap, step: strokeOf([1], 32) } });
  stray();
  await vi.waitFor(() => expect(held).toHaveLength(1));
  world.server.add('you', strokeOf([12], 33));
  stray();
  await Promise.resolve();
  for (let round = 0; round < 4; round++) {
    held.pop()?.();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect([me.state().version, me.region(12)]).toEqual([1, 33]);
});

test('a step that was lost on another base is told once, and done again only when asked for', async () => {
  const world = createPlanServer();
  const sent: string[] = [];
  const me = await openWindow(
    answering(world, {
      appendSteps: async (county, plan, body) => {
        sent.push(...body.steps.map(({ id }) => id));
        if (sent.length > 1) return world.doors('me').appendSteps(county, plan, body);
        return { version: 0, steps: [], past: [{ id: body.steps[0]!.id, again: false }] };
      },
    }),
  );
  me.paint([6], 33);
  await vi.waitFor(() => expect(me.state().clashes).toMatchObject([{ refusal: { reason: 'not-done-again' } }]));
  expect([sent.length, me.region(6), me.state().pending, await me.kept()]).toEqual([1, 31, 0, 1]);
  me.session.keepMine(sent[0]!);
  await me.settled();
  expect([me.region(6), world.server.log.length, new Set(sent).size]).toEqual([33, 1, 2]);
  await vi.waitFor(async () => expect(await me.kept()).toBe(0));
});

test('a step that the log has as another one waits no longer', async () => {
  const world = createPlanServer();
  const me = await openWindow(
    answering(world, {
      appendSteps: async (_county, _plan, { steps }) => ({
        ...{ version: 0, steps: [] },
        past: [{ id: steps[0]!.id, again: true }],
      }),
    }),
  );
  me.paint([6], 33);
  await me.settled();
  expect([me.region(6), me.state().clashes.length]).toEqual([31, 0]);
  await vi.waitFor(async () => expect(await me.kept()).toBe(0));
});

test('a server that says nothing about a step is not asked again at once', async () => {
  const world = createPlanServer();
  let requests = 0;
  const me = await openWindow(
    answering(world, {
      appendSteps: async () => {
        requests += 1;
        return { version: 0, steps: [], past: [] };
      },
    }),
  );
  me.paint([6], 33);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(requests).toBe(1);
  expect(me.waits.some(({ ms }) => ms === 1_000)).toBe(true);
  expect(me.state().pending).toBe(1);
});

test('what waits goes along onto another base, also when the browser keeps nothing', async () => {
  const world = createPlanServer();
  const forgetful: Outbox = {
    list: () => Promise.reject(new Error('forbidden')),
    put: () => Promise.reject(new Error('forbidden')),
    remove: () => Promise.reject(new Error('forbidden')),
  };
  const me = await openWindow(world, { outbox: forgetful });
  world.server.failure = offline();
  me.paint([6], 33);
  await vi.waitFor(() => expect(me.state().line).toBe('offline'));
  world.server.failure = null;
  world.server.change({ base: { division: 4, name: '新区划', fabric: 5, validFrom: '2027-01-01' } });
  await vi.waitFor(() => expect(me.state()?.plan.base.division).toBe(4));
  await me.settled();
  expect([me.region(6), world.server.log.length]).toEqual([33, 1]);
});
