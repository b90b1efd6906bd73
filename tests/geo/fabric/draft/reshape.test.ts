import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { blockAreaM2 } from '../../../../geo/fabric/draft/block-rings.ts';
import { applyFabricDelta, invertFabricDelta } from '../../../../geo/fabric/draft/delta.ts';
import { createDraftFabric, type DraftFabric, toFabric } from '../../../../geo/fabric/draft/draft-fabric.ts';
import { reshapeArc } from '../../../../geo/fabric/draft/reshape-arc.ts';
import { validateFabric } from '../../../../geo/index.ts';
import { box } from '../drawn.ts';
import { anyTown, draw, fourBoxes, line, nested, performed, refusal } from './drafts.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

const reshape = (draft: DraftFabric, ...points: [number, number][]) => reshapeArc(draft, line(...points));
const areas = (draft: DraftFabric, ids: readonly number[]): number[] =>
  ids.map((id) => Math.round(blockAreaM2(draft, id)));

//   ┌─2─┬─3─┐
//   ├─0─┼─1─┤    100 m each
//   └───┴───┘
describe('reshaping a border', () => {
  test('replaces what lies between the ends of the line, for both neighbours', () => {
    for (const points of [
      [
        [100, 20],
        [130, 20],
        [130, 80],
        [100, 80],
      ],
      [
        [100, 80],
        [130, 80],
        [130, 20],
        [100, 20],
      ],
    ] as [number, number][][]) {
      const { draft, ids } = fourBoxes();
      const { delta, touches } = performed(draft, reshape(draft, ...points));
      expect(delta.arcs).toHaveLength(1);
      expect(touches.blocks).toEqual([ids[0], ids[1]]);
      expect(areas(draft, ids)).toEqual([11_800, 8200, 10_000, 10_000]);
      expect(validateFabric(toFabric(draft))).toEqual([]);
    }
  });

  test('from junction to junction replaces all of it', () => {
    const { draft, ids } = fourBoxes();
    performed(draft, reshape(draft, [100, 0], [80, 50], [100, 100]));
    expect(areas(draft, ids)).toEqual([9000, 11_000, 10_000, 10_000]);
    expect(validateFabric(toFabric(draft))).toEqual([]);
  });

  test('with a line that crosses it is one border afterwards', () => {
    const { draft, ids } = fourBoxes();
    performed(draft, reshape(draft, [100, 10], [120, 30], [80, 70], [100, 90]));
    expect(areas(draft, ids)).toEqual([10_000, 10_000, 10_000, 10_000]);
    expect(validateFabric(toFabric(draft))).toEqual([]);
  });

  test('with a line that begins and ends beside it by a rounding bends it there', () => {
    const { draft } = fourBoxes();
    performed(draft, reshape(draft, [100.01, 20], [130, 50], [99.99, 80]));
    expect(validateFabric(toFabric(draft))).toEqual([]);
  });

  test('that is closed replaces the way round that changes less, over its start, too', () => {
    const { draft, ids } = nested();
    performed(draft, reshape(draft, [30, 50], [20, 25], [50, 30]));
    const [, inner] = areas(draft, ids);
    expect(inner).toBeGreaterThan(900);
    expect(inner).toBeLessThan(1200);
    performed(draft, reshape(draft, [60, 40], [70, 50], [60, 50]));
    expect(areas(draft, ids)[1]! - inner!).toBe(50);
    expect(validateFabric(toFabric(draft))).toEqual([]);
    expect([...draft.arcs.values()].every(({ from, to }) => from === to)).toBe(true);
  });

  test('is taken back and done again to the byte', () => {
    const { draft } = nested();
    const before = toFabric(draft);
    const { delta } = performed(draft, reshape(draft, [30, 50], [20, 25], [50, 30]));
    const after = toFabric(draft);
    applyFabricDelta(draft, invertFabricDelta(delta));
    expect(toFabric(draft)).toEqual(before);
    applyFabricDelta(draft, delta);
    expect(toFabric(draft)).toEqual(after);
  });
});

describe('reshaping is refused', () => {
  const { draft } = fourBoxes();
  const refused = (...points: [number, number][]) => refusal(reshape(draft, ...points));

  test('for a line that ends on no border', () => {
    expect(refused([100, 20], [130, 50])).toEqual(['ends-inside-block', [130, 50]]);
    expect(refused([130, 50], [100, 20])).toEqual(['ends-inside-block', [130, 50]]);
  });

  test('for a line from one border to another, or past a junction', () => {
    expect(refused([100, 20], [150, 50], [200, 20])[0]).toBe('not-one-border');
    expect(refused([100, 50], [130, 100], [100, 150])[0]).toBe('not-one-border');
  });

  test('for a line across or onto another border', () => {
    expect(refused([100, 20], [250, 30], [250, 70], [100, 80])).toEqual(['crossing', [200, 26.67]]);
    expect(refused([100, 20], [200, 50], [100, 80])).toEqual(['touching', [200, 50]]);
  });

  test('for a line that crosses itself, has no length, no place, or is the border as it is', () => {
    expect(refused([100, 20], [150, 20], [120, 60], [120, 0], [100, 80])[0]).toBe('self-crossing');
    expect(refused([100, 20])[0]).toBe('zero-length');
    expect(refused([100, 0], [100, 100])[0]).toBe('zero-length');
    expect(refusal(reshapeArc(draft, [0.5, 0, 1, 1]))[0]).toBe('bad-coordinate');
  });

  test('for a line around a block, which would come to the other side', () => {
    const { draft: town } = draw(box(0, 0, 100, 100), box(100, 0, 200, 100), box(120, 40, 140, 60));
    expect(refusal(reshape(town, [100, 20], [160, 20], [160, 80], [100, 80]))[0]).toBe('turned-over');
    performed(town, reshape(town, [100, 20], [115, 20], [115, 80], [100, 80]));
    expect(validateFabric(toFabric(town))).toEqual([]);
  });
});

test('in any town a border that is reshaped leaves a valid fabric of the same blocks', () => {
  const place = fc.tuple(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }));
  const bend = fc.tuple(fc.nat(), fc.integer({ min: -400, max: 400 }), fc.integer({ min: -400, max: 400 }));
  const edits = fc.array(fc.record({ from: place, to: place, bends: fc.array(bend, { maxLength: 3 }) }), {
    maxLength: 8,
  });
  let done = 0;
  fc.assert(
    fc.property(anyTown, edits, (fabric, list) => {
      const draft = createDraftFabric(fabric);
      if (draft.arcs.size === 0) return;
      for (const { from, to, bends } of list) {
        const { xy } = [...draft.arcs.values()][from[0] % draft.arcs.size]!;
        const on = ([pick, share]: [number, number]): [number, number] => {
          const i = 2 * (pick % (xy.length / 2 - 1));
          const at = (k: number): number => Math.round(xy[i + k]! + share * (xy[i + k + 2]! - xy[i + k]!));
          return [at(0), at(1)];
        };
        const beside = ([pick, dx, dy]: [number, number, number]): [number, number] => {
          const i = 2 * (pick % (xy.length / 2));
          return [xy[i]! + dx, xy[i + 1]! + dy];
        };
        const outcome = reshapeArc(draft, [on(from), ...bends.map(beside), on(to)].flat());
        if (!outcome.ok) continue;
        done++;
        const before = toFabric(draft);
        performed(draft, outcome);
        expect(toFabric(draft).blocks).toEqual(before.blocks);
        expect(validateFabric(toFabric(draft))).toEqual([]);
      }
    }),
    { seed: 51, numRuns: 200 },
  );
  expect(done).toBeGreaterThan(50);
});
