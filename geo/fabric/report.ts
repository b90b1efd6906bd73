/**
 * What was wrong with drawn polygons and what was done about it: shown in a preview, before anything is kept.
 *
 * - `gap`: an enclosed place that no polygon covers, between several polygons, or a thin one in a single polygon
 * - `overlap`: a place that several polygons cover
 * - `sliver`: a thin loose piece of a polygon
 * - `self-crossing`: an outline that crosses or touches itself
 * - `duplicate`: a polygon drawn twice
 * - `collapsed`: a polygon of which nothing is left on the grid
 * - `unreadable`: no area geometry, or a coordinate that is no place on earth
 * - `too-wide`: the polygons are more than 600 km apart
 */
export type FaultKind =
  | 'gap'
  | 'overlap'
  | 'sliver'
  | 'self-crossing'
  | 'duplicate'
  | 'collapsed'
  | 'unreadable'
  | 'too-wide';

export interface BuildFault {
  readonly kind: FaultKind;
  /** indexes of the input polygons concerned, ascending */
  readonly polygons: readonly number[];
  /** a place on it, degrees; null where there is none */
  readonly at: [lng: number, lat: number] | null;
  readonly areaM2: number;
  /** mean width: twice the area by the perimeter */
  readonly widthM: number;
  /**
   * `mended`: the fabric has it put right · `kept`: a hole that stays a hole ·
   * `refused`: the fabric has it put right too, to be looked at, but consent for that is missing
   */
  readonly action: 'mended' | 'kept' | 'refused';
}

/**
 * What may be mended without asking again: everything, only what is narrower than `mendWidthM`, or nothing.
 * Larger gaps are kept as holes unless everything may be mended: a county may have a lake or a foreign enclave in it.
 */
export type Consent = 'mend' | 'mend-small' | 'refuse';

export interface MendOptions {
  /** points and lines nearer than this are the same; default 0.2 m, above what six decimals of a degree can tell */
  readonly toleranceM?: number;
  /** gaps, overlaps and slivers up to this mean width are small; default 5 m */
  readonly mendWidthM?: number;
  /** default `mend-small` for each */
  readonly consent?: { readonly [K in 'gap' | 'overlap' | 'sliver' | 'self-crossing' | 'duplicate']?: Consent };
}

export interface FabricReport {
  readonly faults: readonly BuildFault[];
  /** how many faults are `refused`; a caller that keeps the fabric although this is not 0 acts without consent */
  readonly refused: number;
  /** no drawn point or line lies farther than this from its place in the fabric, mended faults apart */
  readonly maxMoveCm: number;
}

export const DEFAULT_TOLERANCE_M = 0.2;
export const DEFAULT_MEND_WIDTH_M = 5;
