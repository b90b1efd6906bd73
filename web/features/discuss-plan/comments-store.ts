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
  /** what has been written and not said, by account, plan and the comment that it answers */
  readonly unsaid: Readonly<Record<string, string>>;
}

/** What the list begins with whenever it is opened. */
export const FIRST_COMMENTS: Omit<CommentsState, 'unsaid'> = { pin: null, focused: null, resolvedShown: false };
export const commentsStore = createStore<CommentsState>()(() => ({ ...FIRST_COMMENTS, unsaid: {} }));
export const useCommentsState = <T>(selector: (state: CommentsState) => T): T => useStore(commentsStore, selector);
