import { describe, expect, test } from 'vitest';
import { type Fabric, fabricFromPolygons, validateFabric } from '../../../geo/index.ts';
import { box, counter, PLANE, polygon } from './drawn.ts';

const ring = polygon(
  [
    [0, 0],
    [100, 0],
    [100, 100],
    [0, 100],
  ],
  [
    [30, 30],
    [60, 30],
    [60, 60],
    [30, 60],
  ],
);
const sound = fabricFromPolygons([ring, box(30, 30, 60, 60), box(100, 0, 200, 100)], {
  crs: PLANE,
  ids: counter(),
}).fabric;

type Change = (draft: {
  nodes: { ids: Float64Array; xy: Int32Array };
  arcs: { [K in keyof Fabric['arcs']]: Fabric['arcs'][K] };
  blocks: { ids: Float64Array };
}) => void;

function broken(change: Change): string[] {
  const draft = structuredClone(sound) as Parameters<Change>[0] & Fabric;
  change(draft);
  return [...new Set(validateFabric(draft).map(({ kind }) => kind))];
}

describe('a fabric is refused', () => {
  test('never when it is sound', () => {
    expect(validateFabric(sound)).toEqual([]);
  });

  test('when columns do not fit each other', () => {
    expect(broken((f) => Object.assign(f.arcs, { left: f.arcs.left.slice(1) }))).toEqual(['malformed']);
    expect(broken((f) => f.arcs.to.set([99]))).toEqual(['malformed']);
    expect(broken((f) => f.arcs.left.set([99]))).toEqual(['malformed']);
    expect(broken((f) => f.blocks.ids.set([f.blocks.ids[1]!]))).toEqual(['malformed']);
    expect(broken((f) => f.nodes.ids.set([0.5]))).toEqual(['malformed']);
  });

  test('when an arc leaves its node', () => {
    expect(broken((f) => f.nodes.xy.set([f.nodes.xy[0]! + 1]))).toContain('malformed');
  });

  test('when an arc has the same on both sides', () => {
    expect(broken((f) => f.arcs.left.set([f.arcs.right[0]!]))).toEqual(['same-sides']);
  });

  test('when sides are exchanged', () => {
    const swap: Change = (f) => {
      const left = f.arcs.left[0]!;
      f.arcs.left[0] = f.arcs.right[0]!;
      f.arcs.right[0] = left;
    };
    expect(broken(swap)).toContain('torn-face');
  });

  test('when a node stands alone', () => {
    const add: Change = (f) =>
      Object.assign(f, {
        nodes: { ids: Float64Array.of(...f.nodes.ids, 999), xy: Int32Array.of(...f.nodes.xy, 1, 1) },
      });
    expect(broken(add)).toEqual(['loose-node']);
  });

  test('when a point is dragged across another border', () => {
    const inner = [...sound.arcs.left.keys()].find((arc) => sound.arcs.from[arc] === sound.arcs.to[arc])!;
    const drag: Change = (f) => {
      f.arcs.xy[2 * f.arcs.offsets[inner]! + 2]! += 10_000;
    };
    expect(broken(drag)).toEqual(['crossing']);
  });

  test('when a piece lies elsewhere than its arcs say', () => {
    const inner = [...sound.arcs.left.keys()].find((arc) => sound.arcs.from[arc] === sound.arcs.to[arc])!;
    const move: Change = (f) => {
      for (let i = 2 * f.arcs.offsets[inner]!; i < 2 * f.arcs.offsets[inner + 1]!; i += 2) f.arcs.xy[i]! += 10_000;
      f.nodes.xy[2 * f.arcs.from[inner]!]! += 10_000;
    };
    expect(broken(move)).toEqual(['torn-face']);
  });

  test('when a block has no face', () => {
    const add: Change = (f) => Object.assign(f, { blocks: { ids: Float64Array.of(...f.blocks.ids, 999) } });
    expect(broken(add)).toEqual(['block-in-pieces']);
  });
});
