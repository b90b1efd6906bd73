import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export type LngLat = readonly [lng: number, lat: number];

/** Where a comment that is being written is pinned. */
export interface Pin {
  readonly place: LngLat;
  /** the region there; null = in none */
  readonly region: number | null;
}

/** What list and map of the comments share. */
interface CommentsState {
  readonly pin: Pin | null;
  /** the thread that is looked at, in the list or on the map */
  readonly focused: number | null;
  readonly resolvedShown: boolean;
}

export const FIRST_COMMENTS: CommentsState = { pin: null, focused: null, resolvedShown: false };
export const commentsStore = createStore<CommentsState>()(() => FIRST_COMMENTS);
export const useCommentsState = <T>(selector: (state: CommentsState) => T): T => useStore(commentsStore, selector);
