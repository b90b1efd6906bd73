import type { Fault, FileLayer, ImportReport, TableSettings } from '../../contract/imports.ts';
import type { FileFormat } from '../../contract/words.ts';
import type { CrsStatement } from '../../formats/file-features.ts';

/** How the coordinates of a file become longitude and latitude. */
export type Transform =
  | { kind: 'none' }
  | { kind: 'offset'; from: 'GCJ-02' | 'BD-09' }
  /** a proj4 string or WKT */
  | { kind: 'definition'; definition: string };

/** What a look at the whole file tells, in the file's own coordinates. */
export interface Look {
  format: FileFormat;
  layers: readonly FileLayer[];
  /** the one that was read; null where the format knows none */
  layer: string | null;
  /** how a table was read */
  table: TableSettings | null;
  crs: CrsStatement | null;
  attribution: string;
  fields: ImportReport['fields'];
  /** rows of the file */
  fileRows: number;
  /** rows that the filter lets through */
  rows: number;
  /** [minX, minY, maxX, maxY] over the rows let through; null = no coordinates at all */
  bounds: [number, number, number, number] | null;
  /** rows whose numbers can be degrees, whatever the others are */
  degrees: DegreeRows;
  /** about the file as a whole */
  faults: Fault[];
}

export interface DegreeRows {
  /** rows with a place */
  placed: number;
  /** those that can be longitude and latitude, or the other way round only */
  usual: number;
  swapped: number;
  /** mean of a position of each of these two, [lng, lat]; null without any */
  middle: [number, number] | null;
}
