import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Appended, Plan, PlanDocument } from '../../../api/contract/plans.ts';
import { appended } from '../../../api/contract/plans.ts';
import { readSteps } from '../../../api/db/plan-steps.ts';
import { sql } from '../../../api/db/sql.ts';
import { loadFabric } from '../../../api/services/load-fabric.ts';
import { stateOfBase } from '../../../api/services/plans/base-division.ts';
import { applyDelta, createDraft, type Draft } from '../../../geo/divide/draft.ts';
import type { DraftDelta } from '../../../geo/divide/edit.ts';
import { NO_GROUND } from '../../../geo/divide/ground.ts';
import { eachDatabase } from '../../support/databases.ts';
import { drawer, freshId, stepOf, undoOf } from '../../support/plan-steps.ts';
import { at, type SmallTown, smallTown } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990843';

/**
 *   ┌──────┬──────╥──────┬──────┐
 *   │ 4  grid 12  ║   grid 22 7 │      community 1 in the west, 2 in the east; blocks are named by their index
 *   ├──────┼──────╫──────┼──────┤
 *   │ 0  grid 11  ║   grid 21 3 │
 *   └──────┴──────╨──────┴──────┘
 */
eachDatabase('steps of a plan', (get) => {
  let whole: WholeApp;
  let town: SmallTown;
  let one: Visitor;
  let two: Visitor;
  const county = `/api/counties/${HOME}`;
  const region = (key: string): number => town.regions.get(key)!;
  const assign = (blocks: number[], to: string | null) =>
    stepOf({ kind: 'assign', blocks: blocks.map((i) => town.blocks[i]!), to: to === null ? null : region(to) });

  const begin = async (over: object = {}): Promise<Plan> =>
    (await (await one.post(`${county}/plans`, { title: '重划', level: 'community', ...over })).json()) as Plan;

  /** The draft that a plan's document describes, as a browser makes it. */
  async function drawn(id: number): Promise<{ draft: Draft; document: PlanDocument }> {
    const document = (await (await one.get(`${county}/plans/${id}/document`)).json()) as PlanDocument;
    const fabric = await loadFabric(town.db, HOME, document.fabric);
    const draft = createDraft(stateOfBase(document.base, fabric), NO_GROUND);
    for (const { delta } of document.steps) applyDelta(draft, delta as DraftDelta);
    return { draft, document };
  }

  beforeAll(async () => {
    town = await smallTown(get(), HOME);
    whole = await openApp(get());
    [one, two] = [await whole.somebody(HOME, 'planner'), await whole.somebody(HOME, 'planner')];
  });
  afterAll(() => whole?.close());

  test('are numbered, and the document tells what they have made of the division', async () => {
    const plan = await begin();
    const mine = drawer(one, HOME, plan);
    const first = await mine.draw(assign([1], '21'));
    expect(appended.parse(first)).toMatchObject({ version: 1, steps: [{ seq: 1, accountName: '示例' }] });
    await mine.draw(
      assign([5], '22'),
      stepOf({ kind: 'rename-region', region: region('21'), name: '新名', nameEn: '' }),
    );
    const { draft, document } = await drawn(plan.id);
    expect(document.plan.version).toBe(3);
    expect(draft.regionOf.get(town.blocks[1]!)).toBe(region('21'));
    expect(draft.regions.get(region('21'))).toMatchObject({ name: '新名' });
    const since = (await (await one.get(`${mine.address}/steps?since=2`)).json()) as Appended;
    expect(since.steps.map(({ seq }) => seq)).toEqual([3]);
  });

  test('are all taken or none', async () => {
    const mine = drawer(one, HOME, await begin());
    const problem = await mine.refused(assign([1], '21'), assign([0], '11'));
    expect(problem).toMatchObject({ status: 422, reason: 'nothing-to-do', step: 1 });
    expect(await mine.draw(assign([1], '21'))).toMatchObject({ version: 1 });
  });

  test('that the drawing does not allow are refused with reason and place', async () => {
    const mine = drawer(one, HOME, await begin());
    await mine.draw(stepOf({ kind: 'lock-region', region: region('21'), locked: true }));
    const problem = await mine.refused(assign([2], '11'));
    expect(problem).toMatchObject({ status: 422, reason: 'locked-region', step: 0, region: region('21') });
    expect(problem.at![0]).toBeGreaterThan(at(2, 0)[0] - 0.001);
    expect(await mine.refused(stepOf({ kind: 'assign', blocks: [987654321], to: null }))).toMatchObject({
      reason: 'no-such-block',
    });
  });

  test('keep within the area of the plan', async () => {
    const mine = drawer(one, HOME, await begin({ area: [region('1')] }));
    expect(await mine.refused(assign([2], '11'))).toMatchObject({ reason: 'foreign-region' });
    await mine.draw(assign([1], '12'));
  });

  test('sent again after a dropped line are not done twice, and are answered as before', async () => {
    const mine = drawer(one, HOME, await begin());
    const steps = [assign([1], '21'), assign([5], '22')];
    const first = (await (await mine.send(steps, 0)).json()) as Appended;
    const again = (await (await mine.send(steps, 0)).json()) as Appended;
    expect(again).toEqual(first);
    const more = (await (await mine.send([...steps, assign([0], '12')], 0)).json()) as Appended;
    expect(more.version).toBe(3);
    expect(more.steps.slice(0, 2)).toEqual(first.steps);
  });

  test('under an id that the log has for another step are refused', async () => {
    const mine = drawer(one, HOME, await begin());
    const step = assign([1], '21');
    await mine.draw(step);
    expect(await mine.refused({ ...assign([5], '22'), id: step.id })).toMatchObject({ status: 409 });
    expect(await mine.refused(step, step)).toMatchObject({ status: 422 });
  });

  describe('of two planners', () => {
    test('who change different things go together, whoever is first', async () => {
      const plan = await begin();
      const [mine, theirs] = [drawer(one, HOME, plan), drawer(two, HOME, plan)];
      await mine.draw(assign([1], '21'));
      const answer = await theirs.draw(assign([7], '21'));
      expect(answer.version).toBe(2);
      expect(answer.steps.map(({ seq }) => seq)).toEqual([1, 2]);
      const { draft } = await drawn(plan.id);
      expect([1, 7].map((i) => draft.regionOf.get(town.blocks[i]!))).toEqual([region('21'), region('21')]);
    });

    test('who change the same thing clash: the later one is shown what was missed, and where', async () => {
      const plan = await begin();
      const [mine, theirs] = [drawer(one, HOME, plan), drawer(two, HOME, plan)];
      await mine.draw(assign([1, 5], '21'));
      const problem = await theirs.refused(assign([7], '21'), assign([5], '22'));
      expect(problem).toMatchObject({ status: 409, reason: 'clash', step: 1, currentVersion: 1 });
      expect(problem.missed!.map(({ seq, step }) => [seq, step.label.key])).toEqual([[1, 'paint']]);
      expect(problem.at![1]).toBeGreaterThan(at(0, 1)[1] - 0.0001); // block 5 lies in the north
      expect((await drawn(plan.id)).document.plan.version).toBe(1);
    });

    test('of whom one needs what the other took away clash too', async () => {
      const plan = await begin();
      const [mine, theirs] = [drawer(one, HOME, plan), drawer(two, HOME, plan)];
      await mine.draw(stepOf({ kind: 'merge-regions', keep: region('21'), others: [region('22')] }));
      expect(await theirs.refused(assign([1], '22'))).toMatchObject({ status: 409, reason: 'no-such-region' });
    });

    test('at the same moment are all written, one after the other', async () => {
      const plan = await begin();
      const everybody = Array.from({ length: 8 }, (_, i) => drawer(i % 2 ? one : two, HOME, plan));
      const answers = await Promise.all(
        everybody.map((each, i) => each.send([assign([i], i % 4 < 2 ? '21' : '11')], 0)),
      );
      expect(answers.map(({ status }) => status)).toEqual(everybody.map(() => 200));
      const { document } = await drawn(plan.id);
      expect(document.steps.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });
  });

  describe('that take others back', () => {
    test('leave the division as it was, and can be taken back themselves', async () => {
      const plan = await begin();
      const mine = drawer(one, HOME, plan);
      const step = assign([1, 5], '21');
      const undo = undoOf(step);
      await mine.draw(step, undo);
      expect((await drawn(plan.id)).draft.regionOf.get(town.blocks[1]!)).toBe(region('11'));
      await mine.draw(undoOf(undo));
      expect((await drawn(plan.id)).draft.regionOf.get(town.blocks[1]!)).toBe(region('21'));
    });

    //   │   1 ╱│ 2       block 1 is cut up to the border with grid 21, which the plan does not change
    //   │    ╱ │
    test('are, however often, where they end on the border of a region outside the area', async () => {
      const plan = await begin({ area: [region('1')] });
      const mine = drawer(one, HOME, plan);
      const { xy } = (await loadFabric(town.db, HOME, plan.base.fabric)).nodes;
      const west = Math.min(...xy.filter((_, i) => i % 2 === 0));
      const south = Math.min(...xy.filter((_, i) => i % 2 === 1));
      const line = [west + 15_000, south - 500, west + 20_500, south + 5000];
      const ids = Array.from({ length: 10 }, freshId);
      let last = stepOf({ kind: 'cut-block', block: town.blocks[1]!, line, ids });
      await mine.draw(last);
      for (let n = 0; n < 3; n++) {
        last = undoOf(last);
        await mine.draw(last);
      }
      const redone = undoOf(last);
      await mine.draw(redone, undoOf(redone));
    });

    test('are refused once a later step has changed the same things', async () => {
      const mine = drawer(one, HOME, await begin());
      const step = assign([1], '21');
      await mine.draw(step, assign([1], '12'));
      expect(await mine.refused(undoOf(step))).toMatchObject({ status: 422, reason: 'changed-since', step: 0 });
      expect(await mine.refused(undoOf(assign([0], '12')))).toMatchObject({ reason: 'changed-since' });
    });
  });

  test('are drawn by planners and administrators', async () => {
    const plan = await begin();
    const approver = await whole.somebody(HOME, 'approver');
    const theirs = drawer(approver, HOME, plan);
    expect(await theirs.refused(assign([1], '21'))).toMatchObject({ status: 403 });
    expect((await approver.get(`${theirs.address}/steps`)).status).toBe(200);
    await drawer(await whole.somebody(HOME, 'admin'), HOME, plan).draw(assign([1], '21'));
  });

  test('of a planner for a part of the county stay in plans for that part', async () => {
    const local = await whole.somebody(HOME, 'planner', region('1'));
    expect(await drawer(local, HOME, await begin()).refused(assign([1], '12'))).toMatchObject({ status: 404 });
    await drawer(local, HOME, await begin({ area: [region('1')] })).draw(assign([1], '12'));
  });

  test('are gone with nobody: a server started anew goes on where the log ends, from snapshots too', async () => {
    const plan = await begin();
    const mine = drawer(one, HOME, plan);
    const there = [0, 1, 2, 3, 4, 5, 6, 7].map((block) => assign([block], block < 2 ? '22' : '11'));
    for (let round = 0; round < 8; round++) {
      const steps = there.map((step) => ({ ...step, id: randomUUID() }));
      await mine.draw(...steps, ...steps.map(undoOf));
    }
    const { rows } = await town.db.query<{ seq: number }>(sql`
      select seq from plan_snapshot where county = ${HOME} and plan = ${plan.id}`);
    expect(rows.length).toBe(1);
    const theirs = drawer(whole.elsewhere(two), HOME, { id: plan.id, version: mine.version });
    await theirs.draw(assign([2], '12'));
    await drawer(one, HOME, { id: plan.id, version: theirs.version }).draw(assign([2], '11'));
    const { draft } = await drawn(plan.id);
    expect(draft.regionOf.get(town.blocks[2]!)).toBe(region('11'));
  });

  test('of a level that the plan does not draw are refused, and nothing is written', async () => {
    const plan = await begin({ level: 'union' });
    const mine = drawer(one, HOME, plan);
    const ids = Array.from({ length: 10 }, freshId);
    const { crs: _, ...graph } = await loadFabric(town.db, HOME, plan.base.fabric);
    const [x, y] = [graph.nodes.xy[0]!, graph.nodes.xy[1]!];
    const cut = stepOf({ kind: 'cut-block', block: town.blocks[0]!, line: [x + 5000, y, x + 5000, y + 10_000], ids });
    for (const step of [assign([1], '21'), cut])
      expect(await mine.refused(step)).toMatchObject({ status: 422, reason: 'wrong-level', step: 0 });
    expect((await drawn(plan.id)).document.plan.version).toBe(0);
  });

  test('of a copy are those of the plan it is a copy of, and go on apart', async () => {
    const plan = await begin();
    const mine = drawer(one, HOME, plan);
    await mine.draw(
      stepOf({
        kind: 'create-region',
        region: { id: freshId(), kind: 'community', parent: region('s'), name: '新', nameEn: '', hue: 1 },
      }),
    );
    await mine.draw(assign([1], '21'));
    const copy = (await (await one.post(`${mine.address}/copies`, { title: '另一种' })).json()) as Plan;
    expect(copy.version).toBe(2);
    await drawer(one, HOME, copy).draw(assign([5], '21'));
    expect((await drawn(plan.id)).draft.regionOf.get(town.blocks[5]!)).toBe(region('12'));
    expect((await drawn(copy.id)).draft.regionOf.get(town.blocks[1]!)).toBe(region('21'));
  });

  test('of a copy are in the names of those who drew them, at the times when they did, and of nobody who did not', async () => {
    const plan = await begin();
    await drawer(one, HOME, plan).draw(assign([1], '21'));
    await drawer(two, HOME, { ...plan, version: 1 }).draw(assign([5], '21'));
    const copy = (await (await two.post(`${county}/plans/${plan.id}/copies`, { title: '另一种' })).json()) as Plan;
    const logOf = ({ id }: Pick<Plan, 'id'>) => readSteps(town.db, HOME, id, 0);
    const original = await logOf(plan);
    expect(new Set(original.map(({ account }) => account)).size).toBe(2);
    expect(await logOf(copy)).toEqual(original);
    const { account, accountName, at, step, delta } = original[0]!;
    const sign = (id: string, as: unknown) =>
      get()
        .as({ county: HOME, role: 'planner', account: 'somebody else' })
        .query(sql`
        insert into plan_step (county, plan, seq, id, step, delta, account, account_name, at)
        values (${HOME}, ${copy.id}, 3, ${id}::uuid, ${JSON.stringify(as)}::jsonb, ${JSON.stringify(delta)}::jsonb,
                ${account}, ${accountName}, ${at}::timestamptz)`);
    await expect(sign(randomUUID(), step)).rejects.toMatchObject({ code: '42501' });
    await expect(sign(step.id, { ...step, label: { key: 'paint', values: { to: '别处' } } })).rejects.toMatchObject({
      code: '42501',
    });
  });

  test('of a copy are known by their times, from before it was made, and are its author’s to undo', async () => {
    const plan = await begin();
    const original = await drawer(one, HOME, plan).draw(assign([1], '21'));
    const copy = (await (await two.post(`${county}/plans/${plan.id}/copies`, { title: '另一种' })).json()) as Plan;
    await drawer(two, HOME, copy).draw(undoOf(original.steps[0]!.step));
    expect((await readSteps(town.db, HOME, copy.id, 0)).map(({ at }) => at <= copy.createdAt)).toEqual([true, false]);
    const regionOf = async ({ id }: Plan) => (await drawn(id)).draft.regionOf.get(town.blocks[1]!);
    expect([await regionOf(plan), await regionOf(copy)]).toEqual([region('21'), region('11')]);
  });

  test('cannot be changed in the log, by nobody', async () => {
    const plan = await begin();
    await drawer(one, HOME, plan).draw(assign([1], '21'));
    const change = town.db.query(sql`update plan_step set step = '{}' where county = ${HOME} and plan = ${plan.id}`);
    await expect(change).rejects.toMatchObject({ code: '42501' });
    const owner = get().owner.pool('tongxin');
    await expect(owner.query(`delete from plan_step where county = '${HOME}'`)).rejects.toMatchObject({
      code: '23001',
    });
  });
});
