import { booleanIntersects, booleanPointInPolygon, point, polygon as turfPolygon } from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { toLngLat } from '../../../../geo/crs/local-crs.ts';
import { blockPolygon } from '../../../../geo/fabric/draft/block-rings.ts';
import { createDraftFabric } from '../../../../geo/fabric/draft/draft-fabric.ts';
import { pickArc, pickNode } from '../../../../geo/fabric/draft/pick.ts';
import { blocksInBox, blocksInPolygon, type SelectMode } from '../../../../geo/fabric/draft/select-blocks.ts';
import { cm, PLANE } from '../drawn.ts';
import { anyTown, arcBetween, fourBoxes, line, nested } from './drafts.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

//   ┌─2─┬─3─┐
//   ├─0─┼─1─┤    100 m each
//   └───┴───┘
const { draft, ids } = fourBoxes();

describe('a lasso', () => {
  const within = (mode: SelectMode, ...ring: [number, number][]): number[] =>
    blocksInPolygon(draft, line(...ring), mode).map((id) => ids.indexOf(id));

  test('touches what it has a point in common with', () => {
    expect(within('touch', [10, 10], [20, 10], [20, 20])).toEqual([0]);
    expect(within('touch', [50, 50], [150, 50], [150, 60])).toEqual([0, 1]);
    expect(within('touch', [-10, -10], [210, -10], [100, 210])).toEqual([0, 1, 2, 3]);
    expect(within('touch', [-10, 50], [0, 50], [-10, 60])).toEqual([0]);
    expect(within('touch', [-10, 50], [-1, 50], [-10, 60])).toEqual([]);
  });

  test('holds what lies wholly within, to the very border', () => {
    expect(within('inside', [0, 0], [100, 0], [100, 100], [0, 100])).toEqual([0]);
    expect(within('inside', [0, 0], [100, 0], [100, 100], [0, 99.99])).toEqual([]);
    expect(within('inside', [-10, -10], [210, -10], [210, 110], [-10, 110])).toEqual([0, 1]);
    expect(within('inside', [-10, -10], [110, -10], [110, 110], [50, 50], [-10, 110])).toEqual([]);
    expect(within('inside', [10, 10], [20, 10], [20, 20])).toEqual([]);
  });

  test('may be closed or not, and go either way round', () => {
    expect(within('inside', [0, 100], [100, 100], [100, 0], [0, 0], [0, 100])).toEqual([0]);
  });

  test('that crosses itself holds nothing where it goes round twice', () => {
    const twice: [number, number][] = [
      [-1, -1],
      [101, -1],
      [101, 101],
      [-1, 101],
    ];
    expect(within('inside', ...twice)).toEqual([0]);
    expect(within('inside', ...twice, [-1, -1], [60, -2], [60, 60], [40, 60], [40, -2])).toEqual([]);
  });

  test('around an island does not hold the block around it', () => {
    const { draft: town, ids: blocks } = nested();
    const ring = line([20, 20], [70, 20], [70, 70], [20, 70]);
    expect(blocksInPolygon(town, ring, 'inside')).toEqual([blocks[1]]);
    expect(blocksInPolygon(town, ring, 'touch')).toEqual([blocks[0], blocks[1]].sort((a, b) => a! - b!));
  });

  test('of one point is where that is', () => {
    expect(within('touch', [50, 50])).toEqual([0]);
    expect(blocksInPolygon(draft, [], 'touch')).toEqual([]);
  });

  test('touches and holds in any town what Turf says', () => {
    const places = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: -300, max: 300 })), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(anyTown, places, (fabric, picks) => {
        const { xy } = fabric.arcs;
        if (xy.length === 0) return;
        const town = createDraftFabric(fabric);
        const ring = picks.flatMap(([i, j, by]) => {
          const [a, b] = [2 * (i % (xy.length / 2)), 2 * (j % (xy.length / 2))];
          return [xy[a]! + by + 1, xy[b + 1]! - by + 1];
        });
        const [ax, ay, bx, by, cx, cy] = ring as [number, number, number, number, number, number];
        if (Math.abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) < 1000) return; // hardly a triangle
        const corners = [0, 2, 4, 0].map((i) => toLngLat(PLANE, ring[i]!, ring[i + 1]!));
        const lasso = turfPolygon([corners]);
        const touched = blocksInPolygon(town, ring, 'touch');
        const inside = blocksInPolygon(town, ring, 'inside');
        for (const id of town.blocks.keys()) {
          const coordinates = blockPolygon(town, id);
          expect([id, touched.includes(id)]).toEqual([id, booleanIntersects(turfPolygon(coordinates), lasso)]);
          const held = coordinates[0]!.every((corner) => booleanPointInPolygon(point(corner), lasso));
          expect([id, inside.includes(id)]).toEqual([id, held]); // a triangle is convex
        }
      }),
      { seed: 41, numRuns: 100 },
    );
  });
});

test('a rectangle selects as the polygon of its corners does', () => {
  const [minX, minY] = cm(-1, -1);
  const [maxX, maxY] = cm(150, 101);
  expect(blocksInBox(draft, { minX, minY, maxX, maxY }, 'inside')).toEqual([ids[0]]);
  expect(blocksInBox(draft, { minX, minY, maxX, maxY }, 'touch')).toEqual(ids);
});

describe('what is near a pointer', () => {
  test('is the nearest junction or vertex within the radius', () => {
    const picked = pickNode(draft, ...cm(101, 102), 500)!;
    expect([picked.kind, picked.x, picked.y]).toEqual(['node', ...cm(100, 100)]);
    expect(draft.nodes.get(picked.node!)).toMatchObject({ x: picked.x, y: picked.y });
    expect(picked.distanceCm).toBeCloseTo(Math.hypot(100, 200));
    const corner = pickNode(draft, ...cm(1, 1), 500)!;
    expect([corner.kind, corner.node]).toEqual(['vertex', null]);
    expect(draft.arcs.get(corner.arc)!.xy.slice(corner.i, corner.i + 2)).toEqual(cm(0, 0));
    expect(pickNode(draft, ...cm(50, 50), 500)).toBeNull();
  });

  test('is the nearest point of a border, on the grid', () => {
    const picked = pickArc(draft, ...cm(98, 40), 500)!;
    expect(picked).toMatchObject({ arc: arcBetween(draft, ids[0]!, ids[1]!), distanceCm: 200 });
    expect([picked.x, picked.y]).toEqual(cm(100, 40));
    expect(pickArc(draft, ...cm(50, 50), 500)).toBeNull();
  });
});
