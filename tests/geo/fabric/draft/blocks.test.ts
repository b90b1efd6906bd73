import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { blockAt } from '../../../../geo/fabric/draft/block-at.ts';
import { blockAreaM2, blockNeighbours, blockRings } from '../../../../geo/fabric/draft/block-rings.ts';
import { cutBlock } from '../../../../geo/fabric/draft/cut-block.ts';
import { applyFabricDelta, invertFabricDelta } from '../../../../geo/fabric/draft/delta.ts';
import { createDraftFabric, type DraftFabric, toFabric } from '../../../../geo/fabric/draft/draft-fabric.ts';
import { mergeBlocks } from '../../../../geo/fabric/draft/merge-blocks.ts';
import { validateFabric } from '../../../../geo/index.ts';
import { box, cm, polygon } from '../drawn.ts';
import { anyTown, arcBetween, draw, fourBoxes, freshIds, line, nested, performed, refusal } from './drafts.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

const areas = (draft: DraftFabric, ids: Iterable<number>): number[] =>
  Array.from(ids, (id) => Math.round(blockAreaM2(draft, id)));
const cut = (draft: DraftFabric, block: number, ...points: [number, number][]) =>
  cutBlock(draft, block, line(...points), freshIds());
const sound = (draft: DraftFabric): void => expect(validateFabric(toFabric(draft))).toEqual([]);

//   ┌─2─┬─3─┐
//   ├─0─┼─1─┤    100 m each
//   └───┴───┘
describe('cutting a block', () => {
  test('across makes two, of which the larger keeps the id', () => {
    const { draft, ids } = fourBoxes();
    const { delta, touches } = performed(draft, cut(draft, ids[0]!, [30, 0], [30, 100]));
    const made = delta.blocks[0]!.id;
    expect(delta.blocks).toEqual([{ id: made, before: false, after: true }]);
    expect(areas(draft, [ids[0]!, made])).toEqual([7000, 3000]);
    expect(draft.nodes.size).toBe(9 + 2 - 4); // without the town's corners, where nothing branches
    expect(touches.blocks).toEqual([ids[0]!, ids[2]!, made].sort((a, b) => a - b));
    sound(draft);
  });

  test('takes of the line what lies within the block', () => {
    const { draft, ids } = fourBoxes();
    const { delta } = performed(draft, cut(draft, ids[0]!, [-50, 50], [60, 50], [60, 180]));
    expect(areas(draft, [ids[0]!, delta.blocks[0]!.id])).toEqual([7000, 3000]);
    sound(draft);
  });

  test('from a junction to a vertex makes no new nodes of them', () => {
    const { draft, ids } = fourBoxes();
    const before = draft.nodes.size;
    performed(draft, cut(draft, ids[0]!, [0, 100], [100, 0]));
    expect(draft.nodes.size).toBe(before);
    sound(draft);
  });

  test('along a line whose ends are rounded to the grid beside a slanting border bends the border', () => {
    const { draft, ids } = draw(
      polygon([
        [0, 0],
        [100, 33.33],
        [100, 100],
        [0, 70],
      ]),
    );
    const { delta } = performed(draft, cut(draft, ids[0]!, [47.11, 15.7], [51, 85.3]));
    expect(delta.blocks).toHaveLength(1);
    sound(draft);
  });

  //   ┌────┬────┐
  //   │  ┌─┴─┐  │
  //   │  └─┬─┘  │    one line through the island
  //   └────┴────┘
  test('with an island in it takes the line on both sides of the island', () => {
    const { draft, ids } = nested();
    const { delta } = performed(draft, cut(draft, ids[0]!, [45, -10], [45, 110]));
    expect(areas(draft, [ids[0]!, ids[1]!, delta.blocks[0]!.id])).toEqual([5050, 900, 4050]);
    expect(blockRings(draft, ids[0]!).holes).toEqual([]);
    sound(draft);
  });

  test('beside an island leaves the island to one part', () => {
    const { draft, ids } = nested();
    const { delta } = performed(draft, cut(draft, ids[0]!, [80, 0], [80, 100]));
    const made = delta.blocks[0]!.id;
    expect(areas(draft, [ids[0]!, made])).toEqual([7100, 2000]);
    expect(blockRings(draft, ids[0]!).holes).toHaveLength(1);
    const { delta: next } = performed(draft, cut(draft, ids[0]!, [65, 0], [65, 65], [0, 65]));
    expect(areas(draft, [ids[0]!, next.blocks[0]!.id])).toEqual([8000 - 65 * 65, 65 * 65 - 900].sort((a, b) => b - a));
    sound(draft);
  });

  //   ┌─────┐
  //   │ ┌─┐ │
  //   │ └─┘ │    the island's own border is cut from inside and from outside
  //   └─────┘
  test('whose border is closed and has no junction', () => {
    const { draft, ids } = nested();
    performed(draft, cut(draft, ids[1]!, [30, 45], [60, 45]));
    performed(draft, cut(draft, ids[0]!, [40, -5], [40, 105]));
    sound(draft);
    expect(draft.blocks.size).toBe(4);
    for (const [node, ends] of draft.arcsAt) expect([node, ends.length]).toEqual([node, 3]);
  });

  test('along a closed line within it cuts out an island', () => {
    const { draft, ids } = fourBoxes();
    const { delta } = performed(draft, cut(draft, ids[0]!, [20, 20], [40, 20], [30, 40], [20, 20]));
    expect(areas(draft, [ids[0]!, delta.blocks[0]!.id])).toEqual([9800, 200]);
    expect(blockRings(draft, ids[0]!).holes).toHaveLength(1);
    sound(draft);
  });

  test('along a closed line that leaves it takes what lies within', () => {
    const { draft, ids } = fourBoxes();
    const { delta } = performed(draft, cut(draft, ids[0]!, [20, 20], [20, -20], [60, -20], [60, 20], [20, 20]));
    expect(areas(draft, [ids[0]!, delta.blocks[0]!.id])).toEqual([9200, 800]);
    sound(draft);
  });

  test('and merging the parts again gives back the town but for the vertices on its borders', () => {
    const { draft, ids } = fourBoxes();
    const before = toFabric(draft);
    const { delta } = performed(draft, cut(draft, ids[0]!, [30, 0], [30, 100]));
    performed(draft, mergeBlocks(draft, ids[0]!, [delta.blocks[0]!.id]));
    const after = toFabric(draft);
    expect(after.nodes).toEqual(before.nodes);
    expect(after.blocks).toEqual(before.blocks);
    expect(after.arcs.ids).toEqual(before.arcs.ids);
    expect(after.arcs.xy).toHaveLength(before.arcs.xy.length + 4);
  });

  test('is taken back and done again to the byte', () => {
    const { draft, ids } = nested();
    const before = toFabric(draft);
    const { delta } = performed(draft, cut(draft, ids[0]!, [45, -10], [45, 110]));
    const after = toFabric(draft);
    applyFabricDelta(draft, invertFabricDelta(delta));
    expect(toFabric(draft)).toEqual(before);
    applyFabricDelta(draft, delta);
    expect(toFabric(draft)).toEqual(after);
  });

  test('passes over ids that are taken', () => {
    const { draft, ids } = fourBoxes();
    let next = 0;
    const { delta } = performed(
      draft,
      cutBlock(draft, ids[0]!, line([30, 0], [30, 100]), () => ++next),
    );
    expect(delta.blocks[0]!.before).toBe(false);
    sound(draft);
  });
});

describe('a cut is refused', () => {
  const { draft, ids } = fourBoxes();
  const refused = (...points: [number, number][]) => refusal(cut(draft, ids[0]!, ...points));

  test('when its line ends inside the block, at that end', () => {
    expect(refused([0, 50], [50, 50])).toEqual(['ends-inside-block', [50, 50]]);
    expect(refused([50, 50], [0, 50])).toEqual(['ends-inside-block', [50, 50]]);
    expect(refused([20, 50], [50, 50])[0]).toBe('ends-inside-block');
  });

  test('when its line lies outside the block', () => {
    expect(refused([150, 50], [180, 50])[0]).toBe('outside-block');
    expect(refused([100, 50], [180, 50])[0]).toBe('outside-block');
  });

  test('when its line runs along a border, on it or a rounding beside it', () => {
    expect(refused([0, 0], [100, 0])[0]).toBe('along-border');
    expect(refused([20, 0], [80, 0])[0]).toBe('along-border');
    expect(refused([0, 50], [100, 50], [100, 70])).toEqual(['along-border', [100, 60]]);
    expect(refused([20, 0.01], [80, 0.01])[0]).toBe('along-border');
  });

  test('when its line crosses or touches itself', () => {
    expect(refused([0, 20], [80, 20], [80, 60], [50, 60], [50, 0])).toEqual(['self-crossing', [50, 20]]);
    expect(refused([0, 20], [80, 20], [80, 60], [50, 20], [50, 100])).toEqual(['self-crossing', [50, 20]]);
    expect(refused([0, 20], [80, 20], [0, 20], [80, 20])[0]).toBe('self-crossing');
  });

  //   ┌─┐ ┌─┐
  //  ─┼─┼─┼─┼─    through both arms of a U: three parts
  //   │ └─┘ │
  //   └─────┘
  test('when its line leaves the block and comes back', () => {
    const { draft: town, ids: blocks } = draw(
      polygon([
        [0, 0],
        [90, 0],
        [90, 90],
        [60, 90],
        [60, 30],
        [30, 30],
        [30, 90],
        [0, 90],
      ]),
    );
    expect(refusal(cut(town, blocks[0]!, [-10, 60], [100, 60]))[0]).toBe('leaves-block');
    expect(refused([0, 30], [50, 0], [100, 30])[0]).toBe('leaves-block');
  });

  test('when its line joins an island to the outline, or to itself nothing', () => {
    const { draft: town, ids: blocks } = nested();
    expect(refusal(cut(town, blocks[0]!, [0, 45], [30, 45]))[0]).toBe('does-not-split');
    expect(refusal(cut(town, blocks[0]!, [0, 45], [40, 45]))[0]).toBe('does-not-split');
  });

  test('when it has no length, no such block or no place on the grid', () => {
    expect(refused([50, 50])).toEqual(['zero-length', [50, 50]]);
    expect(refused([50, 50], [50, 50])).toEqual(['zero-length', [50, 50]]);
    expect(refused()[0]).toBe('zero-length');
    expect(refusal(cut(draft, 999, [0, 50], [100, 50]))[0]).toBe('unknown-block');
    expect(refusal(cutBlock(draft, ids[0]!, [0.5, 1, 2, 3], freshIds()))[0]).toBe('bad-coordinate');
    expect(refusal(cutBlock(draft, ids[0]!, [...cm(0, 50), cm(100, 50)[0]], freshIds()))[0]).toBe('bad-coordinate');
  });
});

describe('merging blocks', () => {
  test('takes away the border between them and the nodes in which nothing branches any more', () => {
    const { draft, ids } = fourBoxes();
    const { delta, touches } = performed(draft, mergeBlocks(draft, ids[1]!, [ids[0]!]));
    expect(delta.blocks).toEqual([{ id: ids[0], before: true, after: false }]);
    expect(areas(draft, [ids[1]!])).toEqual([20_000]);
    expect(touches.blocks).toEqual(ids.slice(0, 3));
    expect(draft.arcsAt.size).toBe(4);
    sound(draft);
  });

  test('of a whole town leaves one closed border, which starts at its westernmost node', () => {
    const { draft, ids } = fourBoxes();
    performed(draft, mergeBlocks(draft, ids[3]!, ids));
    expect([...draft.blocks.keys()]).toEqual([ids[3]]);
    expect([...draft.arcs.values()].map(({ from, to }) => from === to)).toEqual([true]);
    expect([...draft.nodes.values()].map(({ x, y }) => [x, y])).toEqual([cm(0, 100)]);
    sound(draft);
  });

  test('of an island and its surroundings lets the hole disappear', () => {
    const { draft, ids } = nested();
    performed(draft, mergeBlocks(draft, ids[0]!, [ids[1]!]));
    expect(blockRings(draft, ids[0]!).holes).toEqual([]);
    expect(draft.nodes.size).toBe(1);
    sound(draft);
  });

  //   ┌─┬─┬─┐
  //   ├─┼4┼─┤    the eight around the middle
  //   └─┴─┴─┘
  test('around another leaves that one in a hole', () => {
    const { draft, ids } = draw(
      ...Array.from({ length: 9 }, (_, i) => {
        const [x, y] = [(i % 3) * 100, Math.floor(i / 3) * 100];
        return box(x, y, x + 100, y + 100);
      }),
    );
    performed(
      draft,
      mergeBlocks(
        draft,
        ids[0]!,
        ids.filter((id) => id !== ids[4]),
      ),
    );
    expect(draft.blocks.size).toBe(2);
    expect(blockRings(draft, ids[0]!).holes).toHaveLength(1);
    expect([...draft.arcs.values()].every(({ from, to }) => from === to)).toBe(true);
    sound(draft);
  });

  test('is refused for blocks that meet in a point only, for unknown ones and for one alone', () => {
    const { draft, ids } = fourBoxes();
    expect(refusal(mergeBlocks(draft, ids[0]!, [ids[3]!]))[0]).toBe('not-one-face');
    expect(refusal(mergeBlocks(draft, ids[0]!, [999]))[0]).toBe('unknown-block');
    expect(refusal(mergeBlocks(draft, 999, [ids[0]!]))[0]).toBe('unknown-block');
    expect(refusal(mergeBlocks(draft, ids[0]!, [ids[0]!]))[0]).toBe('zero-length');
    expect(refusal(mergeBlocks(draft, ids[0]!, []))[0]).toBe('zero-length');
  });

  test('takes no arcs that others keep', () => {
    const { draft, ids } = fourBoxes();
    const kept = arcBetween(draft, ids[2]!, ids[3]!);
    const { delta } = performed(draft, mergeBlocks(draft, ids[0]!, [ids[1]!]));
    expect(delta.arcs.map(({ id }) => id)).not.toContain(kept);
  });
});

describe('in any town', () => {
  const place = fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: -500, max: 500 }), fc.boolean());
  const lines = fc.array(fc.array(place, { minLength: 2, maxLength: 4 }), { maxLength: 8 });

  test('a cut that is done leaves a valid fabric with one block more, and the area of the block in two', () => {
    let done = 0;
    fc.assert(
      fc.property(anyTown, lines, (fabric, drawn) => {
        const draft = createDraftFabric(fabric);
        const { xy } = fabric.arcs;
        for (const places of xy.length > 0 ? drawn : []) {
          // from vertices of borders, or from somewhere near, through the block in their middle
          const points = places.map(([i, j, by, onVertex]): [number, number] => {
            const [a, b] = [2 * (i % (xy.length / 2)), 2 * (j % (xy.length / 2))];
            return onVertex ? [xy[a]!, xy[a + 1]!] : [xy[a]! + by, xy[b + 1]! - by];
          });
          const [[ax, ay], [bx, by]] = points as [[number, number], [number, number]];
          const block = blockAt(draft, (ax + bx) / 2, (ay + by) / 2) ?? [...draft.blocks.keys()][0]!;
          const before = blockAreaM2(draft, block);
          const count = draft.blocks.size;
          const outcome = cutBlock(draft, block, points.flat(), freshIds());
          if (!outcome.ok) continue;
          done++;
          performed(draft, outcome);
          expect(draft.blocks.size).toBe(count + 1);
          expect(validateFabric(toFabric(draft))).toEqual([]);
          const [kept, other] = [blockAreaM2(draft, block), blockAreaM2(draft, outcome.delta.blocks[0]!.id)];
          expect(kept).toBeGreaterThanOrEqual(other * (1 - 1e-9));
          // borders bend by less than a centimetre where the line's ends are rounded
          expect(Math.abs(kept + other - before)).toBeLessThan(0.04 * Math.sqrt(before) + 100);
        }
      }),
      { seed: 31, numRuns: 200 },
    );
    expect(done).toBeGreaterThan(100);
  });

  test('merging neighbours leaves a valid fabric, and their area in one', () => {
    let done = 0;
    fc.assert(
      fc.property(anyTown, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 6 }), (fabric, picks) => {
        const draft = createDraftFabric(fabric);
        for (const [i, j] of picks) {
          if (draft.blocks.size < 2) return;
          const block = [...draft.blocks.keys()][i % draft.blocks.size]!;
          const neighbours = [...blockNeighbours(draft, block).keys()].filter((id) => id !== null);
          const others = neighbours.filter((_, k) => k === 0 || j & (1 << k));
          const before = [block, ...others].reduce((sum, id) => sum + blockAreaM2(draft, id), 0);
          if (others.length === 0) continue;
          done++;
          performed(draft, mergeBlocks(draft, block, others));
          expect(validateFabric(toFabric(draft))).toEqual([]);
          expect(blockAreaM2(draft, block) / before).toBeCloseTo(1, 6);
        }
      }),
      { seed: 32, numRuns: 150 },
    );
    expect(done).toBeGreaterThan(100);
  });
});
