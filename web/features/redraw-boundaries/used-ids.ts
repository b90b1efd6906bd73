import type { DraftDelta } from '../../../geo/divide/edit.ts';

/** An edit takes its ids in order: those up to the last that it used are all it needs, and all that is worth keeping. */
export function usedIds({ fabric }: DraftDelta, offered: readonly number[]): number[] {
  const made = new Set(
    [fabric.nodes, fabric.arcs, fabric.blocks].flatMap((changes) =>
      changes.flatMap(({ id, before, after }) => (!before && after ? [id] : [])),
    ),
  );
  return offered.slice(0, offered.findLastIndex((id) => made.has(id)) + 1);
}
