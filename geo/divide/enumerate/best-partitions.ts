import type { DualGraph } from '../dual-graph.ts';
import { isMeasured } from '../prepare-proposal.ts';
import type { Ways } from './count-ways.ts';
import type { Diagram } from './diagram.ts';
import { createPartitionScorer } from './partition-scorer.ts';

/** The best by each score; where several are, that with fewer cut edges, then with less deviation, then the first found. */
export interface BestPartitions {
  /** part of each unit, numbered as they appear */
  readonly cutEdges: Int32Array;
  /** the least largest deviation */
  readonly deviation: Int32Array;
  /** the largest mean over the parts; null without areas and lengths, or where some part never has an outline */
  readonly polsbyPopper: Int32Array | null;
}

/** Partitions looked at between two stops. */
const LOOKS_A_SLICE = 8192;

/** Looks at every partition of a diagram that has some. */
export function* bestPartitions(
  graph: DualGraph,
  parts: number,
  { steps, layers }: Diagram,
  { alive }: Ways,
): Generator<void, BestPartitions> {
  const scorer = createPartitionScorer(graph, parts, steps);
  const measured = isMeasured(graph);
  const best = { cutEdges: createBest(), deviation: createBest(), polsbyPopper: createBest() };
  const last = layers.length - 1;
  /** on the way that is followed: node of each layer, and the arc after the one taken */
  const node = new Uint32Array(layers.length);
  const arcAfter = new Uint32Array(layers.length);
  const joined = new Uint32Array(layers.length);
  arcAfter[0] = layers[0]!.firstArc[0]!;
  let looks = 0;
  for (let i = 0; i >= 0; ) {
    const { firstArc, to, joined: joinedBy } = layers[i]!;
    if (arcAfter[i] === firstArc[node[i]! + 1]) {
      i -= 1;
      continue;
    }
    const arc = arcAfter[i]!++;
    if (i < last && alive[i + 1]![to[arc]!] === 0) continue;
    joined[i] = joinedBy[arc]!;
    if (i < last) {
      i += 1;
      node[i] = to[arc]!;
      arcAfter[i] = layers[i]!.firstArc[node[i]!]!;
      continue;
    }
    scorer.look(joined);
    const { cutEdges, deviation } = scorer;
    best.cutEdges.take(scorer.partOf, cutEdges, deviation, 0);
    best.deviation.take(scorer.partOf, deviation, cutEdges, 0);
    const polsbyPopper = measured ? scorer.meanPolsbyPopper() : Number.NaN;
    if (polsbyPopper >= 0) best.polsbyPopper.take(scorer.partOf, -polsbyPopper, cutEdges, deviation);
    looks += 1;
    if (looks % LOOKS_A_SLICE === 0) yield;
  }
  return {
    cutEdges: best.cutEdges.partOf!,
    deviation: best.deviation.partOf!,
    polsbyPopper: best.polsbyPopper.partOf,
  };
}

/** What is nearer than this is the same, however it was summed. */
const SAME = 1e-12;

function createBest() {
  const least = new Float64Array(3).fill(Number.POSITIVE_INFINITY);
  let partOf: Int32Array | null = null;
  return {
    get partOf() {
      return partOf;
    },
    /** keeps the partition when its numbers are smaller, the first first */
    take(candidate: Int32Array, first: number, second: number, third: number): void {
      const off = first - least[0]!;
      if (off > SAME) return;
      if (!(off < -SAME)) {
        const next = second - least[1]!;
        if (next > SAME || (next >= -SAME && third >= least[2]! - SAME)) return;
      }
      least[0] = first;
      least[1] = second;
      least[2] = third;
      partOf = candidate.slice();
    },
  };
}
