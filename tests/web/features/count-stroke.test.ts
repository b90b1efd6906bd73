import fc from 'fast-check';
import { expect, test } from 'vitest';
import { doStep } from '../../../geo/divide/do-step.ts';
import { createDraft, type Draft } from '../../../geo/divide/draft.ts';
import type { Edit } from '../../../geo/divide/edit.ts';
import { countStroke } from '../../../web/features/redraw-boundaries/count-stroke.ts';
import { figuresOf, meanHouseholds, shapeFigures } from '../../../web/state/plan/figures.ts';
import { type Brush, paintEdits } from '../../../web/state/plan/paint.ts';
import { smallDivision, smallGround } from '../../support/small-division.ts';

const open = (): Draft => {
  const base = smallDivision();
  return createDraft(base, smallGround(base));
};
const brushOf = (level: Brush['level'], target: Brush['target']): Brush => ({ level, target, source: { kind: 'all' } });
/** The figures that regions have when a stroke is done. */
function afterwards(brush: Brush, blocks: readonly number[], regions: Iterable<number>) {
  const draft = open();
  expect(doStep(draft, paintEdits(draft, brush, blocks), { level: brush.level, area: new Set() }).ok).toBe(true);
  const mean = meanHouseholds(draft, brush.level);
  return new Map(
    [...regions].map((region) => [region, { ...figuresOf(draft, region, mean), ...shapeFigures(draft, region) }]),
  );
}

// grids 31 (1 2 5 6), 32 (9 10), 33 (3 4 7 8), 34 (11 12)
test('while a stroke runs, every figure is what it will be when the stroke is done', () => {
  const brush = brushOf('grid', 31);
  const count = countStroke(open(), brush, () => null);
  count.add([3, 7]);
  count.add([9]);
  const { figures, taken } = count.state();
  expect({ ...taken, regions: [...figures.keys()] }).toEqual({
    blocks: 3,
    households: 30,
    regions: [31, 33, 32],
  });
  expect(figures).toEqual(afterwards(brush, [3, 7, 9], figures.keys()));
});

test('what an area lets go again is counted back', () => {
  const others = [3, 4, 7, 8, 9, 10, 11, 12];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...others), { minLength: 1, maxLength: 30 }),
      fc.constantFrom(...others),
      (turns, last) => {
        const brush = brushOf('grid', 31);
        const count = countStroke(open(), brush, () => null);
        const taken = new Set<number>();
        for (const block of turns) {
          if (taken.delete(block)) count.remove([block]);
          else {
            taken.add(block);
            count.add([block]);
          }
        }
        if (!taken.has(last)) count.add([last]);
        taken.add(last);
        const { figures, taken: counted } = count.state();
        expect(counted?.blocks).toBe(taken.size);
        expect(figures).toEqual(afterwards(brush, [...taken], figures.keys()));
      },
    ),
  );
});

test('grids of which most is painted into another community count there', () => {
  const brush = brushOf('community', 21);
  const count = countStroke(open(), brush, () => null);
  count.add([11, 12, 3]);
  expect(count.state().figures.get(21)).toMatchObject({ parts: 3 });
  expect(count.state().figures).toEqual(afterwards(brush, [11, 12, 3], [21, 22]));
});

test('a refusal holds as long as what is taken would be refused', () => {
  const refusal = { reason: 'locked-region', detail: '', at: null, region: 33 };
  const isRefused = (edits: readonly Edit[]) => edits.some((edit) => edit.kind === 'assign' && edit.blocks.includes(7));
  const count = countStroke(open(), brushOf('grid', 31), (edits) => (isRefused(edits) ? refusal : null));
  count.add([3, 7]);
  expect(count.state()).toMatchObject({ refusal, figures: new Map() });
  count.remove([7]);
  expect(count.state().refusal).toBeNull();
  expect([...count.state().figures.keys()]).toEqual([31, 33]);
});

test('communities that come to a grouping are counted as its parts', () => {
  const brush = brushOf('network', 41);
  const count = countStroke(open(), brush, () => null);
  const east = [3, 4, 7, 8, 11, 12];
  count.add(east);
  expect(count.state().figures.get(41)).toMatchObject({ parts: 2, households: 120 });
  expect(count.state().figures).toEqual(afterwards(brush, east, [41]));
  count.remove(east);
  expect(count.state().figures.get(41)).toMatchObject({ parts: 1, households: 60 });
});
