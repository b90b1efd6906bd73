import fc from 'fast-check';
import { expect, test } from 'vitest';
import { invertDelta } from '../../../geo/divide/delta.ts';
import { doStep, type PlanScope } from '../../../geo/divide/do-step.ts';
import {
  applyDelta,
  createDraft,
  type DivisionState,
  type Draft,
  onTrial,
  toDivisionState,
} from '../../../geo/divide/draft.ts';
import { dualGraphOf } from '../../../geo/divide/dual-graph.ts';
import type { DraftDelta, Edit } from '../../../geo/divide/edit.ts';
import type { GroundColumns } from '../../../geo/divide/ground.ts';
import { tryPartition } from '../../../geo/divide/partition.ts';
import { type RegionStats, regionStats, statsIn } from '../../../geo/divide/region-stats.ts';
import { regionAt } from '../../../geo/divide/regions.ts';
import {
  type BaseFacts,
  baseFacts,
  blocksOfPlace,
  type DivisionRule,
  evaluateRules,
  RULE_LEVELS,
} from '../../../geo/divide/rules.ts';
import { scoreParts } from '../../../geo/divide/scores.ts';
import { regionShape, shapeScores, shapesOnDemand } from '../../../geo/divide/shapes.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';
import { draftRegion } from '../../support/small-division.ts';

const EVERYWHERE: PlanScope = { level: 'community', area: new Set() };
const [COLUMNS, ROWS] = [6, 5];
const GRIDS = [31, 32, 33, 34];

//   ┌───────┬───────┐
//   │  32   │  34   │      five rows of six blocks: 1 … 6 in the south, 25 … 30 in the north
//   ├───────┼───────┤      west (21): grids 31, 32 · east (22): grids 33, 34 · network 41 of the west
//   │  31   │  33   │
//   └───────┴───────┘
const division = (): DivisionState => ({
  fabric: chequeredFabric(COLUMNS, ROWS),
  regions: [
    draftRegion({ id: 1, kind: 'county' }),
    draftRegion({ id: 11, kind: 'street', parent: 1 }),
    ...[21, 22].map((id) => draftRegion({ id, kind: 'community', parent: 11 })),
    ...GRIDS.map((id) => draftRegion({ id, kind: 'grid', parent: id < 33 ? 21 : 22 })),
    draftRegion({ id: 41, kind: 'network' }),
  ],
  assignment: new Map(
    Array.from({ length: COLUMNS * ROWS }, (_, i) => {
      const [east, north] = [i % COLUMNS >= 3, i >= 3 * COLUMNS];
      return [i + 1, 31 + 2 * Number(east) + Number(north)];
    }),
  ),
  groupings: { network: new Map([[21, 41]]), union: new Map() },
});

/** Buildings in the middles of blocks; compounds of four blocks in a row; the line between the second and third row is a road. */
function ground({ fabric }: DivisionState): GroundColumns {
  const { xy } = fabric.nodes;
  const blocks = Array.from({ length: COLUMNS * ROWS }, (_, block) => block);
  const middle = (block: number, axis: 0 | 1): number =>
    xy[2 * (Math.floor(block / COLUMNS) * (COLUMNS + 1) + (block % COLUMNS)) + axis]! + 5000;
  return {
    buildings: {
      x: blocks.map((block) => middle(block, 0)),
      y: blocks.map((block) => middle(block, 1)),
      households: blocks.map((block) => (block * 7) % 40),
      residents: blocks.map((block) => (block * 17) % 90),
      estimated: blocks.map((block) => Number(block % 5 === 0)),
      compound: blocks.map((block) => (block % 6 < 4 ? Math.floor(block / 6) : -1)),
    },
    compounds: ROWS,
    stations: { x: [middle(8, 0), middle(22, 0)], y: [middle(8, 1), middle(22, 1)] },
    barriers: new Set([13, 14, 15, 16, 17, 18]),
  };
}
const open = (): Draft => createDraft(division(), ground(division()));

const RULES: readonly DivisionRule[] = RULE_LEVELS.flatMap((level) =>
  (
    [
      ['one-parent', {}],
      ['contiguous', {}],
      ['assigned', {}],
      ['household-band', { min: 60, max: 200 }],
      ['resident-ceiling', { amber: 300, red: 500 }],
      ['compound-whole', {}],
      ['barrier', {}],
      ['service-station', {}],
      ['consented', {}],
    ] as const
  ).map(([kind, params]): DivisionRule => ({ id: `${kind} ${level}`, kind, hard: false, level, params })),
);

const block = fc.integer({ min: 1, max: COLUMNS * ROWS });
/** Corner of the blocks, column 0 … 6, row 0 … 5, in cm. */
const corner = (column: number, row: number): [x: number, y: number] => {
  const { xy } = division().fabric.nodes;
  const node = row * (COLUMNS + 1) + column;
  return [xy[2 * node]!, xy[2 * node + 1]!];
};
const edit = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record<Edit & { kind: 'assign' }>({
      kind: fc.constant('assign'),
      blocks: fc.uniqueArray(block, { minLength: 1, maxLength: 5 }),
      to: fc.constantFrom(...GRIDS, 21, 22, 901, null),
    }),
  },
  fc
    .record({
      column: fc.integer({ min: 1, max: 5 }),
      row: fc.integer({ min: 1, max: 4 }),
      dx: fc.integer({ min: -3000, max: 3000 }),
      dy: fc.integer({ min: -3000, max: 3000 }),
    })
    .map(({ column, row, dx, dy }): Edit => {
      const [x, y] = corner(column, row);
      return { kind: 'move-node', from: [x, y], to: [x + dx, y + dy] };
    }),
  fc
    .record({ at: block, share: fc.integer({ min: 2000, max: 8000 }), id: fc.integer({ min: 1, max: 40 }) })
    .map(({ at, share, id }): Edit => {
      const [x, y] = corner((at - 1) % COLUMNS, Math.floor((at - 1) / COLUMNS));
      const ids = Array.from({ length: 12 }, (_, i) => 1000 * id + i);
      return { kind: 'cut-block', block: at, line: [x + share, y - 1000, x + share, y + 11000], ids };
    }),
  fc
    .record({ keep: block, other: block })
    .map(({ keep, other }): Edit => ({ kind: 'merge-blocks', keep, others: [other] })),
  fc.constantFrom<Edit>(
    { kind: 'create-region', region: { id: 901, kind: 'grid', parent: 21, name: '新', nameEn: '', hue: 1 } },
    { kind: 'dissolve-region', region: 901 },
    { kind: 'dissolve-region', region: 32 },
    { kind: 'merge-regions', keep: 31, others: [32] },
    { kind: 'merge-regions', keep: 21, others: [22] },
    { kind: 'move-region', region: 33, parent: 21 },
    { kind: 'group-community', community: 22, grouping: 'network', into: 41 },
    { kind: 'group-community', community: 21, grouping: 'network', into: null },
    { kind: 'exempt-region', region: 33, piecesReason: '飞地' },
  ),
);
type Command = Edit | { readonly tried: Edit } | 'undo' | 'redo' | 'ask';
/**
 * `ask`: figures and rules are read in between, as the panel does; then what follows builds on them. `tried`: done on
 * trial and taken back, as a tool does under the pointer.
 */
const command = fc.oneof(
  { weight: 6, arbitrary: edit },
  edit.map((tried) => ({ tried })),
  fc.constantFrom('undo' as const, 'redo' as const, 'ask' as const),
);

function attempt(draft: Draft, tried: Edit): void {
  const before = toDivisionState(draft);
  onTrial(draft, () => {
    const outcome = doStep(draft, [tried], EVERYWHERE);
    if (!outcome.ok) return;
    for (const block of draft.fabric.blocks.keys()) draft.contentsOf(block);
    expect(() => draft.partition('grid')).toThrow('only tried');
    applyDelta(draft, invertDelta(outcome.delta));
  });
  expect(toDivisionState(draft)).toEqual(before);
}

function follow(draft: Draft, commands: readonly Command[], ask: () => void): void {
  const done: DraftDelta[] = [];
  const undone: DraftDelta[] = [];
  for (const next of commands) {
    if (next === 'ask') ask();
    else if (typeof next === 'object' && 'tried' in next) attempt(draft, next.tried);
    else if (next === 'undo' || next === 'redo') {
      const delta = (next === 'undo' ? done : undone).pop();
      if (!delta) continue;
      applyDelta(draft, next === 'undo' ? invertDelta(delta) : delta);
      (next === 'undo' ? undone : done).push(delta);
    } else {
      const outcome = doStep(draft, [next], EVERYWHERE);
      if (!outcome.ok) continue;
      done.push(outcome.delta);
      undone.length = 0;
    }
  }
}
/** Where the findings lie. */
const blocksFound = (draft: Draft, base: BaseFacts): number[][] =>
  evaluateRules(draft, base, RULES).flatMap(({ places }, i) =>
    places.map((place) => blocksOfPlace(draft, base, RULES[i]!, place)),
  );
const allStats = (draft: Draft, regions: Iterable<number>): Map<number, RegionStats> =>
  new Map([...regions].map((id) => [id, regionStats(draft, id)]));

test('after any edits, undo and redo the kept figures and findings are those of a count from scratch, to the last digit', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
      const draft = open();
      const base = baseFacts(draft);
      const ask = () => [allStats(draft, draft.regions.keys()), evaluateRules(draft, base, RULES)];
      follow(draft, commands, ask);
      const fresh = createDraft(toDivisionState(draft), ground(division()));
      expect(allStats(draft, fresh.regions.keys())).toEqual(allStats(fresh, fresh.regions.keys()));
      expect(evaluateRules(draft, base, RULES)).toEqual(evaluateRules(fresh, base, RULES));
      expect(blocksFound(draft, base)).toEqual(blocksFound(fresh, base));
      for (const by of ['grid', 'community'] as const)
        expect(draft.partition(by).held).toEqual(fresh.partition(by).held);
    }),
    { seed: 21, numRuns: 120 },
  );
}, 60_000);

test('the kept figures are the scores of the division as a whole', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 15 }), (commands) => {
      const draft = open();
      baseFacts(draft);
      follow(draft, commands, () => {
        allStats(draft, draft.regions.keys());
        for (const id of draft.regions.keys()) regionShape(draft, id);
      });
      const { fabric, regions } = toDivisionState(draft);
      const parts = regions.filter(({ kind }) => kind === 'grid').map(({ id }) => id);
      const households = Float64Array.from(fabric.blocks.ids, (id) => draft.contentsOf(id).households);
      const partOf = Int32Array.from(fabric.blocks.ids, (id) => parts.indexOf(regionAt(draft, id, 'grid') ?? -1));
      const shapes = shapeScores(fabric, partOf, parts.length);
      const shapeOf = shapesOnDemand(fabric, partOf, parts.length);
      const scores = scoreParts(dualGraphOf(fabric, households), partOf, parts.length).parts;
      parts.forEach((id, part) => {
        const stats = regionStats(draft, id);
        expect(stats).toMatchObject({
          ...{ blocks: scores.units[part], households: scores.population[part], pieces: scores.pieces[part] },
          cutEdges: scores.cutEdges[part],
        });
        // Kept lengths are whole millimetres an arc, kept areas whole square centimetres a block.
        expect(stats.perimeterM).toBeCloseTo(scores.perimeterM[part]!, 1);
        expect(stats.cutM).toBeCloseTo(scores.cutM[part]!, 1);
        expect(stats.areaM2).toBeCloseTo(scores.areaM2[part]!, 1);
        expect(stats.polsbyPopper).toBeCloseTo(scores.polsbyPopper[part]!, 4);
        const { reock, convexHull } = regionShape(draft, id);
        expect(reock).toBeCloseTo(shapes[part]!.reock, 9);
        expect(convexHull).toBeCloseTo(shapes[part]!.convexHull, 9);
        const asked = shapeOf(part);
        expect(asked.reock).toBeCloseTo(reock, 9);
        expect(asked.convexHull).toBeCloseTo(convexHull, 9);
      });
    }),
    { seed: 22, numRuns: 60 },
  );
}, 60_000);

test('undoing everything gives the very figures back', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
      const draft = open();
      const before = allStats(draft, draft.regions.keys());
      follow(draft, [...edits, ...edits.map(() => 'undo' as const)], () => undefined);
      expect(allStats(draft, before.keys())).toEqual(before);
    }),
    { seed: 23, numRuns: 60 },
  );
}, 60_000);

test('figures on trial are those that the edit then gives, and trying leaves the draft alone', () => {
  const moves = fc.array(fc.record({ at: block, to: fc.constantFrom(...GRIDS, null) }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(command, { maxLength: 8 }), moves, (commands, tried) => {
      const draft = open();
      follow(draft, commands, () => undefined);
      const grids = GRIDS.filter((id) => draft.regions.has(id));
      const before = allStats(draft, grids);
      const trial = tryPartition(draft.partition('grid'), draft.partitionInput('grid'));
      const possible = tried.filter(
        ({ at, to }) => draft.fabric.blocks.has(at) && (to === null || draft.regions.has(to)),
      );
      for (const { at, to } of possible) trial.move(at, to);
      const last = new Map(possible.map(({ at, to }) => [at, to]));
      const figures = grids.map((id) => statsIn(trial, id));
      expect(allStats(draft, grids)).toEqual(before);
      for (const [at, to] of last) doStep(draft, [{ kind: 'assign', blocks: [at], to }], EVERYWHERE);
      expect(figures).toEqual(grids.map((id) => regionStats(draft, id)));
    }),
    { seed: 24, numRuns: 80 },
  );
}, 60_000);
