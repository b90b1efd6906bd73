import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DualGraph, dualGraph } from '../../../geo/divide/dual-graph.ts';
import { type Enumeration, enumeratePartitions } from '../../../geo/divide/enumerate/enumerate.ts';
import { bandOf } from '../../../geo/divide/proposal-request.ts';
import { type DivisionScores, scoreParts } from '../../../geo/divide/scores.ts';
import { drawn, lattice } from './lattice.ts';

function outcomeOf(graph: DualGraph, parts: number, tolerance: number | null = null): Enumeration {
  const band = tolerance === null ? null : bandOf(graph, parts, tolerance);
  const enumerating = enumeratePartitions({ graph, parts, band });
  for (let next = enumerating.next(); ; next = enumerating.next()) if (next.done) return next.value;
}

function enumerated(graph: DualGraph, parts: number, tolerance: number | null = null) {
  const outcome = outcomeOf(graph, parts, tolerance);
  if (!outcome.ok) throw new Error(outcome.problem.detail);
  return outcome;
}

const countOf = (graph: DualGraph, parts: number, tolerance: number | null = null): bigint =>
  enumerated(graph, parts, tolerance).count;

/** All partitions into connected parts, another way: the part of the first unit left is any connected set around it. */
function* byForce(graph: DualGraph, parts: number): Generator<Int32Array> {
  const around = Array.from({ length: graph.count }, (_, unit) =>
    graph.neighbours
      .subarray(graph.offsets[unit]!, graph.offsets[unit + 1]!)
      .reduce((set, other) => set | (1 << other), 0),
  );
  const members = (set: number): number[] => [...around.keys()].filter((unit) => (set >> unit) & 1);
  const partOf = new Int32Array(graph.count);

  function* connected(set: number, allowed: number): Generator<number> {
    yield set;
    const next = members(set).reduce((all, unit) => all | around[unit]!, 0) & allowed & ~set;
    let left = allowed;
    for (const unit of members(next)) {
      left &= ~(1 << unit);
      yield* connected(set | (1 << unit), left);
    }
  }

  function* divide(left: number, part: number): Generator<Int32Array> {
    if (left === 0 || part === parts) {
      if (left === 0 && part === parts) yield partOf.slice();
      return;
    }
    const first = left & -left;
    for (const set of connected(first, left & ~first)) {
      for (const unit of members(set)) partOf[unit] = part;
      yield* divide(left & ~set, part + 1);
    }
  }
  yield* divide(2 ** graph.count - 1, 0);
}

describe('partitions into connected parts are counted', () => {
  //   A A B     A B B     a path of three into two parts: two ways
  test('a path of n units has as many as there are ways to choose the cuts', () => {
    expect(countOf(lattice(3, 1), 2)).toBe(2n);
    expect(countOf(lattice(20, 1), 7)).toBe(27_132n);
  });

  test('beyond what a double can hold', () => {
    expect(countOf(lattice(100, 1), 50)).toBe(50_445_672_272_782_096_667_406_248_628n);
  });

  test('a chequerboard of three by three: 1,434 in all', () => {
    const counts = Array.from({ length: 9 }, (_, i) => countOf(lattice(3, 3), i + 1));
    expect(counts[1]).toBe(53n);
    expect(counts.reduce((sum, count) => sum + count)).toBe(1434n);
  });

  test.each([2, 3, 4])('four by four into %d, as by brute force', (parts) => {
    expect(countOf(lattice(4, 4), parts)).toBe(BigInt([...byForce(lattice(4, 4), parts)].length));
  });

  // published: MGGG, "The known sizes of grid metagraphs" (2018)
  test.each([
    [4, 117n],
    [5, 4006n],
    [6, 451_206n],
  ])('a chequerboard with a side of %d into as many parts of one size: %d', (side, count) => {
    expect(countOf(lattice(side, side), side, 0)).toBe(count);
  });

  test('without any, when there are more parts than units, or more pieces than parts', () => {
    expect(enumerated(lattice(2, 2), 5)).toMatchObject({ count: 0n, best: null });
    expect(
      countOf(
        lattice(3, 1, (unit) => unit),
        2,
        0,
      ),
    ).toBe(0n);
    const apart = graphOf(4, [
      [0, 1],
      [2, 3],
    ]);
    expect([1, 2, 3, 4].map((parts) => countOf(apart, parts))).toEqual([0n, 1n, 2n, 1n]);
  });

  test('units without people, and people that are no whole numbers', () => {
    expect(
      countOf(
        lattice(4, 1, (unit) => (unit === 1 ? 0 : 1)),
        3,
        0,
      ),
    ).toBe(2n);
    // .1 + .2 and .3 are not the same double
    expect(
      countOf(
        lattice(3, 1, (unit) => [0.1, 0.2, 0.3][unit]!),
        2,
        0,
      ),
    ).toBe(1n);
  });
});

function graphOf(count: number, edges: readonly [number, number][], population?: readonly number[]): DualGraph {
  return dualGraph({
    edges: {
      a: edges.map(([one]) => one),
      b: edges.map(([, other]) => other),
      sharedM: edges.map(([one, other]) => 1 + ((one + other) % 3)),
    },
    population: Float64Array.from({ length: count }, (_, unit) => population?.[unit] ?? 1),
    areaM2: new Float64Array(count).fill(2),
    boundaryM: Float64Array.from({ length: count }, (_, unit) => unit % 2),
  });
}

describe('every partition is found', () => {
  const anyGraph = fc.integer({ min: 1, max: 9 }).chain((count) => {
    const unit = fc.integer({ min: 0, max: count - 1 });
    return fc.record({
      count: fc.constant(count),
      parts: fc.integer({ min: 1, max: Math.min(count, 5) }),
      edges: fc.array(fc.tuple(unit, unit), { maxLength: 20 }),
      population: fc.array(fc.constantFrom(0, 1, 2, 2.5, 7), { minLength: count, maxLength: count }),
      tolerance: fc.constantFrom(null, 0, 0.2, 0.5),
    });
  });

  test('as many, and the same best, as by brute force on any small graph', () => {
    fc.assert(
      fc.property(anyGraph, ({ count, parts, edges, population, tolerance }) => {
        const graph = graphOf(count, edges, population);
        const fits = ({ maxDeviation }: DivisionScores): boolean =>
          tolerance === null || maxDeviation <= tolerance + 1e-9;
        const all = [...byForce(graph, parts)].map((partOf) => scoreParts(graph, partOf, parts)).filter(fits);
        const { count: counted, best } = enumerated(graph, parts, tolerance);
        expect(counted).toBe(BigInt(all.length));
        expect(best === null).toBe(all.length === 0);
        if (!best) return;
        const [fewest, evenest, roundest] = [best.cutEdges, best.deviation, best.polsbyPopper].map(
          (partOf) => partOf && scoreParts(graph, partOf, parts),
        );
        expect(fewest).toMatchObject({ contiguous: true, unassigned: 0 });
        expect(fewest!.cutEdges).toBe(Math.min(...all.map(({ cutEdges }) => cutEdges)));
        expect(evenest!.maxDeviation).toBeCloseTo(Math.min(...all.map(({ maxDeviation }) => maxDeviation)), 9);
        if (!roundest) return;
        const round = all.map((scores) => scores.meanPolsbyPopper).filter((mean) => !Number.isNaN(mean));
        expect(roundest.meanPolsbyPopper).toBeCloseTo(Math.max(...round), 9);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the best', () => {
  //   C C D D
  //   C C D D      four quarters are the roundest and cut the fewest edges
  //   A A B B
  //   A A B B
  test('of four by four into four of one size is four quarters', () => {
    const { best } = enumerated(lattice(4, 4), 4, 0);
    const quarters = drawn('CCDD CCDD AABB AABB');
    expect(best).toEqual({ cutEdges: quarters, deviation: quarters, polsbyPopper: quarters });
  });

  test('is not looked for by Polsby–Popper where areas are unknown', () => {
    const graph = { ...lattice(2, 2), areaM2: new Float64Array(4).fill(Number.NaN) };
    expect(enumerated(graph, 2).best).toMatchObject({ polsbyPopper: null });
  });

  test('is not given where more than five million would have to be looked at', () => {
    expect(enumerated(lattice(6, 6), 3)).toMatchObject({ best: null });
  });
});

describe('what cannot be counted is said', () => {
  test('every unit beside every other: the frontier is too wide', () => {
    const all = Array.from({ length: 18 }, (_, one) =>
      Array.from({ length: one }, (__, other) => [one, other] as [number, number]),
    );
    expect(outcomeOf(graphOf(18, all.flat()), 2)).toMatchObject({
      ok: false,
      problem: {
        reason: 'too-wide',
        limit: 16,
        detail: expect.stringMatching(/^18 units border each other too closely/),
      },
    });
    const ten = all.flat().filter(([one]) => one < 10);
    expect(countOf(graphOf(10, ten), 2)).toBe(511n);
  });

  test('a large county is refused at once', () => {
    expect(outcomeOf(lattice(48, 48), 35, 0.02)).toMatchObject({ ok: false, problem: { reason: 'too-wide' } });
  });
});
