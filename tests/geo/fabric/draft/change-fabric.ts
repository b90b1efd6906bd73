import type { Fabric } from '../../../../geo/index.ts';

/** What an edit would make of a fabric that asks no questions: every point at one place comes to another. */
export function movePoints(fabric: Fabric, from: readonly [number, number], to: readonly [number, number]): Fabric {
  const moved = structuredClone(fabric);
  for (const xy of [moved.arcs.xy, moved.nodes.xy]) {
    for (let i = 0; i < xy.length; i += 2) if (xy[i] === from[0] && xy[i + 1] === from[1]) xy.set(to, i);
  }
  return moved;
}

/** The same for a vertex within an arc that comes before the point at an offset of `arcs.xy`. */
export function insertPoint(fabric: Fabric, arc: number, i: number, at: readonly [number, number]): Fabric {
  const { offsets, xy } = fabric.arcs;
  return {
    ...fabric,
    arcs: {
      ...fabric.arcs,
      offsets: offsets.map((offset, a) => (a > arc ? offset + 1 : offset)),
      xy: Int32Array.of(...xy.slice(0, i), ...at, ...xy.slice(i)),
    },
  };
}

/** The same for a vertex within an arc that goes. */
export function removePoint(fabric: Fabric, arc: number, i: number): Fabric {
  const { offsets, xy } = fabric.arcs;
  return {
    ...fabric,
    arcs: {
      ...fabric.arcs,
      offsets: offsets.map((offset, a) => (a > arc ? offset - 1 : offset)),
      xy: Int32Array.of(...xy.slice(0, i), ...xy.slice(i + 2)),
    },
  };
}
