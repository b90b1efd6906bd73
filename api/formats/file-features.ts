import type { Geometry, Position } from 'geojson';
import type { FileLayer, TableSettings } from '../contract/imports.ts';
import type { FileFormat } from '../contract/words.ts';
import { shortText, storableText } from './check-values.ts';

/** A row of a file as it stands there: coordinates in the file's own CRS. */
export interface FileFeature {
  /** 1-based place in the file */
  row: number;
  /** null where the file has none, or none that can be read */
  geometry: Exclude<Geometry, { type: 'GeometryCollection' }> | null;
  properties: Record<string, unknown>;
}

/** Something wrong with a row (or, with row null, with the file as a whole). */
export interface FileFault {
  /** stable kebab-case word */
  kind: string;
  severity: 'error' | 'warning';
  row: number | null;
  /** what the row calls itself */
  name?: string;
  /** in the file's own CRS */
  at: Position | null;
  /** one sentence: what, and what to do */
  detail: string;
  /** the import can mend it with consent */
  mendable: boolean;
}

export interface ReadRow {
  feature: FileFeature;
  faults: FileFault[];
}

/** What a file says of its coordinate reference system. */
export type CrsStatement =
  | { kind: 'code'; code: string }
  | { kind: 'wkt'; wkt: string; name: string; code: string | null }
  | { kind: 'unknown'; text: string };

/** What is known of a file once it has been read to its end. */
export interface FileHead {
  format: FileFormat;
  /** of a format that may hold several */
  layers?: readonly FileLayer[];
  /** the one that was read */
  layer?: string;
  /** how a table was read: the row of its header and the columns of its places; '' = there are none */
  table?: TableSettings;
  /** null = the file says nothing */
  crs: CrsStatement | null;
  attribution: string;
  /** about the file as a whole */
  faults: FileFault[];
}

/** What a person says of how a file is to be read; null = it is made out. */
export interface FileWish {
  layer: string | null;
  table: TableSettings | null;
}

export const NO_WISH: FileWish = { layer: null, table: null };

/** Rows as they come, then the head. A file is read twice (once to look, once to take), so memory stays small. */
export type FeatureStream = AsyncGenerator<ReadRow, FileHead, void>;

/** Bytes that can be read from the start as often as wanted. */
export type ByteSource = () => AsyncIterable<Uint8Array>;

/** The file cannot be taken at all; `message` says what, where, and what to do. */
export class UnreadableFile extends Error {
  readonly tooLarge: boolean;

  /** for pages that have words of their own for it: PROBLEM_REASONS of the contract, with its figures */
  readonly reason: string | undefined;
  readonly values: Readonly<Record<string, string | number>> | undefined;

  constructor(
    message: string,
    options: { tooLarge?: boolean; cause?: unknown; reason?: string; values?: Record<string, string | number> } = {},
  ) {
    super(storableText(message), { cause: options.cause });
    this.name = 'UnreadableFile';
    this.tooLarge = options.tooLarge ?? false;
    this.reason = options.reason;
    this.values = options.values;
  }
}

/**
 * The layer of a file that was asked for.
 *
 * @param wanted  null = the first
 * @throws UnreadableFile when there is none of that name
 */
export function pickLayer<Layer extends { name: string }>(layers: readonly Layer[], wanted: string | null): Layer {
  const picked = wanted === null ? layers[0] : layers.find(({ name }) => name === wanted);
  if (picked) return picked;
  const names = layers.map(({ name }) => name).join(', ');
  throw new UnreadableFile(
    `The file has no layer "${shortText(wanted ?? '')}"; its layers are ${shortText(names, 400)}`,
    {
      reason: 'no-layer',
      values: { layer: shortText(wanted ?? ''), layers: shortText(names, 400) },
    },
  );
}

export const MB = 1_000_000;
/** What may be handed in, as it lies on the disk. */
export const MAX_FILE_BYTES = 200 * MB;
/** What it may grow to when unpacked. */
export const MAX_EXPANDED_BYTES = 1000 * MB;
/** Map data shrink to a tenth or so; what shrinks to a three-hundredth is made to fill memory. */
const MAX_EXPANSION = 300;
const EXPANSION_GRACE_BYTES = 20 * MB;

/**
 * Watches unpacking: throws as soon as more has come out than real map data can hold.
 *
 * @param packedBytes  how much has gone in so far
 */
export function refuseBomb(expandedBytes: number, packedBytes: number): void {
  const bomb = expandedBytes > EXPANSION_GRACE_BYTES && expandedBytes > packedBytes * MAX_EXPANSION;
  if (bomb || expandedBytes > MAX_EXPANDED_BYTES)
    throw new UnreadableFile(
      bomb
        ? `Unpacked, the file grows more than ${MAX_EXPANSION}-fold, as no map data do; hand in a plain export instead`
        : `Unpacked, the file is larger than ${MAX_EXPANDED_BYTES / MB} MB; split it and import the parts with --mode add`,
      bomb
        ? { tooLarge: true, reason: 'bomb', values: { times: MAX_EXPANSION } }
        : { tooLarge: true, reason: 'too-large-unpacked', values: { mb: MAX_EXPANDED_BYTES / MB } },
    );
}

/** The first that is filled in; numbers of a register where there is no name. */
const NAME_FIELDS = ['name', 'name:zh', 'NAME', 'Name', '名称', 'MC', 'code', 'osm_id', 'id'];

/** What a row calls itself, for lists of faults. */
export function nameOf(properties: Record<string, unknown>): string | undefined {
  for (const field of NAME_FIELDS) {
    const value = Object.hasOwn(properties, field) ? properties[field] : undefined;
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    if (text !== '') return text;
  }
  return undefined;
}
