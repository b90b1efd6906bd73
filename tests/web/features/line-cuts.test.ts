import { expect, test } from 'vitest';
import { doStep } from '../../../geo/divide/do-step.ts';
import { createDraft } from '../../../geo/divide/draft.ts';
import { validateFabric } from '../../../geo/fabric/validate.ts';
import { toFabric } from '../../../geo/index.ts';
import { createLineCuts } from '../../../web/features/redraw-boundaries/tools/line-cuts.ts';
import { createReplica } from '../../../web/state/plan/replica.ts';
import type { CurrentPlan } from '../../../web/state/plan/session.ts';
import { smallDivision, smallGround } from '../../support/small-division.ts';

/** The cut tool over the small division, 4 × 3 blocks of 100 m; lines in metres from its south-west corner. */
function begin() {
  const base = smallDivision();
  const draft = createDraft(base, smallGround(base));
  const scope = { level: 'community', area: new Set<number>() } as const;
  const replica = createReplica({ draft, scope, version: 0 });
  const session = { attempt: replica.attempt } as Parameters<typeof createLineCuts>[0]['session'];
  const cuts = createLineCuts({ session, plan: () => ({ draft, replica }) as unknown as CurrentPlan });
  const { x: x0, y: y0 } = draft.fabric.nodes.get(1)!;
  const line = (...points: [number, number][]) => points.flatMap(([x, y]) => [x0 + 100 * x, y0 + 100 * y]);
  const cutBy = (drawn: number[]) => cuts.edits(drawn).map((edit) => (edit.kind === 'cut-block' ? edit.block : edit));
  return { draft, scope, cuts, line, cutBy };
}

//   ├────┼────┼────┼────┤
//   │  ╌╌┼╌╌╌╌┼╌╌╌╌┼╌╌  │      the line ends inside 5 and 8
//   ├────┼────┼────┼────┤
test('a line cuts the blocks that it crosses from border to border, as one step that holds together', () => {
  const { draft, scope, cuts, line, cutBy } = begin();
  const drawn = line([50, 140], [350, 160]);
  expect(cutBy(drawn)).toEqual([6, 7]);
  expect(cuts.refusalOf(drawn)).toBeNull();
  const edits = cuts.edits(drawn);
  expect(doStep(draft, edits, scope).ok).toBe(true);
  expect(draft.fabric.blocks.size).toBe(14);
  expect(validateFabric(toFabric(draft.fabric))).toEqual([]);
});

test('a line that cuts nothing says why at once, also after one that did', () => {
  const { cuts, line } = begin();
  const inside = line([110, 140], [180, 160]);
  expect(cuts.refusalOf(inside)?.reason).toBe('ends-inside-block');
  expect(cuts.refusalOf(line([90, 140], [210, 160]))).toBeNull();
  expect(cuts.refusalOf(line([190, 140], [310, 160]))).toBeNull();
  expect(cuts.refusalOf(inside)?.reason).toBe('ends-inside-block');
});

test('asking leaves the drawing as it is', () => {
  const { draft, cuts, line } = begin();
  const before = toFabric(draft.fabric);
  cuts.refusalOf(line([50, 40], [350, 260]));
  cuts.edits(line([50, 40], [350, 260]));
  expect(toFabric(draft.fabric)).toEqual(before);
});
