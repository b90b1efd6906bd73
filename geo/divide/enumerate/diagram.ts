import type { DualGraph } from '../dual-graph.ts';
import type { Band } from '../recombine.ts';
import { type Step, stepsOf } from './frontier.ts';
import { createStateCoder, weightOf } from './state-coder.ts';
import { createStateTable, type StateTable } from './state-table.ts';

/** All partitions as ways through layers of nodes, one layer a unit in the order; nodes that lead nowhere included. */
export interface Diagram {
  readonly steps: readonly Step[];
  /** one for each unit; behind the last there is the one node of the end, or none at all */
  readonly layers: readonly Layer[];
  readonly ends: 0 | 1;
}

export interface Layer {
  /** node n has the arcs firstArc[n] … firstArc[n + 1] − 1 */
  readonly firstArc: Uint32Array;
  /** node of the next layer */
  readonly to: Uint32Array;
  /** bit i is set when the unit is in one part with the i-th of `step.back` */
  readonly joined: Uint16Array;
}

export interface DiagramInput {
  readonly graph: DualGraph;
  readonly order: Uint32Array;
  readonly parts: number;
  /** what each part may have; null = anything */
  readonly band: Band | null;
  /** nodes allowed, all layers together */
  readonly mostStates: number;
}

/** The nodes allowed do not suffice. */
export interface TooManyStates {
  /** units decided until then */
  readonly decided: number;
}

/** Nodes made between two stops. */
const STATES_A_SLICE = 4096;

/**
 * Builds the diagram layer by layer, unit by unit. What matters for the units still to come is the same in one node:
 * which open units are connected already, which of these components may not become one part (they have met and are
 * different), what each has, and how many parts are complete.
 *
 * A generator that stops after each slice of some milliseconds, so that who drives it can leave.
 *
 * @see Kawahara, Horiyama, Hotta, Minato, "Generating all patterns of graph partitions within a disparity bound" (2017)
 */
export function* buildDiagram(input: DiagramInput): Generator<void, Diagram | TooManyStates> {
  const { graph, order, parts, band, mostStates } = input;
  const steps = stepsOf(graph, order);
  const layers: Layer[] = [];
  let table: StateTable = createStateTable(1);
  table.enter(); // nothing decided, nothing complete
  let states = 1;
  const weight = weightOf(graph.population, band);
  const peopleFrom = peopleBehind(graph, order);
  for (const [i, step] of steps.entries()) {
    const undecided = { units: order.length - i - 1, people: peopleFrom[i + 1]! };
    const coder = createStateCoder(step, graph.population[step.unit]!, parts, band, weight, undecided);
    const next = createStateTable(coder.strideAfter);
    const firstArc = new Uint32Array(table.size + 1);
    const arcs = createArcs();
    const words = table.words();
    for (let node = 0; node < table.size; node++) {
      coder.read(words, node);
      for (let joined = coder.first(next.row); joined >= 0; joined = coder.next(next.row))
        arcs.push(next.enter(), joined);
      firstArc[node + 1] = arcs.size;
      if (node % STATES_A_SLICE !== STATES_A_SLICE - 1) continue;
      if (states + next.size > mostStates) return { decided: i };
      yield;
    }
    states += next.size;
    if (states > mostStates) return { decided: i };
    layers.push({ firstArc, ...arcs.done() });
    table = next;
  }
  return { steps, layers, ends: table.size as 0 | 1 };
}

/** People of the units from each place in the order on; summed from the end, so that behind it there are exactly none. */
function peopleBehind({ population }: DualGraph, order: Uint32Array): Float64Array {
  const people = new Float64Array(order.length + 1);
  for (let i = order.length - 1; i >= 0; i--) people[i] = people[i + 1]! + population[order[i]!]!;
  return people;
}

function createArcs() {
  let to = new Uint32Array(1024);
  let joined = new Uint16Array(1024);
  let size = 0;
  return {
    get size() {
      return size;
    },
    push(node: number, choice: number): void {
      if (size === to.length) {
        const [moreTo, moreJoined] = [new Uint32Array(2 * size), new Uint16Array(2 * size)];
        moreTo.set(to);
        moreJoined.set(joined);
        to = moreTo;
        joined = moreJoined;
      }
      to[size] = node;
      joined[size] = choice;
      size += 1;
    },
    done: () => ({ to: to.slice(0, size), joined: joined.slice(0, size) }),
  };
}
