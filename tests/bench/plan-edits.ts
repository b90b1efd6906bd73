import { DEFAULT_RULES } from '../../api/contract/default-rules.ts';
import { createDraft, type DivisionState, type Draft } from '../../geo/divide/draft.ts';
import type { DraftDelta, Edit } from '../../geo/divide/edit.ts';
import type { GroundColumns } from '../../geo/divide/ground.ts';
import { evaluateRules } from '../../geo/divide/rules.ts';
import { blockNeighbours } from '../../geo/fabric/draft/block-rings.ts';
import { blocksInCapsule } from '../../geo/fabric/draft/select-blocks.ts';
import { finish } from '../../geo/steps.ts';
import { countStroke } from '../../web/features/redraw-boundaries/count-stroke.ts';
import { createDraftLabels, type DraftLabels } from '../../web/map/plan-picture/draft-labels.ts';
import { createDraftPicture, type DraftPicture } from '../../web/map/plan-picture/draft-picture.ts';
import { PLAN_COLOURS } from '../../web/map/plan-picture/plan-colours.ts';
import { type BaseView, createBaseView } from '../../web/state/plan/base-view.ts';
import { baseFigures, figuresOf, meanHouseholds, shapeFigures } from '../../web/state/plan/figures.ts';
import { type Brush, isTaken } from '../../web/state/plan/paint.ts';
import { createReplica, type Replica } from '../../web/state/plan/replica.ts';
import { type CrookedTown, crookedTown, freshId, SIDE_CM } from '../support/crooked-town.ts';
import { draftRegion } from '../support/small-division.ts';
import { type Bench, type BenchRow, cpuMs, percentile, seededRandom } from './bench.ts';

/** Grids by columns and rows, ten of them in a community. */
const GRIDS = { 500: [25, 20], 50: [10, 5] } as const;
type Grids = keyof typeof GRIDS;
const CASES: readonly { readonly blocks: number; readonly grids: Grids }[] = [
  { blocks: 2_000, grids: 500 },
  { blocks: 20_000, grids: 500 },
  { blocks: 20_000, grids: 50 },
  { blocks: 100_000, grids: 500 },
];
const EDITS_A_KIND = 200;
const WARM = 60;
/** A stroke of this many pointer events sweeps over 500 blocks. */
const STROKE = { events: 60, radiusCm: 35_000, stepCm: 10_000, strokes: 5 };
const LEVEL = 'grid';

export const bench: Bench = {
  name:
    'Edits of a plan: crooked blocks of 100 m with 14 vertices and a building each; CPU time of everything that the page' +
    ' does before the next frame: the edit, both regions’ figures against today’s, all rules, rows and names of the map',
  async run({ quick }) {
    const rows: BenchRow[] = [];
    const all = new Map<string, number[]>();
    warmUp();
    for (const { blocks, grids } of CASES) {
      const name = `${blocks} blocks, ${grids} grids`;
      const start = cpuMs();
      const page = openPage(blocks, grids);
      rows.push({ what: `${name}: draft, figures, rules and picture made`, value: cpuMs() - start, unit: 'ms' });
      const taken: number[] = [];
      for (const [kind, editOf] of Object.entries(KINDS)) {
        const { first, undone, done } = timeEdits(page, editOf, quick ? EDITS_A_KIND / 4 : EDITS_A_KIND);
        taken.push(...first, ...undone);
        rows.push({ what: `${name}: ${kind}, p50 (${done} done)`, value: percentile(first, 0.5), unit: 'ms' });
        rows.push({ what: `${name}: ${kind}, p95`, value: percentile(first, 0.95), unit: 'ms' });
        rows.push({ what: `${name}: … and its undo, p95`, value: percentile(undone, 0.95), unit: 'ms' });
      }
      all.set(name, taken);
      const bar = { at: 'most', value: 2 } as const;
      rows.push({ what: `${name}: any edit, p50`, value: percentile(taken, 0.5), unit: 'ms' });
      rows.push({ what: `${name}: any edit, p95`, value: percentile(taken, 0.95), unit: 'ms', bar });
      rows.push(...timeStrokes(page, name));
    }
    const ratio = (a: string, b: string, share: number): number =>
      percentile(all.get(a)!, share) / percentile(all.get(b)!, share);
    for (const share of [0.5, 0.95]) {
      const name = `any edit, p${share * 100}`;
      const size = ratio('100000 blocks, 500 grids', '20000 blocks, 500 grids', share);
      const regions = ratio('20000 blocks, 500 grids', '20000 blocks, 50 grids', share);
      rows.push({ what: `${name}: 100,000 blocks to 20,000 in as many grids`, value: size, unit: '×' });
      rows.push({ what: `${name}: 500 grids to 50 of as many blocks`, value: regions, unit: '×' });
    }
    return rows;
  },
};

/** Code that has not run often is interpreted, and on a busy machine for long. */
function warmUp(): void {
  const page = openPage(2_000, 500);
  for (let round = 0; round < 3; round++) {
    for (const editOf of Object.values(KINDS)) timeEdits(page, editOf, 100);
    timeStrokes(page, '');
  }
}

/** What stands on the page while a plan is drawn, without the screen. */
interface Page {
  readonly town: CrookedTown;
  readonly side: number;
  readonly draft: Draft;
  readonly base: BaseView;
  readonly replica: Replica;
  readonly picture: DraftPicture;
  readonly labels: DraftLabels;
  readonly touched: Set<number>;
}

function openPage(count: number, grids: Grids): Page {
  const side = Math.round(Math.sqrt(count));
  const town = crookedTown(side);
  const state = divisionOf(town, side, grids);
  const draft = createDraft(state, groundOf(town));
  const base = createBaseView(state, draft);
  const picture = createDraftPicture(draft, base, {
    level: LEVEL,
    colours: PLAN_COLOURS.light,
    scope: { level: LEVEL, area: new Set() },
  });
  const words = { name: ({ name }: { name: string }) => name, figures: (households: number) => `${households} 户` };
  const labels = createDraftLabels(draft, LEVEL, words);
  const touched = new Set<number>();
  const replica = createReplica({
    ...{ draft, scope: { level: LEVEL, area: new Set<number>() }, version: 0 },
    onDelta(delta) {
      picture.note(delta);
      for (const region of gridsOf(draft, delta)) touched.add(region);
    },
  });
  const page = { town, side, draft, base, replica, picture, labels, touched };
  finish(labels.all(null));
  while (picture.isBehind()) picture.flush();
  show(page);
  return page;
}

/** Grids that a delta takes from or gives to, as they are chosen in the panel then. */
function gridsOf(draft: Draft, { assignment, fabric }: DraftDelta): number[] {
  const beside = fabric.arcs.flatMap(({ after }) => [after?.left, after?.right]);
  const found = [
    ...assignment.flatMap(({ before, after }) => [before, after]),
    ...beside.map((b) => draft.regionOf.get(b ?? -1)),
  ];
  return found.filter((region) => region != null && draft.regions.get(region)?.kind === LEVEL) as number[];
}

/** What the panels and the map read after a change. */
function show({ draft, base, picture, labels, touched }: Page): void {
  const mean = meanHouseholds(draft, LEVEL);
  const meanThen = base.meanHouseholds(LEVEL);
  const [chosen, other] = touched;
  if (chosen !== undefined) shapeFigures(draft, chosen);
  for (const region of [chosen, other]) {
    if (region === undefined) continue;
    figuresOf(draft, region, mean);
    baseFigures(base, region, meanThen);
  }
  touched.clear();
  evaluateRules(draft, base.facts, DEFAULT_RULES);
  picture.flush();
  labels.changes(new Map());
}

type EditOf = (page: Page, random: () => number) => Edit[];

const gridOf = ({ draft }: Page, block: number): number | null => draft.regionOf.get(block) ?? null;
const someBlock = ({ town, draft }: Page, random: () => number): number => {
  for (;;) {
    const block = town.blocks[Math.floor(random() * town.blocks.length)]!;
    if (draft.fabric.blocks.has(block)) return block;
  }
};
/** A block beside another grid, and that grid. */
function borderBlock(page: Page, random: () => number): { block: number; to: number } {
  for (;;) {
    const block = someBlock(page, random);
    for (const other of blockNeighbours(page.draft.fabric, block).keys()) {
      const to = other === null ? null : gridOf(page, other);
      if (to !== null && to !== gridOf(page, block)) return { block, to };
    }
  }
}
/** South-west corner of a block's square, away from the rim. */
function innerCorner({ town, side }: Page, random: () => number): { block: number; x: number; y: number } {
  const column = 1 + Math.floor(random() * (side - 2));
  const row = 1 + Math.floor(random() * (side - 2));
  const [x, y] = [town.originX + column * SIDE_CM, town.originY + row * SIDE_CM];
  return { block: town.blocks[row * side + column]!, x, y };
}
const aside = (random: () => number): number => Math.round((random() - 0.5) * 1_500);

const KINDS: Readonly<Record<string, EditOf>> = {
  'assign a block to the grid beside it': (page, random) => {
    const { block, to } = borderBlock(page, random);
    return [{ kind: 'assign', blocks: [block], to }];
  },
  'assign ten blocks in a row': (page, random) => {
    const { block, to } = borderBlock(page, random);
    const at = page.town.blocks.indexOf(block);
    const blocks = page.town.blocks.slice(at, at + 10).filter((other) => page.draft.fabric.blocks.has(other));
    return [{ kind: 'assign', blocks, to }];
  },
  'paint a block into the community beside it': (page, random) => {
    for (;;) {
      const { block, to } = borderBlock(page, random);
      const [from, into] = [gridOf(page, block), to].map((grid) => page.draft.regions.get(grid ?? -1)?.parent ?? null);
      if (into !== null && from !== into) return [{ kind: 'assign', blocks: [block], to: into! }];
    }
  },
  'take a block out of its grid': (page, random) => [{ kind: 'assign', blocks: [someBlock(page, random)], to: null }],
  'move a junction': (page, random) => {
    const { x, y } = innerCorner(page, random);
    return [{ kind: 'move-node', from: [x, y], to: [x + aside(random), y + aside(random)] }];
  },
  'cut a block': (page, random) => {
    const { block, x, y } = innerCorner(page, random);
    const at = x + Math.round((0.3 + 0.4 * random()) * SIDE_CM);
    const line = [at, y - SIDE_CM / 5, at + aside(random), y + SIDE_CM / 2, at, y + 1.2 * SIDE_CM];
    return [{ kind: 'cut-block', block, line, ids: Array.from({ length: 12 }, freshId) }];
  },
  'merge two blocks': (page, random) => {
    const { block } = innerCorner(page, random);
    const [other] = [...blockNeighbours(page.draft.fabric, block).keys()].filter((neighbour) => neighbour !== null);
    return [{ kind: 'merge-blocks', keep: block, others: [other!] }];
  },
  'rename a grid': (page, random) => {
    const region = gridOf(page, someBlock(page, random))!;
    return [{ kind: 'rename-region', region, name: `${Math.floor(random() * 1e6)}`, nameEn: '' }];
  },
};

let steps = 0;

/** Each edit and its undo; what is refused does not count. The town is as it was afterwards. */
function timeEdits(page: Page, editOf: EditOf, times: number): { first: number[]; undone: number[]; done: number } {
  const random = seededRandom(7);
  const [first, undone]: [number[], number[]] = [[], []];
  let done = 0;
  for (let n = -WARM; n < times; n++) {
    const edits = editOf(page, random);
    const id = `s${++steps}`;
    const start = cpuMs();
    const outcome = page.replica.perform({ id, label: { key: 'x', values: {} }, edits: edits as never });
    show(page);
    const between = cpuMs();
    if (!outcome.ok) continue;
    page.replica.perform({ id: `${id}u`, label: { key: 'x', values: {} }, undo: id });
    show(page);
    const end = cpuMs();
    if (n < 0) continue;
    first.push(between - start);
    undone.push(end - between);
    done++;
  }
  return { first, undone, done };
}

/** The brush as the tool moves it: each event is one frame and one reading of the panel, which in the page are rarer. */
function timeStrokes(page: Page, name: string): BenchRow[] {
  const { town, side, draft, replica, picture, labels } = page;
  const [taken, released]: [number[], number[]] = [[], []];
  let swept = 0;
  for (let time = -1; time < STROKE.strokes; time++) {
    const x = town.originX + Math.round(side * 0.05) * SIDE_CM;
    const y = town.originY + Math.round(side / 2) * SIDE_CM;
    const width = Math.round(side * 0.9 * SIDE_CM);
    // to and fro where the town is narrower than the stroke
    const at = (along: number): number => x + (along <= width ? along : Math.max(0, 2 * width - along));
    const lift = (along: number): number => y + (along <= width ? 0 : 80_000);
    const target = gridOf(page, town.blocks[Math.floor(side / 2) * side + Math.round(side * 0.05)]!)!;
    const brush: Brush = { level: LEVEL, target, source: { kind: 'all' } };
    const gathered = new Set<number>();
    const count = countStroke(draft, brush, (edits) => {
      const tried = replica.attempt(edits, () => null);
      return tried.ok ? null : { reason: tried.reason, detail: tried.detail, at: tried.at, region: null };
    });
    for (let event = 0; event < STROKE.events; event++) {
      const [a, b] = [event * STROKE.stepCm, (event + 1) * STROKE.stepCm];
      const start = cpuMs();
      const found = blocksInCapsule(draft.fabric, at(a), lift(a), at(b), lift(b), STROKE.radiusCm);
      const fresh = [...found].filter((block) => !gathered.has(block) && isTaken(draft, replica.scope, brush, block));
      for (const block of fresh) gathered.add(block);
      picture.stroke(fresh, target);
      count.add(fresh);
      const { figures } = count.state();
      picture.flush();
      labels.changes(new Map([...figures].map(([region, { households }]) => [region, households])));
      if (time >= 0) taken.push(cpuMs() - start);
    }
    swept = gathered.size;
    const id = `s${++steps}`;
    const start = cpuMs();
    picture.endStroke();
    replica.perform({
      id,
      label: { key: 'paint', values: {} },
      edits: [{ kind: 'assign', blocks: [...gathered], to: target }],
    });
    show(page);
    if (time >= 0) released.push(cpuMs() - start);
    replica.perform({ id: `${id}u`, label: { key: 'undo', values: {} }, undo: id });
    show(page);
  }
  const what = `${name}: a stroke over ${swept} blocks in ${STROKE.events} pointer events`;
  return [
    { what: `${what}, an event p50`, value: percentile(taken, 0.5), unit: 'ms' },
    { what: `${what}, an event p95`, value: percentile(taken, 0.95), unit: 'ms', bar: { at: 'most', value: 4 } },
    { what: '… letting go', value: percentile(released, 0.5), unit: 'ms', bar: { at: 'most', value: 50 } },
  ];
}

function divisionOf({ fabric, blocks }: CrookedTown, side: number, grids: Grids): DivisionState {
  const [columns, rows] = GRIDS[grids];
  const gridAt = (block: number): number =>
    Math.floor(((block % side) * columns) / side) + columns * Math.floor((Math.floor(block / side) * rows) / side);
  /** five columns and two rows of grids */
  const communityOf = (grid: number): number =>
    Math.floor((grid % columns) / 5) + Math.ceil(columns / 5) * Math.floor(Math.floor(grid / columns) / 2);
  const communities = new Set(Array.from({ length: grids }, (_, grid) => communityOf(grid)));
  return {
    fabric,
    regions: [
      draftRegion({ id: 1, kind: 'county' }),
      draftRegion({ id: 2, kind: 'street', parent: 1 }),
      ...[...communities].map((community) => draftRegion({ id: 100 + community, kind: 'community', parent: 2 })),
      ...Array.from({ length: grids }, (_, grid) =>
        draftRegion({ id: 1000 + grid, kind: 'grid', parent: 100 + communityOf(grid) }),
      ),
      draftRegion({ id: 50, kind: 'network' }),
    ],
    assignment: new Map(blocks.map((id, block) => [id, 1000 + gridAt(block)])),
    groupings: { network: new Map([...communities].map((community) => [100 + community, 50])), union: new Map() },
  };
}

/** A building in each block, compounds of four blocks in a row, stations in every hundredth, every twentieth arc a road. */
function groundOf({ fabric, blocks, originX, originY }: CrookedTown): GroundColumns {
  const side = Math.round(Math.sqrt(blocks.length));
  const random = seededRandom(3);
  const x = Float64Array.from(blocks, (_, block) => originX + (0.5 + (block % side)) * SIDE_CM);
  const y = Float64Array.from(blocks, (_, block) => originY + (0.5 + Math.floor(block / side)) * SIDE_CM);
  const households = Float64Array.from(blocks, () => Math.floor(random() * 30));
  return {
    buildings: {
      ...{ x, y, households, residents: households.map((n) => 3 * n), estimated: new Uint8Array(blocks.length) },
      compound: Int32Array.from(blocks, (_, block) => Math.floor(block / 4)),
    },
    compounds: Math.ceil(blocks.length / 4),
    stations: { x: x.filter((_, block) => block % 100 === 0), y: y.filter((_, block) => block % 100 === 0) },
    barriers: new Set(fabric.arcs.ids.filter((_, arc) => arc % 20 === 0)),
  };
}
