import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { type DoneStep, doStep, type PlanScope, undoStep } from '../../../geo/divide/do-step.ts';
import { createDraft, type Draft } from '../../../geo/divide/draft.ts';
import { blocksWithin } from '../../../geo/divide/regions.ts';
import { seededRandom } from '../../bench/bench.ts';
import { smallDivision, smallGround } from '../../support/small-division.ts';
import { doubleArea } from '../fabric/draft/double-area.ts';
import { freshIds } from '../fabric/draft/drafts.ts';
import { anyEdit } from './any-edit.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

const EVERYWHERE: PlanScope = { level: 'community', area: new Set() };
const STEPS = 25;

/** Twice the area, whole cm², of the regions of a level and of what lies in none of them. */
function areasOf(draft: Draft, kind: 'community' | 'grid'): number[] {
  const regions = [...draft.regions.values()].filter((region) => region.kind === kind);
  const lists = regions.map(({ id }) => blocksWithin(draft, id));
  const held = new Set(lists.flat());
  expect(held.size).toBe(lists.flat().length);
  const outside = [...draft.fabric.blocks.keys()].filter((block) => !held.has(block));
  return [...lists, outside].map((blocks) => blocks.reduce((sum, block) => sum + doubleArea(draft.fabric, block), 0));
}

test('after any sequence of steps regions share out the ground to the last square centimetre, on every level', () => {
  const done = new Map<string, number>();
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
      const base = smallDivision();
      const draft = createDraft(base, smallGround(base));
      const random = seededRandom(seed);
      const id = freshIds();
      const whole = areasOf(draft, 'grid').reduce((a, b) => a + b);
      const steps: DoneStep[] = [];
      for (let n = 0; n < STEPS; n++) {
        const last = steps.at(-1);
        const edit = anyEdit(draft, random, id);
        const back = last !== undefined && random() < 0.15;
        const outcome = back ? undoStep(draft, last) : doStep(draft, [edit], EVERYWHERE);
        if (!outcome.ok) continue;
        if (back) steps.pop();
        else steps.push({ edits: [edit], delta: outcome.delta });
        const kind = back ? 'undo' : edit.kind;
        done.set(kind, (done.get(kind) ?? 0) + 1);
        for (const level of ['grid', 'community'] as const)
          expect(
            areasOf(draft, level).reduce((a, b) => a + b),
            kind,
          ).toBe(whole);
      }
    }),
    { seed: 71, numRuns: 150 },
  );
  for (const kind of ['assign', 'move-node', 'cut-block', 'merge-blocks', 'merge-regions', 'split-region', 'undo'])
    expect(done.get(kind), kind).toBeGreaterThan(30);
});
