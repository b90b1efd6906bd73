import { useEffect } from 'react';
import { REGION_KINDS } from '../../../api/contract/words.ts';
import { isSame } from '../../../geo/divide/delta.ts';
import { planStore } from '../../state/plan/plan-store.ts';
import { useDraft } from './use-plan.ts';

/** Tells the legend how many regions and blocks the draft has, as long as it stands on the map. */
export function useCounts(): void {
  const counts = useDraft(({ draft }) => ({
    ...Object.fromEntries(REGION_KINDS.map((kind) => [kind, draft.ofKind.get(kind)?.size ?? 0])),
    block: draft.fabric.blocks.size,
  }));
  useEffect(() => {
    if (!isSame(planStore.getState().counts, counts)) planStore.setState({ counts });
  }, [counts]);
  useEffect(() => () => planStore.setState({ counts: null }), []);
}
