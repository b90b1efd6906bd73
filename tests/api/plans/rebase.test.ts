import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Appended, LoggedStep, Plan, PlanHistory, Rebased } from '../../../api/contract/plans.ts';
import { planHistory } from '../../../api/contract/plans.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { newerDivision } from '../../support/newer-division.ts';
import { drawer, stepOf, undoOf } from '../../support/plan-steps.ts';
import { type SmallTown, smallTown } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990851';

//   ┌──────┬──────╥──────┬──────┐
//   │ 4  grid 12  ║   grid 22 7 │      the newest division has no grid 12
//   ├──────┼──────╫──────┼──────┤
//   │ 0  grid 11  ║   grid 21 3 │
//   └──────┴──────╨──────┴──────┘
eachDatabase('a plan that is brought onto the newest division', (get) => {
  let whole: WholeApp;
  let town: SmallTown;
  let one: Visitor;
  let two: Visitor;
  let approver: Visitor;
  const plans = `/api/counties/${HOME}/plans`;
  const region = (key: string): number => town.regions.get(key)!;
  const paint = (block: number, to: string) =>
    stepOf({ kind: 'assign', blocks: [town.blocks[block]!], to: region(to) });
  /** what cannot be done again: grid 12 is no more */
  const lost = () => stepOf({ kind: 'rename-region', region: region('12'), name: '不在了', nameEn: '' });
  const begin = async (): Promise<Plan> =>
    (await (await one.post(plans, { title: '重划', level: 'grid', division: town.division })).json()) as Plan;
  const rebase = async (plan: Plan, who: Visitor): Promise<Rebased> =>
    (await (await who.post(`${plans}/${plan.id}/rebase`, undefined)).json()) as Rebased;
  const logOf = async ({ id }: Plan, since: number): Promise<LoggedStep[]> =>
    ((await (await one.get(`${plans}/${id}/steps?since=${since}`)).json()) as Appended).steps;

  beforeAll(async () => {
    town = await smallTown(get(), HOME);
    whole = await openApp(get());
    [one, two] = [await whole.somebody(HOME, 'planner'), await whole.somebody(HOME, 'planner')];
    approver = await whole.somebody(HOME, 'approver');
    await newerDivision(town);
  });
  afterAll(() => whole?.close());

  test('keeps who drew what, and when; that it was brought on stands in history and audit log, with by whom', async () => {
    const plan = await begin();
    const [mine, theirs] = [paint(6, '21'), paint(2, '22')];
    await drawer(one, HOME, plan).draw(mine);
    await drawer(two, HOME, { ...plan, version: 1 }).draw(theirs, undoOf(theirs));
    const before = await logOf(plan, 0);
    expect(new Set(before.map(({ account }) => account)).size).toBe(2);
    await rebase(plan, two);
    const again = await logOf(plan, 3);
    const signed = ({ account, accountName, at, step }: LoggedStep) => [account, accountName, at, step.label];
    expect(again.map(signed)).toEqual(before.map(signed));
    expect(again.map(({ replayOf }) => replayOf)).toEqual(before.map(({ step }) => step.id));
    const [rebaser] = [before[1]!.account];
    const { rows } = await town.db.query(sql`
      select action, account from audit where county = ${HOME} and object = ${String(plan.id)} order by id desc limit 1`);
    expect(rows).toEqual([{ action: 'plan.rebase', account: rebaser }]);
    const history = (await (await one.get(`${plans}/${plan.id}/history`)).json()) as PlanHistory;
    expect(history.at(-1)).toMatchObject({ action: 'rebase', accountName: '示例' });
  });

  test('gives nobody else a step to sign: only what was drawn is done again in another name', async () => {
    const plan = await begin();
    await drawer(one, HOME, plan).draw(paint(6, '21'));
    const [step] = await logOf(plan, 0);
    const scope = { county: HOME, role: 'planner', account: 'somebody else' } as const;
    const forge = (account: string, replayOf: string | null) =>
      get()
        .as(scope)
        .query(sql`
        insert into plan_step (county, plan, seq, id, step, delta, account, account_name, replay_of)
        values (${HOME}, ${plan.id}, 2, gen_random_uuid(), '{}', '{}', ${account}, '示例', ${replayOf}::uuid)`);
    await expect(forge(step!.account, null)).rejects.toMatchObject({ code: '42501' });
    await expect(forge(step!.account, step!.step.id)).rejects.toMatchObject({ code: '42501' });
  });

  test('tells of a step that is lost why, where, and which region stands in the way', async () => {
    const body = { title: '城西', level: 'grid', division: town.division, area: [region('1')] };
    const plan = (await (await one.post(plans, body)).json()) as Plan;
    await drawer(one, HOME, plan).draw(paint(5, '11')); // it lies in grid 22 by now, which is of the other community
    expect((await rebase(plan, one)).failed).toEqual([
      {
        ...{ seq: 1, label: { key: 'paint', values: {} }, reason: 'foreign-region', region: '22' },
        ...{ detail: expect.any(String), at: [expect.any(Number), expect.any(Number)] },
      },
    ]);
  });

  describe('tells of a step that is sent once more', () => {
    test('that it was done again, or that it could not be', async () => {
      const plan = await begin();
      const [kept, gone] = [paint(6, '21'), lost()];
      await drawer(one, HOME, plan).draw(kept, gone);
      const { failed, plan: rebased } = await rebase(plan, one);
      expect(failed).toMatchObject([{ seq: 2, reason: 'no-such-region' }]);
      const mine = drawer(one, HOME, rebased);
      expect(await mine.draw(kept, gone)).toEqual({
        ...{ version: 3, steps: [] },
        past: [
          { id: kept.id, again: true },
          { id: gone.id, again: false },
        ],
      });
      // the answer that was lost on its way may be asked for on the version before, too
      const answer = (await (await mine.send([kept], 0)).json()) as Appended;
      expect(answer).toMatchObject({ version: 3, steps: [{ seq: 3, replayOf: kept.id }], past: [{ again: true }] });
    });

    test('beside one that is new and is written', async () => {
      const plan = await begin();
      const gone = lost();
      await drawer(one, HOME, plan).draw(gone);
      const { plan: rebased } = await rebase(plan, one);
      const answer = await drawer(one, HOME, rebased).draw(gone, paint(6, '21'));
      expect(answer).toMatchObject({ version: 2, steps: [{ seq: 2 }], past: [{ id: gone.id, again: false }] });
    });
  });

  test.each([
    ['withdraw', 'withdrawn'],
    ['submit', 'returned'],
  ] as const)('of which something is lost after %s is %s', async (action, status) => {
    const plan = await begin();
    await drawer(one, HOME, plan).draw(lost());
    // submitted before there was a newer division
    const move = (to: string) =>
      get()
        .owner.pool('tongxin')
        .query(
          `update plan set status = '${to}', revision = revision + 1 where county = '${HOME}' and id = ${plan.id}`,
        );
    if (action === 'submit') await move('submitted');
    else expect((await one.post(`${plans}/${plan.id}/status`, { action })).status).toBe(200);
    const answer = await rebase(plan, approver);
    expect(answer).toMatchObject({ failed: [{ reason: 'no-such-region' }], plan: { status } });
    // the planner, who was not there, is told in the history
    const history = planHistory.parse(await (await one.get(`${plans}/${plan.id}/history`)).json());
    expect(history.at(-1)).toMatchObject({ action: 'rebase', failed: answer.failed });
    expect(history[0]!.failed).toEqual([]);
  });
});
