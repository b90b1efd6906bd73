import type { LineString, Polygon } from 'geojson';
import { describe, expect, test } from 'vitest';
import { toLngLat } from '../../../geo/crs/local-crs.ts';
import { barrierArcs } from '../../../geo/divide/barriers.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';

//   ┌─2─┬─3─┐     100 m a side; (0, 0) is the south-west corner, metres
//   ├─0─┼─1─┤     arcs between two blocks: 2, 3 along the middle from the west, 7 and 10 up the middle
//   └───┴───┘
const fabric = chequeredFabric(2, 2);
const at = (xM: number, yM: number): [number, number] =>
  toLngLat(fabric.crs, fabric.nodes.xy[0]! + 100 * xM, fabric.nodes.xy[1]! + 100 * yM);
const line = (...places: [number, number][]): LineString => ({
  type: 'LineString',
  coordinates: places.map(([x, y]) => at(x, y)),
});
const area = (...places: [number, number][]): Polygon => ({
  type: 'Polygon',
  coordinates: [[...places, places[0]!].map(([x, y]) => at(x, y))],
});
const none = { river: [], railway: [], road: [] };
const arcBetween = (one: number, other: number): number =>
  fabric.arcs.left.findIndex((left, arc) => {
    const sides = [left, fabric.arcs.right[arc]!];
    return sides.includes(one) && sides.includes(other);
  });

describe('arcs along a barrier', () => {
  test('are those that a line follows within two metres, whatever way it was drawn', () => {
    const road = [line([250, 101.5], [-50, 100.5])];
    expect(barrierArcs(fabric, { ...none, road })).toEqual(
      [arcBetween(0, 2), arcBetween(1, 3)].sort((a, b) => a - b).map((arc) => ({ arc, kind: 'road' })),
    );
    expect(barrierArcs(fabric, { ...none, road: [line([250, 103], [-50, 103])] })).toEqual([]);
  });

  test('are not those that it only crosses, or leaves after half their length', () => {
    expect(barrierArcs(fabric, { ...none, railway: [line([-50, 50], [250, 60])] })).toEqual([]);
    expect(barrierArcs(fabric, { ...none, railway: [line([0, 100], [50, 100], [60, 150])] })).toEqual([]);
    expect(barrierArcs(fabric, { ...none, railway: [line([0, 100], [85, 100], [90, 150])] })).toEqual([
      { arc: arcBetween(0, 2), kind: 'railway' },
    ]);
  });

  test('are those in the middle of a river that is drawn with its banks, and along either bank', () => {
    const river = [area([90, -10], [110, -10], [110, 120], [90, 120])];
    expect(barrierArcs(fabric, { ...none, river })).toEqual([{ arc: arcBetween(0, 1), kind: 'river' }]);
    expect(
      barrierArcs(fabric, { ...none, river: [area([100, -10], [140, -10], [140, 210], [100, 210])] }),
    ).toHaveLength(2);
  });

  test("never are the county's own border", () => {
    expect(barrierArcs(fabric, { ...none, river: [line([0, 0], [200, 0], [200, 200])] })).toEqual([]);
  });

  test('are none where there is nothing', () => {
    expect(barrierArcs(fabric, none)).toEqual([]);
  });
});
