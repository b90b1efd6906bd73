import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { blockAt } from '../../../../geo/fabric/draft/block-at.ts';
import { blockAreaM2, blockNeighbours, blockPolygon, blockRings } from '../../../../geo/fabric/draft/block-rings.ts';
import { createDraftFabric, type DraftFabric, toFabric } from '../../../../geo/fabric/draft/draft-fabric.ts';
import { blocksInCapsule } from '../../../../geo/fabric/draft/select-blocks.ts';
import {
  adjacency,
  blockAreasM2,
  blockPolygons,
  createLocator,
  type Fabric,
  fabricFromRows,
  fabricToRows,
} from '../../../../geo/index.ts';
import { chequeredFabric } from '../../../support/chequered-fabric.ts';
import { cm } from '../drawn.ts';
import { anyTown, fourBoxes, nested } from './drafts.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

const eachFabric = (check: (fabric: Fabric, draft: DraftFabric) => void): void =>
  fc.assert(
    fc.property(anyTown, (fabric) => {
      check(fabric, createDraftFabric(fabric));
    }),
    { seed: 5, numRuns: 80 },
  );

describe('a draft in which nothing has changed', () => {
  test('gives back the fabric it was made of, to the byte', () => {
    eachFabric((fabric, draft) => expect(toFabric(draft)).toEqual(fabric));
    const chequered = chequeredFabric(4, 3);
    expect(toFabric(createDraftFabric(chequered))).toEqual(chequered);
  });

  test('gives the fabric that the database would give', () => {
    eachFabric((fabric, draft) => expect(toFabric(draft)).toEqual(fabricFromRows(fabricToRows(fabric))));
  });
});

describe('a block of a draft', () => {
  test('has the polygon, the area and the neighbours that it has in the fabric', () => {
    eachFabric((fabric, draft) => {
      const polygons = blockPolygons(fabric);
      const areas = blockAreasM2(fabric);
      const pairs = adjacency(fabric);
      fabric.blocks.ids.forEach((id, block) => {
        const ours = blockPolygon(draft, id);
        expect(ours.map(fromLeast).sort(byText)).toEqual(polygons[block]!.map(fromLeast).sort(byText));
        expect(fromLeast(ours[0]!)).toEqual(fromLeast(polygons[block]![0]!));
        expect(blockAreaM2(draft, id)).toBeCloseTo(areas[block]!, 6);
        const neighbours = blockNeighbours(draft, id);
        neighbours.delete(null);
        const theirs = new Map<number, number>();
        pairs.a.forEach((a, i) => {
          if (a === block) theirs.set(fabric.blocks.ids[pairs.b[i]!]!, pairs.lengthCm[i]!);
          if (pairs.b[i] === block) theirs.set(fabric.blocks.ids[a]!, pairs.lengthCm[i]!);
        });
        expect([...neighbours.keys()].sort()).toEqual([...theirs.keys()].sort());
        for (const [neighbour, length] of neighbours) expect(length).toBeCloseTo(theirs.get(neighbour!)!, 6);
      });
    });
  });

  test('has a counter-clockwise outline and clockwise holes, in centimetres', () => {
    const { draft, ids } = nested();
    const { outer, holes } = blockRings(draft, ids[0]!);
    expect(signedArea(outer)).toBe(1e8);
    expect(holes.map(signedArea)).toEqual([-9e6]);
    expect(blockRings(draft, ids[1]!).holes).toEqual([]);
  });

  test('borders the outside along its outer sides', () => {
    const { draft, ids } = fourBoxes();
    expect(blockNeighbours(draft, ids[0]!)).toEqual(
      new Map([
        [ids[1]!, 10_000],
        [ids[2]!, 10_000],
        [null, 20_000],
      ]),
    );
  });

  test('that does not exist cannot be drawn', () => {
    const { draft } = nested();
    for (const read of [blockRings, blockPolygon, blockAreaM2, blockNeighbours])
      expect(() => read(draft, 999)).toThrow(RangeError);
  });
});

describe('the block at a place', () => {
  test('is the one that the locator of the fabric finds, on borders and far away too', () => {
    fc.assert(
      fc.property(anyTown, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }), (fabric, picks) => {
        const draft = createDraftFabric(fabric);
        const { locateCm } = createLocator(fabric);
        const { xy } = fabric.arcs;
        const places = picks.flatMap(([i, j]): [number, number][] => {
          if (xy.length === 0) return [cm(i % 100, j % 100)];
          const [a, b] = [2 * (i % (xy.length / 2)), 2 * (j % (xy.length / 2))];
          const middle = (k: number): number => Math.round((xy[a + k]! + xy[b + k]!) / 2);
          return [
            [xy[a]!, xy[a + 1]!],
            [middle(0), middle(1)],
            [xy[a]! + 1, xy[b + 1]!],
            [xy[a]! + 10_000_000, xy[b + 1]!],
          ];
        });
        for (const [x, y] of places) {
          const block = locateCm(x, y);
          expect(blockAt(draft, x, y)).toBe(block === -1 ? null : fabric.blocks.ids[block]!);
        }
      }),
      { seed: 6, numRuns: 200 },
    );
  });
});

describe('a round brush', () => {
  //   ┌─2─┬─3─┐
  //   ├─0─┼─1─┤    100 m each
  //   └───┴───┘
  const { draft, ids } = fourBoxes();
  const stroke = (x0: number, y0: number, x1: number, y1: number, radius: number): number[] =>
    blocksInCapsule(draft, ...cm(x0, y0), ...cm(x1, y1), radius * 100).map((id) => ids.indexOf(id));

  test('touches the one block that it is within', () => {
    expect(stroke(50, 50, 60, 60, 20)).toEqual([0]);
  });

  test('touches a block whose border is just at its rim, and not one a centimetre farther', () => {
    expect(stroke(50, 50, 50, 50, 50)).toEqual([0, 1, 2]);
    expect(stroke(50, 50, 50, 50, 49.99)).toEqual([0]);
  });

  test('reaches round a corner with its rim, not with its box', () => {
    expect(stroke(80, 80, 80, 80, 28)).toEqual([0, 1, 2]);
    expect(stroke(80, 80, 80, 80, 29)).toEqual([0, 1, 2, 3]);
  });

  test('skips nothing that it has swept over between two events', () => {
    expect(stroke(10, 50, 190, 150, 1)).toEqual([0, 1, 2, 3]);
    expect(stroke(10, 10, 190, 10, 1)).toEqual([0, 1]);
  });

  test('touches nothing beside the town', () => {
    expect(stroke(-50, -50, -40, -60, 10)).toEqual([]);
  });
});

const byText = (a: unknown, b: unknown): number => (String(a) < String(b) ? -1 : 1);

/** A closed ring from its least position on, so that rings that start elsewhere are equal. */
function fromLeast(ring: number[][]): string[] {
  const open = ring.slice(1).map(String);
  const least = open.reduce((best, place, i) => (place < open[best]! ? i : best), 0);
  return [...open.slice(least), ...open.slice(0, least)];
}

function signedArea(xy: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < xy.length; i += 2) {
    const j = (i + 2) % xy.length;
    sum += (xy[i]! - xy[0]!) * (xy[j + 1]! - xy[1]!) - (xy[j]! - xy[0]!) * (xy[i + 1]! - xy[1]!);
  }
  return sum / 2;
}
