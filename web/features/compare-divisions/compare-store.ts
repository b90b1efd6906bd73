import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { RegionKind } from '../../../api/contract/words.ts';

/** How two divisions are looked at. */
interface CompareState {
  /** swipe: one over the other up to a divider; side: one beside the other */
  readonly view: 'swipe' | 'side';
  /** where the divider of a swipe stands, as a share of the free width */
  readonly share: number;
  readonly level: RegionKind;
}

export const compareStore = createStore<CompareState>()(() => ({ view: 'swipe', share: 0.5, level: 'community' }));
export const useCompare = <T>(selector: (state: CompareState) => T): T => useStore(compareStore, selector);

const STEP = 0.02;

/** Where a key moves the divider to; null for a key that does not. */
export function shareAfterKey(share: number, key: string): number | null {
  const steps: Record<string, number> = { ArrowLeft: share - STEP, ArrowRight: share + STEP, Home: 0, End: 1 };
  const moved = steps[key];
  return moved === undefined ? null : Math.min(1, Math.max(0, moved));
}
