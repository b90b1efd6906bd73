import { cutBlock } from '../../../../geo/fabric/draft/cut-block.ts';
import { deleteNode } from '../../../../geo/fabric/draft/delete-node.ts';
import type { ArcState, DraftFabric } from '../../../../geo/fabric/draft/draft-fabric.ts';
import { insertNode } from '../../../../geo/fabric/draft/insert-node.ts';
import { mergeBlocks } from '../../../../geo/fabric/draft/merge-blocks.ts';
import { moveNode } from '../../../../geo/fabric/draft/move-node.ts';
import type { FabricOutcome } from '../../../../geo/fabric/draft/outcome.ts';
import { reshapeArc } from '../../../../geo/fabric/draft/reshape-arc.ts';

/**
 * What an edit of any kind would do somewhere in a town; null where there is nothing to edit.
 *
 * @param arcs    the town's arcs, to pick from
 * @param random  numbers in [0, 1)
 */
export function editAtRandom(
  draft: DraftFabric,
  arcs: readonly ArcState[],
  random: () => number,
  ids: () => number,
): FabricOutcome | null {
  if (arcs.length === 0) return null;
  const whole = (n: number): number => Math.floor(random() * n);
  const arc = arcs[whole(arcs.length)]!;
  const { xy } = arc;
  const size = Math.max(4, Math.hypot(xy[2]! - xy[0]!, xy[3]! - xy[1]!));
  const aside = (): number => Math.round((random() - 0.5) * size);
  const i = 2 * whole(xy.length / 2);
  const from = [xy[i]!, xy[i + 1]!] as const;
  const block = arc.left ?? arc.right!;
  switch (whole(6)) {
    case 0:
      return moveNode(draft, from, [from[0] + aside(), from[1] + aside()]);
    case 1:
      return insertNode(draft, arc.id, [from[0] + aside(), from[1] + aside()]);
    case 2:
      return deleteNode(draft, from);
    case 3: {
      const to = 2 * whole(xy.length / 2);
      return reshapeArc(draft, [...from, from[0] + aside(), from[1] + aside(), xy[to]!, xy[to + 1]!]);
    }
    case 4: {
      const around = Array.from(draft.blocks.get(block)!, (id) => draft.arcs.get(id)!);
      const other = around[whole(around.length)]!.xy;
      const to = 2 * whole(other.length / 2);
      const line = [
        ...from,
        Math.round((from[0] + other[to]!) / 2) + aside(),
        Math.round((from[1] + other[to + 1]!) / 2),
      ];
      return cutBlock(draft, block, [...line, other[to]!, other[to + 1]!], ids);
    }
    default:
      return arc.left === null || arc.right === null ? null : mergeBlocks(draft, arc.left, [arc.right]);
  }
}
