import { bbox } from '@turf/turf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { comparison, type Plan } from '../../../api/contract/plans.ts';
import { eachDatabase } from '../../support/databases.ts';
import { drawer, stepOf } from '../../support/plan-steps.ts';
import { type SmallTown, smallTown } from '../../support/small-town.ts';
import { insertTinyCounty } from '../../support/tiny-county.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990848';
const OTHER = '990849';

/**
 *   ┌──────┬──────╥──────┬──────┐
 *   │ 4  grid 12  ║   grid 22 7 │      22 households in block 1, which goes from community 1 to community 2
 *   ├──────┼──────╫──────┼──────┤
 *   │ 0  grid 11 1║2  grid 21 3 │
 *   └──────┴──────╨──────┴──────┘
 */
eachDatabase('two divisions or plans beside each other', (get) => {
  let whole: WholeApp;
  let town: SmallTown;
  let planner: Visitor;
  let viewer: Visitor;
  let plan: Plan;
  const county = `/api/counties/${HOME}`;
  const ask = (who: Visitor, left: string, right: string, more = '') =>
    who.get(`${county}/comparison?left=${left}&right=${right}${more}`);
  const base = () => `division:${plan.base.division}`;

  beforeAll(async () => {
    town = await smallTown(get(), HOME);
    await insertTinyCounty(get(), OTHER);
    whole = await openApp(get());
    [planner, viewer] = [await whole.somebody(HOME, 'planner'), await whole.somebody(HOME, 'viewer')];
    plan = (await (await planner.post(`${county}/plans`, { title: '重划', level: 'community' })).json()) as Plan;
    const edit = { kind: 'assign' as const, blocks: [town.blocks[1]!], to: town.regions.get('21')! };
    await drawer(planner, HOME, plan).draw(stepOf(edit));
  });
  afterAll(() => whole?.close());

  test('are told apart by what lies in another region, by community or by grid', async () => {
    const there = comparison.parse(await (await ask(planner, base(), `plan:${plan.id}`)).json());
    expect(there).toMatchObject({ blocks: 1, households: 22, moves: [{ blocks: 1, households: 22, buildings: 1 }] });
    const [move] = there.moves;
    expect(there.bounds).toEqual(move!.bounds);
    // The bounds are those of the plan's own grid, which is turned a little against the degrees: some metres.
    for (const [side, degrees] of bbox({ type: 'MultiPolygon', coordinates: move!.area }).entries())
      expect(degrees).toBeCloseTo(move!.bounds[side]!, 4);
    const back = comparison.parse(await (await ask(planner, `plan:${plan.id}`, base())).json());
    expect(back.moves).toMatchObject([{ from: move!.to, to: move!.from, households: 22 }]);
    const grids = comparison.parse(await (await ask(planner, base(), `plan:${plan.id}`, '&level=grid')).json());
    expect(grids.moves).toMatchObject([{ from: town.regions.get('11'), to: town.regions.get('21') }]);
  });

  test('of which one is the other differ in nothing', async () => {
    const answer = await ask(viewer, base(), base());
    expect(await answer.json()).toEqual({ moves: [], bounds: null, blocks: 0, households: 0, residents: 0 });
  });

  test('are seen as far as one may see them: a plan by who may see plans', async () => {
    expect((await ask(viewer, base(), `plan:${plan.id}`)).status).toBe(403);
    expect((await ask(await whole.somebody(OTHER, 'planner'), base(), base())).status).toBe(403);
  });

  test.each([
    ['division:1x', 422],
    ['region:1', 422],
    ['', 422],
    ['division:999999', 404],
    ['plan:999999', 404],
  ])('are refused when one is "%s"', async (right, status) => {
    expect((await ask(planner, base(), right)).status).toBe(status);
  });
});
