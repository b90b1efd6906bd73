import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Plan, PlanComment, PlanEvent } from '../../../api/contract/plans.ts';
import { planEvent, STREAM_BEAT } from '../../../api/contract/plans.ts';
import type { Session } from '../../../api/contract/session.ts';
import { eachDatabase } from '../../support/databases.ts';
import { drawer, stepOf } from '../../support/plan-steps.ts';
import { at, type SmallTown, smallTown } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990845';

/** Reads a stream of server-sent events, one by one. */
async function listen(visitor: Visitor, address: string, headers: Record<string, string> = {}) {
  const answer = await visitor.get(address, { 'accept-encoding': 'gzip', ...headers });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<{ id: string | null; event: PlanEvent }> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end === -1) {
        const { value, done } = await reader.read();
        if (done) throw new Error('the stream has ended');
        text += value;
        continue;
      }
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const data = lines.find((line) => line.startsWith('data: '));
      if (!data || lines.includes(`event: ${STREAM_BEAT.event}`)) continue;
      const id = lines.find((line) => line.startsWith('id: '))?.slice(4) ?? null;
      return { id, event: planEvent.parse(JSON.parse(data.slice(6))) };
    }
  };
  /** The next event of a type; others are passed over. */
  const until = async <T extends PlanEvent['type']>(type: T) => {
    for (;;) {
      const { id, event } = await next();
      if (event.type === type) return { id, event: event as Extract<PlanEvent, { type: T }> };
    }
  };
  return { answer, until, close: () => reader.cancel() };
}

eachDatabase('the stream of a plan', (get) => {
  let whole: WholeApp;
  let town: SmallTown;
  let one: Visitor;
  let two: Visitor;
  const plans = `/api/counties/${HOME}/plans`;
  const assign = (block: number, to: string) =>
    stepOf({ kind: 'assign', blocks: [town.blocks[block]!], to: town.regions.get(to)! });
  const begin = async (): Promise<Plan> =>
    (await (await one.post(plans, { title: '重划', level: 'grid' })).json()) as Plan;

  beforeAll(async () => {
    town = await smallTown(get(), HOME);
    whole = await openApp(get());
    [one, two] = [await whole.somebody(HOME, 'planner'), await whole.somebody(HOME, 'approver')];
  });
  afterAll(() => whole?.close());

  test('brings the steps of others as they come, uncompressed, numbered by the log', async () => {
    const plan = await begin();
    const heard = await listen(two, `${plans}/${plan.id}/stream`);
    expect(heard.answer.headers.get('content-type')).toContain('text/event-stream');
    expect(heard.answer.headers.get('content-encoding')).toBeNull();
    expect((await heard.until('status')).event.plan.id).toBe(plan.id);
    await drawer(one, HOME, plan).draw(assign(1, '21'));
    expect(await heard.until('step')).toMatchObject({ id: '1', event: { step: { seq: 1, accountName: '示例' } } });
    await heard.close();
  });

  test('brings what was missed when the line was down', async () => {
    const plan = await begin();
    const mine = drawer(one, HOME, plan);
    await mine.draw(assign(1, '21'), assign(5, '22'), assign(0, '12'));
    const heard = await listen(two, `${plans}/${plan.id}/stream`, { 'last-event-id': '1' });
    expect([(await heard.until('step')).id, (await heard.until('step')).id]).toEqual(['2', '3']);
    await heard.close();
  });

  test('brings comments pinned to places, answers to them, and that they are settled', async () => {
    const plan = await begin();
    const heard = await listen(one, `${plans}/${plan.id}/stream`);
    const said = await two.post(`${plans}/${plan.id}/comments`, { text: '这里太大', place: at(1, 1) });
    const comment = (await said.json()) as PlanComment;
    expect((await heard.until('comment')).event.comment).toEqual(comment);
    expect(comment).toMatchObject({ text: '这里太大', place: at(1, 1), resolved: false, replyTo: null });
    await one.post(`${plans}/${plan.id}/comments`, { text: '已改', replyTo: comment.id });
    expect((await heard.until('comment')).event.comment).toMatchObject({ replyTo: comment.id });
    await one.send('PATCH', `${plans}/${plan.id}/comments/${comment.id}`, { resolved: true });
    expect((await heard.until('comment')).event.comment).toMatchObject({ id: comment.id, resolved: true });
    await heard.close();
    expect((await one.post(`${plans}/${plan.id}/comments`, { text: 'x', replyTo: 987654 })).status).toBe(422);
    expect(((await (await one.get(`${plans}/${plan.id}`)).json()) as Plan).comments).toBe(2);
  });

  test('tells who else is there, and where', async () => {
    const plan = await begin();
    const heard = await listen(one, `${plans}/${plan.id}/stream`);
    expect((await heard.until('presence')).event.present).toEqual([]);
    const client = randomUUID();
    const say = (more: object) => two.post(`${plans}/${plan.id}/presence`, { client, place: at(2, 1), ...more });
    const present = async () => (await heard.until('presence')).event.present;
    expect((await say({})).status).toBe(204);
    expect(await present()).toEqual([{ client, accountName: '示例', mine: false, place: at(2, 1), region: null }]);
    await say({ region: 987 });
    expect(await present()).toMatchObject([{ client, region: 987 }]);
    // somebody else signs in at the same window: it is one still, and can say that it leaves
    expect((await one.post(`${plans}/${plan.id}/presence`, { client, place: null })).status).toBe(204);
    expect(await present()).toMatchObject([{ client, mine: true, place: null }]);
    expect((await say({})).status).toBe(204);
    expect(await present()).toMatchObject([{ client, mine: false }]);
    await say({ gone: true });
    expect(await present()).toEqual([]);
    await heard.close();
  });

  test('is for those who see the plan', async () => {
    const plan = await begin();
    const viewer = await whole.somebody(HOME, 'viewer');
    for (const part of ['stream', 'comments'])
      expect((await viewer.get(`${plans}/${plan.id}/${part}`)).status).toBe(403);
    expect((await one.get(`${plans}/987654/stream`)).status).toBe(404);
  });

  test('ends at once when its reader signs out or may not see the plan any more', async () => {
    const plan = await begin();
    const leaver = await whole.somebody(HOME, 'planner');
    const loser = await whole.somebody(HOME, 'planner');
    const streams = [];
    for (const reader of [leaver, loser, one]) {
      const heard = await listen(reader, `${plans}/${plan.id}/stream`);
      await heard.until('presence');
      streams.push(heard);
    }
    const begun = Date.now();
    await leaver.delete('/api/session');
    await expect(streams[0]!.until('step')).rejects.toThrow(/ended/);
    const { account } = (await (await loser.get('/api/session')).json()) as Session;
    await get().owner.pool('tongxin').query(`delete from account_grant where account = '${account!.id}'`);
    await expect(streams[1]!.until('step')).rejects.toThrow(/ended/);
    expect(Date.now() - begun).toBeLessThan(STREAM_BEAT.everyMs); // it was told, not found out
    await drawer(one, HOME, plan).draw(assign(1, '21'));
    expect((await streams[2]!.until('step')).id).toBe('1');
    await streams[2]!.close();
  });

  test('ends when the server stops', async () => {
    const plan = await begin();
    const heard = await listen(one, `${plans}/${plan.id}/stream`);
    await heard.until('status');
    await whole.streams.close();
    await expect(heard.until('step')).rejects.toThrow(/ended/);
  });
});
