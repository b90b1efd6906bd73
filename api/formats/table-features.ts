import type { Geometry } from 'geojson';
import type { TableSettings } from '../contract/imports.ts';
import { checkFeature, heightFaults, type Notices } from './check-feature.ts';
import { shortText, shown, storableText } from './check-values.ts';
import { type CrsStatement, type FileFault, type FileWish, type ReadRow, UnreadableFile } from './file-features.ts';
import { readOrdinate } from './read-ordinate.ts';
import { readWkb, readWkt, UnreadableGeometry } from './read-wkb.ts';

export type Cell = string | number | boolean | null;

/** A row of a table as it stands in its file. */
export interface TableRow {
  /** as a spreadsheet counts */
  row: number;
  cells: readonly Cell[];
  /** what is wrong with its cells */
  faults: readonly Pick<FileFault, 'kind' | 'severity' | 'detail'>[];
}

/** Rows among which the one with the names of the columns is looked for, and what the columns hold. */
export const SAMPLE_ROWS = 30;
/** A spreadsheet has 16,384 columns; nobody maps that many. */
export const MAX_COLUMNS = 500;

export const isEmptyRow = (cells: readonly Cell[]): boolean => cells.every((cell) => cell === null || cell === '');

const isWord = (cell: Cell): boolean => typeof cell === 'string' && cell.trim() !== '' && readOrdinate(cell) === null;

/** The first row at least half of whose columns have a word: titles above a table fill one cell, rows of it hold numbers. */
export function findHeader(sample: readonly TableRow[]): TableRow | undefined {
  const width = Math.max(...sample.map(({ cells }) => cells.filter((cell) => cell !== null && cell !== '').length));
  const headed = sample.find(({ cells }) => cells.filter(isWord).length * 2 >= width);
  return headed ?? sample.find(({ cells }) => !isEmptyRow(cells));
}

/** Names for all columns: one without a name gets its letter, one that is there twice a number. */
export function columnNames(header: readonly Cell[], width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: Math.min(Math.max(header.length, width), MAX_COLUMNS) }, (_, i) => {
    const given = storableText(String(header[i] ?? ''))
      .replace(/\s+/g, ' ')
      .trim();
    const base = given === '' ? letterOf(i) : shortText(given, 200);
    let name = base;
    for (let n = 2; taken.has(name); n += 1) name = `${base} (${n})`;
    taken.add(name);
    return name;
  });
}

/** A, B, … Z, AA, as spreadsheets call their columns. */
function letterOf(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** Pairs of names by which columns of places are known, the surer before the others; plain ones (`plainName`). */
const PAIRS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(lng|lon|long|longitude|经度|东经)$/, /^(lat|latitude|纬度|北纬)$/],
  [/经度|longitude|(lng|lon)((gcj|bd|wgs)\d*)?$/, /纬度|latitude|lat((gcj|bd|wgs)\d*)?$/],
  [/^(x|x坐标|横坐标|东坐标|easting|pointx|坐标x|gpsx)$/, /^(y|y坐标|纵坐标|北坐标|northing|pointy|坐标y|gpsy)$/],
];
const GEOMETRY_NAME = /^(wkt|geom|geometry|thegeom|wkbgeometry|geojson|shape|空间坐标|图形)$/;
const GEOMETRY_TEXT =
  /^\s*(srid=\d+;)?\s*((multi)?(point|linestring|polygon)|geometrycollection)\b|^\s*\{\s*"|^0[01]0[0-7]0000[02468ae]0[0-9a-f]+$/i;

const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\(.*?\)|[\s_.-]/g, '');

/** Which columns of a table hold places, and how rows become features by them. */
export class TableReader {
  readonly settings: TableSettings;
  readonly #names: readonly string[];
  readonly #columns: Record<'x' | 'y' | 'wkt', number>;
  readonly #notices: Notices = { droppedHeights: 0 };
  #srid: number | null = null;

  /**
   * @param header  with the names of the columns
   * @param sample  rows below it
   * @throws UnreadableFile when a column that was asked for is not there
   */
  constructor(header: TableRow, sample: readonly TableRow[], { table }: FileWish) {
    const width = Math.max(0, ...sample.map(({ cells }) => cells.length));
    this.#names = columnNames(header.cells, width);
    const wanted = table && (table.x !== '' || table.y !== '' || table.wkt !== '') ? table : this.#guess(sample);
    const { x, y, wkt } = wanted;
    this.#columns = { x: this.#find(x), y: this.#find(y), wkt: this.#find(wkt) };
    this.settings = { headerRow: header.row, x, y, wkt };
  }

  get columns(): number {
    return this.#names.length;
  }

  get #hasPlaces(): boolean {
    const { x, y, wkt } = this.#columns;
    return wkt >= 0 || (x >= 0 && y >= 0);
  }

  /** The system that a geometry text names in front (SRID=4548;…). */
  get crs(): CrsStatement | null {
    return this.#srid === null ? null : { kind: 'code', code: `EPSG:${this.#srid}` };
  }

  read({ row, cells, faults }: TableRow): ReadRow {
    const properties: Record<string, unknown> = {};
    this.#names.forEach((name, i) => {
      if (i !== this.#columns.wkt) properties[name] = cells[i] ?? null;
    });
    const place = this.#hasPlaces ? this.#placeOf(cells) : null;
    const wrong = typeof place === 'string' ? place : null;
    const geometry = typeof place === 'string' ? null : place;
    const read = checkFeature({ type: 'Feature', properties, geometry }, row, this.#notices);
    // That it has no geometry is said by what is wrong with its columns, or once for the table.
    const told =
      wrong === null && this.#hasPlaces ? read.faults : read.faults.filter(({ kind }) => kind !== 'no-geometry');
    const own = { row, at: null, mendable: false };
    const bad = wrong === null ? [] : [{ ...own, kind: 'bad-coordinates', severity: 'error' as const, detail: wrong }];
    return { ...read, faults: [...told, ...bad, ...faults.map((fault) => ({ ...own, ...fault }))] };
  }

  /** About the table as a whole, once its rows are read. */
  faults(): FileFault[] {
    const heights = heightFaults(this.#notices);
    if (this.#hasPlaces) return heights;
    const columns = shortText(this.#names.join(', '), 300);
    const detail = `The table has no columns of coordinates; name them (its columns are ${columns})`;
    return [{ kind: 'no-places', severity: 'error', row: null, at: null, detail, mendable: false }, ...heights];
  }

  /** A geometry, null where the cells are empty, or what is wrong with them. */
  #placeOf(cells: readonly Cell[]): unknown {
    const { x, y, wkt } = this.#columns;
    if (wkt >= 0) return this.#geometryOf(cells[wkt] ?? null);
    const [ofX, ofY] = [cells[x] ?? null, cells[y] ?? null];
    if (isEmptyRow([ofX, ofY])) return null;
    const [east, north] = [readOrdinate(ofX), readOrdinate(ofY)];
    if (east !== null && north !== null) return { type: 'Point', coordinates: [east, north] };
    const [name, value] = east === null ? [this.#names[x]!, ofX] : [this.#names[y]!, ofY];
    return `${name}: ${shown(value ?? '')} is no coordinate`;
  }

  #geometryOf(cell: Cell): unknown {
    const text = typeof cell === 'string' ? cell.trim() : '';
    if (text === '') return null;
    try {
      if (text.startsWith('{')) return JSON.parse(text);
      if (/^0[01][0-9a-f]{8,}$/i.test(text)) return readWkb(Buffer.from(text, 'hex'));
      const srid = /^srid=(\d{4,6});/i.exec(text)?.[1];
      if (srid) this.#srid ??= Number(srid);
      return readWkt(text) as Geometry;
    } catch (error) {
      if (error instanceof UnreadableGeometry) return error.message;
      if (error instanceof SyntaxError) return 'The geometry is no GeoJSON that can be read';
      throw error;
    }
  }

  #find(name: string): number {
    if (name === '') return -1;
    const column = this.#names.indexOf(name);
    if (column >= 0) return column;
    const fields = shortText(this.#names.join(', '), 300);
    throw new UnreadableFile(`The table has no column "${shortText(name)}"; its columns are ${fields}`, {
      reason: 'no-field',
      values: { field: shortText(name), fields },
    });
  }

  #guess(sample: readonly TableRow[]): { x: string; y: string; wkt: string } {
    const plain = this.#names.map(plainName);
    for (const [ofX, ofY] of PAIRS) {
      const [x, y] = [ofX, ofY].map((pattern) => plain.findIndex((name) => pattern.test(name)));
      if (x! >= 0 && y! >= 0 && x !== y) return { x: this.#names[x!]!, y: this.#names[y!]!, wkt: '' };
    }
    const wkt = plain.findIndex(
      (name, i) =>
        GEOMETRY_NAME.test(name) &&
        sample.some(({ cells }) => typeof cells[i] === 'string' && GEOMETRY_TEXT.test(cells[i])),
    );
    return { x: '', y: '', wkt: this.#names[wkt] ?? '' };
  }
}
