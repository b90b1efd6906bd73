import type { TallyRow } from '../api/db/things.ts';
import type { FigureData } from './county-data.ts';
import type { DividedTown } from './divide-town.ts';
import { shareOut } from './ground.ts';

/**
 * Members and check-ins of each block: the totals of the figures, shared out by households. The parts sum to the total,
 * class by class.
 */
export function tallyRows(
  figures: FigureData,
  { fabric, householdsOf }: DividedTown,
  storedFabric: number,
): TallyRow[] {
  return figures.tallies.flatMap(({ subject, class: memberClass, period, n }) =>
    shareOut(n, householdsOf).flatMap((count, block) =>
      count > 0
        ? [{ subject, class: memberClass, period, fabric: storedFabric, block: fabric.blocks.ids[block]!, n: count }]
        : [],
    ),
  );
}
