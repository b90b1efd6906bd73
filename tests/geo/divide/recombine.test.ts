import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../geo/divide/random.ts';
import { type ChainInput, createRecombiner, runChain } from '../../../geo/divide/recombine.ts';
import { scoreParts } from '../../../geo/divide/scores.ts';
import { drawn, lattice } from './lattice.ts';

/** Columns of a lattice, `width` squares wide each. */
const stripes = (columns: number, rows: number, width: number): Int32Array =>
  Int32Array.from({ length: columns * rows }, (_, unit) => Math.floor((unit % columns) / width));

describe('a chain of recombinations', () => {
  const chains = fc.record({
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
    width: fc.constantFrom(2, 3, 4),
    uneven: fc.boolean(),
  });

  test('keeps every part whole and in its band, and all people counted', () => {
    fc.assert(
      fc.property(chains, ({ seed, width, uneven }) => {
        const graph = lattice(12, 9, (unit) => (uneven ? 1 + (unit % 3) : 1));
        const parts = 12 / width;
        const assignment = stripes(12, 9, width);
        const before = scoreParts(graph, assignment, parts);
        const mean = before.parts.population.reduce((s, p) => s + p, 0) / parts;
        const band = { least: mean * 0.7, most: mean * 1.3 };
        const run = runChain({ graph, assignment, parts, band, seed }, 20);
        const after = scoreParts(graph, assignment, parts);
        expect(run.steps).toBe(20);
        expect(run.cutEdges).toBe(after.cutEdges);
        expect(after.contiguous).toBe(true);
        expect(after.unassigned).toBe(0);
        expect(Math.min(...after.parts.population)).toBeGreaterThanOrEqual(band.least);
        expect(Math.max(...after.parts.population)).toBeLessThanOrEqual(band.most);
        expect(after.parts.population.reduce((s, p) => s + p, 0)).toBeCloseTo(mean * parts, 9);
      }),
      { numRuns: 60 },
    );
  });

  test('the same seed gives the same plan, another seed another', () => {
    const plan = (seed: number) => {
      const assignment = stripes(12, 9, 3);
      runChain({ graph: lattice(12, 9), assignment, parts: 4, band: { least: 24, most: 30 }, seed }, 10);
      return [...assignment];
    };
    expect(plan(4)).toEqual(plan(4));
    expect(plan(4)).not.toEqual(plan(5));
  });

  test('labels stay where most of a part stays', () => {
    const assignment = stripes(12, 9, 6);
    runChain({ graph: lattice(12, 9), assignment, parts: 2, band: { least: 54, most: 54 }, seed: 1 }, 1);
    const kept = assignment.filter((part, unit) => part === stripes(12, 9, 6)[unit]).length;
    expect(kept).toBeGreaterThanOrEqual(54);
  });

  test('units of no part take no part', () => {
    //   A A B B
    //   . A B .
    const assignment = drawn('AABB .AB.');
    runChain({ graph: lattice(4, 2), assignment, parts: 2, band: { least: 2, most: 4 }, seed: 1 }, 20);
    expect([assignment[0], assignment[3]]).toEqual([-1, -1]);
    expect(scoreParts(lattice(4, 2), assignment, 2)).toMatchObject({ contiguous: true, unassigned: 2 });
  });
});

describe('locks', () => {
  const graph = lattice(12, 9);
  const input = { graph, parts: 4, band: { least: 20, most: 34 }, seed: 2 };

  test('a locked part keeps its units, the others change', () => {
    const assignment = stripes(12, 9, 3);
    const { steps } = runChain({ ...input, assignment, lockedParts: Uint8Array.of(1, 0, 0, 0) }, 30);
    expect(steps).toBe(30);
    expect(assignment.filter((part, unit) => (part === 0) !== (stripes(12, 9, 3)[unit] === 0))).toHaveLength(0);
    expect([...assignment]).not.toEqual([...stripes(12, 9, 3)]);
  });

  test('locked units stay in their parts', () => {
    const some = fc.uniqueArray(fc.integer({ min: 0, max: 107 }), { maxLength: 6 });
    fc.assert(
      fc.property(some, fc.nat(), (units, seed) => {
        const assignment = stripes(12, 9, 3);
        const lockedUnits = new Uint8Array(108);
        for (const unit of units) lockedUnits[unit] = 1;
        runChain({ ...input, assignment, lockedUnits, seed }, 10, 200);
        for (const unit of units) expect(assignment[unit]).toBe(stripes(12, 9, 3)[unit]);
        expect(scoreParts(graph, assignment, 4).contiguous).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('there is no step where all parts are locked, or there is one part', () => {
    const assignment = stripes(12, 9, 3);
    expect(runChain({ ...input, assignment, lockedParts: Uint8Array.of(1, 1, 1, 1) }, 5).steps).toBe(0);
    const one: ChainInput = { ...input, assignment: new Int32Array(108), parts: 1, band: { least: 0, most: 108 } };
    expect(runChain(one, 5).steps).toBe(0);
  });
});

describe('what cannot be', () => {
  test('a part in two pieces is refused: its trees would never be finished', () => {
    const assignment = drawn('ABA');
    const input = { graph: lattice(3, 1), assignment, parts: 2, band: { least: 1, most: 2 }, seed: 1 };
    expect(() => runChain(input, 1)).toThrow('part 0 has 2 pieces, one is wanted');
    expect(() => runChain({ ...input, assignment: drawn('AAA') }, 1)).toThrow('part 1 has 0 pieces');
  });

  test('a band that no cut can meet ends the chain', () => {
    const assignment = drawn('AB');
    const graph = lattice(2, 1, (unit) => 1 + 9 * unit);
    const { steps } = runChain({ graph, assignment, parts: 2, band: { least: 5, most: 6 }, seed: 1 }, 1, 100);
    expect(steps).toBe(0);
    expect([...assignment]).toEqual([0, 1]);
  });
});

describe('single proposals', () => {
  test('change nothing before they are applied', () => {
    const graph = lattice(12, 9);
    const assignment = stripes(12, 9, 3);
    const recombiner = createRecombiner(
      { graph, assignment, parts: 4, band: { least: 20, most: 34 } },
      createRandom(1),
    );
    while (recombiner.propose() !== 'found');
    expect([...assignment]).toEqual([...stripes(12, 9, 3)]);
    const { cutEdges, cutEdgesChange } = recombiner;
    recombiner.apply();
    expect(recombiner.cutEdges).toBe(cutEdges + cutEdgesChange);
    expect(scoreParts(graph, assignment, 4).cutEdges).toBe(recombiner.cutEdges);
  });

  test('an even cut brings two parts nearer to each other', () => {
    const graph = lattice(10, 4);
    const assignment = Int32Array.from({ length: 40 }, (_, unit) => (unit % 10 === 0 ? 0 : 1));
    const recombiner = createRecombiner(
      { graph, assignment, parts: 2, band: { least: 20, most: 20 } },
      createRandom(1),
    );
    expect(recombiner.proposeEven()).toBe('found');
    recombiner.apply();
    expect(Math.abs(recombiner.population[0]! - 20)).toBeLessThan(16);
  });

  //   river between the sixth and the seventh column of 12
  test('trees that shun a barrier are cut there more often', () => {
    const graph = lattice(12, 4);
    const crosses = (a: number, b: number) => a % 12 === 5 && b % 12 === 6;
    const weight = Float64Array.from(graph.a, (a, e) => (crosses(a, graph.b[e]!) ? 0.05 : 1));
    const alongRiver = (withWeight: Float64Array | null) => {
      const assignment = stripes(12, 4, 6);
      const recombiner = createRecombiner(
        { graph, assignment, parts: 2, band: { least: 20, most: 28 }, weight: withWeight },
        createRandom(9),
      );
      let along = 0;
      for (let i = 0; i < 400; ) {
        if (recombiner.propose() !== 'found') continue;
        recombiner.apply();
        i += 1;
        along += Number(recombiner.cutEdges === 4);
      }
      return along;
    };
    expect(alongRiver(weight)).toBeGreaterThan(3 * alongRiver(null));
  });
});
