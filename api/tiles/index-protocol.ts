import type { LayerRow } from '../db/layers.ts';
import type { Box } from './layer-index.ts';

/** What the main thread asks of the index thread. `index` names one layer of one county (and division). */
export type IndexAsk =
  /** rows gathered for the next `replace` of this index; the first page forgets what was gathered before */
  | { op: 'stage'; index: string; rows: LayerRow[]; first: boolean }
  /** gathered rows become all there are, or all that touch the box; gives the number of features */
  | { op: 'replace'; index: string; within: Box | null }
  | { op: 'drop'; index: string }
  | { op: 'tile'; layers: { name: string; index: string }[]; z: number; x: number; y: number };

export type IndexAnswer = number | Uint8Array;
export type ToIndexThread = IndexAsk & { id: number };
export type FromIndexThread = { id: number; answer: IndexAnswer } | { id: number; error: string };
