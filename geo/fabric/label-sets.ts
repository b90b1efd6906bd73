/**
 * Sets of small integers under symmetric difference, each stored once and known by its number; 0 is the empty set.
 *
 * An edge carries the set of rings that run along it, a face the set of rings around it. Crossing an edge toggles its
 * rings (even–odd rule), and the few different sets of a county recur on every edge.
 */
export interface LabelSets {
  of(label: number): number;
  /** members in exactly one of the two */
  toggle(a: number, b: number): number;
  /** ascending */
  members(set: number): readonly number[];
}

export function createLabelSets(): LabelSets {
  const sets: number[][] = [[]];
  const known = new Map<string, number>([['', 0]]);
  const toggled = new Map<number, number>();

  const intern = (members: number[]): number => {
    const key = members.join();
    let set = known.get(key);
    if (set === undefined) {
      set = sets.push(members) - 1;
      known.set(key, set);
    }
    return set;
  };
  const toggle = (a: number, b: number): number => {
    if (a === 0) return b;
    if (b === 0) return a;
    if (a === b) return 0;
    const key = a < b ? a * PAIR + b : b * PAIR + a;
    let set = toggled.get(key);
    if (set === undefined) {
      set = intern(difference(sets[a]!, sets[b]!));
      toggled.set(key, set);
    }
    return set;
  };
  return { of: (label) => intern([label]), toggle, members: (set) => sets[set]! };
}

const PAIR = 2 ** 26;

function difference(a: readonly number[], b: readonly number[]): number[] {
  const both = [...a.filter((label) => !b.includes(label)), ...b.filter((label) => !a.includes(label))];
  return both.sort((x, y) => x - y);
}
