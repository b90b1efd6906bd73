import { feature, featureCollection, union } from '@turf/turf';
import type { Polygon, Position } from 'geojson';
import { merge, mergeArcs } from 'topojson-client';
import type { Polygon as TopoPolygon } from 'topojson-specification';
import { toLngLat } from '../../geo/crs/local-crs.ts';
import {
  adjacency,
  blockPolygons,
  createLocator,
  dissolve,
  type Fabric,
  fabricFromLines,
  fabricFromPolygons,
  type Linear,
  localCrsFor,
  toTopology,
} from '../../geo/index.ts';
import { type Bench, type BenchRow, medianMs, seededRandom } from './bench.ts';

export const bench: Bench = {
  name: 'Fabric: 2,304 crooked blocks with 70,000 vertices in 43 groups; a town of 30,000 blocks',
  run: async () => [...(await benchOutlines()), ...(await benchTown())],
};

const SIDE = 48;
const POINTS_A_SIDE = 7;
const GROUPS = 43;

async function benchOutlines(): Promise<BenchRow[]> {
  const polygons = crookedGrid(seededRandom(1));
  const ids = counter();
  const { fabric } = fabricFromPolygons(polygons, { ids });
  const groupOf = grow(fabric, GROUPS, seededRandom(2));
  const vertices = polygons.reduce((sum, { coordinates }) => sum + coordinates[0]!.length - 1, 0);

  const buildMs = await medianMs(5, () => fabricFromPolygons(polygons, { ids }));
  const coldMs = await medianMs(5, () => dissolve({ ...fabric }, groupOf, GROUPS));
  const dissolveMs = await medianMs(9, () => dissolve(fabric, groupOf, GROUPS));

  const topology = toTopology(fabric);
  const geometries = topology.objects.blocks.geometries as TopoPolygon[];
  const members = groupsOf(groupOf, (block) => geometries[block]!);
  const mergeMs = await medianMs(9, () => members.map((group) => merge(topology, group)));
  const mergeArcsMs = await medianMs(9, () => members.map((group) => mergeArcs(topology, group)));

  const coordinates = blockPolygons(fabric);
  const features = groupsOf(groupOf, (block) =>
    feature<Polygon>({ type: 'Polygon', coordinates: coordinates[block]! }),
  );
  const start = performance.now();
  for (const group of features) union(featureCollection(group));
  const turfMs = performance.now() - start;

  return [
    { what: `build from ${polygons.length} polygons, ${vertices} vertices`, value: buildMs, unit: 'ms' },
    {
      what: 'dissolve, first time on a fabric (degrees are worked out)',
      value: coldMs,
      unit: 'ms',
      bar: { at: 'most', value: 60 },
    },
    { what: 'dissolve, again', value: dissolveMs, unit: 'ms', bar: { at: 'most', value: 60 } },
    { what: 'Turf union of the same groups', value: turfMs, unit: 'ms' },
    { what: 'topojson-client merge of the same groups', value: mergeMs, unit: 'ms' },
    {
      what: 'dissolve, first time, against Turf union',
      value: turfMs / coldMs,
      unit: '×',
      bar: { at: 'least', value: 10 },
    },
    {
      what: 'dissolve, again, against topojson-client merge',
      value: mergeMs / dissolveMs,
      unit: '×',
      bar: { at: 'least', value: 1 },
    },
    {
      what: 'dissolve, again, against mergeArcs (which gives no coordinates)',
      value: mergeArcsMs / dissolveMs,
      unit: '×',
      bar: { at: 'least', value: 1 },
    },
  ];
}

async function benchTown(): Promise<BenchRow[]> {
  const { boundary, streets } = town(seededRandom(3));
  let start = performance.now();
  const { fabric } = fabricFromLines({ boundaries: [boundary], lines: streets }, { ids: counter() });
  const buildMs = performance.now() - start;
  const locator = createLocator(fabric);
  const random = seededRandom(4);
  const [[west, south], , [east, north]] = boundary.coordinates[0] as [Position, Position, Position];
  const places = Array.from(
    { length: 100_000 },
    () => [west! + random() * (east! - west!), south! + random() * (north! - south!)] as const,
  );
  start = performance.now();
  for (const [lng, lat] of places) locator.locate(lng, lat);
  const locateMs = performance.now() - start;
  return [
    {
      what: `blocks from ${streets.length} crossing streets: ${fabric.blocks.ids.length} blocks`,
      value: buildMs,
      unit: 'ms',
    },
    { what: 'the same, blocks made a second', value: (fabric.blocks.ids.length / buildMs) * 1000, unit: 'blocks/s' },
    { what: 'points located in these blocks a second', value: (places.length / locateMs) * 1000, unit: 'points/s' },
  ];
}

/** A chequerboard of 100 m whose borders wander by up to 8 m; neighbours have the same vertices. */
function crookedGrid(random: () => number): Polygon[] {
  const crs = localCrsFor([124.33, 43.3]);
  const place = (x: number, y: number): Position =>
    toLngLat(crs, 60_000_000 + Math.round(x * 100), 480_000_000 + Math.round(y * 100));
  const side = (x: number, y: number, dx: number, dy: number): Position[] =>
    Array.from({ length: POINTS_A_SIDE + 1 }, (_, i) => {
      const along = (i / (POINTS_A_SIDE + 1)) * 100;
      const aside = i === 0 ? 0 : (random() - 0.5) * 16;
      return place(x + dx * along + dy * aside, y + dy * along + dx * aside);
    });
  const rows = Array.from({ length: SIDE + 1 }, (_, j) =>
    Array.from({ length: SIDE }, (__, i) => side(i * 100, j * 100, 1, 0)),
  );
  const columns = Array.from({ length: SIDE + 1 }, (_, i) =>
    Array.from({ length: SIDE }, (__, j) => side(i * 100, j * 100, 0, 1)),
  );
  const corner = (i: number, j: number): Position => place(i * 100, j * 100);
  const back = (line: Position[], from: Position): Position[] => [from, ...line.slice(1).reverse()];
  return Array.from({ length: SIDE * SIDE }, (_, block) => {
    const [i, j] = [block % SIDE, Math.floor(block / SIDE)];
    const ring = [
      ...rows[j]![i]!,
      ...columns[i + 1]![j]!,
      ...back(rows[j + 1]![i]!, corner(i + 1, j + 1)),
      ...back(columns[i]![j]!, corner(i, j + 1)),
    ];
    return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] };
  });
}

/** 175 × 175 slightly askew streets, none noded. */
function town(random: () => number): { boundary: Polygon; streets: Linear[] } {
  const crs = localCrsFor([124.33, 43.3]);
  const place = (x: number, y: number): Position =>
    toLngLat(crs, 60_000_000 + Math.round(x * 100), 480_000_000 + Math.round(y * 100));
  const count = 174;
  const size = (count + 1) * 100;
  const wander = (): number => (random() - 0.5) * 60;
  const streets = Array.from({ length: 2 * count }, (_, k): Linear => {
    const across = ((k >> 1) + 1) * 100;
    const bends = Array.from({ length: 60 }, (__, i) => [((i - 0.5) / 58) * size, across + wander()] as const);
    return { type: 'LineString', coordinates: bends.map(([a, b]) => (k & 1 ? place(b, a) : place(a, b))) };
  });
  const corners: [number, number][] = [
    [0, 0],
    [size, 0],
    [size, size],
    [0, size],
    [0, 0],
  ];
  return { boundary: { type: 'Polygon', coordinates: [corners.map(([x, y]) => place(x, y))] }, streets };
}

/** Connected groups of blocks, grown from seeds in turn. */
function grow(fabric: Fabric, groups: number, random: () => number): Int32Array {
  const count = fabric.blocks.ids.length;
  const { a, b } = adjacency(fabric);
  const neighbours: number[][] = Array.from({ length: count }, () => []);
  a.forEach((block, i) => {
    neighbours[block]!.push(b[i]!);
    neighbours[b[i]!]!.push(block);
  });
  const groupOf = new Int32Array(count).fill(-1);
  const queue: number[] = [];
  while (queue.length < groups) {
    const block = Math.floor(random() * count);
    if (groupOf[block] !== -1) continue;
    groupOf[block] = queue.length;
    queue.push(block);
  }
  for (let i = 0; i < queue.length; i++) {
    for (const neighbour of neighbours[queue[i]!]!) {
      if (groupOf[neighbour] !== -1) continue;
      groupOf[neighbour] = groupOf[queue[i]!]!;
      queue.push(neighbour);
    }
  }
  return groupOf;
}

function groupsOf<T>(groupOf: Int32Array, memberOf: (block: number) => T): T[][] {
  const groups: T[][] = Array.from({ length: GROUPS }, () => []);
  groupOf.forEach((group, block) => {
    groups[group]!.push(memberOf(block));
  });
  return groups;
}

function counter(): () => number {
  let id = 0;
  return () => ++id;
}
