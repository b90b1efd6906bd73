import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../geo/divide/random.ts';
import { createTreeDrawer } from '../../../geo/divide/spanning-tree.ts';
import { lattice } from './lattice.ts';

describe('random numbers', () => {
  test('are the same for the same seed, and others for seeds that differ in any bit', () => {
    const draw = (seed: number) => Array.from({ length: 3 }, createRandom(seed).bits);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7)).not.toEqual(draw(7 + 2 ** 40));
  });

  test('come one by one or many at once in the same order', () => {
    const words = new Uint32Array(5);
    const random = createRandom(3);
    random.fill(words);
    const [one, other] = [createRandom(3), random];
    expect([...words]).toEqual(Array.from({ length: 5 }, one.bits));
    expect(other.bits()).toBe(one.bits());
  });

  test('below n are 0 … n − 1, each as often', () => {
    const random = createRandom(1);
    const counts = new Uint32Array(7);
    for (let i = 0; i < 70_000; i++) counts[random.below(7)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});

/** The tree as a text of its edges. */
function drawnTrees(times: number, size: number, drawer: ReturnType<typeof createTreeDrawer>, root = 0) {
  const counts = new Map<string, number>();
  for (let i = 0; i < times; i++) {
    drawer.draw(root);
    const edges = Array.from({ length: size }, (_, unit) => [unit, drawer.parent[unit]!])
      .filter(([, parent]) => parent !== -1)
      .map(([unit, parent]) => `${Math.min(unit!, parent!)}-${Math.max(unit!, parent!)}`);
    const key = edges.sort().join(' ');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

describe('a random spanning tree', () => {
  const graph = lattice(3, 3);
  const load = (units: number[], weight?: Float64Array) => {
    const drawer = createTreeDrawer(graph, createRandom(5), weight);
    drawer.units.set(units);
    drawer.load(units.length);
    return drawer;
  };

  test('spans, and each unit stands behind its parent', () => {
    const drawer = load([...Array(9).keys()]);
    for (let i = 0; i < 50; i++) {
      drawer.draw(i % 9);
      const order = [...drawer.order.subarray(0, 9)];
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
      expect(order[0]).toBe(i % 9);
      for (const unit of order.slice(1)) expect(order.indexOf(drawer.parent[unit]!)).toBeLessThan(order.indexOf(unit));
    }
  });

  // 3 × 3 squares have 192 spanning trees. χ² with 191 degrees of freedom has mean 191 and deviation 19.5.
  test('is each of the 192 trees of nine squares as often, whatever the root', () => {
    const drawer = load([...Array(9).keys()]);
    for (const root of [0, 4]) {
      const counts = drawnTrees(19_200, 9, drawer, root);
      expect(counts.size).toBe(192);
      const chi2 = [...counts.values()].reduce((sum, n) => sum + (n - 100) ** 2 / 100, 0);
      expect(chi2).toBeLessThan(191 + 4 * 19.5);
    }
  });

  //   3 ─ 4        a ring of four: the tree lacks one edge; the one between 0 and 1 has weight 1/4,
  //   │   │        so that the tree without it is four times as likely as each other: 4/7
  //   0 ─ 1
  test('takes light edges more seldom, in proportion to the product of weights', () => {
    const weight = Float64Array.from(graph.a, (a, e) => (a === 0 && graph.b[e] === 1 ? 0.25 : 1));
    const counts = drawnTrees(14_000, 4, load([0, 1, 3, 4], weight));
    expect(counts.size).toBe(4);
    const without = [...counts].find(([edges]) => !edges.includes('0-1'))![1];
    expect(Math.abs(without - 8000)).toBeLessThan(250);
  });

  test('of a subgraph has its edges only', () => {
    const drawer = load([8, 5, 2, 1]);
    drawer.draw(0);
    expect([...drawer.parent.subarray(0, 4)]).toEqual([-1, 0, 1, 2]);
    expect([...drawer.units.subarray(0, 4)]).toEqual([8, 5, 2, 1]);
  });
});
