import type { Layer } from '../contract/words.ts';
import type { CountyState } from './layer-state.ts';

export interface TileRequest {
  county: string;
  /** in drawing order, all visible at `z` */
  layers: readonly Layer[];
  z: number;
  x: number;
  y: number;
  division: number | null;
  /** the counters that the answer must be at least as new as */
  state: CountyState;
}

/** Makes MVT (version 2) bytes; empty when no layer has a feature in the tile. */
export interface TileEncoder {
  encode(request: TileRequest): Promise<Uint8Array>;
  close(): Promise<void>;
}
