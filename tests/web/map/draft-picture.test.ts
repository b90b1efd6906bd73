import { expect, test } from 'vitest';
import { doStep, type PlanScope, undoStep } from '../../../geo/divide/do-step.ts';
import { createDraft } from '../../../geo/divide/draft.ts';
import type { Edit } from '../../../geo/divide/edit.ts';
import { NO_GROUND } from '../../../geo/divide/ground.ts';
import { createDraftPicture } from '../../../web/map/plan-picture/draft-picture.ts';
import { PLAN_COLOURS } from '../../../web/map/plan-picture/plan-colours.ts';
import { createBaseView } from '../../../web/state/plan/base-view.ts';
import { crookedTown } from '../../support/crooked-town.ts';
import { draftRegion, smallDivision, smallGround } from '../../support/small-division.ts';

const EVERYWHERE: PlanScope = { level: 'grid', area: new Set() };

/** The picture of the small division, how many rows of it are drawn apart, and a step in it. */
function drawn(scope = EVERYWHERE) {
  const base = smallDivision();
  const draft = createDraft(base, smallGround(base));
  const picture = createDraftPicture(draft, createBaseView(base, draft), {
    ...{ level: 'grid', colours: PLAN_COLOURS.light, scope },
  });
  const rowsOf = (id: string) => {
    const layer = picture.flush().find((each) => each.id === id);
    return layer && 'rows' in layer ? layer.rows.items : [];
  };
  const perform = (edit: Edit) => {
    const outcome = doStep(draft, [edit], EVERYWHERE);
    if (!outcome.ok) throw new Error(outcome.detail);
    picture.note(outcome.delta);
    return () => {
      const back = undoStep(draft, { edits: [edit], delta: outcome.delta });
      if (back.ok) picture.note(back.delta);
    };
  };
  const { x, y } = draft.fabric.nodes.get(7)!; // between the blocks 1, 2, 5 and 6
  return { rowsOf, perform, picture, draft, x, y };
}

//   5 │ 6
//   ──╳──      the junction is moved, and moved back
//   1 │ 2
test.each<[string, (x: number, y: number) => Edit, number]>([
  ['a junction is moved', (x, y) => ({ kind: 'move-node', from: [x, y], to: [x + 2000, y + 1000] }), 4],
  [
    'a block is cut',
    (x, y) => ({
      ...{ kind: 'cut-block', block: 6, ids: [901, 902, 903, 904, 905, 906, 907, 908] },
      line: [x + 5000, y - 500, x + 5000, y + 10_500],
    }),
    4,
  ],
  ['blocks are merged', () => ({ kind: 'merge-blocks', keep: 6, others: [2] }), 1],
])('where %s, what has another shape is drawn apart; taken back, it is drawn where it was', (_, editAt, apart) => {
  const { rowsOf, perform, x, y } = drawn();
  const before = ['plan-blocks-0', 'plan-borders-0'].map((id) => [...rowsOf(id)]);
  const undo = perform(editAt(x, y));
  expect(rowsOf('plan-blocks-moved')).toHaveLength(apart);
  undo();
  expect(rowsOf('plan-blocks-moved')).toEqual([]);
  expect(rowsOf('plan-borders-moved')).toEqual([]);
  expect(['plan-blocks-0', 'plan-borders-0'].map((id) => rowsOf(id))).toEqual(before);
});

test('a large town is drawn piece by piece, and what changes in between is there in the end', () => {
  const { fabric, blocks } = crookedTown(60);
  const base = {
    ...{ fabric, groupings: { network: new Map(), union: new Map() } },
    regions: [
      draftRegion({ id: 1, kind: 'community' }),
      ...[11, 12].map((id) => draftRegion({ id, kind: 'grid', parent: 1 })),
    ],
    assignment: new Map(blocks.map((block, n) => [block, n % 60 < 30 ? 11 : 12])),
  };
  const draft = createDraft(base, NO_GROUND);
  const baseView = createBaseView(base, draft);
  const look = { level: 'grid', colours: PLAN_COLOURS.light, scope: EVERYWHERE } as const;
  const picture = createDraftPicture(draft, baseView, look);
  const sizes = [picture.flush().length];
  const moved = blocks.filter((_, n) => n % 60 === 30);
  const outcome = doStep(draft, [{ kind: 'assign', blocks: moved, to: 11 }], EVERYWHERE);
  if (!outcome.ok) throw new Error(outcome.detail);
  picture.note(outcome.delta);
  while (picture.isBehind()) sizes.push(picture.flush().length);
  expect(sizes[0]).toBeLessThan(sizes.at(-1)!);

  const fresh = createDraftPicture(draft, baseView, look);
  fresh.flush();
  while (fresh.isBehind()) fresh.flush();
  const seen = (one: typeof picture, kind: string) =>
    one
      .flush()
      .filter(({ id }) => id.startsWith(kind))
      .flatMap((layer) => ('rows' in layer ? (layer.rows.items as object[]) : []))
      .filter((row) => !('widthPx' in row && row.widthPx === 0))
      .map((row) => JSON.stringify(row))
      .sort();
  expect(seen(picture, 'plan-blocks')).toHaveLength(blocks.length);
  for (const kind of ['plan-blocks', 'plan-borders']) expect(seen(picture, kind)).toEqual(seen(fresh, kind));
});

test('the line of a cut within a region is seen while blocks are shown, and goes with them', () => {
  const { rowsOf, perform, picture, x, y } = drawn();
  const lines = () => {
    while (picture.isBehind()) picture.flush();
    return ['plan-borders-0', 'plan-borders-moved']
      .flatMap((id) => [...rowsOf(id)])
      .filter((row) => 'widthPx' in row && row.widthPx > 0).length;
  };
  const ids = [901, 902, 903, 904, 905, 906, 907, 908];
  lines();
  perform({ kind: 'cut-block', block: 6, ids, line: [x + 5000, y - 500, x + 5000, y + 10_500] });
  const cut = lines();
  picture.showBlocks(true);
  expect(lines()).toBeGreaterThan(cut);
  picture.showBlocks(false);
  expect(lines()).toBe(cut);
});

test('what is locked, and what lies outside the plan’s part, is dimmed', () => {
  const [inside] = drawn().draft.ofKind.get('grid')!;
  const dims = ({ picture, rowsOf }: ReturnType<typeof drawn>): boolean[] => {
    while (picture.isBehind()) picture.flush();
    return rowsOf('plan-blocks-0').map((row) => 'fill' in row && PLAN_COLOURS.light.dimmed.includes(row.fill));
  };
  expect(dims(drawn())).not.toContain(true);
  const part = dims(drawn({ level: 'grid', area: new Set([inside!]) }));
  expect(part).toContain(true);
  expect(part).toContain(false);
  const locked = drawn();
  dims(locked);
  locked.perform({ kind: 'lock-region', region: inside!, locked: true });
  expect(dims(locked)).toContain(true);
});
