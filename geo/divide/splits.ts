/** A group (a compound, say) that does not lie whole in one part. */
export interface Split {
  readonly group: number;
  /** its parts with their share of the group's population, the largest first; −1 = units of no part */
  readonly pieces: readonly { readonly part: number; readonly population: number; readonly units: number }[];
}

/**
 * Groups that a division splits, in ascending order.
 *
 * @param groupOf     group of each unit; −1 = none
 * @param assignment  part of each unit; −1 = none, which counts as a part of its own
 */
export function splitsOf(
  groupOf: ArrayLike<number>,
  assignment: ArrayLike<number>,
  population: ArrayLike<number>,
): Split[] {
  const groups = new Map<number, Map<number, { part: number; population: number; units: number }>>();
  for (let unit = 0; unit < groupOf.length; unit++) {
    const group = groupOf[unit]!;
    if (group < 0) continue;
    const pieces = groups.get(group) ?? new Map();
    groups.set(group, pieces);
    const part = assignment[unit]!;
    const piece = pieces.get(part) ?? { part, population: 0, units: 0 };
    pieces.set(part, {
      part,
      population: piece.population + population[unit]!,
      units: piece.units + 1,
    });
  }
  return [...groups]
    .filter(([, pieces]) => pieces.size > 1)
    .sort(([g], [h]) => g - h)
    .map(([group, pieces]) => ({
      group,
      pieces: [...pieces.values()].sort((p, q) => q.population - p.population || p.part - q.part),
    }));
}
