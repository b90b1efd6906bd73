import { createStore } from 'zustand/vanilla';
import type { LngLat, RefusalView } from '../../state/plan/plan-store.ts';

/** What a tool draws over the map while it is used: plain data, put on the screen by `mark-layer.tsx`. */
export interface Marks {
  /** round brush under the pointer, px of the map */
  readonly brush: { readonly x: number; readonly y: number; readonly radius: number } | null;
  /** an area or a line that is being drawn */
  readonly shape: {
    readonly kind: 'area' | 'line';
    readonly points: readonly LngLat[];
  } | null;
  /** why letting go now would change nothing */
  readonly refusal: RefusalView | null;
  /** lines as they would be */
  readonly paths: readonly (readonly LngLat[])[];
  /** points of the borders near by that can be taken hold of */
  readonly vertices: readonly LngLat[];
  /** the point that a press would take hold of; `insert`: it would be made first */
  readonly handle: { readonly at: LngLat; readonly kind: 'move' | 'insert' | 'chosen' } | null;
  /** where the pointer snaps to, and to what */
  readonly snap: { readonly at: LngLat; readonly to: 'border' | 'road' | 'water' } | null;
}

export const NO_MARKS: Marks = {
  brush: null,
  shape: null,
  refusal: null,
  paths: [],
  vertices: [],
  handle: null,
  snap: null,
};

export const createMarkStore = () => createStore<Marks>()(() => NO_MARKS);
export type MarkStore = ReturnType<typeof createMarkStore>;
