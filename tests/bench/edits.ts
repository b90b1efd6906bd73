import {
  applyFabricDelta,
  blocksInCapsule,
  createDraftFabric,
  cutBlock,
  type DraftFabric,
  deleteNode,
  type FabricOutcome,
  insertNode,
  invertFabricDelta,
  mergeBlocks,
  moveNode,
  reshapeArc,
} from '../../geo/index.ts';
import { type CrookedTown, crookedTown, freshId, SIDE_CM } from '../support/crooked-town.ts';
import { type Bench, type BenchRow, cpuMs, percentile, seededRandom } from './bench.ts';

const SIZES = [2_000, 20_000, 100_000];
const EDITS_A_KIND = 300;
/** A stroke of this many pointer events sweeps over 500 blocks. */
const STROKE = { events: 60, radiusCm: 35_000, stepCm: 10_000 };

export const bench: Bench = {
  name: 'Edits of a fabric: crooked blocks of 100 m with 14 vertices each; CPU time to work out an edit and apply it',
  async run() {
    const rows: BenchRow[] = [];
    const typical: number[] = [];
    const slowest: number[] = [];
    for (const size of SIZES) {
      const side = Math.round(Math.sqrt(size));
      const start = performance.now();
      const town = crookedTown(side);
      const made = { ...town, draft: createDraftFabric(town.fabric) };
      rows.push({ what: `${size} blocks: fabric and draft made`, value: performance.now() - start, unit: 'ms' });
      const all: number[] = [];
      for (const [kind, edit] of Object.entries(KINDS)) {
        const { taken, done } = timeEdits(made, side, edit);
        all.push(...taken);
        const what = `${size} blocks: ${kind}, p50 (${done} of ${taken.length} done, the others refused)`;
        rows.push({ what, value: percentile(taken, 0.5), unit: 'ms' });
        rows.push({ what: `${size} blocks: ${kind}, p95`, value: percentile(taken, 0.95), unit: 'ms' });
      }
      typical.push(percentile(all, 0.5));
      slowest.push(percentile(all, 0.95));
      const bar = { at: 'most', value: 2 } as const;
      rows.push({ what: `${size} blocks: any edit, p95`, value: slowest.at(-1)!, unit: 'ms', bar });
      rows.push(...timeStroke(made, size, side));
    }
    rows.push({ what: 'p50 at 100,000 blocks to p50 at 2,000', value: typical[2]! / typical[0]!, unit: '×' });
    rows.push({ what: 'p95 at 100,000 blocks to p95 at 2,000', value: slowest[2]! / slowest[0]!, unit: '×' });
    return rows;
  },
};

interface Town extends CrookedTown {
  readonly draft: DraftFabric;
}

interface Spot {
  readonly draft: DraftFabric;
  readonly block: number;
  /** west and south corner of the block's square, cm */
  readonly x: number;
  readonly y: number;
  readonly random: () => number;
}

const KINDS: Record<string, (spot: Spot) => FabricOutcome> = {
  'move a junction': ({ draft, x, y, random }) => moveNode(draft, [x, y], [x + aside(random), y + aside(random)]),
  'move a vertex': (spot) => {
    const [x, y] = vertexOf(spot);
    return moveNode(spot.draft, [x, y], [x + aside(spot.random), y + aside(spot.random)]);
  },
  'insert a node': ({ draft, block, random }) => {
    const arc = draft.arcs.get([...draft.blocks.get(block)!][0]!)!;
    const middle = (k: number): number => Math.round((arc.xy[k]! + arc.xy[k + 2]!) / 2) + Math.round(aside(random) / 4);
    return insertNode(draft, arc.id, [middle(0), middle(1)]);
  },
  'delete a node': (spot) => deleteNode(spot.draft, vertexOf(spot)),
  'reshape a border': ({ draft, block, random }) => {
    const { xy } = draft.arcs.get([...draft.blocks.get(block)!][0]!)!;
    const [ax, ay, bx, by] = [xy[0]!, xy[1]!, xy.at(-2)!, xy.at(-1)!];
    const bends = Array.from({ length: 8 }, (_, i) => {
      const share = (i + 1) / 9;
      return [Math.round(ax + share * (bx - ax)) + aside(random), Math.round(ay + share * (by - ay)) + aside(random)];
    });
    return reshapeArc(draft, [ax, ay, ...bends.flat(), bx, by]);
  },
  'cut a block': ({ draft, block, x, y, random }) => {
    const at = x + Math.round((0.3 + 0.4 * random()) * SIDE_CM);
    const line = [at, y - SIDE_CM / 5, at + aside(random), y + SIDE_CM / 2, at, y + 1.2 * SIDE_CM];
    return cutBlock(draft, block, line, freshId);
  },
  'merge blocks': ({ draft, block }) => {
    const arcs = Array.from(draft.blocks.get(block)!, (id) => draft.arcs.get(id)!);
    const beside = arcs.map(({ left, right }) => (left === block ? right : left)).filter((other) => other !== null);
    return mergeBlocks(draft, block, beside);
  },
};

function aside(random: () => number): number {
  return Math.round((random() - 0.5) * 1_500);
}

function vertexOf({ draft, block }: Spot): [x: number, y: number] {
  const { xy } = draft.arcs.get([...draft.blocks.get(block)!].at(-1)!)!;
  return [xy[2]!, xy[3]!];
}

function timeEdits(
  { draft, blocks, originX, originY }: Town,
  side: number,
  edit: (spot: Spot) => FabricOutcome,
): { taken: number[]; done: number } {
  const random = seededRandom(7);
  const taken: number[] = [];
  let done = 0;
  for (let n = -50; n < EDITS_A_KIND; n++) {
    const column = 1 + Math.floor(random() * (side - 2));
    const row = 1 + Math.floor(random() * (side - 2));
    const block = blocks[row * side + column]!;
    const spot = { draft, block, x: originX + column * SIDE_CM, y: originY + row * SIDE_CM, random };
    const start = cpuMs();
    const outcome = edit(spot);
    if (outcome.ok) applyFabricDelta(draft, outcome.delta);
    const ms = cpuMs() - start;
    if (outcome.ok) applyFabricDelta(draft, invertFabricDelta(outcome.delta));
    if (n < 0) continue;
    taken.push(ms);
    if (outcome.ok) done++;
  }
  return { taken, done };
}

function timeStroke({ draft, originX, originY }: Town, size: number, side: number): BenchRow[] {
  const taken: number[] = [];
  let swept = new Set<number>();
  for (let time = 0; time < 6; time++) {
    swept = new Set<number>();
    const x = originX + Math.round(side * 0.05) * SIDE_CM;
    const y = originY + Math.round(side / 2) * SIDE_CM;
    const width = Math.round(side * 0.9 * SIDE_CM);
    for (let event = 0; event < STROKE.events; event++) {
      // to and fro where the town is narrower than the stroke
      const at = (along: number): number => x + (along <= width ? along : Math.max(0, 2 * width - along));
      const lift = (along: number): number => y + (along <= width ? 0 : 80_000);
      const [a, b] = [event * STROKE.stepCm, (event + 1) * STROKE.stepCm];
      const start = cpuMs();
      const found = blocksInCapsule(draft, at(a), lift(a), at(b), lift(b), STROKE.radiusCm);
      if (time > 0) taken.push(cpuMs() - start);
      for (const block of found) swept.add(block);
    }
  }
  const what = `${size} blocks: a brush stroke over ${swept.size} blocks in ${STROKE.events} pointer events`;
  return [
    { what: `${what}, an event p95`, value: percentile(taken, 0.95), unit: 'ms', bar: { at: 'most', value: 4 } },
    { what: `${what}, in all`, value: taken.reduce((a, b) => a + b) / 5, unit: 'ms' },
  ];
}
