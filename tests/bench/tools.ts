import { tryEdit } from '../../geo/divide/do-step.ts';
import { createDraft } from '../../geo/divide/draft.ts';
import { createRandom } from '../../geo/divide/random.ts';
import { baseFacts } from '../../geo/divide/rules.ts';
import { createLineCuts } from '../../web/features/redraw-boundaries/tools/line-cuts.ts';
import { createReplica, type Replica } from '../../web/state/plan/replica.ts';
import type { CurrentPlan } from '../../web/state/plan/session.ts';
import { type CrookedTown, crookedTown, SIDE_CM } from '../support/crooked-town.ts';
import { draftRegion } from '../support/small-division.ts';
import { type Bench, type BenchRow, cpuMs, percentile, seededRandom } from './bench.ts';

const SIDE = 141;
/** grids of 6 × 7 blocks */
const GRID = { columns: 6, rows: 7 };
const MOVES = 400;
/** How far a line reaches from the last point set to the pointer, in blocks. */
const REACHES = [
  ['two blocks', 2],
  ['twenty blocks', 20],
  ['the whole town', 130],
] as const;

export const bench: Bench = {
  name: 'Line tools: 20,000 blocks in 500 grids; CPU time of the script that a pointer event starts',
  async run() {
    const made = crookedTown(SIDE);
    const replica = replicaOf(made);
    const session = { attempt: replica.attempt } as Parameters<typeof createLineCuts>[0]['session'];
    const cuts = createLineCuts({ session, plan: () => ({ draft: replica.draft, replica }) as unknown as CurrentPlan });
    const seeds = createRandom(1);
    const refusalOf = {
      cut: (line: readonly number[]) => cuts.refusalOf(line) === null,
      reshape: (line: readonly number[]) =>
        tryEdit(replica.draft, { kind: 'reshape-arc', line, seed: seeds.bits() }, replica.scope).ok,
    };
    const rows: BenchRow[] = [];
    for (const [tool, isDone] of Object.entries(refusalOf)) {
      for (const [name, reach] of REACHES) {
        const random = seededRandom(3);
        const taken: number[] = [];
        let done = 0;
        for (let n = -50; n < MOVES; n++) {
          const line = tool === 'cut' ? across(made, reach, random) : beside(made, reach, random);
          const start = cpuMs();
          const ok = isDone(line);
          const ms = cpuMs() - start;
          if (n < 0) continue;
          taken.push(ms);
          if (ok) done++;
        }
        const what = `${tool}: a pointer move, the line over ${name} (${done} of ${MOVES} would do something), p95`;
        rows.push({ what, value: percentile(taken, 0.95), unit: 'ms', bar: { at: 'most', value: 4 } });
      }
    }
    return rows;
  },
};

function replicaOf({ fabric, blocks }: CrookedTown): Replica {
  const columns = Math.ceil(SIDE / GRID.columns);
  const gridOf = (n: number): number =>
    100 + Math.floor(Math.floor(n / SIDE) / GRID.rows) * columns + Math.floor((n % SIDE) / GRID.columns);
  const grids = [...new Set(blocks.map((_, n) => gridOf(n)))];
  const base = {
    fabric,
    regions: [
      draftRegion({ id: 1, kind: 'community' }),
      ...grids.map((id) => draftRegion({ id, kind: 'grid', parent: 1 })),
    ],
    assignment: new Map(blocks.map((block, n) => [block, gridOf(n)])),
    groupings: { network: new Map(), union: new Map() },
  };
  const nothing = {
    buildings: { x: [], y: [], households: [], residents: [], estimated: [], compound: [] },
    ...{ compounds: 0, stations: { x: [], y: [] }, barriers: new Set<number>() },
  };
  const scope = { level: 'grid', area: new Set<number>() } as const;
  const draft = createDraft(base, nothing);
  baseFacts(draft); // the figures of all levels are kept, as in the page
  return createReplica({ draft, scope, version: 0 });
}

/** A line of two points set and the pointer, from the middle of a block slanting over others. */
function across({ originX, originY }: CrookedTown, reach: number, random: () => number): number[] {
  const place = (at: number): number => Math.round((at + 0.3 + 0.4 * random()) * SIDE_CM);
  const [column, row] = [random(), random()].map((share) => Math.floor(share * (SIDE - reach)));
  const [x, y] = [originX + place(column!), originY + place(row!)];
  const to = (share: number): number[] => [
    x + Math.round(share * reach * SIDE_CM),
    y + Math.round(share * reach * SIDE_CM * (0.5 + random() / 2)),
  ];
  return [x, y, ...to(0.5), ...to(1)];
}

/** A line that bulges from one junction of a border between two grids to another as many blocks away, at most six. */
function beside({ originX, originY }: CrookedTown, reach: number, random: () => number): number[] {
  const long = Math.min(reach, GRID.rows - 1);
  const x = originX + GRID.columns * SIDE_CM * (1 + Math.floor(random() * (SIDE / GRID.columns - 2)));
  const y = originY + GRID.rows * SIDE_CM * (1 + Math.floor(random() * (SIDE / GRID.rows - 2)));
  const out = Math.round((0.2 + random()) * SIDE_CM);
  return [x, y, x + out, y + SIDE_CM / 4, x + out, y + long * SIDE_CM - SIDE_CM / 4, x, y + long * SIDE_CM];
}
