import { describe, expect, test } from 'vitest';
import { createDraft, type Draft } from '../../../geo/divide/draft.ts';
import type { ToldProposal } from '../../../geo/divide/tell-proposal.ts';
import { freshNames } from '../../../web/features/propose-division/fresh-names.ts';
import { planFacts } from '../../../web/features/propose-division/plan-facts.ts';
import { previewOf } from '../../../web/features/propose-division/proposed-regions.ts';
import {
  partsOf,
  problemOf,
  suitedParts,
  takingPart,
  taskOfForm,
} from '../../../web/features/propose-division/task-of-form.ts';
import { piecesOfBlocks } from '../../../web/features/propose-division/use-readiness.ts';
import { FIRST_PROPOSALS, type ProposalForm } from '../../../web/state/plan/proposal-store.ts';
import { smallDivision, smallGround } from '../../support/small-division.ts';

const RULES = [
  { id: 'g', kind: 'household-band', hard: false, level: 'grid', params: { min: 10, max: 50 } },
  { id: 'c', kind: 'household-band', hard: false, level: 'community', params: { min: 40, max: 80 } },
] as const;

/** Twelve blocks of ten households in four grids of the communities 21 (west) and 22 (east). */
function small({ locked = [] as number[], area = [] as number[], level = 'community' as 'community' | 'grid' } = {}) {
  const state = smallDivision();
  const regions = state.regions.map((region) => ({ ...region, locked: locked.includes(region.id) }));
  const draft = createDraft({ ...state, regions }, smallGround(state));
  return { draft, facts: planFacts(draft, { level, area: new Set(area) }, RULES) };
}

const formOf = (form: Partial<ProposalForm> = {}): ProposalForm => ({ ...FIRST_PROPOSALS.form, ...form });
const COUNTS = { households: 120, blocks: 12, units: 12, today: 2 };

describe('what can be asked for', () => {
  test('the communities of the plan: none that lies outside, and locked ones take no part', () => {
    expect(small({ area: [21] }).facts.communities.map(({ id }) => id)).toEqual([21]);
    const { facts } = small({ locked: [22] });
    expect(facts.communities.map(({ id, locked, households }) => [id, locked, households])).toEqual([
      [22, true, 60],
      [21, false, 60],
    ]);
    expect(takingPart(formOf(), facts).map(({ id }) => id)).toEqual([21]);
    expect(taskOfForm(formOf(), facts, COUNTS)).toMatchObject({ kind: 'redivide', level: 'community', regions: [21] });
  });

  test('as many parts as bring each to the middle of what the rule says, until somebody says another number', () => {
    const { facts } = small();
    expect(partsOf(formOf(), facts, COUNTS)).toBe(2);
    expect(partsOf(formOf({ parts: 5 }), facts, COUNTS)).toBe(5);
    expect(partsOf(formOf({ kind: 'rebalance', parts: 5 }), facts, COUNTS)).toBe(2);
    expect(suitedParts(62_000, 11, { min: 1000, max: 3000 })).toBe(31);
    expect(suitedParts(62_000, 11, undefined)).toBe(11);
  });

  test('households around the mean, or what the rule says', () => {
    const { facts } = small();
    expect(taskOfForm(formOf({ tolerancePercent: 5 }), facts, COUNTS).size).toEqual({ tolerance: 0.05 });
    expect(taskOfForm(formOf({ size: 'band' }), facts, COUNTS).size).toEqual({ least: 40, most: 80 });
  });

  test('in a plan of grids everything is about the grids of one community', () => {
    const { facts } = small({ level: 'grid' });
    const task = taskOfForm(formOf({ kind: 'rebalance', community: 22 }), facts, { ...COUNTS, today: 2 });
    expect(task).toMatchObject({ level: 'grid', regions: [22], parts: 2, unassigned: false });
  });
});

describe('why nothing can be looked for', () => {
  test.each<[string, Partial<ProposalForm>, Partial<typeof COUNTS>, object]>([
    ['no community is chosen', { chosen: [] }, {}, { reason: 'none-chosen' }],
    ['no community to divide', { kind: 'divide' }, {}, { reason: 'none-chosen' }],
    ['nobody lives there', {}, { households: 0 }, { reason: 'no-households' }],
    ['one region cannot be evened out', { kind: 'rebalance' }, { today: 1 }, { reason: 'one-region' }],
    ['none is no number', { parts: 0 }, {}, { reason: 'too-few-parts' }],
    [
      'more parts than blocks',
      { parts: 13, terms: { ...FIRST_PROPOSALS.form.terms, grids: false } },
      {},
      { reason: 'too-many-parts', units: 12, of: 'blocks' },
    ],
    ['more parts than whole grids', { parts: 5 }, { units: 4 }, { reason: 'too-many-parts', units: 4, of: 'grids' }],
  ])('%s', (_, form, counts, problem) => {
    expect(problemOf(formOf(form), small().facts, { ...COUNTS, ...counts })).toEqual(problem);
  });

  test('all communities are locked', () => {
    expect(problemOf(formOf(), small({ locked: [11] }).facts, COUNTS)).toEqual({ reason: 'none-open' });
  });

  test('nothing stands in the way of two communities into three', () => {
    expect(problemOf(formOf({ parts: 3 }), small().facts, COUNTS)).toBeNull();
  });

  test('blocks that meet in a point only are two pieces, the larger first', () => {
    const { draft } = small();
    const looking = piecesOfBlocks(draft, new Set([1, 6, 7, 8]));
    let next = looking.next();
    while (!next.done) next = looking.next();
    expect(next.value).toEqual([[6, 7, 8], [1]]);
  });
});

test('new names pass over those that are there', () => {
  const { draft } = small();
  expect(freshNames(draft, 'community', 2, (n) => (n === 1 ? '城西社区' : `新社区${n}`))).toEqual([
    '新社区2',
    '新社区3',
  ]);
});

test('what the map shows of a proposal: every block in its region, new ones with a hue of their own', () => {
  const { draft } = small();
  const proposal = proposalOf(draft);
  const { level, regionOf, regions } = previewOf(draft, proposal, [{ id: 900, name: '新社区1' }]);
  expect(level).toBe('community');
  expect([1, 3, 12].map((block) => regionOf.get(block))).toEqual([21, 900, 22]);
  expect(regions.get(900)).toMatchObject({ name: '新社区1', households: 40 });
  expect([21, 22].map((id) => draft.regions.get(id)!.hue)).not.toContain(regions.get(900)!.hue);
  expect(draft.regions.has(900)).toBe(false);
});

/** West, middle, east: four blocks each, of which the middle ones are a new community. */
function proposalOf(draft: Draft): ToldProposal {
  const blocks = [...draft.fabric.blocks.keys()];
  const columnOf = (block: number): number => (block - 1) % 4;
  return {
    ...{ level: 'community', blocks, continues: [21, 22, null], households: [40, 40, 40], bestAt: 'moved' },
    partOf: blocks.map((block) => (columnOf(block) < 2 ? 0 : columnOf(block) === 2 ? 2 : 1)),
    ...{ balanced: true, borderM: 0, moves: [], splitCompounds: 0, failing: [], refusal: null },
    figures: {
      ...{ cutEdges: 0, meanPolsbyPopper: null, maxDeviation: 0, moved: 40, splitGroups: null, barrierM: null },
    },
  };
}
