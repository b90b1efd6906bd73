import type { Geometry, MultiPolygon, Polygon, Position } from 'geojson';
import type { Fabric } from '../../../geo/fabric/fabric.ts';
import { blockPolygons } from '../../../geo/fabric/polygons.ts';
import type { Areal, Linear } from '../../../geo/fabric/read-geometry.ts';
import type { BuildFault } from '../../../geo/fabric/report.ts';
import type { Fault, ImportSettings } from '../../contract/imports.ts';
import type { RegionKind } from '../../contract/words.ts';
import type { Db } from '../../db/database.ts';
import { type DivisionHead, readAssignment } from '../../db/divisions.ts';
import {
  hasDrawnBlocks,
  largestOverlaps,
  type PartingTable,
  readGroupings,
  readPartingLines,
  readRegionAreas,
  uncoveredParts,
} from '../../db/region-areas.ts';
import type { GroupingInput, RegionInput } from '../division-regions.ts';
import { loadFabric } from '../load-fabric.ts';
import { type FileArea, polygonsOf } from './collect-areas.ts';
import type { ImportWorker } from './import-worker.ts';
import type { PartingLines } from './parting-lines.ts';

/** A division that an import is about to make. */
export interface DivisionPlan {
  fabric: Fabric;
  regions: RegionInput[];
  /** key of the lowest region of each block */
  assignment: (string | null)[];
  groupings: GroupingInput[];
  /** region key of each row of the file */
  keyOfRow: Map<number, string>;
  faults: Fault[];
  outcome: Record<string, number>;
}

type Level = 'county' | 'street' | 'community' | 'grid';
const FINEST_FIRST: readonly Level[] = ['grid', 'community', 'street', 'county'];
/** What a finer level leaves of a coarser one by drawing its border a little otherwise is not ground of its own. */
const SLIVER = { areaM2: 500, widthM: 5 };
const PARTING: readonly PartingTable[] = ['road', 'railway', 'water', 'compound'];

interface PlannedRegion extends RegionInput {
  name: string;
  nameEn: string;
  /** null = only what lies in the regions under it: a county that no polygon was ever given for, a grouping */
  geometry: Polygon | MultiPolygon | null;
  /** rows of the file; none for a region that was there before */
  fileRows: number[];
}

export interface DivisionRequest {
  db: Db;
  county: string;
  worker: ImportWorker;
  /** in force now; null = the county has none */
  current: DivisionHead | null;
  policy: ImportSettings['faults'];
}

/**
 * New regions at one level, over or in place of those that are there: existing regions of other levels stay and find
 * their parents by the ground they share; a region with the code, else the name, of an existing one is that one.
 * The finest regions are parted into blocks by the county's roads, railways, water and estates; but blocks that were
 * drawn in a file stay, and the regions take them over.
 */
export async function planRegions(
  request: DivisionRequest,
  areas: readonly FileArea[],
  level: Level,
  mode: ImportSettings['mode'],
): Promise<DivisionPlan> {
  const existing = await existingRegions(request);
  const incoming = matched(areas, level, existing);
  const matchedIds = new Set(incoming.map((region) => region.region));
  const kept = existing.filter((region) => !matchedIds.has(region.region) && (region.kind !== level || mode === 'add'));
  const regions = [...kept, ...incoming];
  const { db, county, current } = request;
  return current && (await hasDrawnBlocks(db, county, current.fabric))
    ? planOnDrawnBlocks(request, regions, current.fabric)
    : plan(request, regions, await partingLines(request));
}

/**
 * The same regions on blocks made anew, because what parts them has changed.
 *
 * @param instead  tables for which the import has collected lines, in place of those that stand or beside them
 */
export async function planNewBlocks(
  request: DivisionRequest,
  instead: { table: PartingTable; add: boolean }[],
): Promise<DivisionPlan> {
  return plan(request, await existingRegions(request), await partingLines(request, instead), true);
}

/** Blocks as they are drawn in a file; each belongs to the region with which it shares most ground. */
export async function planBlocks(request: DivisionRequest, areas: readonly FileArea[]): Promise<DivisionPlan> {
  const regions = await existingRegions(request);
  const parents = new Set(regions.map((region) => region.parent));
  const leaves = regions.filter(hasArea).filter((region) => !parents.has(region.key));
  const found = await largestOverlaps(
    request.db,
    areas.map((area) => area.geometry),
    leaves.map((region) => region.geometry),
  );
  const leafOf = found.map((leaf) => (leaf === null ? countyKey(regions) : leaves[leaf]!.key));
  const { fabric, boundaryOf, faults } = await request.worker.buildBlocks({
    boundaries: areas.map((area) => area.geometry),
    lines: [],
    mend: request.policy === 'mend',
  });
  const assignment = Array.from(boundaryOf, (area) => leafOf[area]!);
  const rowsOf = (area: number): { rows: number[]; name: string } => ({
    rows: areas[area]!.fileRows,
    name: areas[area]!.name || `row ${areas[area]!.fileRows[0]}`,
  });
  return {
    fabric,
    ...settle(regions, assignment, await formerGroupings(request)),
    assignment,
    keyOfRow: new Map(),
    faults: faults.map((fault) => faultOf(fault, rowsOf)),
    outcome: { blocks: fabric.blocks.ids.length },
  };
}

const hasArea = (region: PlannedRegion): region is PlannedRegion & { geometry: Areal } => region.geometry !== null;
const COUNTY_KEY = 'county';
const countyKey = (regions: readonly RegionInput[]): string =>
  regions.find((region) => region.kind === 'county')?.key ?? COUNTY_KEY;

async function existingRegions({ db, county, current }: DivisionRequest): Promise<PlannedRegion[]> {
  if (!current) return [];
  const rows = await readRegionAreas(db, county, current.id);
  const holding = new Set((await readAssignment(db, county, current.id)).map((row) => row.region));
  return rows.map(({ region, kind, parent, code, name, nameEn, geometry }) => ({
    key: keyOf(region),
    parent: parent === null ? null : keyOf(parent),
    ...{ region, kind, code, name, nameEn },
    geometry: isLevel(kind) && (kind !== 'county' || holding.has(region)) ? geometry : null,
    fileRows: [],
  }));
}

const keyOf = (region: number): string => `region-${region}`;
const isLevel = (kind: RegionKind): boolean => (FINEST_FIRST as readonly RegionKind[]).includes(kind);

function matched(areas: readonly FileArea[], level: Level, existing: readonly PlannedRegion[]): PlannedRegion[] {
  const same = existing.filter((region) => region.kind === level);
  const taken = new Set<number>();
  return areas.map((area) => {
    const twin =
      level === 'county'
        ? same[0]
        : same.find(
            (region) =>
              !taken.has(region.region!) &&
              (area.code === null ? region.name === area.name : region.code === area.code),
          );
    if (twin) taken.add(twin.region!);
    return {
      key: twin?.key ?? (level === 'county' ? COUNTY_KEY : `row-${area.fileRows[0]}`),
      kind: level,
      parent: null,
      code: area.code ?? twin?.code ?? null,
      name: area.name,
      nameEn: area.nameEn,
      region: twin?.region,
      geometry: area.geometry,
      fileRows: area.fileRows,
    };
  });
}

async function plan(
  request: DivisionRequest,
  regions: PlannedRegion[],
  lines: PartingLines[],
  standing = false,
): Promise<DivisionPlan> {
  const boundaries = await boundariesOf(request.db, regions.filter(hasArea));
  const parents = await parentsOf(request.db, regions.filter(hasArea));
  const { fabric, boundaryOf, faults, mergedBlocks, deadEnds } = await request.worker.buildBlocks({
    boundaries: boundaries.map((boundary) => boundary.geometry as Areal),
    lines,
    ...{ mend: request.policy === 'mend', standing },
  });
  const assignment = Array.from(boundaryOf, (boundary) => boundaries[boundary]!.region.key);
  const placed = regions.map((region) => ({ ...region, parent: parents.get(region.key) ?? null }));
  const rowsOf = (boundary: number): { rows: number[]; name: string } => ({
    rows: boundaries[boundary]!.region.fileRows,
    name: boundaries[boundary]!.region.name,
  });
  return {
    fabric,
    ...settle(placed, assignment, await formerGroupings(request)),
    assignment,
    keyOfRow: new Map(regions.flatMap(({ key, fileRows }) => fileRows.map((row) => [row, key]))),
    faults: faults.map((fault) => faultOf(fault, rowsOf)),
    outcome: { blocks: fabric.blocks.ids.length, mergedBlocks, deadEnds },
  };
}

/** Each block that is there goes to the region with which it shares most ground. */
async function planOnDrawnBlocks(
  request: DivisionRequest,
  regions: PlannedRegion[],
  fabricId: number,
): Promise<DivisionPlan> {
  const { db, county } = request;
  const fabric = await loadFabric(db, county, fabricId);
  const boundaries = await boundariesOf(db, regions.filter(hasArea));
  const parents = await parentsOf(db, regions.filter(hasArea));
  const blocks = blockPolygons(fabric);
  const found = await largestOverlaps(
    db,
    blocks.map((coordinates) => ({ type: 'Polygon', coordinates })),
    boundaries.map(({ geometry }) => geometry),
  );
  const top = countyKey(regions);
  const assignment = found.map((best) => (best === null ? top : boundaries[best]!.region.key));
  const finer = boundaries.some(({ region }) => region.kind !== 'county');
  const alone = finer ? blocks.filter((_, block) => assignment[block] === top) : [];
  const taken = new Set([...assignment, ...parents.values()]);
  const empty = regions.filter(({ key, fileRows }) => fileRows.length > 0 && !taken.has(key));
  return {
    fabric,
    ...settle(
      regions.map((region) => ({ ...region, parent: parents.get(region.key) ?? null })),
      assignment,
      await formerGroupings(request),
    ),
    assignment,
    keyOfRow: new Map(regions.flatMap(({ key, fileRows }) => fileRows.map((row) => [row, key]))),
    faults: [...alone.map(outsideRegions), ...empty.map(withoutBlocks)],
    outcome: { blocks: blocks.length, keptBlocks: blocks.length },
  };
}

const outsideRegions = (block: Position[][]): Fault => ({
  kind: 'outside-regions',
  severity: 'warning',
  row: null,
  at: block[0]![0] as [number, number],
  detail: 'A block that was drawn lies in none of the regions; it belongs to the county alone',
  mendable: false,
});

const withoutBlocks = ({ name, fileRows, geometry }: PlannedRegion): Fault => ({
  kind: 'region-without-blocks',
  severity: 'warning',
  row: fileRows[0]!,
  name,
  at: geometry ? (polygonsOf(geometry as Areal)[0]![0]![0] as [number, number]) : null,
  detail: 'No block that was drawn lies mostly in the region, so it is left out; import blocks that follow its border',
  mendable: false,
});

/** The finest regions whole, and of each coarser level what finer ones leave uncovered. */
async function boundariesOf(
  db: Db,
  regions: readonly (PlannedRegion & { geometry: Areal })[],
): Promise<{ region: PlannedRegion; geometry: Geometry }[]> {
  const boundaries: { region: PlannedRegion; geometry: Geometry }[] = [];
  for (const level of FINEST_FIRST) {
    const here = regions.filter((region) => region.kind === level);
    if (here.length === 0) continue;
    if (boundaries.length === 0) {
      boundaries.push(...here.map((region) => ({ region, geometry: region.geometry })));
      continue;
    }
    const covered = boundaries.map((boundary) => boundary.geometry);
    const parts = await uncoveredParts(
      db,
      covered,
      here.map((region) => region.geometry),
      SLIVER,
    );
    boundaries.push(...parts.map(({ outer, geometry }) => ({ region: here[outer]!, geometry })));
  }
  return boundaries;
}

/** Key of each region's parent: of the next level above that has regions, the one with which it shares most ground. */
async function parentsOf(
  db: Db,
  regions: readonly (PlannedRegion & { geometry: Areal })[],
): Promise<Map<string, string>> {
  const parents = new Map<string, string>();
  for (const [i, level] of FINEST_FIRST.entries()) {
    let seeking = regions.filter((region) => region.kind === level);
    for (const above of FINEST_FIRST.slice(i + 1)) {
      const candidates = regions.filter((region) => region.kind === above);
      const found = await largestOverlaps(
        db,
        seeking.map((region) => region.geometry),
        candidates.map((region) => region.geometry),
      );
      for (const [k, best] of found.entries()) if (best !== null) parents.set(seeking[k]!.key, candidates[best]!.key);
      seeking = seeking.filter((region) => !parents.has(region.key));
    }
  }
  return parents;
}

/** Leaves out what cannot stand in the division: regions of which no block is left, groupings without a community. */
function settle(
  regions: readonly PlannedRegion[],
  assignment: readonly (string | null)[],
  former: readonly GroupingInput[],
): { regions: RegionInput[]; groupings: GroupingInput[] } {
  const byKey = new Map(regions.map((region) => [region.key, region]));
  const standing = new Set<string>();
  for (const key of new Set(assignment))
    for (let at = key; at !== null && !standing.has(at); at = byKey.get(at)?.parent ?? null) standing.add(at);
  const groupings = former.filter(({ community, grouping }) => standing.has(community) && byKey.has(grouping));
  for (const { grouping } of groupings) standing.add(grouping);
  return {
    regions: regions
      .filter((region) => region.kind === 'county' || standing.has(region.key))
      .map(({ geometry: _geometry, fileRows: _rows, ...region }) => region),
    groupings,
  };
}

async function formerGroupings({ db, county, current }: DivisionRequest): Promise<GroupingInput[]> {
  if (!current) return [];
  const rows = await readGroupings(db, county, current.id);
  return rows.map(({ kind, community, grouping }) => ({
    kind,
    community: keyOf(community),
    grouping: keyOf(grouping),
  }));
}

async function partingLines(
  { db, county }: DivisionRequest,
  instead: { table: PartingTable; add: boolean }[] = [],
): Promise<PartingLines[]> {
  const lines: PartingLines[] = [];
  for (const table of PARTING) {
    const change = instead.find((given) => given.table === table);
    if (change) lines.push(table);
    if (!change || change.add) lines.push((await readPartingLines(db, county, table)) as (Linear | Areal)[]);
  }
  return lines;
}

const WORDS: Record<BuildFault['kind'], string> = {
  gap: 'A gap',
  overlap: 'An overlap',
  sliver: 'A sliver',
  'self-crossing': 'An outline that meets itself',
  duplicate: 'An area that is drawn twice',
  collapsed: 'An area of which nothing is left on the centimetre grid',
  unreadable: 'An area that cannot be read',
  'too-wide': 'The areas are more than 600 km apart',
};

function faultOf(fault: BuildFault, rowsOf: (input: number) => { rows: number[]; name: string }): Fault {
  const { kind, polygons, at, areaM2, widthM, action } = fault;
  const concerned = polygons.map(rowsOf);
  const names = [...new Set(concerned.map(({ name }) => name))].slice(0, 4).join(', ');
  const size =
    areaM2 > 0 ? ` of ${areaM2 < 10 ? areaM2.toFixed(2) : Math.round(areaM2)} m², ${widthM.toFixed(1)} m wide` : '';
  const mendable = !['collapsed', 'unreadable', 'too-wide'].includes(kind);
  const what = {
    mended: 'it is put right',
    kept: 'it stays a hole',
    refused: mendable ? 'mending puts it right' : 'correct the file',
  };
  return {
    kind,
    severity: action === 'refused' ? 'error' : 'warning',
    row: concerned.flatMap(({ rows }) => rows)[0] ?? null,
    ...(names ? { name: names } : {}),
    at: at ? [at[0], at[1]] : null,
    detail: `${WORDS[kind]}${size} (${names}); ${what[action]}`,
    ...(areaM2 > 0 ? { areaM2 } : {}),
    mendable,
  };
}
