import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Plan, PlanHistory } from '../../../api/contract/plans.ts';
import type { Problem } from '../../../api/contract/problems.ts';
import { sql } from '../../../api/db/sql.ts';
import { installDivision } from '../../../api/services/install-division.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';
import { eachDatabase } from '../../support/databases.ts';
import { type SmallTown, smallTown } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990840';
const OTHER = '990841';

eachDatabase('plans', (get) => {
  let whole: WholeApp;
  let town: SmallTown;
  let planner: Visitor;
  const plans = `/api/counties/${HOME}/plans`;
  const begin = async (over: object = {}): Promise<Plan> => {
    const answer = await planner.post(plans, { title: '重划网格', level: 'grid', ...over });
    expect(answer.status).toBe(201);
    return (await answer.json()) as Plan;
  };
  const problem = async (answer: Response) => (await answer.json()) as Problem;

  beforeAll(async () => {
    town = await smallTown(get(), HOME);
    await smallTown(get(), OTHER, '乙');
    whole = await openApp(get());
    planner = await whole.somebody(HOME, 'planner');
  });
  afterAll(() => whole?.close());

  test('start from the division in force, as drafts without a step', async () => {
    const plan = await begin({ description: '西边太大' });
    expect(plan).toMatchObject({
      ...{ title: '重划网格', description: '西边太大', level: 'grid', status: 'draft', version: 0, outdated: false },
      base: { division: town.division, name: '现行区划', validFrom: '2020-01-01' },
      ...{ area: [], copyOf: null, effective: null, published: null, comments: 0, author: { name: '示例' } },
    });
    expect(new Date(plan.createdAt).getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(await (await planner.get(`${plans}/${plan.id}`)).json()).toEqual(plan);
    expect(((await (await planner.get(plans)).json()) as Plan[]).map(({ id }) => id)).toContain(plan.id);
  });

  test('a change is refused when somebody else was quicker, and told with the revision there is', async () => {
    const plan = await begin();
    const changed = await planner.send('PATCH', `${plans}/${plan.id}`, { revision: plan.revision, title: '重划' });
    expect(await changed.json()).toMatchObject({ title: '重划', description: '', revision: plan.revision + 1 });
    const late = await planner.send('PATCH', `${plans}/${plan.id}`, { revision: plan.revision, title: '别的' });
    expect(await problem(late)).toMatchObject({ status: 409, currentVersion: plan.revision + 1 });
    expect(await (await planner.get(`${plans}/${plan.id}`)).json()).toMatchObject({ title: '重划' });
  });

  test('a copy names what it is a copy of', async () => {
    const plan = await begin({ area: [town.regions.get('1')] });
    const copy = await planner.post(`${plans}/${plan.id}/copies`, { title: '另一种分法' });
    expect(await copy.json()).toMatchObject({ title: '另一种分法', copyOf: plan.id, area: plan.area, status: 'draft' });
  });

  test('what became of a plan is told, and stands in the audit log', async () => {
    const plan = await begin();
    const history = (await (await planner.get(`${plans}/${plan.id}/history`)).json()) as PlanHistory;
    expect(history).toEqual([
      { at: expect.any(String), accountName: '示例', action: 'create', from: null, to: 'draft', note: '', failed: [] },
    ]);
    const { rows } = await town.db.query(sql`
      select action, role from audit where county = ${HOME} and object = ${String(plan.id)} and action like 'plan.%'`);
    expect(rows).toEqual([{ action: 'plan.create', role: 'planner' }]);
  });

  test('a region that the division does not have is no area', async () => {
    const answer = await planner.post(plans, { title: 'x', level: 'grid', area: [987654321] });
    expect(await problem(answer)).toMatchObject({ status: 404, detail: expect.stringContaining('987654321') });
    expect((await planner.post(plans, { title: 'x', level: 'grid', division: 987654321 })).status).toBe(404);
    expect((await planner.post(plans, { title: '', level: 'grid' })).status).toBe(422);
    expect((await planner.post(plans, { title: 'x', level: 'county' })).status).toBe(422);
  });

  describe('are seen', () => {
    const addresses = (id: number) => [plans, `${plans}/${id}`, `${plans}/${id}/history`];

    test('by planners, approvers and administrators; nobody else learns that there are any', async () => {
      const plan = await begin();
      for (const role of ['approver', 'admin'] as const) {
        const visitor = await whole.somebody(HOME, role);
        for (const address of addresses(plan.id)) expect((await visitor.get(address)).status, address).toBe(200);
      }
      for (const role of ['viewer', 'grid_staff', 'desk', 'leader'] as const) {
        const visitor = await whole.somebody(HOME, role);
        for (const address of addresses(plan.id)) expect((await visitor.get(address)).status, address).toBe(403);
        const { rows } = await get().as({ county: HOME, role }).query(sql`select id from plan`);
        expect(rows).toEqual([]);
      }
    });

    test('in their own county alone', async () => {
      const plan = await begin();
      const stranger = await whole.somebody(OTHER, 'admin');
      for (const address of addresses(plan.id)) {
        expect((await stranger.get(address)).status, address).toBe(403);
        if (address !== plans) expect((await stranger.get(address.replace(HOME, OTHER))).status, address).toBe(404);
      }
      const { rows } = await get().as({ county: OTHER, role: 'admin' }).query(sql`select id from plan`);
      expect(rows).toEqual([]);
    });

    test('by who plans a part of the county as far as they keep to that part', async () => {
      const [west, east] = [town.regions.get('1')!, town.regions.get('2')!];
      const local = await whole.somebody(HOME, 'planner', west);
      const whole1 = await begin();
      const theirs = await begin({ area: [east] });
      const own = (await (await local.post(plans, { title: '西', level: 'grid' })).json()) as Plan;
      expect(own.area).toEqual([west]);
      const below = await begin({ area: [town.regions.get('11')] });
      const seen = ((await (await local.get(plans)).json()) as Plan[]).map(({ id }) => id);
      expect(seen).toEqual(expect.arrayContaining([own.id, below.id]));
      for (const { id } of [whole1, theirs]) expect(seen).not.toContain(id);
      for (const { id } of [whole1, theirs]) expect((await local.get(`${plans}/${id}`)).status).toBe(404);
      const beyond = await local.post(plans, { title: '东', level: 'grid', area: [east] });
      expect(await problem(beyond)).toMatchObject({ status: 403 });
    });

    test('begun by planners and administrators', async () => {
      for (const role of ['approver', 'leader', 'viewer'] as const) {
        const visitor = await whole.somebody(HOME, role);
        expect((await visitor.post(plans, { title: 'x', level: 'grid' })).status).toBe(403);
      }
    });
  });

  test('are outdated as soon as a newer division is decided', async () => {
    const plan = await begin();
    const grids = ['11', '12', '21', '22'].map((key) => ({
      key,
      kind: 'grid' as const,
      parent: 's',
      code: null,
      name: key,
    }));
    await installDivision(town.db, {
      ...{ name: '新区划', validFrom: '2999-01-01', fabric: chequeredFabric(4, 2) },
      regions: [{ key: 's', kind: 'street', parent: null, code: null, name: '东街道' }, ...grids],
      assignment: ['11', '11', '21', '21', '12', '12', '22', '22'],
    });
    expect(await (await planner.get(`${plans}/${plan.id}`)).json()).toMatchObject({ outdated: true });
    expect((await begin()).base.name).toBe('新区划');
  });

  test('keep their base also when another division takes its place', async () => {
    const plan = await begin();
    const withdrawn = plan.base.division;
    await installDivision(town.db, {
      ...{ name: '更正', validFrom: '2999-01-01', fabric: chequeredFabric(4, 2) },
      regions: [{ key: 's', kind: 'street', parent: null, code: null, name: '东街道' }],
      assignment: Array.from({ length: 8 }, () => 's'),
    });
    expect(await (await planner.get(`${plans}/${plan.id}`)).json()).toMatchObject({
      outdated: true,
      base: { division: withdrawn, validFrom: null },
    });
    expect((await planner.post(`${plans}/${plan.id}/copies`, { title: '再来' })).status).toBe(201);
  });
});
