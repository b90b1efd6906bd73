import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { differenceOf, isBetter } from '../../../geo/divide/plan-figures.ts';
import { bandOf, type ProposalRequest } from '../../../geo/divide/proposal-request.ts';
import { type ProposalOutcome, type ProposalProgress, propose } from '../../../geo/divide/propose.ts';
import { scoreParts } from '../../../geo/divide/scores.ts';
import { splitsOf } from '../../../geo/divide/splits.ts';
import { divideRegion, rebalanceRegions, redivideRegions, withProposal } from '../../../geo/divide/tasks.ts';
import { drawn, lattice } from './lattice.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

/** Drives a search to its end. */
function outcomeOf(request: ProposalRequest, seen: ProposalProgress[] = []): ProposalOutcome {
  const searching = propose(request);
  for (let next = searching.next(); ; next = searching.next()) {
    if (next.done) return next.value;
    seen.push(next.value);
  }
}

function found(request: ProposalRequest) {
  const outcome = outcomeOf(request);
  if (!outcome.ok) throw new Error(outcome.problem.detail);
  return outcome;
}

const request = (columns: number, rows: number, more: Partial<ProposalRequest> = {}): ProposalRequest => {
  const graph = more.graph ?? lattice(columns, rows);
  const parts = more.parts ?? 4;
  return {
    ...{ graph, parts, band: bandOf(graph, parts, 0.1, more.within), seed: 1, objective: 'cut-edges', steps: 50 },
    ...more,
  };
};

describe('proposals', () => {
  test('four quarters of a square are found, with the fewest edges cut', () => {
    const { proposals, notes, steps } = found(request(8, 8));
    expect(notes).toEqual([]);
    expect(steps).toBe(50);
    expect(proposals).toHaveLength(1);
    expect(proposals[0]).toMatchObject({ balanced: true, bestAt: 'cutEdges', moves: [] });
    expect(proposals[0]!.figures.cutEdges).toBe(16);
  });

  test('are whole, within the band, and the same for the same seed', () => {
    const any = fc.record({
      seed: fc.nat(),
      parts: fc.integer({ min: 2, max: 8 }),
      people: fc.constantFrom(
        () => 1,
        (unit: number) => unit % 4,
        (unit: number) => 1 + (unit % 3),
      ),
      objective: fc.constantFrom('cut-edges' as const, 'compactness' as const),
    });
    fc.assert(
      fc.property(any, ({ seed, parts, people, objective }) => {
        const graph = lattice(9, 8, people);
        const asked = request(9, 8, { graph, parts, seed, objective, band: bandOf(graph, parts, 0.25), steps: 20 });
        const { proposals } = found(asked);
        const [{ assignment, population, balanced, figures }] = proposals as [(typeof proposals)[0]];
        const scores = scoreParts(graph, assignment, parts);
        expect(scores.contiguous).toBe(true);
        expect(scores.unassigned).toBe(0);
        expect(Math.min(...scores.parts.units)).toBeGreaterThan(0);
        expect([...population]).toEqual([...scores.parts.population]);
        expect(balanced).toBe(true);
        expect(scores.maxDeviation).toBeLessThanOrEqual(0.25 + 1e-9);
        expect(figures.cutEdges).toBe(scores.cutEdges);
        expect(figures.maxDeviation).toBeCloseTo(scores.maxDeviation, 12);
        expect(found(asked).proposals[0]!.assignment).toEqual(assignment);
      }),
      { numRuns: 12 },
    );
  });

  test('come with progress that rises and ends', () => {
    const seen: ProposalProgress[] = [];
    outcomeOf(request(12, 12, { alternatives: 3 }), seen);
    expect(seen.length).toBeGreaterThan(20);
    for (let i = 1; i < seen.length; i++) {
      expect(seen[i]!.share).toBeGreaterThanOrEqual(seen[i - 1]!.share);
      expect(seen[i]!.share).toBeLessThanOrEqual(1);
    }
  });

  test('show the best plan so far while the search goes on', () => {
    const searching = propose(request(12, 12, { alternatives: 3 }));
    const told = new Set<string>();
    for (let next = searching.next(); !next.done; next = searching.next()) {
      const { figures, balanced } = next.value.best();
      expect(figures.cutEdges).toBeGreaterThan(0);
      expect(balanced).toBe(figures.maxDeviation <= 0.1 + 1e-9);
      told.add(next.value.figure);
    }
    expect([...told].slice(0, 2)).toEqual(['cutEdges', 'maxDeviation']);
  });

  test('can be stopped, and the best so far is given', () => {
    const searching = propose(request(12, 12, { alternatives: 5 }));
    searching.next();
    let next = searching.next('stop');
    while (!next.done) next = searching.next();
    const outcome = next.value;
    expect(outcome.ok && outcome.notes.map(({ kind }) => kind)).toContain('stopped');
    const plan = outcome.ok ? outcome.proposals[0]!.assignment : new Int32Array();
    expect(scoreParts(lattice(12, 12), plan, 4)).toMatchObject({ contiguous: true, unassigned: 0 });
  });

  test('units that take no part are in none, and the others are divided', () => {
    const within = Uint8Array.from({ length: 64 }, (_, unit) => Number(unit % 8 < 4));
    const { proposals } = found(request(8, 8, { within, parts: 2 }));
    const { assignment, population } = proposals[0]!;
    expect(assignment.filter((_, unit) => within[unit] === 0).every((part) => part === -1)).toBe(true);
    expect([...population]).toEqual([16, 16]);
  });
});

describe('least change', () => {
  //   A A A A A B B      A has 15 squares, B 6; the band allows 10 or 11
  //   A A A A A B B
  //   A A A A A B B
  const base = drawn('AAAAABB AAAAABB AAAAABB');
  const asked = request(7, 3, { parts: 2, objective: 'least-change', base });

  test('moves no more people than it must, and tells why', () => {
    const [plan] = found(asked).proposals;
    expect(plan!.figures.moved).toBe(4);
    expect([...plan!.continues]).toEqual([0, 1]);
    expect(plan!.moves).toHaveLength(1);
    expect(plan!.moves[0]).toMatchObject({ population: 4, from: 0, to: 1, reason: 'band', without: 15, with: 11 });
  });

  test('a region more: the largest is split, and the new part is told as such', () => {
    const [plan] = found({ ...asked, parts: 3, band: bandOf(asked.graph, 3, 0.15) }).proposals;
    expect(plan!.figures.moved).toBe(7);
    expect([...plan!.continues].sort()).toEqual([-1, 0, 1]);
    expect(plan!.moves[0]).toMatchObject({ from: 0, population: 7, reason: 'new-region' });
  });

  test('a region less: it ends, and its people are told as moved', () => {
    const three = drawn('AAABBCC AAABBCC AAABBCC');
    const [plan] = found({ ...asked, base: three }).proposals;
    expect(plan!.figures.moved).toBeLessThanOrEqual(9);
    expect(plan!.moves.some(({ reason }) => reason === 'region-ends')).toBe(true);
  });

  test('nothing moves where everything is in its band already', () => {
    const even = drawn('AABB AABB');
    const [plan] = found(request(4, 2, { parts: 2, objective: 'least-change', base: even })).proposals;
    expect(plan!.figures.moved).toBe(0);
    expect(plan!.moves).toEqual([]);
  });
});

describe('alternatives', () => {
  const base = Int32Array.from({ length: 196 }, (_, unit) => (unit % 14 < 5 ? 0 : unit % 14 < 9 ? 1 : 2));
  const people = (unit: number) => 1 + ((unit * 7) % 5);
  const graph = lattice(14, 14, people);
  const asked = request(14, 14, { graph, base, parts: 4, band: bandOf(graph, 4, 0.1), alternatives: 4 });

  test('differ by a twentieth of the people, and each is the best at its own number', () => {
    const { proposals } = found(asked);
    expect(proposals.length).toBeGreaterThan(1);
    expect(proposals[0]!.bestAt).toBe('cutEdges');
    expect(new Set(proposals.map(({ bestAt }) => bestAt)).size).toBe(proposals.length);
    for (const one of proposals) {
      for (const other of proposals) {
        if (one === other) continue;
        expect(differenceOf(asked, one.assignment, other.assignment)).toBeGreaterThanOrEqual(0.05);
        expect(isBetter(one.bestAt, other.figures, one.figures)).toBe(false);
      }
    }
  });

  test('where not as many are found, that is said', () => {
    const { proposals, notes } = found(request(2, 1, { parts: 2, alternatives: 3 }));
    expect(proposals).toHaveLength(1);
    expect(notes).toMatchObject([{ kind: 'few-alternatives', wanted: 3, found: 1 }]);
  });
});

describe('conditions', () => {
  test('a group to be kept is never split', () => {
    const keep = Int32Array.from({ length: 64 }, (_, unit) => Math.floor((unit % 8) / 2) + 4 * Math.floor(unit / 16));
    const groups = [...new Set(keep)];
    for (const seed of [1, 2, 3]) {
      const { proposals } = found(request(8, 8, { keep, seed, parts: 5, band: { least: 12, most: 16 } }));
      expect(splitsOf(keep, proposals[0]!.assignment, lattice(8, 8).population)).toEqual([]);
      expect(groups).toHaveLength(16);
    }
  });

  test('a group in pieces is told, and each piece kept', () => {
    const keep = drawn('A..A ....');
    const { notes } = found(request(4, 2, { keep, parts: 2 }));
    expect(notes).toMatchObject([{ kind: 'group-apart', group: 0, pieces: 2 }]);
  });

  test('compounds are rather not split: twelve of two squares each lie whole', () => {
    const groups = Int32Array.from({ length: 24 }, (_, unit) => Math.floor(unit / 2));
    const { proposals } = found(request(6, 4, { groups, parts: 4, band: { least: 5, most: 7 } }));
    expect(proposals[0]!.figures.splitGroups).toBe(0);
  });

  //   a river between the third and the fourth of eight columns
  test('parts do not reach across a barrier where they need not', () => {
    const graph = lattice(8, 6, (unit) => (unit % 8 < 3 ? 10 : 6));
    const barriers = Float64Array.from(graph.a, (a, e) => Number(a % 8 === 2 && graph.b[e]! % 8 === 3));
    const { proposals } = found(request(8, 6, { graph, barriers, parts: 4, band: bandOf(graph, 4, 0.15) }));
    expect(proposals[0]!.figures.barrierM).toBe(0);
  });

  test('locked units are in the regions they are locked to', () => {
    const locked = drawn('D....... ........ ........ .......B');
    const { proposals } = found(request(8, 4, { locked, seed: 3 }));
    const { assignment, continues } = proposals[0]!;
    expect(continues[assignment[24]!]).toBe(3);
    expect(continues[assignment[7]!]).toBe(1);
  });

  test('locked units stay where they are though the plan that stands is changed around them', () => {
    const base = drawn('AAAAABB AAAAABB AAAAABB');
    const locked = drawn('......A ....... .......');
    const asked = request(7, 3, { parts: 2, objective: 'least-change', base, locked, band: { least: 8, most: 13 } });
    const { assignment, continues } = found(asked).proposals[0]!;
    expect(continues[assignment[20]!]).toBe(0);
    expect(scoreParts(asked.graph, assignment, 2).contiguous).toBe(true);
  });
});

describe('what is not possible is said', () => {
  test('no plan within the band: the nearest is given, with the parts that are outside', () => {
    const graph = lattice(4, 1, (unit) => (unit === 0 ? 10 : 1));
    const { proposals, notes } = found(request(4, 1, { graph, parts: 2, band: { least: 6, most: 7 } }));
    expect(proposals[0]).toMatchObject({ balanced: false });
    expect([...proposals[0]!.population].sort((p, q) => p - q)).toEqual([3, 10]);
    expect(notes.map(({ kind }) => kind)).toEqual(['out-of-band', 'unit-too-large']);
    expect(notes[0]!.detail).toBe('no plan with every part between 6 and 7 was found; the nearest has 2 parts outside');
  });

  const problemOf = (asked: ProposalRequest) => {
    const outcome = outcomeOf(asked);
    return outcome.ok ? null : outcome.problem;
  };
  const graph = lattice(3, 1);

  test.each<[string, Partial<ProposalRequest>, object]>([
    ['more parts than units', { parts: 4 }, { reason: 'too-many-parts', parts: 4, units: 3 }],
    ['more parts than kept groups', { parts: 3, keep: drawn('AA.') }, { reason: 'too-many-parts', units: 2 }],
    ['nothing to divide', { within: new Uint8Array(3) }, { reason: 'no-units' }],
    ['nobody', { graph: lattice(3, 1, () => 0) }, { reason: 'no-population' }],
    ['least change against nothing', { objective: 'least-change' }, { reason: 'no-base' }],
    [
      'compactness without measures',
      { objective: 'compactness', graph: { ...graph, areaM2: new Float64Array(3).fill(Number.NaN) } },
      { reason: 'no-measures' },
    ],
    ['units in pieces', { within: Uint8Array.of(1, 0, 1) }, { reason: 'disconnected', pieces: [[0], [2]] }],
    ['a kept group locked to two regions', { keep: drawn('AA.'), locked: drawn('AB.') }, { reason: 'lock-conflict' }],
    ['locked units cut off', { locked: drawn('ABA') }, { reason: 'locks-apart', region: 0, units: [0, 2] }],
    ['more locked regions than parts', { locked: drawn('ABC') }, { reason: 'too-many-locks', regions: 3, parts: 2 }],
  ])('%s', (_, more, problem) => {
    expect(problemOf(request(3, 1, { graph, parts: 2, band: { least: 1, most: 2 }, ...more }))).toMatchObject(problem);
  });
});

describe('tasks', () => {
  //   A A A B B B        two communities of 18 squares
  const assignment = Int32Array.from({ length: 36 }, (_, unit) => (unit % 6 < 3 ? 0 : 1));
  const task = { graph: lattice(6, 6), assignment, size: { tolerance: 0.1 }, seed: 1, steps: 20 };

  test('one region is divided, the other left alone', () => {
    const asked = divideRegion(task, 1, 3);
    const [plan] = found(asked).proposals;
    const after = withProposal(assignment, plan!, [5, 6, 7]);
    expect(after.filter((region) => region === 0)).toHaveLength(18);
    expect([5, 6, 7].map((region) => after.filter((other) => other === region).length)).toEqual([6, 6, 6]);
  });

  test('regions are divided anew with as few moves as can be: two into three', () => {
    const asked = redivideRegions(task, [0, 1], 3);
    const [plan] = found(asked).proposals;
    expect(plan!.balanced).toBe(true);
    expect(plan!.figures.moved).toBeLessThanOrEqual(13);
    const after = withProposal(assignment, plan!, [9]);
    expect(new Set(after)).toEqual(new Set([0, 1, 9]));
    expect(() => withProposal(assignment, plan!, [])).toThrow('0 new numbers are not enough');
  });

  test('regions are rebalanced', () => {
    const uneven = Int32Array.from({ length: 36 }, (_, unit) => (unit % 6 < 4 ? 0 : 1));
    const [plan] = found(rebalanceRegions({ ...task, assignment: uneven }, [0, 1])).proposals;
    expect(plan!.balanced).toBe(true);
    expect(plan!.figures.moved).toBeLessThanOrEqual(6);
    expect([...plan!.continues]).toEqual([0, 1]);
  });

  test('a request and its answer can be sent from thread to thread', () => {
    const asked = divideRegion(task, 1, 3);
    expect(structuredClone(asked)).toEqual(asked);
    const outcome = outcomeOf(asked);
    expect(structuredClone(outcome)).toEqual(outcome);
  });
});
