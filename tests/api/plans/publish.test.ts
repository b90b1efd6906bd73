import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  Comparison,
  Plan,
  PlanAction,
  PlanHistory,
  Publication,
  Published,
  Rebased,
} from '../../../api/contract/plans.ts';
import { comparison, publication } from '../../../api/contract/plans.ts';
import type { Problem } from '../../../api/contract/problems.ts';
import { today } from '../../../api/contract/today.ts';
import { divisionInForce, listDivisions, listUnseenDivisions } from '../../../api/db/divisions.ts';
import { upsertPopulations } from '../../../api/db/populations.ts';
import { listRegions } from '../../../api/db/regions.ts';
import { sql } from '../../../api/db/sql.ts';
import { loadFabric } from '../../../api/services/load-fabric.ts';
import type { DraftDelta } from '../../../geo/divide/edit.ts';
import { eachDatabase } from '../../support/databases.ts';
import { drawer, freshId, stepOf, undoOf } from '../../support/plan-steps.ts';
import { type SmallTown, smallTown } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990844';

/**
 *   ┌──────┬──────╥──────┬──────┐
 *   │ 4  grid 12  ║   grid 22 7 │      20 and 21 households in block 0, 22 in block 1, 23 in block 7
 *   ├──────┼──────╫──────┼──────┤
 *   │ 0  grid 11  ║   grid 21 3 │
 *   └──────┴──────╨──────┴──────┘
 */
eachDatabase('a plan', (get) => {
  let whole: WholeApp;
  let town: SmallTown;
  let planner: Visitor;
  let approver: Visitor;
  const county = `/api/counties/${HOME}`;
  const region = (key: string): number => town.regions.get(key)!;
  const blocks = (...indexes: number[]): number[] => indexes.map((i) => town.blocks[i]!);
  const begin = async (): Promise<Plan> =>
    (await (await planner.post(`${county}/plans`, { title: '重划', level: 'community' })).json()) as Plan;
  const move = (who: Visitor, plan: Plan, action: PlanAction, note = '') =>
    who.post(`${county}/plans/${plan.id}/status`, { action, note });
  const problem = async (answer: Response) => (await answer.json()) as Problem;
  const approve = async (plan: Plan): Promise<void> => {
    expect((await move(planner, plan, 'submit')).status).toBe(200);
    expect((await move(approver, plan, 'review')).status).toBe(200);
    expect((await move(approver, plan, 'approve')).status).toBe(200);
  };
  const preview = async (plan: Plan, effective: string): Promise<Publication> =>
    publication.parse(
      await (await approver.get(`${county}/plans/${plan.id}/publication?effective=${effective}`)).json(),
    );
  const compare = async (left: string, right: string): Promise<Comparison> =>
    comparison.parse(await (await planner.get(`${county}/comparison?left=${left}&right=${right}`)).json());
  const publish = (plan: Plan, effective: string, who = approver) =>
    who.post(`${county}/plans/${plan.id}/publication`, { effective, name: '新区划' });

  beforeAll(async () => {
    town = await smallTown(get(), HOME);
    whole = await openApp(get());
    [planner, approver] = [await whole.somebody(HOME, 'planner'), await whole.somebody(HOME, 'approver')];
  });
  afterAll(() => whole?.close());

  test('is submitted by who draws and decided by who approves, each in its turn', async () => {
    const plan = await begin();
    expect((await move(planner, plan, 'submit')).status).toBe(409); // nothing is changed yet
    await drawer(planner, HOME, plan).draw(stepOf({ kind: 'assign', blocks: blocks(2), to: region('11') }));
    expect((await move(approver, plan, 'submit')).status).toBe(403);
    expect((await move(planner, plan, 'submit')).status).toBe(200);
    expect((await move(planner, plan, 'approve')).status).toBe(403);
    expect((await move(approver, plan, 'approve')).status).toBe(409); // review comes first
    expect((await move(approver, plan, 'review')).status).toBe(200);
    expect((await move(approver, plan, 'return', '东边太大')).status).toBe(200);
    await drawer(planner, HOME, { ...plan, version: 1 }).draw(
      stepOf(
        { kind: 'assign', blocks: blocks(2), to: region('21') },
        { kind: 'assign', blocks: blocks(5), to: region('11') },
      ),
    );
    await approve(plan);
    expect((await publish(plan, today(), planner)).status).toBe(403);
    const history = (await (await planner.get(`${county}/plans/${plan.id}/history`)).json()) as PlanHistory;
    expect(history.map(({ action, note }) => [action, note])).toEqual([
      ...[
        ['create', ''],
        ['submit', ''],
        ['review', ''],
        ['return', '东边太大'],
        ['submit', ''],
        ['review', ''],
      ],
      ['approve', ''],
    ]);
  });

  test('whose steps were all taken back changes nothing, and is not submitted', async () => {
    const plan = await begin();
    const paint = stepOf({ kind: 'assign', blocks: blocks(2), to: region('11') });
    const back = undoOf(paint);
    const mine = drawer(planner, HOME, plan);
    await mine.draw(paint, back);
    expect(await problem(await move(planner, plan, 'submit'))).toMatchObject({
      status: 409,
      reason: 'nothing-changed',
    });
    expect((await preview(plan, '2999-01-01')).obstacles).toMatchObject([
      { kind: 'not-approved', values: { status: 'draft' } },
      { kind: 'nothing-changed' },
    ]);
    await mine.draw(undoOf(back));
    expect((await move(planner, plan, 'submit')).status).toBe(200);
  });

  test('names the compounds that its borders part', async () => {
    const plan = await begin();
    const { crs: _, ...graph } = await loadFabric(town.db, HOME, plan.base.fabric);
    const [x, y] = [graph.nodes.xy[0]!, graph.nodes.xy[1]!];
    // block 0, and the estate in it, is cut in two; its east joins the community in the east
    const ids = Array.from({ length: 10 }, freshId);
    const cut = stepOf({ kind: 'cut-block', block: town.blocks[0]!, line: [x + 5000, y, x + 5000, y + 10_000], ids });
    const { steps } = await drawer(planner, HOME, plan).draw(cut);
    const made = (steps[0]!.delta as DraftDelta).fabric.blocks.filter(({ after }) => after).map(({ id }) => id);
    await drawer(planner, HOME, { ...plan, version: 1 }).draw(
      stepOf({ kind: 'assign', blocks: [made[0]!], to: region('21') }),
    );
    expect((await preview(plan, '2999-01-01')).leftBehind).toContainEqual({
      ...{ kind: 'compound', id: String(town.compound), name: '花园小区' },
    });
  });

  test('names what hangs on a region that goes: grants, party organizations, figures', async () => {
    await whole.somebody(HOME, 'desk', region('1'));
    const figure = { region: region('1'), residents: 153, households: null, source: '社区台账' };
    await upsertPopulations(town.db, HOME, [figure]);
    const plan = await begin();
    await drawer(planner, HOME, plan).draw(stepOf({ kind: 'merge-regions', keep: region('2'), others: [region('1')] }));
    const { leftBehind, regions } = await preview(plan, '2999-01-01');
    await town.db.query(sql`delete from region_population where county = ${HOME}`);
    const gone = regions.filter(({ change }) => change === 'gone');
    expect(gone.map(({ id, was }) => [id, was])).toEqual([region('1'), region('n')].map((was) => [null, was]));
    for (const left of [
      { kind: 'grant', id: expect.any(String), name: '示例', role: 'desk', region: '城西社区' },
      { kind: 'party_org', id: expect.any(String), name: '城西社区党委', of: 'committee', region: '城西社区' },
      {
        ...{ kind: 'population', id: String(region('1')), name: '城西社区', residents: 153, source: '社区台账' },
        region: 'gone',
      },
    ])
      expect(leftBehind).toContainEqual(left);
  });

  test('names regions that nobody has named, and grids that bear the name of a community they have left', async () => {
    const plan = await begin();
    const fresh = freshId();
    const drawing = drawer(planner, HOME, plan);
    const names = async () => (await preview(plan, '2999-01-01')).names.map(({ name, why }) => [name, why]);
    const called = (key: string, name: string) =>
      stepOf({ kind: 'rename-region', region: region(key), name, nameEn: '' });
    await drawing.draw(called('11', '城西社区第1网格'), called('12', '城西社区第2网格'));
    expect(await names()).toEqual([]);
    const made = { id: fresh, kind: 'community', parent: region('s'), name: '新社区1', nameEn: '', hue: 1 } as const;
    await drawing.draw(
      stepOf({ kind: 'create-region', region: made }, { kind: 'move-region', region: region('11'), parent: fresh }),
    );
    expect((await names()).toSorted()).toEqual([
      ['城西社区第1网格', 'other-community'],
      ['新社区1', 'placeholder'],
    ]);
    await drawing.draw(
      called('11', '城北社区第1网格'),
      stepOf({ kind: 'rename-region', region: fresh, name: '城北社区', nameEn: '' }),
    );
    expect(await names()).toEqual([]);
  });

  test('names figures of regions that get other ground, and of no other', async () => {
    const figures = ['1', '2', 's'].map((key) => ({
      region: region(key),
      residents: 153,
      households: null,
      source: '',
    }));
    await upsertPopulations(town.db, HOME, figures);
    const plan = await begin();
    const told = async () => {
      const { leftBehind } = await preview(plan, '2999-01-01');
      return leftBehind.filter(({ kind }) => kind === 'population').map(({ id }) => Number(id));
    };
    const drawing = drawer(planner, HOME, plan);
    await drawing.draw(stepOf({ kind: 'rename-region', region: region('2'), name: '新城社区', nameEn: '' }));
    expect(await told()).toEqual([]);
    await drawing.draw(stepOf({ kind: 'assign', blocks: blocks(1), to: region('21') }));
    expect((await told()).sort()).toEqual([region('1'), region('2')].sort()); // the street is what it was
    await town.db.query(sql`delete from region_population where county = ${HOME}`);
  });

  test('is not submitted while a hard rule is broken; it is told which, and where', async () => {
    const plan = await begin();
    await drawer(planner, HOME, plan).draw(stepOf({ kind: 'assign', blocks: blocks(3), to: region('11') }));
    const refused = await problem(await move(planner, plan, 'submit'));
    expect(refused).toMatchObject({ status: 422, at: [expect.any(Number), expect.any(Number)] });
    expect(refused.findings!.map(({ rule, verdict }) => [rule, verdict])).toContainEqual(['contiguous-grid', 'broken']);
    const { obstacles } = await preview(plan, '2999-01-01');
    const rules = obstacles.find(({ kind }) => kind === 'rules')!;
    expect(rules).toMatchObject({ values: { n: refused.findings!.length }, findings: refused.findings });
  });

  test('is submitted with a region in pieces for a reason, which is told with what changes', async () => {
    const plan = await begin();
    const drawing = drawer(planner, HOME, plan);
    await drawing.draw(stepOf({ kind: 'assign', blocks: blocks(3), to: region('11') }));
    const exempt = (id: number, piecesReason: string) => stepOf({ kind: 'exempt-region', region: id, piecesReason });
    await drawing.draw(exempt(region('11'), '隔河的一块'), exempt(region('1'), '隔河的一块'));
    expect((await move(planner, plan, 'submit')).status).toBe(200);
    expect((await preview(plan, '2999-01-01')).exemptions).toContainEqual(
      expect.objectContaining({ region: region('11'), pieces: 2, reason: '隔河的一块' }),
    );
  });

  test('takes communities into a union once they have agreed; who recorded it and when is told', async () => {
    const body = { title: '联建', level: 'union' };
    const plan = (await (await planner.post(`${county}/plans`, body)).json()) as Plan;
    const union = freshId();
    const joins = (key: string) =>
      stepOf({ kind: 'group-community', community: region(key), grouping: 'union', into: union });
    const agrees = (key: string) => stepOf({ kind: 'record-consent', community: region(key), to: union });
    const made = { id: union, name: '第一区域党委', nameEn: '', hue: 1, kind: 'union', parent: null } as const;
    const drawing = drawer(planner, HOME, plan);
    await drawing.draw(stepOf({ kind: 'create-region', region: made }), joins('1'), joins('2'), agrees('1'));
    const refused = await problem(await move(planner, plan, 'submit'));
    expect(refused.findings).toMatchObject([
      { rule: 'consented-union', verdict: 'broken', regions: [{ region: union, value: 1 }] },
    ]);
    const said = { on: '2026-11-28', note: '居民代表会议' };
    await drawing.draw(stepOf({ kind: 'record-consent', community: region('2'), to: union, ...said }));
    expect((await move(planner, plan, 'submit')).status).toBe(200);
    const { consents } = await preview(plan, '2999-01-01');
    expect(consents.map(({ community, on, note }) => [community, on, note])).toEqual([
      [region('1'), null, ''],
      [region('2'), '2026-11-28', '居民代表会议'],
    ]);
    expect(consents.map(({ community, by }) => [community, by]).sort()).toEqual(
      [region('1'), region('2')].sort().map((community) => [community, '示例']),
    );
    expect(Date.parse(consents[0]!.at!)).toBeLessThanOrEqual(Date.now() + 1000);
  });

  describe('that is published', () => {
    let plan: Plan;
    let done: Published;
    const fresh = freshId();

    beforeAll(async () => {
      plan = await begin();
      // the south of the west becomes a community of its own, with the grid 11
      await drawer(planner, HOME, plan).draw(
        stepOf({
          kind: 'split-region',
          region: region('1'),
          parts: [{ id: fresh, name: '城南社区', nameEn: 'South', hue: 5, blocks: blocks(0, 1) }],
        }),
      );
      await approve(plan);
    });

    test('was told beforehand: what changes, which codes, who moves', async () => {
      const told = await preview(plan, '2999-01-01');
      expect(told.obstacles).toEqual([]);
      const of = (id: number) => told.regions.find((each) => each.id === id)!;
      // most households of the west lie in the south, so that goes on as the community 1
      expect(of(fresh)).toMatchObject({ was: region('1'), change: 'changed', households: 63, oldHouseholds: 63 });
      expect(of(fresh).code).toBe(of(fresh).oldCode);
      expect(of(region('1'))).toMatchObject({ was: null, change: 'new', households: 0, code: `${HOME}001003` });
      expect(of(region('11')).code).toBe(of(region('11')).oldCode);
      expect(of(region('12')).code).toBe(`${HOME}001003001`);
      expect(of(region('2'))).toMatchObject({ change: 'same' });
      // who lives in the south stays in that community; the empty north goes to the new one
      expect(told.moves).toMatchObject([
        { fromName: '城西社区', toName: '城西社区', blocks: 2, households: 0, buildings: 0 },
      ]);
      const seen = await compare(`division:${plan.base.division}`, `plan:${plan.id}`);
      expect(seen.moves.map(({ area: _, ...move }) => move)).toEqual(told.moves);
    });

    test('is refused for a day that is not after the last one, and for the past', async () => {
      expect(await problem(await publish(plan, '2019-01-01'))).toMatchObject({
        ...{ status: 409, reason: 'not-after-last', values: { began: '2020-01-01' } },
      });
      expect(await problem(await publish(plan, '2021-01-01'))).toMatchObject({
        ...{ status: 409, reason: 'past', values: { today: today() } },
      });
      expect((await preview(plan, '2021-01-01')).obstacles).toMatchObject([
        { kind: 'past', values: { today: today() } },
      ]);
      expect(await listUnseenDivisions(town.db, HOME)).toEqual([]);
    });

    test('is in force from its day on; the days before keep what they had', async () => {
      const told = await preview(plan, '2999-01-01');
      const answer = await publish(plan, '2999-01-01');
      expect(answer.status).toBe(200);
      done = (await answer.json()) as Published;
      expect((await divisionInForce(town.db, HOME, '2998-12-31'))!.id).toBe(town.division);
      expect(await divisionInForce(town.db, HOME, '2999-01-01')).toMatchObject({ id: done.division, name: '新区划' });
      const regions = await listRegions(town.db, HOME, done.division);
      expect(
        regions
          .map(({ code }) => code)
          .filter(Boolean)
          .sort(),
      ).toEqual(
        told.regions
          .map(({ code }) => code)
          .filter(Boolean)
          .sort(),
      );
      expect(regions.find(({ name }) => name === '城南社区')).toMatchObject({ id: region('1'), households: 63 });
      const { moves } = await compare(`division:${plan.base.division}`, `division:${done.division}`);
      expect(moves.map(({ to: _, area: __, ...move }) => move)).toEqual(told.moves.map(({ to: _, ...move }) => move));
      expect(await (await planner.get(`${county}/plans/${plan.id}`)).json()).toMatchObject({
        ...{ status: 'published', published: done.division, effective: '2999-01-01', outdated: false },
      });
      const { rows } = await town.db.query(sql`
        select action from audit where county = ${HOME} and object = ${String(plan.id)} order by id`);
      expect(rows.at(-1)).toEqual({ action: 'plan.publish' });
    });

    test('keeps its fabric when no line was moved, and leaves nothing staged', async () => {
      expect(done.fabric).toBe(plan.base.fabric);
      expect(await listUnseenDivisions(town.db, HOME)).toEqual([]);
      expect(await listDivisions(town.db, HOME)).toHaveLength(2);
    });

    test('is not published twice, and one that starts from the division before has to be brought on first', async () => {
      expect(await problem(await publish(plan, '3000-01-01'))).toMatchObject({
        ...{ status: 409, reason: 'not-approved', values: { status: 'published' } },
      });
      const late = (await (
        await planner.post(`${county}/plans`, { title: '晚', level: 'grid', division: town.division })
      ).json()) as Plan;
      expect(late.outdated).toBe(true);
      await drawer(planner, HOME, late).draw(stepOf({ kind: 'assign', blocks: blocks(2), to: region('11') }));
      expect(await problem(await move(planner, late, 'submit'))).toMatchObject({ status: 409, reason: 'outdated' });
    });
  });

  test('with a line that was moved gets a fabric of its own, with lineage and places', async () => {
    const plan = await begin();
    const { crs: _, ...graph } = await loadFabric(town.db, HOME, plan.base.fabric);
    const node = (column: number, row: number): [number, number] => {
      const x = graph.nodes.xy[0]! + column * 10_000;
      return [x, graph.nodes.xy[1]! + row * 10_000];
    };
    // the corner between the blocks 1, 2, 5 and 6 goes 20 m to the west
    const [x, y] = node(2, 1);
    await drawer(planner, HOME, plan).draw(stepOf({ kind: 'move-node', from: [x, y], to: [x - 2000, y] }));
    await approve(plan);
    const done = (await (await publish(plan, '2999-06-01')).json()) as Published;
    expect(done.fabric).not.toBe(plan.base.fabric);
    const { rows } = await town.db.query<{ old: number; share: number }>(sql`
      select old_block as old, sum(share) as share from block_lineage
       where county = ${HOME} and old_fabric = ${plan.base.fabric} and new_fabric = ${done.fabric}
       group by old_block order by old_block`);
    expect(rows.map(({ old }) => old)).toEqual(town.blocks);
    for (const { share } of rows) expect(share).toBeCloseTo(1, 9);
    const counted = await town.db.query<{ households: number }>(sql`
      select households from block where county = ${HOME} and fabric = ${done.fabric} order by id`);
    expect(counted.rows.map(({ households }) => households)).toEqual([41, 22, 0, 0, 0, 0, 0, 23]);
    const valid = await town.db.query<{ valid: boolean }>(sql`
      select bool_and(st_isvalid(geom)) as valid from block where county = ${HOME} and fabric = ${done.fabric}`);
    expect(valid.rows[0]!.valid).toBe(true);
  });

  test('that another one came before is brought onto the new division, and published after it', async () => {
    const [first, second] = [await begin(), await begin()];
    await drawer(planner, HOME, first).draw(
      stepOf({ kind: 'rename-region', region: region('2'), name: '城东新社区', nameEn: '' }),
    );
    const later = drawer(planner, HOME, second);
    const paint = stepOf({ kind: 'assign', blocks: blocks(6), to: region('21') });
    const taken = stepOf({ kind: 'rename-region', region: region('22'), name: '不要', nameEn: '' });
    await later.draw(paint, taken, undoOf(taken));
    await approve(first);
    await approve(second);
    expect((await publish(first, '2999-07-01')).status).toBe(200);
    expect(await problem(await publish(second, '2999-08-01'))).toMatchObject({ status: 409, reason: 'outdated' });
    expect((await planner.post(`${county}/plans/${second.id}/rebase`, undefined)).status).toBe(403);
    const answer = (await (await approver.post(`${county}/plans/${second.id}/rebase`, undefined)).json()) as Rebased;
    expect(answer).toMatchObject({
      replayed: 3,
      failed: [],
      plan: { status: 'approved', outdated: false, version: 6, baseVersion: 3 },
    });
    const done = (await (await publish(second, '2999-08-01')).json()) as Published;
    const regions = await listRegions(town.db, HOME, done.division);
    expect(regions.map(({ name }) => name)).toContain('城东新社区');
    expect(regions.find(({ id }) => id === region('21'))!.areaM2).toBeGreaterThan(25_000);
  });

  test('a step that is lost on the new division is told, though it was taken back and done again', async () => {
    const [first, second] = [await begin(), await begin()];
    await drawer(planner, HOME, first).draw(
      stepOf({ kind: 'merge-regions', keep: region('11'), others: [region('12')] }),
    );
    const rename = stepOf({ kind: 'rename-region', region: region('12'), name: '不在了', nameEn: '' });
    const back = undoOf(rename);
    await drawer(planner, HOME, second).draw(rename, back, undoOf(back));
    await approve(first);
    expect((await publish(first, '2999-09-01')).status).toBe(200);
    const answer = (await (await planner.post(`${county}/plans/${second.id}/rebase`, undefined)).json()) as Rebased;
    expect(answer).toMatchObject({ replayed: 0, failed: [{ reason: 'no-such-region' }], plan: { status: 'draft' } });
  });
});
