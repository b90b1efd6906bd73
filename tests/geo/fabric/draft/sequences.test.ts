import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  applyFabricDelta,
  composeFabricDeltas,
  type FabricDelta,
  fabricTouches,
  invertFabricDelta,
} from '../../../../geo/fabric/draft/delta.ts';
import { createDraftFabric, type DraftFabric, toFabric } from '../../../../geo/fabric/draft/draft-fabric.ts';
import { validateFabric } from '../../../../geo/index.ts';
import { seededRandom } from '../../../bench/bench.ts';
import { doubleArea } from './double-area.ts';
import { anyTown, freshIds } from './drafts.ts';
import { editAtRandom } from './edit-at-random.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const EDITS = 15;

/** Edits a town, or only what lies within its outline; gives the deltas that were done. */
function edit(draft: DraftFabric, seed: number, within = false, each: () => void = () => {}): FabricDelta[] {
  const random = seededRandom(seed);
  const ids = freshIds();
  const deltas: FabricDelta[] = [];
  for (let n = 0; n < EDITS; n++) {
    const outcome = editAtRandom(draft, [...draft.arcs.values()], random, ids);
    if (!outcome?.ok || (within && movesOutline(outcome.delta))) continue;
    applyFabricDelta(draft, outcome.delta);
    deltas.push(outcome.delta);
    each();
  }
  return deltas;
}

function movesOutline({ arcs }: FabricDelta): boolean {
  const places = (side: 'before' | 'after'): string[] =>
    arcs.flatMap((change) => {
      const arc = change[side];
      if (!arc || (arc.left !== null && arc.right !== null)) return [];
      return Array.from({ length: arc.xy.length / 2 }, (_, i) => `${arc.xy[2 * i]} ${arc.xy[2 * i + 1]}`);
    });
  return [...new Set(places('before'))].sort().join() !== [...new Set(places('after'))].sort().join();
}

/** Twice the area of all blocks together, whole cm². */
const sumOfBlocks = (draft: DraftFabric): number =>
  [...draft.blocks.keys()].reduce((sum, block) => sum + doubleArea(draft, block), 0);

describe('after any sequence of edits', () => {
  test('the fabric is valid, Euler’s formula included', () => {
    let done = 0;
    fc.assert(
      fc.property(anyTown, seeds, (fabric, seed) => {
        const draft = createDraftFabric(fabric);
        edit(draft, seed, false, () => {
          done++;
          expect(validateFabric(toFabric(draft))).toEqual([]);
        });
      }),
      { seed: 61, numRuns: 120 },
    );
    expect(done).toBeGreaterThan(300);
  });

  test('the index is that of a draft made anew', () => {
    fc.assert(
      fc.property(anyTown, seeds, (fabric, seed) => {
        const draft = createDraftFabric(fabric);
        edit(draft, seed);
        const anew = createDraftFabric(toFabric(draft));
        const sorted = <T>(ids: Iterable<T>): T[] => [...ids].sort();
        expect(sorted(draft.blocks.keys())).toEqual(sorted(anew.blocks.keys()));
        for (const [id, arcs] of draft.blocks) expect(sorted(arcs)).toEqual(sorted(anew.blocks.get(id)!));
        for (const [id, arcs] of draft.arcsAt) expect(sorted(arcs)).toEqual(sorted(anew.arcsAt.get(id)!));
        expect(draft.arcsAt.size).toBe(anew.arcsAt.size);
        const found = draft.index.search(draft.index.bounds());
        expect(sorted(found.map(({ arc }) => arc.id))).toEqual(sorted(draft.arcs.keys()));
        for (const box of found) expect(box.arc).toBe(draft.arcs.get(box.arc.id));
      }),
      { seed: 62, numRuns: 60 },
    );
  });

  test('within the town the area of all blocks together is the same, to the last square centimetre', () => {
    fc.assert(
      fc.property(anyTown, seeds, (fabric, seed) => {
        const draft = createDraftFabric(fabric);
        const before = sumOfBlocks(draft);
        edit(draft, seed, true, () => expect(sumOfBlocks(draft)).toBe(before));
      }),
      { seed: 63, numRuns: 100 },
    );
  });

  test('back leads to the bytes at the start, and forward again to those at the end', () => {
    fc.assert(
      fc.property(anyTown, seeds, (fabric, seed) => {
        const draft = createDraftFabric(fabric);
        const deltas = edit(draft, seed);
        const end = toFabric(draft);
        for (const delta of [...deltas].reverse()) applyFabricDelta(draft, invertFabricDelta(delta));
        expect(toFabric(draft)).toEqual(fabric);
        for (const delta of deltas) applyFabricDelta(draft, JSON.parse(JSON.stringify(delta)) as FabricDelta);
        expect(toFabric(draft)).toEqual(end);
      }),
      { seed: 64, numRuns: 80 },
    );
  });

  test('all of them together are one delta that does the same', () => {
    const nothing: FabricDelta = { nodes: [], arcs: [], blocks: [] };
    fc.assert(
      fc.property(anyTown, seeds, (fabric, seed) => {
        const draft = createDraftFabric(fabric);
        const deltas = edit(draft, seed);
        const end = toFabric(draft);
        const all = deltas.reduce(composeFabricDeltas, nothing);
        const once = createDraftFabric(fabric);
        applyFabricDelta(once, all);
        expect(toFabric(once)).toEqual(end);
        applyFabricDelta(once, invertFabricDelta(all));
        expect(toFabric(once)).toEqual(fabric);
        expect(composeFabricDeltas(all, invertFabricDelta(all))).toEqual(nothing);
      }),
      { seed: 65, numRuns: 80 },
    );
  });

  test('two edits that touch nothing in common lead to the same bytes in either order', () => {
    let pairs = 0;
    fc.assert(
      fc.property(anyTown, seeds, (fabric, seed) => {
        const draft = createDraftFabric(fabric);
        const random = seededRandom(seed);
        const arcs = [...draft.arcs.values()];
        const ids = freshIds();
        for (let n = 0; n < 10; n++) {
          const a = editAtRandom(draft, arcs, random, ids);
          const b = editAtRandom(draft, arcs, random, ids);
          if (!a?.ok || !b?.ok) continue;
          const [touched, others] = [a, b].map(({ delta }) => Object.values(fabricTouches(delta)).flat());
          if (others!.some((id) => touched!.includes(id))) continue;
          pairs++;
          const [one, other] = [createDraftFabric(fabric), createDraftFabric(fabric)];
          for (const { delta } of [a, b]) applyFabricDelta(one, delta);
          for (const { delta } of [b, a]) applyFabricDelta(other, delta);
          expect(toFabric(other)).toEqual(toFabric(one));
          expect(validateFabric(toFabric(one))).toEqual([]);
        }
      }),
      { seed: 66, numRuns: 150 },
    );
    expect(pairs).toBeGreaterThan(20);
  });
});
