import { describe, expect, test } from 'vitest';
import { divideGrids, type GridBlock, type GridNeighbours } from '../../../seeds/town/divide-grids.ts';

/** A chessboard of blocks, `size` a side, in two communities: west and east. */
function board(
  size: number,
  households: (i: number, j: number) => number,
): { blocks: GridBlock[]; pairs: GridNeighbours[] } {
  const blocks: GridBlock[] = [];
  const pairs: GridNeighbours[] = [];
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < size; i++) {
      const index = j * size + i;
      blocks.push({
        point: [110 + i * 0.001, 22 + j * 0.001],
        households: households(i, j),
        community: i < size / 2 ? 0 : 1,
        compound: i % 4 < 2 && j % 2 === 0 ? Math.floor(i / 4) + 100 * j : null,
      });
      if (i > 0) pairs.push({ a: index - 1, b: index, sharedM: 100 });
      if (j > 0) pairs.push({ a: index - size, b: index, sharedM: 100 });
    }
  }
  return { blocks, pairs };
}

function pieces(gridOf: Int32Array, grid: number, pairs: readonly GridNeighbours[]): number {
  const own = new Set([...gridOf.keys()].filter((i) => gridOf[i] === grid));
  let count = 0;
  while (own.size > 0) {
    count++;
    const queue = [own.values().next().value!];
    own.delete(queue[0]!);
    for (let current = queue.pop(); current !== undefined; current = queue.pop()) {
      for (const { a, b } of pairs) {
        const next = a === current ? b : b === current ? a : -1;
        if (own.delete(next)) queue.push(next);
      }
    }
  }
  return count;
}

describe('dividing blocks into grids', () => {
  const { blocks, pairs } = board(20, (i, j) => 20 + ((i * 7 + j * 13) % 20));
  const { gridOf, grids } = divideGrids(blocks, pairs);

  test('gives every block a grid of its own community, each grid in one piece', () => {
    blocks.forEach((block, i) => {
      expect(grids[gridOf[i]!]!.community).toBe(block.community);
    });
    for (let grid = 0; grid < grids.length; grid++) expect(pieces(gridOf, grid, pairs)).toBe(1);
  });

  test('keeps grids within 300 to 500 households where blocks are small', () => {
    for (const { households } of grids) {
      expect(households).toBeGreaterThanOrEqual(300);
      expect(households).toBeLessThanOrEqual(500);
    }
  });

  test('keeps most compounds whole', () => {
    const gridsOf = new Map<number, Set<number>>();
    blocks.forEach((block, i) => {
      if (block.compound == null) return;
      gridsOf.set(block.compound, (gridsOf.get(block.compound) ?? new Set()).add(gridOf[i]!));
    });
    const split = [...gridsOf.values()].filter((set) => set.size > 1).length;
    expect(split).toBeLessThan(gridsOf.size * 0.1);
  });

  test('makes as many grids as asked, shared out by households', () => {
    expect(divideGrids(blocks, pairs, { grids: 11 }).grids).toHaveLength(11);
  });

  test('gives a community without households one grid, and a block without community none', () => {
    const empty = divideGrids(
      [
        { point: [110, 22], households: 0, community: 3 },
        { point: [110.1, 22], households: 9, community: -1 },
      ],
      [],
    );
    expect([...empty.gridOf]).toEqual([0, -1]);
    expect(empty.grids).toEqual([{ community: 3, households: 0 }]);
  });
});
