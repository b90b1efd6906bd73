import { area, pointOnFeature } from '@turf/turf';
import type { Feature, Polygon } from 'geojson';
import {
  bandOf,
  type ChainInput,
  createLocator,
  type DualGraph,
  dualGraph,
  dualGraphOf,
  type Fabric,
  fabricFromLines,
  type ProposalOutcome,
  type ProposalRequest,
  piecesOf,
  propose,
  runChain,
} from '../../geo/index.ts';
import { demoCounty } from '../../seeds/demo-counties.ts';
import { prepareCounty } from '../../seeds/prepare-county.ts';
import { createPlainChain } from '../support/plain-recombination.ts';
import { readRealGeoJson, realData } from '../support/real-data.ts';
import { type Bench, type BenchRow, seededRandom } from './bench.ts';

const SIDE = 48;
const PARTS = 35;
const TOLERANCE = 0.02;
const WARM_STEPS = 5000;
const ROUNDS = 5;
const ROUND_STEPS = 10_000;
const PLAIN_STEPS = 500;
const SEEDS = 10;
const FEW_SEEDS = 3;
/** CPU seconds at which it is looked how near the plan is; the last is what may be taken. */
const LOOKS_S = [1, 5, 20, 60];

const QUALITY_S = [1, 5, 20];

export const bench: Bench = {
  name: `Plans: ${SIDE} × ${SIDE} squares in ${PARTS} parts at 2 %, 岑溪 and Monaco; with --quick ${FEW_SEEDS} seeds of ${SEEDS}`,
  run: async ({ quick }) => [...benchSteps(), ...benchQuality(quick ? FEW_SEEDS : SEEDS)],
};

function benchSteps(): BenchRow[] {
  const even = squares(() => 100);
  const input = chainInput(even);
  const ours = stepsACpuSecond(input);
  const chain = createPlainChain(input, seededRandom(1));
  chain(PLAIN_STEPS / 10);
  const plain = PLAIN_STEPS / cpuSeconds(() => chain(PLAIN_STEPS));
  const uneven = stepsACpuSecond(chainInput(squares(fiftyTo150())));
  return [
    { what: 'recombination', value: ours, unit: 'steps/CPU s', bar: { at: 'least', value: 11_000 } },
    { what: 'the same with Map and Set', value: plain, unit: 'steps/CPU s' },
    { what: 'recombination against Map and Set', value: ours / plain, unit: '×', bar: { at: 'least', value: 5 } },
    { what: 'recombination where 50 to 150 people live in each square', value: uneven, unit: 'steps/CPU s' },
  ];
}

/** The median of some rounds, after one that does not count. */
function stepsACpuSecond(input: ChainInput): number {
  const chain = { ...input, assignment: input.assignment.slice() };
  runChain(chain, WARM_STEPS);
  const rounds = Array.from({ length: ROUNDS }, (_, i) =>
    cpuSeconds(() => runChain({ ...chain, seed: input.seed + i }, ROUND_STEPS)),
  );
  return ROUND_STEPS / rounds.sort((a, b) => a - b)[ROUNDS >> 1]!;
}

function chainInput(graph: DualGraph): ChainInput {
  const { band } = requestFor(graph, PARTS, TOLERANCE);
  const { outcome } = search({ ...requestFor(graph, PARTS, TOLERANCE), seed: 1, steps: 0 }, Number.POSITIVE_INFINITY);
  if (!outcome.ok || !outcome.proposals[0]!.balanced) throw new Error('no plan to begin with was found');
  return { graph, assignment: outcome.proposals[0]!.assignment, parts: PARTS, band, seed: 1 };
}

/** CPU seconds of this process, all threads. */
function cpuSeconds(work: () => void): number {
  const begun = process.cpuUsage();
  work();
  return secondsSince(begun);
}

function secondsSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

interface Town {
  readonly name: string;
  readonly tolerance: number;
  readonly request: Omit<ProposalRequest, 'seed'>;
}

function benchQuality(seeds: number): BenchRow[] {
  return [latticeTown(), ...cenxiTowns(), ...monacoTown()].flatMap((town) => {
    const runs = Array.from({ length: seeds }, (_, i) => runSeed(town, i + 1));
    const what = `${town.name}, ${100 * town.tolerance} %`;
    const late = LOOKS_S.filter((_, look) => runs.some(({ open }) => open[look] !== undefined));
    const worst = (deviations: number[]): number => 100 * Math.max(...deviations);
    return [
      {
        what: `${what}: seeds of ${seeds} with a plan in ${LOOKS_S.at(-1)} CPU s`,
        value: runs.filter(({ foundS }) => foundS !== null).length,
        unit: '',
        bar: { at: 'least', value: seeds },
      },
      {
        what: `${what}: the slowest seed`,
        value: Math.max(...runs.map(({ foundS }) => foundS ?? Number.POSITIVE_INFINITY)),
        unit: 'CPU s',
      },
      ...late.map(
        (seconds, look): BenchRow => ({
          what: `${what}: largest deviation after ${seconds} s, of seeds with none`,
          value: worst(runs.map(({ open }) => open[look] ?? 0)),
          unit: '%',
        }),
      ),
      { what: `${what}: largest deviation in the end`, value: worst(runs.map(({ last }) => last)), unit: '%' },
      ...qualityOverTime(town, what),
    ];
  });
}

/** What the first seed's best plan is like at each look. */
function qualityOverTime({ request }: Town, what: string): BenchRow[] {
  return QUALITY_S.flatMap((seconds) => {
    const { outcome } = search({ ...request, seed: 1 }, seconds);
    if (!outcome.ok) throw new Error(outcome.problem.detail);
    const { cutEdges, maxDeviation, moved } = outcome.proposals[0]!.figures;
    const row = (name: string, value: number, unit: string): BenchRow => ({
      what: `${what}, seed 1 after ${seconds} CPU s: ${name}`,
      ...{ value, unit },
    });
    return [
      row('cut edges', cutEdges, ''),
      row('largest deviation', 100 * maxDeviation, '%'),
      ...(moved === null ? [] : [row('households moved', moved, '')]),
    ];
  });
}

interface SeedRun {
  /** CPU seconds until a plan within the tolerance was found; null = none was */
  readonly foundS: number | null;
  /** largest deviation of the best plan at each look until then */
  readonly open: number[];
  /** that of the plan found, or of the best */
  readonly last: number;
}

/** A search tells its plan at its end only, so that it begins anew for each look. */
function runSeed({ request }: Town, seed: number): SeedRun {
  const open: number[] = [];
  for (const seconds of LOOKS_S) {
    const { outcome, balancedS, tookS } = search({ ...request, seed }, seconds);
    if (!outcome.ok) throw new Error(outcome.problem.detail);
    const [{ balanced, figures }] = outcome.proposals as [(typeof outcome.proposals)[0]];
    if (balanced) return { foundS: balancedS ?? tookS, open, last: figures.maxDeviation };
    open.push(figures.maxDeviation);
  }
  return { foundS: null, open, last: Math.min(...open) };
}

/** @returns also the CPU seconds until the search went on from balancing, null where it was stopped before */
function search(request: ProposalRequest, limitS: number) {
  const begun = process.cpuUsage();
  const searching = propose(request);
  let balancedS: number | null = null;
  let order: 'stop' | undefined;
  for (;;) {
    const next = searching.next(order);
    const tookS = secondsSince(begun);
    if (next.done) {
      const outcome: ProposalOutcome = next.value;
      return { outcome, balancedS, tookS };
    }
    if (next.value.phase !== 'balance') balancedS ??= tookS;
    if (tookS > limitS) order = 'stop';
  }
}

const requestFor = (graph: DualGraph, parts: number, tolerance: number): Omit<ProposalRequest, 'seed'> => ({
  ...{ graph, parts, objective: 'cut-edges', band: bandOf(graph, parts, tolerance) },
});

const fiftyTo150 = (): (() => number) => {
  const random = seededRandom(1);
  return () => 50 + Math.floor(random() * 101);
};

/** Squares with a side of 100 m. */
function squares(people: () => number): DualGraph {
  const units = Array.from({ length: SIDE * SIDE }, (_, unit) => [unit % SIDE, Math.floor(unit / SIDE)] as const);
  const edges = units.flatMap(([x, y], unit) => [
    ...(x < SIDE - 1 ? [[unit, unit + 1]] : []),
    ...(y < SIDE - 1 ? [[unit, unit + SIDE]] : []),
  ]);
  const isEnd = (at: number): number => Number(at === 0) + Number(at === SIDE - 1);
  return dualGraph({
    edges: { a: edges.map(([a]) => a!), b: edges.map(([, b]) => b!), sharedM: edges.map(() => 100) },
    population: Float64Array.from(units, people),
    areaM2: new Float64Array(units.length).fill(10_000),
    boundaryM: Float64Array.from(units, ([x, y]) => 100 * (isEnd(x) + isEnd(y))),
  });
}

const latticeTown = (): Town => ({
  name: `${SIDE} × ${SIDE} squares → ${PARTS}`,
  tolerance: TOLERANCE,
  request: requestFor(squares(fiftyTo150()), PARTS, TOLERANCE),
});

/** Divided anew, and from the eleven communities in force with as little change as can be. */
function cenxiTowns(): Town[] {
  const tolerance = 0.05;
  const { divided, divisions } = prepareCounty(demoCounty('990481'), 1);
  const { fabric, householdsOf } = divided;
  const request = requestFor(dualGraphOf(fabric, householdsOf), 19, tolerance);
  const { regions, assignment } = divisions[0]!;
  const parentOf = new Map(regions.map(({ key, parent }) => [key, parent]));
  const communities = regions.filter(({ kind }) => kind === 'community').map(({ key }) => key);
  const base = Int32Array.from(assignment, (grid) => communities.indexOf(parentOf.get(grid!)!));
  return [
    { name: `岑溪, ${fabric.blocks.ids.length} blocks → 19`, tolerance, request },
    {
      name: '岑溪, 11 communities → 19, least change',
      tolerance,
      request: { ...request, base, objective: 'least-change' },
    },
  ];
}

/** Blocks between the roads of Monaco with the ground that is built over; none where the data are absent. */
function monacoTown(): Town[] {
  const files = ['boundaries', 'roads', 'buildings'].map((name) => realData(`monaco/${name}.geojson`));
  if (files.some((file) => file === null)) return [];
  const [wards, roads, buildings] = files.map((file) => readRealGeoJson(file!).features);
  const { fabric } = fabricFromLines(
    {
      boundaries: wards!.map(({ geometry }) => geometry as Polygon),
      lines: roads!.flatMap(({ geometry }) => (geometry.type === 'LineString' ? [geometry] : [])),
    },
    { ids: counter() },
  );
  const graph = dualGraphOf(fabric, builtOver(fabric, buildings!));
  const { pieceOf } = piecesOf(graph, new Int32Array(graph.count));
  // one block in the harbour lies apart
  const within = Uint8Array.from(pieceOf, (piece) => Number(piece === 0));
  const tolerance = 0.05;
  const request = { ...requestFor(graph, 12, tolerance), band: bandOf(graph, 12, tolerance, within), within };
  return [{ name: `Monaco, ${graph.count} blocks → 12`, tolerance, request }];
}

/** Square metres of buildings in each block. */
function builtOver(fabric: Fabric, buildings: Feature[]): Float64Array {
  const built = new Float64Array(fabric.blocks.ids.length);
  const locator = createLocator(fabric);
  for (const building of buildings) {
    const [lng, lat] = pointOnFeature(building).geometry.coordinates as [number, number];
    const block = locator.locate(lng, lat);
    if (block !== null) built[block]! += Math.round(area(building));
  }
  return built;
}

function counter(): () => number {
  let id = 0;
  return () => ++id;
}
