import type { ChainInput } from '../../geo/index.ts';

/**
 * The chain of `runChain` as one writes it down with Map and Set: a random cut edge, Wilson's random tree of the two
 * parts, a random balanced cut of it. What `geo/divide` is measured against.
 *
 * @returns makes so many accepted steps
 */
export function createPlainChain({ graph, assignment, parts, band }: ChainInput, random: () => number) {
  const neighbours = new Map<number, Set<number>>();
  const partOf = new Map<number, number>();
  const members = new Map<number, Set<number>>();
  const cutEdges = new Map<string, [number, number]>();
  for (let part = 0; part < parts; part++) members.set(part, new Set());
  for (let unit = 0; unit < graph.count; unit++) {
    neighbours.set(unit, new Set(graph.neighbours.subarray(graph.offsets[unit]!, graph.offsets[unit + 1]!)));
    partOf.set(unit, assignment[unit]!);
    members.get(assignment[unit]!)!.add(unit);
  }
  for (const unit of neighbours.keys()) updateCuts(unit);

  function updateCuts(unit: number): void {
    for (const other of neighbours.get(unit)!) {
      const [a, b] = unit < other ? [unit, other] : [other, unit];
      if (partOf.get(a) === partOf.get(b)) cutEdges.delete(`${a}-${b}`);
      else cutEdges.set(`${a}-${b}`, [a, b]);
    }
  }

  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

  /** Parent of each unit, parents first; see Wilson, "Generating random spanning trees more quickly than the cover time" (1996). */
  function drawTree(units: ReadonlySet<number>): Map<number, number | null> {
    const inside = new Map(
      [...units].map((unit) => [unit, [...neighbours.get(unit)!].filter((other) => units.has(other))]),
    );
    const tree = new Map<number, number | null>([[oneOf([...units]), null]]);
    for (const first of units) {
      const step = new Map<number, number>();
      for (let unit = first; !tree.has(unit); unit = step.get(unit)!) step.set(unit, oneOf(inside.get(unit)!));
      const way: number[] = [];
      for (let unit = first; !tree.has(unit); unit = step.get(unit)!) way.push(unit);
      for (const unit of way.reverse()) tree.set(unit, step.get(unit)!);
    }
    return tree;
  }

  function balancedCuts(tree: ReadonlyMap<number, number | null>): number[] {
    const people = new Map([...tree.keys()].map((unit) => [unit, graph.population[unit]!]));
    const total = [...people.values()].reduce((sum, own) => sum + own, 0);
    const cuts: number[] = [];
    for (const [unit, parent] of [...tree].reverse()) {
      const own = people.get(unit)!;
      if (parent === null) continue;
      people.set(parent, people.get(parent)! + own);
      const smaller = Math.min(own, total - own);
      const larger = Math.max(own, total - own);
      if (smaller >= band.least && larger <= band.most) cuts.push(unit);
    }
    return cuts;
  }

  function step(): boolean {
    const [one, other] = oneOf([...cutEdges.values()]);
    const pair = [partOf.get(one)!, partOf.get(other)!] as const;
    const units = new Set([...members.get(pair[0])!, ...members.get(pair[1])!]);
    const tree = drawTree(units);
    const cuts = balancedCuts(tree);
    if (cuts.length === 0) return false;
    const branch = new Set([oneOf(cuts)]);
    for (const [unit, parent] of tree) if (parent !== null && branch.has(parent)) branch.add(unit);
    members.set(pair[0], branch);
    members.set(pair[1], new Set([...units].filter((unit) => !branch.has(unit))));
    for (const unit of units) partOf.set(unit, branch.has(unit) ? pair[0] : pair[1]);
    for (const unit of units) updateCuts(unit);
    return true;
  }

  return (steps: number): void => {
    for (let made = 0; made < steps; ) if (step()) made += 1;
  };
}
