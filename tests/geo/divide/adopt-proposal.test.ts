import { describe, expect, test, vi } from 'vitest';
import { adoptEdits } from '../../../geo/divide/adopt-proposal.ts';
import { askProposal, blocksOfTask, type ProposalTask } from '../../../geo/divide/ask-proposal.ts';
import { doStep, undoStep } from '../../../geo/divide/do-step.ts';
import { createDraft, type Draft, toDivisionState } from '../../../geo/divide/draft.ts';
import { propose } from '../../../geo/divide/propose.ts';
import { blocksWithin, regionAt } from '../../../geo/divide/regions.ts';
import { baseFacts, type DivisionRule } from '../../../geo/divide/rules.ts';
import { type ToldProposal, tellProposal } from '../../../geo/divide/tell-proposal.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';
import { draftRegion } from '../../support/small-division.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

const COLUMNS = 8;
const ROWS = 6;
const WEST = 21;
const EAST = 22;

interface Town {
  /** regions that are locked */
  readonly locked?: readonly number[];
  /** arcs along a river */
  readonly barriers?: readonly number[];
}

/**
 * 48 blocks of ten households: a western community (columns 1 … 4) and an eastern one (5 … 8), each of six grids of two
 * by two; compound 0 is the two blocks on the border in the southern row (4 and 5).
 */
function town({ locked = [], barriers = [] }: Town = {}): Draft {
  const fabric = chequeredFabric(COLUMNS, ROWS);
  const gridOf = (block: number): number =>
    100 + 4 * Math.floor(block / COLUMNS / 2) + Math.floor((block % COLUMNS) / 2);
  const blocks = [...fabric.blocks.ids].map((id, index) => ({ id, index }));
  const grids = [...new Set(blocks.map(({ index }) => gridOf(index)))];
  const regions = [
    draftRegion({ id: 1, kind: 'county' }),
    draftRegion({ id: 11, kind: 'street', parent: 1 }),
    draftRegion({ id: WEST, kind: 'community', parent: 11 }),
    draftRegion({ id: EAST, kind: 'community', parent: 11 }),
    ...grids.map((id) => draftRegion({ id, kind: 'grid', parent: id % 4 < 2 ? WEST : EAST })),
  ].map((region) => ({ ...region, locked: locked.includes(region.id) }));
  const all = (value: number): number[] => blocks.map(() => value);
  const { xy } = fabric.nodes;
  const corner = (index: number): number => Math.floor(index / COLUMNS) * (COLUMNS + 1) + (index % COLUMNS);
  return createDraft(
    {
      ...{ fabric, regions, groupings: { network: new Map(), union: new Map() } },
      assignment: new Map(blocks.map(({ id, index }) => [id, gridOf(index)])),
    },
    {
      buildings: {
        x: blocks.map(({ index }) => xy[2 * corner(index)]! + 5000),
        y: blocks.map(({ index }) => xy[2 * corner(index) + 1]! + 5000),
        ...{ households: all(10), residents: all(25), estimated: all(0) },
        compound: blocks.map(({ id }) => (id === 4 || id === 5 ? 0 : -1)),
      },
      ...{ compounds: 1, stations: { x: [], y: [] }, barriers: new Set(barriers) },
    },
  );
}

const taskOf = (more: Partial<ProposalTask> = {}): ProposalTask => ({
  ...{ kind: 'redivide', level: 'community', regions: [WEST, EAST], unassigned: false, parts: 3, seed: 1 },
  ...{ size: { tolerance: 0.1 }, alternatives: 3, scope: { level: 'community', area: new Set<number>() } },
  terms: { compounds: false, barriers: false, grids: true },
  ...more,
});

const RULES: readonly DivisionRule[] = [
  { id: 'whole', kind: 'compound-whole', hard: false, level: 'community', params: {} },
  { id: 'joined', kind: 'contiguous', hard: true, level: 'community', params: {} },
  { id: 'gridded', kind: 'assigned', hard: true, level: 'grid', params: {} },
];
const fresh = Array.from({ length: 20 }, (_, i) => ({ id: 1000 + i, name: `新区域${i + 1}` }));

/** Drives a search to its end. */
function proposalsFor(draft: Draft, task: ProposalTask): ToldProposal[] {
  const asked = askProposal(draft, task);
  const searching = propose({ ...asked.request, steps: 40 });
  let next = searching.next();
  while (!next.done) next = searching.next();
  if (!next.value.ok) throw new Error(next.value.problem.detail);
  const told = { draft, base: baseFacts(draft), rules: RULES, fresh };
  return next.value.proposals.map((proposal) => tellProposal(told, task, asked, proposal));
}

/** Region of the level of each block once the proposal is adopted. */
function adopted(draft: Draft, task: ProposalTask, told: ToldProposal) {
  const edits = adoptEdits(draft, told, fresh);
  const outcome = doStep(draft, edits, task.scope);
  if (!outcome.ok) throw new Error(outcome.detail);
  return {
    edits,
    delta: outcome.delta,
    regionOf: new Map(told.blocks.map((b) => [b, regionAt(draft, b, task.level)])),
  };
}

const partsSeen = (told: ToldProposal, regionOf: ReadonlyMap<number, number | null>): Set<string> =>
  new Set(told.blocks.map((block, i) => `${told.partOf[i]} ${regionOf.get(block)}`));

describe('a proposal that is adopted', () => {
  test.each([true, false])(
    'makes one region of each part, in one step that can be taken back (grids whole: %s)',
    (grids) => {
      for (let seed = 1; seed <= 5; seed++) {
        const draft = town();
        const before = toDivisionState(draft);
        const task = taskOf({ seed, terms: { compounds: false, barriers: false, grids } });
        const [told] = proposalsFor(draft, task);
        expect(toDivisionState(draft)).toEqual(before);
        const { regionOf, ...step } = adopted(draft, task, told!);
        expect(told!.blocks).toHaveLength(COLUMNS * ROWS);
        expect(partsSeen(told!, regionOf).size).toBe(3);
        expect(new Set(regionOf.values()).size).toBe(3);
        expect(undoStep(draft, step).ok).toBe(true);
        expect(toDivisionState(draft)).toEqual(before);
      }
    },
  );

  test('keeps grids whole where that is asked for, and they follow their community', () => {
    const draft = town();
    const [told] = proposalsFor(draft, taskOf());
    const { delta } = adopted(draft, taskOf(), told!);
    expect(delta.assignment).toEqual([]);
    expect(told!.failing.map(({ rule }) => rule)).not.toContain('gridded');
  });

  test('gives a new region a parent, a name, and a hue that no neighbour has', () => {
    const draft = town();
    const [told] = proposalsFor(draft, taskOf());
    adopted(draft, taskOf(), told!);
    const made = draft.regions.get(fresh[0]!.id)!;
    expect(made).toMatchObject({ kind: 'community', parent: 11, name: '新区域1', code: null });
    expect([WEST, EAST].map((region) => draft.regions.get(region)!.hue)).not.toContain(made.hue);
  });

  test('ends regions that no part continues: six grids of a community become two', () => {
    const draft = town();
    const task = taskOf({ kind: 'divide', level: 'grid', regions: [WEST], parts: 2 });
    const [told] = proposalsFor(draft, task);
    adopted(draft, task, told!);
    expect(draft.childrenOf.get(WEST)!.size).toBe(2);
    expect(draft.childrenOf.get(EAST)!.size).toBe(6);
    expect(told!.continues.every((region) => region !== null)).toBe(true);
  });

  test('takes in what lies in no region, when that is asked for', () => {
    const draft = town();
    const loose = blocksWithin(draft, 100);
    doStep(draft, [{ kind: 'assign', blocks: loose, to: null }], taskOf().scope);
    const [left] = proposalsFor(draft, taskOf());
    expect(left!.blocks).not.toContain(loose[0]);
    const [told] = proposalsFor(draft, taskOf({ unassigned: true }));
    adopted(draft, taskOf(), told!);
    expect(draft.unassigned.size).toBe(0);
  });
});

describe('what is locked', () => {
  test('takes no part: the other community alone is divided', () => {
    const draft = town({ locked: [EAST] });
    const task = taskOf({ parts: 2 });
    const [told] = proposalsFor(draft, task);
    expect(new Set(told!.blocks)).toEqual(new Set(blocksWithin(draft, WEST)));
    expect(told!.refusal).toBeNull();
  });

  test('a locked grid stays in its community', () => {
    const draft = town({ locked: [101] });
    for (let seed = 1; seed <= 5; seed++) {
      const task = taskOf({ seed, parts: 4, terms: { compounds: false, barriers: false, grids: seed % 2 === 0 } });
      const [told] = proposalsFor(draft, task);
      const at = told!.blocks.findIndex((block) => draft.regionOf.get(block) === 101);
      expect(told!.continues[told!.partOf[at]!]).toBe(WEST);
    }
  });

  test('a locked grid takes no part when its community is divided into grids', () => {
    const draft = town({ locked: [101] });
    const task = taskOf({ kind: 'divide', level: 'grid', regions: [WEST], parts: 3 });
    expect(blocksOfTask(draft, task).size).toBe(20);
  });
});

describe('what is told of a proposal', () => {
  test('its parts, borders and compounds, and the rules that would not be kept', () => {
    const draft = town();
    const task = taskOf({ kind: 'rebalance', parts: 2, terms: { compounds: false, barriers: false, grids: true } });
    const [told] = proposalsFor(draft, task);
    expect(told).toMatchObject({ balanced: true, households: [240, 240], moves: [], splitCompounds: 1, refusal: null });
    expect(told!.borderM).toBeCloseTo(600, -1);
    expect(told!.failing).toEqual([{ rule: 'whole', verdict: 'attention', places: 2, today: 2 }]);
  });

  test('its largest moves, by block and region', () => {
    const draft = town();
    const [told] = proposalsFor(draft, taskOf());
    const [first] = told!.moves;
    expect(first!.households).toBe(10 * first!.blocks.length);
    expect([WEST, EAST]).toContain(first!.from);
    expect(regionAt(draft, first!.blocks[0]!, 'community')).toBe(first!.from);
  });

  test('why it cannot be adopted, where the plan may not change what it changes', () => {
    const draft = town();
    const scope = { level: 'community', area: new Set([WEST]) } as const;
    const [told] = proposalsFor(draft, taskOf({ scope }));
    expect(told).toMatchObject({ splitCompounds: null, refusal: { reason: 'foreign-region' } });
  });
});

test('a border along a river counts by the length that lies along it', () => {
  const plain = askProposal(town(), taskOf({ terms: { compounds: true, barriers: true, grids: false } })).request;
  expect(plain.barriers!.every((share) => share === 0)).toBe(true);
  expect([plain.groups![3], plain.groups![4], plain.groups![5]]).toEqual([0, 0, -1]);
  const fabric = chequeredFabric(COLUMNS, ROWS);
  const between = (arc: number): boolean => fabric.arcs.left[arc] === 0 && fabric.arcs.right[arc] === 1;
  const river = fabric.arcs.ids[[...fabric.arcs.ids.keys()].find(between)!]!;
  const { graph, barriers } = askProposal(
    town({ barriers: [river] }),
    taskOf({ terms: { compounds: true, barriers: true, grids: false } }),
  ).request;
  const along = [...barriers!.keys()].filter((edge) => barriers![edge]! > 0);
  expect(along.map((edge) => [graph.a[edge], graph.b[edge], barriers![edge]])).toEqual([[0, 1, 1]]);
});
