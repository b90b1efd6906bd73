import { afterEach, expect, test, vi } from 'vitest';
import type { Plan, PlanDocument, Publication } from '../../../api/contract/plans.ts';
import { readDrawing } from '../../../web/features/export-division/notice/notice-query.ts';
import { planOf } from '../../support/plan-of.ts';

const COUNTY = '220322';
const NEVER = new AbortController().signal;
afterEach(() => vi.unstubAllGlobals());

/** A server whose plan is drawn on once before each of the next so many publications are told. */
function serve(steps: number): { plan: () => Plan } {
  let version = 3;
  let left = steps;
  const plan = () => planOf({ id: 7, version });
  const document = (): PlanDocument => ({
    ...{ plan: plan(), fabric: 1, rules: [] },
    base: { regions: [], assignment: { block: [], region: [] }, groupings: [] },
    steps: Array.from({ length: version }, (_, i) => ({
      ...{ seq: i + 1, delta: i, account: 'a', accountName: '王规划', at: '2026-11-02T00:00:00Z' },
      step: {
        id: crypto.randomUUID(),
        label: { key: 'paint', values: {} },
        edits: [{ kind: 'assign', blocks: [1], to: 2 }],
      },
    })),
  });
  const publication = (): Publication => {
    if (left-- > 0) version += 1;
    const region = {
      ...({ kind: 'community', name: '社区', change: 'same', oldCode: null, code: null, bounds: null } as const),
      ...{ households: 0, oldHouseholds: 0, residents: 0 },
    };
    return {
      ...{ effective: '2026-12-01', obstacles: [], moves: [], exemptions: [], consents: [], names: [], leftBehind: [] },
      regions: [{ ...region, id: version, was: 1 }],
    };
  };
  vi.stubGlobal('fetch', async (path: string) => {
    const body = path.includes('/document')
      ? document()
      : path.includes('/publication')
        ? publication()
        : path.includes('/fabrics/')
          ? { fabric: 1 }
          : plan();
    return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
  });
  return { plan };
}

test('a notice shows one drawing: regions and what they go on as are asked again after a step in between', async () => {
  const server = serve(1);
  const { plan, goesOnAs } = await readDrawing(COUNTY, server.plan(), NEVER);
  expect(plan.deltas).toHaveLength(4);
  expect([...goesOnAs]).toEqual([[4, 1]]);
});

test('a plan that is drawn on without a pause has no notice', async () => {
  const server = serve(100);
  await expect(readDrawing(COUNTY, server.plan(), NEVER)).rejects.toThrow('without a pause');
});
