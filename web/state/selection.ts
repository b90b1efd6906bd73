import type { InspectedLayer } from '../api-client/things.ts';
import type { AppSet } from './slice.ts';

/** One region or thing, wherever it is shown: list, map and inspector all speak of this. */
export interface Selection {
  readonly layer: InspectedLayer;
  readonly id: number;
}

export interface SelectionSlice {
  readonly selection: Selection | null;
  /** under the pointer, in a list or on the map */
  readonly hover: Selection | null;
  select(target: Selection | null): void;
  setHover(target: Selection | null): void;
}

export const sameSelection = (a: Selection | null, b: Selection | null): boolean =>
  a === b || (a !== null && b !== null && a.layer === b.layer && a.id === b.id);

export const createSelectionSlice = (set: AppSet): SelectionSlice => ({
  selection: null,
  hover: null,
  select: (target) => set((state) => (sameSelection(state.selection, target) ? {} : { selection: target })),
  setHover: (target) => set((state) => (sameSelection(state.hover, target) ? {} : { hover: target })),
});
