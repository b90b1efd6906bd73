import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colourRegions, HUES } from '../../../geo/fabric/colour.ts';

type Pairs = { a: Uint32Array; b: Uint32Array };
const pairs = (...list: [number, number][]): Pairs => ({
  a: Uint32Array.from(list, ([a]) => a),
  b: Uint32Array.from(list, ([, b]) => b),
});
const differ = ({ a, b }: Pairs, hues: ArrayLike<number>): boolean =>
  a.every((region, i) => hues[region] !== hues[b[i]!]);

/** A triangulated lattice with some borders missing: a planar map of many regions. */
const planarMap = fc
  .tuple(fc.integer({ min: 2, max: 8 }), fc.array(fc.boolean(), { minLength: 200, maxLength: 200 }))
  .map(([width, keep]) => {
    const list: [number, number][] = [];
    for (let y = 0; y < width; y++) {
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        if (x + 1 < width) list.push([i, i + 1]);
        if (y + 1 < width) list.push([i, i + width]);
        if (x + 1 < width && y + 1 < width) list.push([i, i + width + 1]);
      }
    }
    return { count: width * width, adjacency: pairs(...list.filter((_, i) => keep[i % 200] || i % 3 > 0)) };
  });

describe('hues of regions', () => {
  test('differ between neighbours', () => {
    fc.assert(
      fc.property(planarMap, ({ count, adjacency }) => {
        const hues = colourRegions(count, adjacency);
        expect(hues).toHaveLength(count);
        expect(differ(adjacency, hues)).toBe(true);
        expect(hues.every((hue) => hue < HUES)).toBe(true);
      }),
      { seed: 1 },
    );
  });

  test('stay what they were when nothing changed, and differ whatever they were', () => {
    fc.assert(
      fc.property(
        planarMap,
        fc.array(fc.integer({ min: -1, max: 7 }), { minLength: 64, maxLength: 64 }),
        ({ count, adjacency }, previous) => {
          const hues = colourRegions(count, adjacency, previous);
          expect(differ(adjacency, hues)).toBe(true);
          expect(colourRegions(count, adjacency, hues)).toEqual(hues);
        },
      ),
      { seed: 2 },
    );
  });

  test('of a new region are the one free around it, and nobody else changes', () => {
    const wheel = pairs(...Array.from({ length: 7 }, (_, i): [number, number] => [i, 7]));
    expect([...colourRegions(8, wheel, [0, 1, 2, 3, 4, 5, 6, -1])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('of a new region with eight hues around it make one neighbour give way', () => {
    const wheel = pairs(...Array.from({ length: 8 }, (_, i): [number, number] => [i, 8]));
    const previous = [0, 1, 2, 3, 4, 5, 6, 7, -1];
    const hues = colourRegions(9, wheel, previous);
    expect(differ(wheel, hues)).toBe(true);
    expect(previous.slice(0, 8).filter((hue, i) => hues[i] !== hue)).toHaveLength(1);
  });

  test('of nine regions that all meet, which no planar map has, clash only once', () => {
    const all: [number, number][] = [];
    for (let a = 0; a < 9; a++) for (let b = a + 1; b < 9; b++) all.push([a, b]);
    const hues = colourRegions(9, pairs(...all));
    expect(all.filter(([a, b]) => hues[a] === hues[b])).toHaveLength(1);
  });

  test('are none for no region', () => {
    expect(colourRegions(0, pairs())).toHaveLength(0);
  });
});
