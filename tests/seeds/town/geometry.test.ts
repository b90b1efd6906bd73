import { describe, expect, test } from 'vitest';
import type { CharacterName } from '../../../seeds/town/character.ts';
import { generateTown } from '../../../seeds/town/generate-town.ts';
import type { RoadClass } from '../../../seeds/town/kinds.ts';
import {
  areaOf,
  cross,
  distanceToSegment,
  gap,
  holds,
  inside,
  lineMetres,
  outerRing,
  SMALL,
  Squares,
  segmentsOf,
  toMetres,
} from './support.ts';

/** Half of the carriageway that must stay free of houses, metres. */
const FREE_M: Readonly<Record<RoadClass, number>> = {
  trunk: 15,
  primary: 14,
  secondary: 10,
  tertiary: 7,
  residential: 3.5,
  pedestrian: 6,
  service: 2.4,
  path: 1.5,
  footway: 0.5,
  steps: 0.5,
};

describe.each(Object.keys(SMALL) as CharacterName[])('the ground of a %s town', (character) => {
  const town = generateTown(SMALL[character]);
  const buildings = town.buildings.map((building) => outerRing(town, building.geometry));

  test('no two footprints overlap', () => {
    const squares = new Squares<number>();
    buildings.forEach((xy, i) => {
      squares.add(xy, true, i);
    });
    const overlaps: [number, number][] = [];
    buildings.forEach((xy, i) => {
      for (const j of squares.near(xy, true)) {
        if (j <= i) continue;
        const other = buildings[j]!;
        const meet =
          segmentsOf(xy, true).some((p) => segmentsOf(other, true).some((q) => cross(p, q))) ||
          inside(other, xy[0]!, xy[1]!) ||
          inside(xy, other[0]!, other[1]!);
        if (meet) overlaps.push([i, j]);
      }
    });
    expect(overlaps).toEqual([]);
  });

  test('footprints run counter-clockwise, have ground and hold their inner point', () => {
    const bad = town.buildings.filter((building, i) => {
      const [x, y] = toMetres(town, [building.innerPoint]) as [number, number];
      return areaOf(buildings[i]!) < 12 || !inside(buildings[i]!, x, y);
    });
    expect(bad).toEqual([]);
  });

  test('no building stands on a road or too near to it', () => {
    const squares = new Squares<number>();
    const roads = town.roads.map((road) => lineMetres(town, road.geometry));
    roads.forEach((xy, i) => {
      squares.add(xy, false, i);
    });
    const faults: string[] = [];
    buildings.forEach((xy, i) => {
      for (const j of squares.near(xy, true)) {
        const least = segmentsOf(xy, true).reduce(
          (d, p) => segmentsOf(roads[j]!, false).reduce((e, q) => Math.min(e, gap(p, q)), d),
          Number.POSITIVE_INFINITY,
        );
        const road = town.roads[j]!;
        if (least < FREE_M[road.class])
          faults.push(`${town.buildings[i]!.use} ${least.toFixed(1)} m from ${road.class}`);
      }
    });
    expect(faults).toEqual([]);
  });

  test('no building stands in water', () => {
    for (const water of town.water) {
      if (water.geometry.type !== 'Polygon') continue;
      const shore = outerRing(town, water.geometry);
      const wet = buildings.filter((xy) => inside(shore, xy[0]!, xy[1]!) || inside(shore, xy[4]!, xy[5]!));
      expect(wet).toEqual([]);
    }
  });

  test('roads, river and railway meet only in common vertices', () => {
    const lines = [...town.roads, ...town.railways].map(({ geometry }) => lineMetres(town, geometry));
    const squares = new Squares<number>();
    lines.forEach((xy, i) => {
      squares.add(xy, false, i);
    });
    const faults: string[] = [];
    lines.forEach((xy, i) => {
      for (const j of squares.near(xy, false)) {
        if (j <= i) continue;
        for (const p of segmentsOf(xy, false))
          for (const q of segmentsOf(lines[j]!, false)) if (cross(p, q)) faults.push(`${i} × ${j} at ${p}`);
      }
    });
    expect(faults).toEqual([]);
  });

  test('a compound holds its buildings, and its one to four gates open in its wall onto a road', () => {
    const roads = town.roads.flatMap((road) => segmentsOf(lineMetres(town, road.geometry), false));
    town.buildings.forEach((building, i) => {
      if (building.compound === null) return;
      const outline = outerRing(town, town.compounds[building.compound]!.geometry);
      for (let k = 0; k < buildings[i]!.length; k += 2) {
        expect(inside(outline, buildings[i]![k]!, buildings[i]![k + 1]!)).toBe(true);
      }
    });
    for (const compound of town.compounds) {
      const outline = segmentsOf(outerRing(town, compound.geometry), true);
      const gates = toMetres(town, compound.gates.coordinates);
      expect(gates.length / 2).toBeGreaterThanOrEqual(1);
      expect(gates.length / 2).toBeLessThanOrEqual(4);
      for (let k = 0; k < gates.length; k += 2) {
        const [x, y] = [gates[k]!, gates[k + 1]!];
        expect(Math.min(...outline.map((s) => distanceToSegment(x, y, s)))).toBeLessThan(0.05);
        expect(Math.min(...roads.map((s) => distanceToSegment(x, y, s)))).toBeLessThan(0.05);
        for (const wall of compound.walls.coordinates) {
          const free = Math.min(...segmentsOf(toMetres(town, wall), false).map((s) => distanceToSegment(x, y, s)));
          expect(free).toBeGreaterThan(1.5);
        }
      }
    }
  });

  test('the communities tile the town, each in one piece, and hold what they are said to hold', () => {
    const area = (shape: (typeof town)['boundary']): number =>
      shape.coordinates.reduce(
        (sum, rings) => sum + rings.reduce((part, ring) => part + areaOf(toMetres(town, ring.slice(0, -1))), 0),
        0,
      );
    const whole = area(town.boundary);
    const parts = town.communities.map((community) => area(community.geometry));
    expect(Math.abs(parts.reduce((a, b) => a + b, 0) - whole)).toBeLessThan(1);
    for (const community of town.communities) expect(community.geometry.coordinates).toHaveLength(1);
    const lost = town.buildings.filter((b) => !holds(town.communities[b.community]!.geometry, b.innerPoint));
    expect(lost).toEqual([]);
  });
});

// At these sizes the ragged edge of 梨树's seed once folded two fields at a corner over.
test.each([12, 13])('no land crosses itself in a town %d times as large', (scale) => {
  const town = generateTown({ seed: '220322', centre: [124.33, 43.31], scale, communities: 15 });
  const folded = town.landuse.filter(({ geometry }) => {
    const edges = segmentsOf(outerRing(town, geometry), true);
    return edges.some((p, i) => edges.some((q, j) => j > i && cross(p, q)));
  });
  expect(town.buildings.length).toBeGreaterThan(140_000);
  expect(folded).toEqual([]);
});
