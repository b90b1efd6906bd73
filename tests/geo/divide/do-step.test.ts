import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areDisjoint, composeDeltas, invertDelta, NO_DELTA, touchesOf } from '../../../geo/divide/delta.ts';
import { type DoneStep, doStep, type PlanScope, undoStep } from '../../../geo/divide/do-step.ts';
import { applyDelta, createDraft, type Draft, toDivisionState } from '../../../geo/divide/draft.ts';
import type { DraftDelta, Edit } from '../../../geo/divide/edit.ts';
import { regionStats } from '../../../geo/divide/region-stats.ts';
import { blocksWithin, lockOver, regionAt } from '../../../geo/divide/regions.ts';
import { blockAreaM2 } from '../../../geo/fabric/draft/block-rings.ts';
import { validateFabric } from '../../../geo/fabric/validate.ts';
import { seededRandom } from '../../bench/bench.ts';
import { smallDivision, smallGround } from '../../support/small-division.ts';
import { freshIds } from '../fabric/draft/drafts.ts';
import { anyEdit } from './any-edit.ts';
import { lineAtRandom } from './random-borders.ts';

const EVERYWHERE: PlanScope = { level: 'community', area: new Set() };
const NETWORKS: PlanScope = { level: 'network', area: new Set() };
const open = (): Draft => {
  const base = smallDivision();
  return createDraft(base, smallGround(base));
};
const within = (draft: Draft, region: number): number[] => blocksWithin(draft, region).sort((a, b) => a - b);
const step = (draft: Draft, edits: readonly Edit[], scope = EVERYWHERE): DoneStep => {
  const outcome = doStep(draft, edits, scope);
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`);
  return { edits, delta: outcome.delta };
};
const done = (draft: Draft, ...edits: Edit[]): DraftDelta => step(draft, edits).delta;
const refused = (draft: Draft, edit: Edit, scope = EVERYWHERE) => {
  const before = toDivisionState(draft);
  const outcome = doStep(draft, [edit], scope);
  expect(toDivisionState(draft)).toEqual(before);
  return outcome.ok ? null : outcome;
};

test('blocks painted into a grid leave the one they were in', () => {
  const draft = open();
  done(draft, { kind: 'assign', blocks: [6, 2], to: 33 });
  expect(within(draft, 31)).toEqual([1, 5]);
  expect(within(draft, 33)).toEqual([2, 3, 4, 6, 7, 8]);
  expect(within(draft, 22)).toEqual([2, 3, 4, 6, 7, 8, 11, 12]);
});

//   9  10 │ 11  12
//   5  [6]│ 7   8       block 6 is painted into the east: it joins grid 33, with which it shares a side
//   1   2 │ 3   4
test('a block painted into a community joins the grid there that it borders most', () => {
  const draft = open();
  done(draft, { kind: 'assign', blocks: [6], to: 22 });
  expect(draft.regionOf.get(6)).toBe(33);
});

test('a grid painted whole changes its community and stays itself', () => {
  const draft = open();
  const delta = done(draft, { kind: 'assign', blocks: [9, 10], to: 22 });
  expect(delta.assignment).toEqual([]);
  expect(draft.regions.get(32)?.parent).toBe(22);
  expect(within(draft, 22)).toEqual([3, 4, 7, 8, 9, 10, 11, 12]);
});

//   9  10 │ 11  12
//  [5  6 ]│ 7   8       three of the four blocks of grid 31 go east, and the grid with them;
//   1  [2]│ 3   4       block 1, left at home, joins nothing there but the community: it touches no grid of the west
test('a grid painted by more than half goes along; what is left of it joins a neighbour at home', () => {
  const draft = open();
  done(draft, { kind: 'assign', blocks: [5, 6, 2], to: 22 });
  expect(draft.regions.get(31)?.parent).toBe(22);
  expect(within(draft, 31)).toEqual([2, 5, 6]);
  expect(draft.regionOf.get(1)).toBe(21);
  expect(regionAt(draft, 1, 'community')).toBe(21);
});

test('blocks may be left unassigned', () => {
  const draft = open();
  done(draft, { kind: 'assign', blocks: [12], to: null });
  expect([...draft.unassigned]).toEqual([12]);
});

test('making a region is not undone while blocks, regions or communities are in it', () => {
  const draft = open();
  const made = (kind: 'grid' | 'community' | 'network', id: number, parent: number | null) =>
    step(
      draft,
      [{ kind: 'create-region', region: { id, kind, parent, name: '新', nameEn: '', hue: 1 } }],
      kind === 'network' ? NETWORKS : EVERYWHERE,
    );
  const steps = [made('community', 901, 11), made('grid', 902, 901), made('network', 903, null)];
  const filled = [
    step(draft, [{ kind: 'assign', blocks: [12], to: 902 }]),
    step(draft, [{ kind: 'group-community', community: 21, grouping: 'network', into: 903 }], NETWORKS),
  ];
  for (const making of steps) expect(undoStep(draft, making)).toMatchObject({ reason: 'changed-since' });
  for (const each of [...steps, ...filled].reverse()) expect(undoStep(draft, each).ok).toBe(true);
  expect(toDivisionState(draft)).toEqual(smallDivision());
});

test('a community is split, its grids following by the larger part', () => {
  const draft = open();
  const part = { id: 901, name: '新社区', nameEn: '', hue: 3, blocks: [3, 4] };
  done(draft, { kind: 'split-region', region: 22, parts: [part] });
  expect(draft.regions.get(901)).toMatchObject({ kind: 'community', parent: 11, code: null });
  expect(within(draft, 901)).toEqual([3, 4]);
  expect(within(draft, 22)).toEqual([7, 8, 11, 12]);
});

test('merged communities keep their grids', () => {
  const draft = open();
  done(draft, { kind: 'merge-regions', keep: 22, others: [21] });
  expect(draft.regions.has(21)).toBe(false);
  expect(draft.regions.get(31)?.parent).toBe(22);
  expect(draft.groupings.network.size).toBe(0);
  expect(within(draft, 22)).toHaveLength(12);
});

test('the blocks of a dissolved grid stay in its community', () => {
  const draft = open();
  done(draft, { kind: 'dissolve-region', region: 32 });
  expect(draft.regions.has(32)).toBe(false);
  expect(draft.regionOf.get(9)).toBe(21);
});

test('a community joins and leaves a network', () => {
  const draft = open();
  step(draft, [{ kind: 'group-community', community: 22, grouping: 'network', into: 41 }], NETWORKS);
  expect(within(draft, 41)).toHaveLength(12);
  step(draft, [{ kind: 'group-community', community: 21, grouping: 'network', into: null }], NETWORKS);
  expect(within(draft, 41)).toHaveLength(6);
});

describe('a plan draws its own level', () => {
  const made = (kind: 'street' | 'community' | 'grid' | 'network', parent: number | null): Edit => ({
    kind: 'create-region',
    region: { id: 901, kind, parent, name: '新', nameEn: '', hue: 1 },
  });
  const [x, y] = [smallDivision().fabric.nodes.xy[0]!, smallDivision().fabric.nodes.xy[1]!];
  const cut: Edit = {
    kind: 'cut-block',
    block: 1,
    line: [x + 5000, y, x + 5000, y + 10_000],
    ids: [901, 902, 903, 904, 905, 906],
  };
  const renamed = (region: number): Edit => ({ kind: 'rename-region', region, name: '新', nameEn: '' });
  const joins: Edit = { kind: 'group-community', community: 22, grouping: 'network', into: 41 };
  const agrees: Edit = { kind: 'record-consent', community: 22, to: 41 };
  test.each<[PlanScope['level'], string, Edit]>([
    ['network', 'a block that is painted', { kind: 'assign', blocks: [6], to: 33 }],
    ['network', 'a block that is cut', cut],
    ['network', 'blocks that are merged', { kind: 'merge-blocks', keep: 1, others: [2] }],
    [
      'network',
      'a corner that is moved',
      { kind: 'move-node', from: [x + 10_000, y + 10_000], to: [x + 11_000, y + 10_000] },
    ],
    ['network', 'a community of its own', made('community', 11)],
    ['network', 'communities that are merged', { kind: 'merge-regions', keep: 21, others: [22] }],
    ['union', 'a network', made('network', null)],
    ['union', 'who joins a network', joins],
    ['union', 'who agrees to a network', agrees],
    ['community', 'who joins a network', joins],
    ['community', 'who agrees to a network', agrees],
    ['community', 'a street', made('street', 1)],
    ['community', 'the name of a street', renamed(11)],
    ['grid', 'a community', made('community', 11)],
    ['grid', 'a community that moves', { kind: 'move-region', region: 22, parent: null }],
    ['grid', 'a community that goes', { kind: 'dissolve-region', region: 22 }],
  ])('one of level %s does not draw %s', (level, _, edit) => {
    expect(refused(open(), edit, { level, area: new Set() })).toMatchObject({ reason: 'wrong-level' });
  });

  test.each<[PlanScope['level'], string, Edit]>([
    ['community', 'grids, too', made('grid', 21)],
    ['grid', 'lines', cut],
    ['network', 'who agrees to it', agrees],
    ['network', 'locks of any level', { kind: 'lock-region', region: 21, locked: true }],
    ['grid', 'reasons of any level', { kind: 'exempt-region', region: 21, piecesReason: '隔河' }],
  ])('one of level %s draws %s', (level, _, edit) => {
    expect(doStep(open(), [edit], { level, area: new Set() }).ok).toBe(true);
  });
});

test('what is done together is done or refused together', () => {
  const draft = open();
  const before = toDivisionState(draft);
  const outcome = doStep(
    draft,
    [
      { kind: 'assign', blocks: [6], to: 33 },
      { kind: 'assign', blocks: [99], to: 33 },
    ],
    EVERYWHERE,
  );
  expect(outcome).toMatchObject({ ok: false, reason: 'no-such-block' });
  expect(toDivisionState(draft)).toEqual(before);
});

test.each<[string, Edit, string]>([
  ['an unknown region', { kind: 'assign', blocks: [1], to: 999 }, 'no-such-region'],
  ['a street, which holds no blocks', { kind: 'assign', blocks: [1], to: 11 }, 'wrong-kind'],
  ['what is so already', { kind: 'assign', blocks: [1], to: 31 }, 'nothing-to-do'],
  ['a name of blanks', { kind: 'rename-region', region: 31, name: ' ', nameEn: '' }, 'name-missing'],
  ['a grid under a street', { kind: 'move-region', region: 31, parent: 11 }, 'wrong-parent'],
  ['regions of two kinds', { kind: 'merge-regions', keep: 21, others: [33] }, 'wrong-kind'],
  ['the county', { kind: 'dissolve-region', region: 1 }, 'wrong-kind'],
  [
    'an id that a region has',
    { kind: 'create-region', region: { id: 31, kind: 'grid', parent: 21, name: '新', nameEn: '', hue: 0 } },
    'id-in-use',
  ],
])('refused: %s', (_, edit, reason) => {
  expect(refused(open(), edit)?.reason).toBe(reason);
});

test('a lock keeps everything out and in, with the place and the region that is locked', () => {
  const draft = open();
  done(draft, { kind: 'lock-region', region: 22, locked: true });
  const outcome = refused(draft, { kind: 'assign', blocks: [6], to: 33 });
  expect(outcome).toMatchObject({ reason: 'locked-region', region: 22 });
  expect(refused(draft, { kind: 'assign', blocks: [7], to: 31 })?.at).not.toBeNull();
  expect(refused(draft, { kind: 'rename-region', region: 33, name: '新', nameEn: '' })?.reason).toBe('locked-region');
  const grid = { id: 901, name: '新', nameEn: '', hue: 0, kind: 'grid', parent: 22 } as const;
  for (const edit of [
    { kind: 'move-region', region: 31, parent: 22 },
    { kind: 'merge-regions', keep: 22, others: [21] },
    { kind: 'create-region', region: grid },
  ] as const)
    expect([edit.kind, refused(draft, edit)?.reason]).toEqual([edit.kind, 'locked-region']);
  done(draft, { kind: 'lock-region', region: 22, locked: false }, { kind: 'assign', blocks: [6], to: 33 });
});

test('a plan changes nothing outside its area', () => {
  const draft = open();
  const west: PlanScope = { level: 'grid', area: new Set([21]) };
  expect(refused(draft, { kind: 'assign', blocks: [3], to: 34 }, west)?.reason).toBe('foreign-region');
  expect(refused(draft, { kind: 'assign', blocks: [6], to: 33 }, west)?.reason).toBe('foreign-region');
  const grid = { id: 901, name: '新', nameEn: '', hue: 0, kind: 'grid' } as const;
  expect(refused(draft, { kind: 'create-region', region: { ...grid, parent: 22 } }, west)?.reason).toBe(
    'foreign-region',
  );
  expect(doStep(draft, [{ kind: 'create-region', region: { ...grid, parent: 21 } }], west).ok).toBe(true);
  expect(doStep(draft, [{ kind: 'assign', blocks: [1], to: 901 }], west).ok).toBe(true);
});

test('a step is taken back, unless a later one changed the same', () => {
  const draft = open();
  const before = toDivisionState(draft);
  const first = step(draft, [{ kind: 'assign', blocks: [6], to: 33 }]);
  const second = step(draft, [{ kind: 'assign', blocks: [6], to: 34 }]);
  expect(undoStep(draft, first)).toMatchObject({ ok: false, reason: 'changed-since' });
  expect(undoStep(draft, second).ok).toBe(true);
  expect(undoStep(draft, first).ok).toBe(true);
  expect(toDivisionState(draft)).toEqual(before);
});

test('steps that touch different things may be done in either order', () => {
  const draft = open();
  const [west, east, again] = [
    done(draft, { kind: 'assign', blocks: [6], to: 32 }),
    done(draft, { kind: 'assign', blocks: [8], to: 34 }),
    done(draft, { kind: 'assign', blocks: [8], to: 33 }),
  ].map(touchesOf);
  expect(areDisjoint(west!, east!)).toBe(true);
  expect(areDisjoint(east!, again!)).toBe(false);
});

/** Corner of the blocks, in cm: column 0 … 4, row 0 … 3. */
const corner = (draft: Draft, column: number, row: number): [x: number, y: number] => {
  const { x, y } = draft.fabric.nodes.get(row * 5 + column + 1)!;
  return [x, y];
};
const shifted = ([x, y]: [number, number], dx: number, dy: number): [number, number] => [x + dx, y + dy];

//   ┌────┬────┐
//   │ 5  ╎  │ 6        block 5 is cut from south to north; both parts stay in grid 31 and hold what lies in them
//   └────┴────┘
test('the parts of a block stay in its region, and each holds what lies in it', () => {
  const draft = open();
  const [south, north] = [corner(draft, 0, 1), corner(draft, 0, 2)];
  const line = [...shifted(south, 8000, -500), ...shifted(north, 8000, 500)];
  const cut = step(draft, [{ kind: 'cut-block', block: 5, line, ids: [901, 902, 903, 904, 905, 906, 907, 908] }]);
  const { delta } = cut;
  const [fresh] = delta.fabric.blocks.map(({ id }) => id);
  expect(delta.assignment).toEqual([{ id: fresh, before: null, after: 31 }]);
  expect(within(draft, 31)).toEqual([1, 2, 5, 6, fresh!].sort((a, b) => a - b));
  expect([5, fresh!].map((block) => draft.contentsOf(block).households)).toEqual([10, 0]);
  expect(undoStep(draft, cut).ok).toBe(true);
  expect(toDivisionState(draft)).toEqual(smallDivision());
});

const WEST: PlanScope = { level: 'grid', area: new Set([21]) };
/** The step taken back, done again, and taken back again. */
const thereAndBack = (draft: Draft, first: DoneStep): string[] => {
  const whys: string[] = [];
  for (let last = first, n = 0; n < 3; n++) {
    const outcome = undoStep(draft, last);
    if (!outcome.ok) return [...whys, outcome.reason];
    whys.push('done');
    last = { edits: first.edits, delta: outcome.delta };
  }
  return whys;
};

//   ├────┼────┤
//   │ 6 ╱│ 7  │        the cut ends on the border with block 7, which gets a node there and keeps its ground
//   │  ╱ │    │
//   ├────┼────┤
describe.each<[string, PlanScope, (draft: Draft) => void]>([
  ['locked', EVERYWHERE, (draft) => done(draft, { kind: 'lock-region', region: 33, locked: true })],
  ['foreign', WEST, () => undefined],
])('beside a %s neighbour', (_, scope, prepare) => {
  const cutOf = (draft: Draft): Edit => {
    const line = [...shifted(corner(draft, 1, 1), 5000, -500), ...shifted(corner(draft, 2, 1), 500, 5000)];
    return { kind: 'cut-block', block: 6, line, ids: [901, 902, 903, 904, 905, 906, 907, 908] };
  };

  test('a cut that ends on the border with it is taken back, and done again', () => {
    const draft = open();
    prepare(draft);
    const before = toDivisionState(draft);
    expect(thereAndBack(draft, step(draft, [cutOf(draft)], scope))).toEqual(['done', 'done', 'done']);
    expect(toDivisionState(draft)).toEqual(before);
  });

  test('blocks merged along the border with it are parted again', () => {
    const draft = open();
    prepare(draft);
    const cut = step(draft, [cutOf(draft)], scope);
    const before = toDivisionState(draft);
    const [fresh] = cut.delta.fabric.blocks.map(({ id }) => id);
    const merging = step(draft, [{ kind: 'merge-blocks', keep: 6, others: [fresh!] }], scope);
    expect(thereAndBack(draft, merging)).toEqual(['done', 'done', 'done']);
    expect(toDivisionState(draft)).toEqual(before);
  });

  test('a border of it is not bent by a point put beside it, only by one on it', () => {
    const draft = open();
    prepare(draft);
    const [x, y] = corner(draft, 2, 1);
    const along = [...draft.fabric.arcs.values()].find(({ left, right }) =>
      [6, 7].every((b) => b === left || b === right),
    )!;
    const insert = (dx: number): Edit => ({ kind: 'insert-node', arc: along.id, at: [x + dx, y + 5000] });
    expect(refused(draft, insert(300), scope)?.reason).toMatch(/locked-region|foreign-region/);
    expect(thereAndBack(draft, step(draft, [insert(0)], scope))).toEqual(['done', 'done', 'done']);
  });
});

test('the county’s own border is not bent by a point put beside it', () => {
  const draft = open();
  const rim = [...draft.fabric.arcs.values()].find(({ left, right }) => left === null || right === null)!;
  const middle = (axis: 0 | 1, by: number): number => (rim.xy[axis]! + rim.xy[axis + 2]!) / 2 + by;
  const insert = (by: number): Edit => ({ kind: 'insert-node', arc: rim.id, at: [middle(0, by), middle(1, by)] });
  expect(refused(draft, insert(200))?.reason).toBe('foreign-region');
  done(draft, insert(0));
});

test('a step that locks what it has filled is taken back; what was locked by another step stays', () => {
  const draft = open();
  const paint: Edit = { kind: 'assign', blocks: [6], to: 33 };
  const lock: Edit = { kind: 'lock-region', region: 33, locked: true };
  expect(thereAndBack(draft, step(draft, [paint, lock]))).toEqual(['done', 'done', 'done']);
  const painted = step(draft, [paint]);
  done(draft, lock);
  expect(undoStep(draft, painted)).toMatchObject({ ok: false, reason: 'locked-region', region: 33 });
});

test('merged blocks lie where the kept one does', () => {
  const draft = open();
  done(draft, { kind: 'merge-blocks', keep: 7, others: [6] });
  expect(draft.regionOf.get(7)).toBe(33);
  expect(within(draft, 31)).toEqual([1, 2, 5]);
  expect(draft.contentsOf(7).households).toBe(20);
});

test('a junction that moves takes the borders of both neighbours with it, and what lies between', () => {
  const draft = open();
  const from = corner(draft, 2, 1);
  done(draft, { kind: 'move-node', from, to: shifted(from, 2000, 3000) });
  expect(validateFabric(toDivisionState(draft).fabric)).toEqual([]);
  const far = open();
  done(far, { kind: 'assign', blocks: [6], to: 33 }, { kind: 'lock-region', region: 31, locked: true });
  expect(refused(far, { kind: 'move-node', from, to: shifted(from, 2000, 3000) })?.reason).toBe('locked-region');
});

//   │  ╱╲    │
//   ├─╯  ╰───┤          the border between blocks 2 (below) and 6 is drawn anew with a tooth to the north
test('a border drawn anew moves for both sides, and the place between them is the same', () => {
  const draft = open();
  const west = corner(draft, 1, 1);
  const line = [...shifted(west, 3000, 0), ...shifted(west, 5000, 2000), ...shifted(west, 7000, 0)];
  const area = (block: number) => regionStats(draft, draft.regionOf.get(block)!).areaM2;
  const before = area(2);
  done(draft, { kind: 'reshape-arc', line });
  expect(area(2)).toBeCloseTo(before, 3); // both blocks lie in one grid
  expect(blockAreaM2(draft.fabric, 2)).toBeCloseTo(10_000 + 400, -1);
});

test('the county’s own border is not moved, and a line that cannot be is refused with its place', () => {
  const draft = open();
  const rim = corner(draft, 0, 1);
  expect(refused(draft, { kind: 'move-node', from: rim, to: shifted(rim, 1000, 0) })?.reason).toBe('foreign-region');
  const inner = corner(draft, 1, 1);
  const outcome = refused(draft, { kind: 'move-node', from: inner, to: shifted(inner, 30_000, 0) });
  expect(outcome?.reason).toBe('touching');
  expect(outcome?.at).toEqual([expect.closeTo(124.33, 1), expect.closeTo(43.3, 1)]);
  const line = [...inner, ...shifted(inner, 4000, 4000)];
  expect(refused(draft, { kind: 'cut-block', block: 6, line, ids: [901, 902, 903] })?.reason).toBe('ends-inside-block');
});

const edits = fc.oneof(
  fc.record<Edit & { kind: 'assign' }>({
    kind: fc.constant('assign'),
    blocks: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }),
    to: fc.constantFrom(31, 32, 33, 34, 21, 22, 901, null),
  }),
  fc.constantFrom<Edit>(
    { kind: 'create-region', region: { id: 901, kind: 'grid', parent: 21, name: '新', nameEn: '', hue: 1 } },
    { kind: 'dissolve-region', region: 901 },
    { kind: 'dissolve-region', region: 32 },
    { kind: 'merge-regions', keep: 31, others: [32] },
    { kind: 'merge-regions', keep: 21, others: [22] },
    { kind: 'move-region', region: 33, parent: 21 },
    { kind: 'split-region', region: 21, parts: [{ id: 902, name: '半', nameEn: '', hue: 2, blocks: [1, 2] }] },
    { kind: 'group-community', community: 22, grouping: 'network', into: 41 },
    { kind: 'lock-region', region: 34, locked: true },
    { kind: 'merge-blocks', keep: 6, others: [7] },
    { kind: 'merge-blocks', keep: 2, others: [1, 5] },
  ),
);

test('whatever is done and taken back, in any order of edits, leaves the same division', () => {
  fc.assert(
    fc.property(fc.array(edits, { maxLength: 12 }), (sequence) => {
      const draft = open();
      const before = toDivisionState(draft);
      const deltas = sequence.flatMap((edit) => {
        const outcome = doStep(draft, [edit], EVERYWHERE);
        return outcome.ok ? [outcome.delta] : [];
      });
      const after = toDivisionState(draft);
      expect(validateFabric(after.fabric)).toEqual([]);
      const all = deltas.reduce(composeDeltas, NO_DELTA);
      for (const delta of deltas.toReversed()) applyDelta(draft, invertDelta(delta));
      expect(toDivisionState(draft)).toEqual(before);
      applyDelta(draft, JSON.parse(JSON.stringify(all)));
      expect(toDivisionState(draft)).toEqual(after);
    }),
    { seed: 11, numRuns: 150 },
  );
});

test('what is derived is what a fresh draft of the same division derives', () => {
  fc.assert(
    fc.property(fc.array(edits, { maxLength: 12 }), (sequence) => {
      const draft = open();
      for (const edit of sequence) doStep(draft, [edit], EVERYWHERE);
      const fresh = createDraft(toDivisionState(draft), smallGround(smallDivision()));
      for (const region of fresh.regions.keys()) expect(within(draft, region)).toEqual(within(fresh, region));
      expect(new Set(draft.unassigned)).toEqual(fresh.unassigned);
    }),
    { seed: 12, numRuns: 100 },
  );
});

/** What a gesture does, by chance: an edit, a border drawn anew, and now and then a lock with it. */
function anyStep(draft: Draft, random: () => number, id: () => number): Edit[] {
  const line = random() < 0.2 ? lineAtRandom(draft, random) : null;
  const edit: Edit = line ? { kind: 'reshape-arc', line, seed: id() } : anyEdit(draft, random, id);
  const regions = [...draft.regions.keys()];
  const region = regions[Math.floor(random() * regions.length)]!;
  const lock: Edit = { kind: 'lock-region', region, locked: !draft.regions.get(region)!.locked };
  const chance = random();
  return chance < 0.1 ? [lock] : chance < 0.2 ? [edit, lock] : chance < 0.3 ? [lock, edit] : [edit];
}

test('every step that was accepted can be undone, and that undone again, whatever is locked or foreign', () => {
  const done = new Map<string, number>();
  let beside = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
      const random = seededRandom(seed);
      const base = smallDivision();
      const regions = base.regions.map((region) => ({ ...region, locked: region.kind === 'grid' && random() < 0.25 }));
      const draft = createDraft({ ...base, regions }, smallGround(base));
      const scope = random() < 0.5 ? EVERYWHERE : WEST;
      const id = freshIds();
      for (let n = 0; n < 25; n++) {
        const edits = anyStep(draft, random, id);
        const before = toDivisionState(draft);
        const outcome = doStep(draft, edits, scope);
        if (!outcome.ok) continue;
        const after = toDivisionState(draft);
        let last: DoneStep = { edits, delta: outcome.delta };
        for (const state of [before, after]) {
          const back = undoStep(draft, last);
          expect(back, JSON.stringify(edits)).toMatchObject({ ok: true });
          expect(toDivisionState(draft)).toEqual(state);
          last = { edits, delta: back.ok ? back.delta : NO_DELTA };
        }
        for (const { kind } of edits) done.set(kind, (done.get(kind) ?? 0) + 1);
        const { blocks } = touchesOf(outcome.delta);
        if (blocks.some((block) => lockOver(draft, draft.regionOf.get(block) ?? null))) beside++;
      }
    }),
    { seed: 13, numRuns: 80 },
  );
  for (const kind of ['assign', 'move-node', 'reshape-arc', 'cut-block', 'merge-blocks', 'lock-region'])
    expect(done.get(kind), kind).toBeGreaterThan(8);
  expect(beside).toBeGreaterThan(8);
}, 60_000);
