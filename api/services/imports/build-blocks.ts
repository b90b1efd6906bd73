import { randomInt } from 'node:crypto';
import { fabricFromLines } from '../../../geo/fabric/build-from-lines.ts';
import { fabricFromPolygons } from '../../../geo/fabric/build-from-polygons.ts';
import type { Fabric } from '../../../geo/fabric/fabric.ts';
import type { Areal, Linear } from '../../../geo/fabric/read-geometry.ts';
import type { BuildFault, MendOptions } from '../../../geo/fabric/report.ts';

export interface BlocksInput {
  boundaries: Areal[];
  /** none: each connected piece of a boundary is a block */
  lines: (Linear | Areal)[];
  /** everything found may be put right */
  mend: boolean;
  /** the boundaries are in force: their holes were agreed to when they came */
  standing?: boolean;
}

export interface Blocks {
  fabric: Fabric;
  /** index of the boundary that each block lies in */
  boundaryOf: Int32Array;
  faults: readonly BuildFault[];
  /** blocks that were too small or thin to stand alone */
  mergedBlocks: number;
  /** lines that end without meeting another one, and part nothing there */
  deadEnds: number;
}

const LARGEST_ID = 2 ** 47;

/** Blocks from boundaries, and lines within them. Seconds of work for a large county: call it in a worker. */
export function buildBlocks({ boundaries, lines, mend, standing = false }: BlocksInput): Blocks {
  const consent = { ...(mend ? MEND : ASK), ...(standing && { gap: 'mend-small' as const }) };
  const options = { consent, ids: () => randomInt(1, LARGEST_ID) };
  if (lines.length === 0) {
    const { fabric, inputOf, report } = fabricFromPolygons(boundaries, options);
    return { fabric, boundaryOf: inputOf, faults: report.faults, mergedBlocks: 0, deadEnds: 0 };
  }
  const { fabric, regionOf, report } = fabricFromLines({ boundaries, lines }, options);
  const { faults, mergedBlocks, deadEnds } = report;
  return { fabric, boundaryOf: regionOf, faults, mergedBlocks, deadEnds: deadEnds.length };
}

/** With consent: wide gaps stay (a lake, a foreign enclave), everything else is put right. */
const MEND: MendOptions['consent'] = {
  gap: 'mend-small',
  overlap: 'mend',
  sliver: 'mend',
  'self-crossing': 'mend',
  duplicate: 'mend',
};
/** Outlines that cross themselves were settled row by row before. */
const ASK: MendOptions['consent'] = {
  gap: 'refuse',
  overlap: 'refuse',
  sliver: 'refuse',
  'self-crossing': 'mend',
  duplicate: 'refuse',
};
