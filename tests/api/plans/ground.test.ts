import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Plan, PlanDocument, PlanGround, RuleSet } from '../../../api/contract/plans.ts';
import { planDocument, planGround } from '../../../api/contract/plans.ts';
import { sql } from '../../../api/db/sql.ts';
import { loadFabric } from '../../../api/services/load-fabric.ts';
import { loadThings } from '../../../api/services/load-things.ts';
import { toLngLat } from '../../../geo/crs/local-crs.ts';
import { type FabricTopology, fromTopology } from '../../../geo/fabric/topology.ts';
import { eachDatabase } from '../../support/databases.ts';
import { at, type SmallTown, smallTown } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990842';

eachDatabase('what a plan is drawn on', (get) => {
  let whole: WholeApp;
  let town: SmallTown;
  let planner: Visitor;
  let fabric: number;
  const county = `/api/counties/${HOME}`;

  beforeAll(async () => {
    town = await smallTown(get(), HOME);
    whole = await openApp(get());
    planner = await whole.somebody(HOME, 'planner');
    const plan = (await (await planner.post(`${county}/plans`, { title: '一', level: 'grid' })).json()) as Plan;
    fabric = plan.base.fabric;
  });
  afterAll(() => whole?.close());

  test('the document of a plan tells its base, its rules and its log', async () => {
    const [{ id }] = (await (await planner.get(`${county}/plans`)).json()) as [Plan];
    const document = (await (await planner.get(`${county}/plans/${id}/document`)).json()) as PlanDocument;
    expect(planDocument.parse(document)).toEqual(document);
    expect(document).toMatchObject({ plan: { id }, fabric, steps: [] });
    const { regions, assignment, groupings } = document.base;
    const region = (key: string) => regions.find(({ id: own }) => own === town.regions.get(key));
    expect(region('s')).toMatchObject({
      kind: 'street',
      parent: regions.find(({ kind }) => kind === 'county')!.id,
      name: '东街道',
      locked: false,
      piecesReason: null,
    });
    expect(region('11')).toMatchObject({
      kind: 'grid',
      parent: town.regions.get('1'),
      code: expect.stringMatching(/^\d{15}$/),
    });
    expect(regions.filter(({ kind }) => kind === 'county')).toHaveLength(1);
    expect(assignment.block).toEqual(town.blocks);
    expect(assignment.region).toEqual(
      ['11', '11', '21', '21', '12', '12', '22', '22'].map((key) => town.regions.get(key)),
    );
    expect(groupings).toEqual([{ grouping: 'network', community: town.regions.get('1'), into: town.regions.get('n') }]);
  });

  test('the fabric comes as the graph that is stored, compressed, and is not sent twice', async () => {
    const address = `${county}/fabrics/${fabric}`;
    const answer = await planner.get(address, { 'accept-encoding': 'gzip' });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    const topology = JSON.parse(gunzipSync(Buffer.from(await answer.arrayBuffer())).toString()) as FabricTopology;
    expect(fromTopology(topology)).toEqual(await loadFabric(town.db, HOME, fabric));
    expect(await (await planner.get(address, { 'accept-encoding': 'identity' })).json()).toEqual(topology);
    const again = await planner.get(address, { 'if-none-match': answer.headers.get('etag')! });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await planner.get(`${county}/fabrics/987654`)).status).toBe(404);
  });

  describe('the ground', () => {
    const ask = async () => {
      const answer = await planner.get(`${county}/plan-ground?fabric=${fabric}`);
      return { etag: answer.headers.get('etag'), ground: planGround.parse(await answer.json()) as PlanGround };
    };

    test('is told as columns in centimetres of the fabric', async () => {
      const { ground } = await ask();
      const { buildings, compounds, stations } = ground;
      expect(buildings.households).toEqual([20, 21, 22, 23, 24]);
      expect(buildings.compound).toEqual([0, 0, -1, -1, -1]);
      const { crs } = await loadFabric(town.db, HOME, fabric);
      const [lng, lat] = toLngLat(crs, buildings.x[2]!, buildings.y[2]!);
      expect(lng).toBeCloseTo(at(1.4, 0.5)[0], 6);
      expect(lat).toBeCloseTo(at(1.4, 0.5)[1], 6);
      expect(compounds).toMatchObject({ id: [town.compound], name: ['花园小区'] });
      expect(stations).toMatchObject({ id: [town.sites[3]], kind: ['service_centre'], name: ['党群服务中心'] });
    });

    test('names the arcs along a main road; a lane, and a river or railway that only crosses, make none', async () => {
      const { crs, arcs, nodes } = await loadFabric(town.db, HOME, fabric);
      const [x, y] = [nodes.xy[0]!, nodes.xy[1]!];
      const line = (...places: [number, number][]) => ({
        type: 'LineString' as const,
        coordinates: places.map(([east, north]) => toLngLat(crs, x + 10_000 * east, y + 10_000 * north)),
      });
      // up the middle of the town, between its communities; a lane between the blocks 0 and 1
      await loadThings(town.db, 'road', [
        { name: '中央大街', class: 'primary', geom: line([2, -1], [2, 3]) },
        { name: '胡同', class: 'residential', geom: line([1, 0], [1, 1]) },
      ]);
      const sides = new Map(Array.from(arcs.ids, (id, arc) => [id, [arcs.left[arc]!, arcs.right[arc]!].sort()]));
      const { barriers } = (await ask()).ground;
      const between = barriers.arc.map((id) => sides.get(id));
      expect(between).toContainEqual([1, 2]);
      expect(between).toContainEqual([5, 6]);
      expect(between).not.toContainEqual([0, 1]);
      expect(new Set(barriers.kind)).toEqual(new Set(['road']));
    });

    test('is told anew once something on it changes', async () => {
      const before = await ask();
      expect((await ask()).etag).toBe(before.etag);
      await town.db.query(sql`
        update building set households = 99 where county = ${HOME} and id = ${town.buildings[4]!}`);
      const after = await ask();
      expect(after.etag).not.toBe(before.etag);
      expect(after.ground.buildings.households).toEqual([20, 21, 22, 23, 99]);
    });
  });

  describe('rules', () => {
    const read = async () => (await (await planner.get(`${county}/rules`)).json()) as RuleSet;

    test("are the program's until the county has its own", async () => {
      const rules = await read();
      expect(rules.version).toBe(0);
      expect(rules.rules.find(({ id }) => id === 'grid-households')).toMatchObject({
        hard: false,
        params: { min: 300, max: 500 },
      });
      expect(rules.rules.every(({ source }) => source !== '')).toBe(true);
    });

    test('are set by the administrator, as a whole, with a line in the audit log', async () => {
      const admin = await whole.somebody(HOME, 'admin');
      const { version, rules } = await read();
      const own = rules.map((rule) =>
        rule.id === 'grid-households' ? { ...rule, params: { min: 200, max: 400 } } : rule,
      );
      const put = (body: object) => admin.send('PUT', `${county}/rules`, body);
      expect(await (await put({ version, rules: own })).json()).toEqual({ version: 1, rules: own });
      expect(await read()).toEqual({ version: 1, rules: own });
      const late = await put({ version, rules: own });
      expect([late.status, await late.json()]).toEqual([409, expect.objectContaining({ currentVersion: 1 })]);
      expect((await planner.send('PUT', `${county}/rules`, { version: 1, rules: own })).status).toBe(403);
      const { rows } = await town.db.query(
        sql`select action from audit where county = ${HOME} and action = 'rules.change'`,
      );
      expect(rows).toHaveLength(1);
    });

    test('need the figures of a band, whole and in order; what is wrong is named', async () => {
      const admin = await whole.somebody(HOME, 'admin');
      const { version, rules } = await read();
      for (const params of [{}, { min: 300 }, { min: 500, max: 300 }, { min: -1, max: 5 }, { min: 1.5, max: 5 }]) {
        const own = rules.map((rule) => (rule.id === 'grid-households' ? { ...rule, params } : rule));
        const answer = await admin.send('PUT', `${county}/rules`, { version, rules: own });
        expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
          422,
          expect.stringContaining('grid-households needs min and max'),
        ]);
      }
      expect((await read()).version).toBe(version);
    });

    test('keep what makes a division one', async () => {
      const admin = await whole.somebody(HOME, 'admin');
      const { version, rules } = await read();
      const without = rules.filter(({ kind }) => kind !== 'assigned');
      expect((await admin.send('PUT', `${county}/rules`, { version, rules: without })).status).toBe(422);
      const soft = rules.map((rule) => ({ ...rule, hard: false }));
      expect((await admin.send('PUT', `${county}/rules`, { version, rules: soft })).status).toBe(422);
    });
  });
});
