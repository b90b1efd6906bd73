import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coarsen } from '../../../geo/divide/coarse-graph.ts';
import { connectLocks } from '../../../geo/divide/connect-locks.ts';
import { initialPlan } from '../../../geo/divide/initial-plan.ts';
import { linkPieces } from '../../../geo/divide/link-pieces.ts';
import { piecesOf } from '../../../geo/divide/pieces.ts';
import { createRandom } from '../../../geo/divide/random.ts';
import { scoreParts } from '../../../geo/divide/scores.ts';
import { startAnew, startFrom } from '../../../geo/divide/start-plan.ts';
import { drawn, lattice } from './lattice.ts';

const anyLattice = fc.record({
  columns: fc.integer({ min: 1, max: 8 }),
  rows: fc.integer({ min: 1, max: 6 }),
  people: fc.constantFrom(
    () => 1,
    () => 0,
    (unit: number) => unit % 5,
    (unit: number) => (unit === 3 ? 100 : 1),
  ),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  seed: fc.nat(),
});

describe('a first plan', () => {
  test('has as many parts as wanted, each whole and none empty, whatever lives where', () => {
    fc.assert(
      fc.property(anyLattice, ({ columns, rows, people, share, seed }) => {
        const graph = lattice(columns, rows, people);
        const parts = 1 + Math.floor(share * (graph.count - 1));
        const { parts: scores, contiguous } = scoreParts(
          graph,
          initialPlan({ graph, parts }, createRandom(seed)),
          parts,
        );
        expect(contiguous).toBe(true);
        expect(Math.min(...scores.units)).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  test('is even to a few percent where units are small', () => {
    const graph = lattice(30, 30);
    for (const seed of [1, 2, 3]) {
      const plan = initialPlan({ graph, parts: 9 }, createRandom(seed));
      expect(scoreParts(graph, plan, 9).maxDeviation).toBeLessThan(0.1);
    }
  });

  test('is built around its seeds', () => {
    const seeds = drawn('A....... ........ .......B C.......');
    for (let seed = 0; seed < 20; seed++) {
      const plan = initialPlan({ graph: lattice(8, 4), parts: 5, seeds }, createRandom(seed));
      seeds.forEach((part, unit) => {
        if (part >= 0) expect(plan[unit]).toBe(part);
      });
      expect(new Set(plan)).toEqual(new Set([0, 1, 2, 3, 4]));
    }
  });

  test('of more parts than units is refused', () => {
    expect(() => initialPlan({ graph: lattice(2, 1), parts: 3 }, createRandom(1))).toThrow(
      '3 parts cannot be made of 2 units',
    );
  });
});

describe('a plan that begins with what stands', () => {
  const from = (picture: string, parts: number, people?: (unit: number) => number, cores: string | null = null) => {
    const regions = drawn(picture);
    const columns = picture.trim().split(/\s+/)[0]!.length;
    const graph = lattice(columns, regions.length / columns, people);
    const input = { graph, parts, weight: null, cores: cores === null ? null : drawn(cores) };
    const plan = startFrom(input, regions, createRandom(1));
    const { contiguous, parts: scores } = scoreParts(graph, plan, parts);
    expect(contiguous).toBe(true);
    expect(Math.min(...scores.units)).toBeGreaterThan(0);
    return plan;
  };

  test('is that where nothing has to change', () => {
    expect(from('AABB AACC', 3)).toEqual(drawn('AABB AACC'));
  });

  //   A B A        the A in the east is a piece too many, nobody is in the south
  //   . . .
  test('puts lost pieces and unassigned units to a neighbour', () => {
    const plan = from('ABA ...', 2, (unit) => (unit === 3 ? 5 : 1));
    expect(plan[3]).toBe(0);
    expect(plan[4]).toBe(1);
    expect(plan[5]).toBe(1);
  });

  test('splits the regions with most people, each into as many as it needs', () => {
    const plan = from('AAAAAAB AAAAAAB', 4);
    const regionA = new Set([0, 1, 2, 3, 4, 5].map((unit) => plan[unit]));
    expect(regionA.size).toBe(3);
    expect(regionA.has(0)).toBe(true);
    expect([plan[6], plan[13]]).toEqual([1, 1]);
  });

  test('puts neighbouring regions together when there are too many', () => {
    const plan = from('AABBCCDD AABBCCDD', 2);
    expect(plan[0]).toBe(plan[2]);
    expect(plan[4]).toBe(plan[6]);
    expect(plan[0]).not.toBe(plan[7]);
  });

  test('keeps cores in their parts, though another region stood there', () => {
    const cores = 'B....... ........';
    expect(from('AAAABBBB AAAABBBB', 2, undefined, 'B...A... ........')[8]).toBe(1);
    expect(from('AAAABBBB AAAABBBB', 2, undefined, cores)[8]).toBe(1);
  });

  test('without anything standing is a first plan', () => {
    const plan = from('.... ....', 2);
    expect(new Set(plan).size).toBe(2);
    expect(startAnew({ graph: lattice(4, 2), parts: 2, weight: null, cores: null }, createRandom(1))).toEqual(plan);
  });
});

describe('locked units of one part', () => {
  test('are connected by a shortest path that leaves the others alone', () => {
    //   A . B . A        the direct way is B's; the south is free
    //   . . . . .
    const cores = connectLocks(lattice(5, 2), drawn('A.B.A .....')) as Int32Array;
    const scores = scoreParts(lattice(5, 2), cores, 2);
    expect(scores.contiguous).toBe(true);
    expect([...scores.parts.units]).toEqual([7, 1]);
  });

  test('that others cut off are told', () => {
    expect(connectLocks(lattice(3, 1), drawn('ABA'))).toEqual({ apart: 0 });
  });
});

describe('a coarse graph', () => {
  //   fine:  0 1 2 3   groups  A A B .      one edge A–B, the last unit is outside
  //          4 5 6 7           A B B .
  test('adds up people, ground and borders, and counts the edges it stands for', () => {
    const fine = lattice(4, 2, (unit) => unit + 1);
    const { graph, multiplicity, edgeOf } = coarsen(fine, drawn('ABB. AAB.'), 2);
    expect([...graph.population]).toEqual([1 + 2 + 5, 3 + 6 + 7]);
    expect([...graph.areaM2]).toEqual([3, 3]);
    expect([...graph.sharedM]).toEqual([3]);
    expect([...graph.boundaryM]).toEqual([5, 5]);
    expect([...multiplicity]).toEqual([3]);
    expect(edgeOf.filter((edge) => edge === 0)).toHaveLength(3);
    expect(edgeOf.filter((edge) => edge === -1)).toHaveLength(fine.a.length - 3);
  });
});

describe('islands', () => {
  test('are tied to the nearest unit by an edge of no length', () => {
    const line = lattice(5, 1);
    //   0 ─ 1   (gone)   2 ─ 3
    const cut = coarsen(line, [0, 1, -1, 2, 3], 4).graph;
    const linked = linkPieces(cut, [0, 0, 1, 0, 3, 0, 4, 0]);
    expect(linked.links).toEqual([[1, 2]]);
    expect(piecesOf(linked.graph, new Int32Array(4)).partOf).toHaveLength(1);
    expect(linked.graph.perimeterM).toEqual(cut.perimeterM);
  });

  test('a connected graph is left as it is', () => {
    const line = lattice(5, 1);
    expect(linkPieces(line, new Float64Array(10)).graph).toBe(line);
  });
});
