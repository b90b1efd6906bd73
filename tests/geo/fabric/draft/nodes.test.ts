import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { blockAreaM2 } from '../../../../geo/fabric/draft/block-rings.ts';
import { deleteNode } from '../../../../geo/fabric/draft/delete-node.ts';
import { applyFabricDelta, invertFabricDelta } from '../../../../geo/fabric/draft/delta.ts';
import { createDraftFabric, type DraftFabric, toFabric } from '../../../../geo/fabric/draft/draft-fabric.ts';
import { insertNode } from '../../../../geo/fabric/draft/insert-node.ts';
import { moveNode } from '../../../../geo/fabric/draft/move-node.ts';
import type { FabricOutcome } from '../../../../geo/fabric/draft/outcome.ts';
import { validateFabric } from '../../../../geo/index.ts';
import { chequeredFabric } from '../../../support/chequered-fabric.ts';
import { box, cm, polygon } from '../drawn.ts';
import { insertPoint, movePoints, removePoint } from './change-fabric.ts';
import { anyTown, arcBetween, draw, fourBoxes, nested, performed, place, refusal } from './drafts.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

//   ┌─2─┬─3─┐
//   ├─0─┼─1─┤    100 m each
//   └───┴───┘
describe('moving a node', () => {
  test('that four blocks share moves all four, and their area together stays', () => {
    const { draft, ids } = fourBoxes();
    const before = ids.map((id) => blockAreaM2(draft, id));
    const { delta, touches } = performed(draft, moveNode(draft, cm(100, 100), cm(130, 120)));
    expect(delta.nodes).toHaveLength(1);
    expect(delta.arcs).toHaveLength(4);
    expect(touches.blocks).toEqual(ids);
    const after = ids.map((id) => blockAreaM2(draft, id));
    expect(after.map((area, i) => Math.round(area - before[i]!))).toEqual([2500, -500, 500, -2500]);
    expect(validateFabric(toFabric(draft))).toEqual([]);
  });

  test('that stands within a border moves the border of both neighbours', () => {
    const { draft, ids } = fourBoxes();
    performed(draft, insertNode(draft, arcBetween(draft, ids[0]!, ids[1]!), cm(100, 50)));
    const { delta, touches } = performed(draft, moveNode(draft, cm(100, 50), cm(120, 50)));
    expect(delta.nodes).toEqual([]);
    expect(touches).toEqual({ nodes: [], arcs: [delta.arcs[0]!.id], blocks: [ids[0], ids[1]] });
  });

  test('in which a closed border starts moves the border', () => {
    const { draft, ids } = nested();
    for (const { x, y } of [...draft.nodes.values()]) performed(draft, moveNode(draft, [x, y], [x + 100, y + 200]));
    expect(validateFabric(toFabric(draft))).toEqual([]);
    expect(ids.map((id) => draft.blocks.get(id)!.size)).toEqual([2, 1]);
  });

  test('is taken back to the byte', () => {
    const { draft } = fourBoxes();
    const before = toFabric(draft);
    const { delta } = performed(draft, moveNode(draft, cm(100, 100), cm(90, 90)));
    const after = toFabric(draft);
    applyFabricDelta(draft, invertFabricDelta(delta));
    expect(toFabric(draft)).toEqual(before);
    applyFabricDelta(draft, delta);
    expect(toFabric(draft)).toEqual(after);
  });
});

describe('moving a node is refused', () => {
  const { draft } = fourBoxes();
  const moving = (from: [number, number], to: [number, number]) => refusal(moveNode(draft, cm(...from), cm(...to)));

  test('where none stands', () => {
    expect(moving([50, 50], [60, 60])).toEqual(['no-node-there', [50, 50]]);
  });

  test('to where it is', () => {
    expect(moving([100, 100], [100, 100])).toEqual(['zero-length', [100, 100]]);
  });

  test('onto the next node', () => {
    expect(moving([100, 100], [200, 100])).toEqual(['zero-length', [200, 100]]);
  });

  //   ┌───┬───┐
  //   ├───●   │    ● goes beyond the right side
  //   └───┴───┘
  test('across a border, which is named by its place', () => {
    const [reason, at] = moving([100, 100], [250, 170]);
    expect(reason).toBe('crossing');
    expect(at[0]).toBeCloseTo(200);
  });

  test('onto a border, on which no node stands', () => {
    expect(moving([100, 100], [200, 150])).toEqual(['touching', [200, 150]]);
  });

  //   ┌─────────┐
  //   │ ┌───┐   │
  //   │ └───┘   │    the outline is drawn over the inner block, which would come to lie outside
  //   ●─────────┘
  test('so that a block would come to lie on the other side of a border', () => {
    const { draft: town } = draw(
      polygon(
        [
          [0, 0],
          [100, 0],
          [100, 100],
          [0, 100],
        ],
        [
          [60, 10],
          [70, 10],
          [70, 20],
          [60, 20],
        ],
      ),
      box(60, 10, 70, 20),
    );
    const outcome = moveNode(town, cm(0, 0), cm(95, 99));
    expect(refusal(outcome)[0]).toBe('turned-over');
    const wide = moveNode(town, cm(100, 0), cm(1, 90));
    expect(refusal(wide)[0]).toBe('turned-over');
    performed(town, moveNode(town, cm(0, 0), cm(20, 5)));
    expect(validateFabric(toFabric(town))).toEqual([]);
  });

  //      ●
  //     ╱ ╲
  //    ╱───╲      ● goes below the other two
  test('so that a block would be turned inside out', () => {
    const { draft: triangle } = draw(
      polygon([
        [0, 0],
        [100, 0],
        [50, 80],
      ]),
    );
    expect(refusal(moveNode(triangle, cm(50, 80), cm(50, -80)))[0]).toBe('turned-over');
    expect(refusal(moveNode(triangle, cm(50, 80), cm(50, 0)))[0]).toBe('collapsed');
    expect(refusal(moveNode(triangle, cm(50, 80), cm(150, 0)))[0]).toBe('collapsed');
  });

  test('to no whole centimetre, beyond 32 bits or far from the town', () => {
    for (const x of [cm(100, 0)[0] + 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, -(2 ** 31) - 1, 2e8]) {
      const outcome = moveNode(draft, cm(100, 100), [x, cm(0, 100)[1]]);
      expect(refusal(outcome)[0]).toBe('bad-coordinate');
      expect(place(outcome).every(Number.isFinite)).toBe(true);
    }
  });
});

describe('inserting a node', () => {
  test('bends the nearest side of the border', () => {
    const { draft, ids } = fourBoxes();
    const arc = arcBetween(draft, ids[0]!, ids[1]!);
    const { delta } = performed(draft, insertNode(draft, arc, cm(110, 40)));
    expect(delta.arcs[0]!.after!.xy).toHaveLength(6);
    performed(draft, insertNode(draft, arc, cm(104, 20)));
    expect(draft.arcs.get(arc)!.xy).toHaveLength(8);
    expect(validateFabric(toFabric(draft))).toEqual([]);
  });

  test('is refused on an unknown border, on a vertex that is there, across and onto another border', () => {
    const { draft, ids } = fourBoxes();
    const arc = arcBetween(draft, ids[0]!, ids[1]!);
    expect(refusal(insertNode(draft, 999, cm(10, 10)))).toEqual(['unknown-arc', [10, 10]]);
    expect(refusal(insertNode(draft, arc, cm(100, 100)))).toEqual(['zero-length', [100, 100]]);
    expect(refusal(insertNode(draft, arc, cm(250, 50)))[0]).toBe('crossing');
    expect(refusal(insertNode(draft, arc, cm(200, 50)))).toEqual(['touching', [200, 50]]);
    expect(refusal(insertNode(draft, arc, [0.5, 0.5]))[0]).toBe('bad-coordinate');
  });
});

describe('deleting a node', () => {
  test('lets the border run straight from the one before to the one after', () => {
    const { draft, ids } = fourBoxes();
    const before = toFabric(draft);
    performed(draft, insertNode(draft, arcBetween(draft, ids[0]!, ids[1]!), cm(110, 40)));
    performed(draft, deleteNode(draft, cm(110, 40)));
    expect(toFabric(draft)).toEqual(before);
  });

  test('in which a closed border starts lets it start in the next vertex', () => {
    const { draft } = draw(box(0, 0, 100, 100));
    const [start] = [...draft.nodes.values()];
    performed(draft, deleteNode(draft, [start!.x, start!.y]));
    expect([...draft.arcs.values()].map(({ xy }) => xy.length)).toEqual([8]);
    expect(draft.nodes.get(start!.id)).not.toEqual(start);
    expect(validateFabric(toFabric(draft))).toEqual([]);
  });

  //   ┌───┬───┐
  //   │   │   │    the chequered town has nodes at its corners, where nothing branches
  //   ●───┴───┘
  test('between two borders makes one of them', () => {
    const draft = createDraftFabric(chequeredFabric(2, 1));
    const { id, x, y } = draft.nodes.get(1)!;
    expect(draft.arcsAt.get(id)).toHaveLength(2);
    const { delta } = performed(draft, deleteNode(draft, [x, y]));
    expect(delta.nodes.map(({ id, after }) => [id, after])).toEqual([[1, null]]);
    expect(delta.arcs.map(({ after }) => after === null)).toEqual([false, true]);
    expect(validateFabric(toFabric(draft))).toEqual([]);
  });

  test('is refused for a junction, for nothing, and where a block would be left with two sides', () => {
    const { draft } = fourBoxes();
    expect(refusal(deleteNode(draft, cm(100, 100)))).toEqual(['loose-node', [100, 100]]);
    expect(refusal(deleteNode(draft, cm(50, 50)))).toEqual(['no-node-there', [50, 50]]);
    expect(refusal(deleteNode(draft, [0.5, 0]))[0]).toBe('bad-coordinate');
    const { draft: triangle } = draw(
      polygon([
        [0, 0],
        [100, 0],
        [50, 80],
      ]),
    );
    for (const corner of [cm(0, 0), cm(100, 0), cm(50, 80)])
      expect(refusal(deleteNode(triangle, corner))[0]).toBe('collapsed');
  });
});

describe('in any town', () => {
  const step = fc.integer({ min: -3000, max: 3000 });
  const tiny = fc.integer({ min: -2, max: 2 });
  const by = fc.oneof(fc.tuple(step, step), fc.tuple(tiny, tiny));
  const picks = fc.array(fc.record({ point: fc.nat(), beside: fc.nat(), by }), { minLength: 1, maxLength: 8 });
  const seen = { ok: 0, refused: 0 };
  const count = (ok: boolean): number => seen[ok ? 'ok' : 'refused']++;
  const eachPick = (
    seed: number,
    check: (draft: DraftFabric, i: number, to: readonly [number, number]) => void,
  ): void => {
    Object.assign(seen, { ok: 0, refused: 0 });
    fc.assert(
      fc.property(anyTown, picks, (fabric, list) => {
        const draft = createDraftFabric(fabric);
        const { xy } = fabric.arcs;
        for (const pick of xy.length > 0 ? list : []) {
          const j = 2 * (pick.beside % (xy.length / 2));
          check(draft, 2 * (pick.point % (xy.length / 2)), [xy[j]! + pick.by[0], xy[j + 1]! + pick.by[1]]);
        }
        expect(toFabric(draft)).toEqual(fabric);
      }),
      { seed, numRuns: 150 },
    );
    expect(Math.min(seen.ok, seen.refused)).toBeGreaterThan(50);
  };
  const changedBy = (draft: DraftFabric, outcome: FabricOutcome) => {
    const { delta } = performed(draft, outcome);
    const changed = toFabric(draft);
    applyFabricDelta(draft, invertFabricDelta(delta));
    return changed;
  };

  test('a move is done just if it leaves a valid fabric', () => {
    eachPick(21, (draft, i, to) => {
      const fabric = toFabric(draft);
      const from = [fabric.arcs.xy[i]!, fabric.arcs.xy[i + 1]!] as const;
      const outcome = moveNode(draft, from, to);
      const raw = movePoints(fabric, from, to);
      count(outcome.ok);
      if (outcome.ok) expect(changedBy(draft, outcome)).toEqual(raw);
      if (refusal(outcome)[0] !== 'zero-length')
        expect([from, to, outcome.ok]).toEqual([from, to, validateFabric(raw).length === 0]);
    });
  });

  test('a vertex is inserted just if that leaves a valid fabric', () => {
    eachPick(22, (draft, i, to) => {
      const fabric = toFabric(draft);
      const arc = fabric.arcs.offsets.findIndex((offset) => 2 * offset > i) - 1;
      const outcome = insertNode(draft, fabric.arcs.ids[arc]!, to);
      const { offsets } = fabric.arcs;
      const valid = Array.from({ length: offsets[arc + 1]! - offsets[arc]! - 1 }, (_, k) =>
        insertPoint(fabric, arc, 2 * (offsets[arc]! + k + 1), to),
      );
      count(outcome.ok);
      if (outcome.ok) {
        const changed = changedBy(draft, outcome);
        expect(valid).toContainEqual(changed);
        expect(validateFabric(changed)).toEqual([]);
      } else if (valid.length === 1) expect(validateFabric(valid[0]!)).not.toEqual([]);
    });
  });

  test('a vertex is deleted just if that leaves a valid fabric', () => {
    eachPick(23, (draft, i) => {
      const fabric = toFabric(draft);
      const { offsets, xy } = fabric.arcs;
      const arc = offsets.findIndex((offset) => 2 * offset > i) - 1;
      const outcome = deleteNode(draft, [xy[i]!, xy[i + 1]!]);
      count(outcome.ok);
      if (i === 2 * offsets[arc]! || i === 2 * offsets[arc + 1]! - 2) {
        if (outcome.ok) expect(validateFabric(changedBy(draft, outcome))).toEqual([]);
        return;
      }
      const raw = removePoint(fabric, arc, i);
      if (outcome.ok) expect(changedBy(draft, outcome)).toEqual(raw);
      expect(outcome.ok).toBe(validateFabric(raw).length === 0);
    });
  });
});
