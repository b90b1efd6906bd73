import type { Position } from 'geojson';
import { arcLengthsM } from '../../../geo/fabric/arc-lengths.ts';
import {
  type Areal,
  blockAreasM2,
  dissolve,
  type Fabric,
  fabricFromLines,
  type Linear,
  labelPoint,
  OUTSIDE,
  toRegionTopology,
} from '../../../geo/index.ts';
import { nameOf } from '../../formats/file-features.ts';
import type { Column } from '../../formats/layer.ts';
import { InputError } from '../command.ts';
import type { Place, Places } from '../read-places.ts';
import { type Areas, noteOf, placedFaults } from './areas.ts';
import { counter } from './build.ts';
import { asAreal } from './outlines.ts';
import { faultLines } from './print-faults.ts';
import { type FabricResult, figure, placeText, plural, rounded, SHOWN } from './result.ts';

export interface BlocksAsked {
  readonly toleranceM?: number;
  /** areas whose borders are kept and outside of which nothing counts; null = whatever the lines enclose */
  readonly within: Areas | null;
  /** smaller or thinner blocks join a neighbour; 0 = none does. Only within areas. */
  readonly minAreaM2: number;
  readonly minWidthM: number;
}

/** Blocks below either are told as slivers: the strip between two carriageways, a corner cut off. */
const SLIVER = { areaM2: 200, widthM: 4 };
/** How far around lines without areas the frame is drawn, in degrees; any way that touches nothing will do. */
const FRAME_DEG = 0.01;

const COLUMNS: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'areaM2', type: 'real' },
  { name: 'widthM', type: 'real' },
];
const REGION_COLUMNS: readonly Column[] = [
  { name: 'regionRow', type: 'integer' },
  { name: 'region', type: 'text' },
];

interface Block {
  id: number;
  areaM2: number;
  /** mean width: twice the area by the perimeter */
  widthM: number;
  at: [lng: number, lat: number];
  /** row and name of the area it lies in */
  regionRow?: number;
  region?: string | null;
}

/** Blocks of lines; outlines of areas in the file part too. */
export function blocksOfLines(file: Places, { toleranceM, within, minAreaM2, minWidthM }: BlocksAsked): FabricResult {
  const lines = file.places.flatMap(({ geometry }) => (isParting(geometry) ? [geometry] : []));
  if (lines.length === 0) throw new InputError(noLines(file));
  const boundaries = within?.polygons ?? [frameAround(lines)];
  const options = { ids: counter(), toleranceM, minBlockAreaM2: minAreaM2, minBlockWidthM: minWidthM };
  const { fabric, regionOf, report } = fabricFromLines({ boundaries, lines }, options);
  if (report.faults.some(({ kind }) => kind === 'too-wide')) throw new InputError(tooWide(file));
  const faults = within ? placedFaults(within.rows, report) : [];
  const groupOf = numberBlocks(fabric, within === null);
  const count = 1 + groupOf.reduce((most, group) => Math.max(most, group), -1);
  const outlines = dissolve(fabric, groupOf, count);
  const blocks = describe(fabric, groupOf, outlines, (block) => within && within.rows[regionOf[block]!]!);
  const slivers = blocks.filter(({ areaM2, widthM }) => areaM2 < SLIVER.areaM2 || widthM < SLIVER.widthM);
  const totalM2 = blocks.reduce((sum, { areaM2 }) => sum + areaM2, 0);
  const maxMoveM = report.maxMoveCm / 100;
  const boundaryFaults = within ? [...within.faults, ...faults] : [];
  const { deadEnds, mergedBlocks } = report;
  const rows = blocks.map(({ at: _, ...properties }) => properties);
  return {
    json: {
      ...{ file: file.name, crs: file.crs, lines: lines.length, blocks, totalAreaM2: rounded(totalM2) },
      ...{ slivers: slivers.map(({ id }) => id), deadEnds, mergedBlocks, boundaryFaults, maxMoveM },
    },
    lines: [
      `${file.name}: ${plural(lines.length, 'line')} make ${plural(blocks.length, 'block')} of ${figure(totalM2)} m²`,
      ...section(
        'sliver',
        slivers,
        ({ id, at, areaM2, widthM }) => `block ${id}  ${placeText(at)}  ${figure(areaM2)} m², ${figure(widthM)} m wide`,
      ),
      ...section(
        'dead end',
        deadEnds.toSorted((a, b) => b.lengthM - a.lengthM),
        ({ at, lengthM }) => `${placeText(at)}  ${figure(lengthM)} m`,
      ),
      ...(mergedBlocks > 0 ? [`  ${plural(mergedBlocks, 'small or thin block')} joined a neighbour`] : []),
      ...faultLines(boundaryFaults, true),
      `  lines moved by ${figure(maxMoveM)} m at most`,
    ],
    notes: [
      ...file.faults.map(noteOf).slice(0, SHOWN),
      ...(within?.notes ?? []),
      ...(blocks.length === 0
        ? ['The lines enclose nothing: where they should meet they are apart; try a larger --tolerance.']
        : []),
    ],
    exit: blocks.length === 0 ? 1 : 0,
    written: {
      layer: {
        columns: within ? [...COLUMNS, ...REGION_COLUMNS] : COLUMNS,
        features: outlines.map((pieces, block) => ({ geometry: asAreal(pieces), properties: { ...rows[block]! } })),
      },
      topology: (name) =>
        toRegionTopology(fabric, [
          { name, groupOf, groups: rows.map((own) => ({ id: own.id, properties: { ...own } })) },
        ]),
      attribution: [...new Set([file.attribution, within?.file.attribution])].filter(Boolean).join('; '),
    },
  };
}

type Parting = Linear | Areal;
const isParting = (geometry: Place['geometry']): geometry is Parting =>
  geometry !== null && geometry.type !== 'Point' && geometry.type !== 'MultiPoint';

function noLines({ name, places, faults }: Places): string {
  if (places.length === 0) return `${name} holds no features; export it again.`;
  if (places.some(({ geometry }) => geometry)) return `${name} holds points only; blocks are made of lines.`;
  return `${name} holds no lines that can be read${faults[0] ? ` (row ${faults[0].row}: ${faults[0].detail})` : ''}.`;
}

const tooWide = ({ name }: Places): string =>
  `${name} stretches over more than 600 km; take the lines of one county, or say the right system with --crs.`;

function frameAround(lines: readonly Parting[]): Areal {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  const grow = (value: Position | Position[] | Position[][] | Position[][][]): void => {
    if (typeof value[0] !== 'number') {
      for (const inner of value as Position[][]) grow(inner);
      return;
    }
    const [x, y] = value as [number, number];
    [west, south, east, north] = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)];
  };
  for (const { coordinates } of lines) grow(coordinates);
  const [w, s, e, n] = [west - FRAME_DEG, south - FRAME_DEG, east + FRAME_DEG, north + FRAME_DEG];
  // biome-ignore format: a box
  return { type: 'Polygon', coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] };
}

/** 0, 1, …; −1 for what lies between the lines and the frame around them. */
function numberBlocks({ arcs, blocks }: Fabric, framed: boolean): Int32Array {
  const beside = new Set<number>();
  if (framed)
    arcs.left.forEach((left, arc) => {
      const right = arcs.right[arc]!;
      if (left === OUTSIDE) beside.add(right);
      if (right === OUTSIDE) beside.add(left);
    });
  let number = 0;
  return Int32Array.from(blocks.ids, (_, block) => (beside.has(block) ? -1 : number++));
}

function describe(
  fabric: Fabric,
  groupOf: Int32Array,
  outlines: readonly Position[][][][],
  regionOf: (block: number) => Place | null,
): Block[] {
  const { left, right } = fabric.arcs;
  const perimeters = new Float64Array(groupOf.length);
  arcLengthsM(fabric).forEach((lengthM, arc) => {
    for (const block of [left[arc]!, right[arc]!]) if (block !== OUTSIDE) perimeters[block]! += lengthM;
  });
  const blocks: Block[] = [];
  blockAreasM2(fabric).forEach((areaM2, block) => {
    const group = groupOf[block]!;
    if (group < 0) return;
    const region = regionOf(block);
    blocks.push({
      id: group + 1,
      areaM2: rounded(areaM2),
      widthM: rounded((2 * areaM2) / perimeters[block]!),
      at: labelPoint(outlines[group]!),
      ...(region && { regionRow: region.row, region: nameOf(region.properties) ?? null }),
    });
  });
  return blocks;
}

function section<T>(name: string, things: readonly T[], line: (thing: T) => string): string[] {
  if (things.length === 0) return [];
  const more = things.length - SHOWN;
  return [
    `  ${name} (${things.length})`,
    ...things.slice(0, SHOWN).map((thing) => `    ${line(thing)}`),
    ...(more > 0 ? [`    … and ${more} more (--json lists them)`] : []),
  ];
}
