import { useDeferredValue, useMemo } from 'react';
import { planSession } from '../../state/plan/current.ts';
import { openState, usePlan } from '../../state/plan/plan-store.ts';
import type { CurrentPlan } from '../../state/plan/session.ts';

/**
 * Reads the open draft, again after every change of it; null while no plan is open. The map comes first: what is read
 * follows when the change has been drawn, and not for every one where they come faster. So it is where something begins to
 * read: it has nothing at first, and what it shows is made in pieces between the frames.
 */
export function useDraft<T>(read: (plan: CurrentPlan) => T, besides: readonly unknown[] = []): T | null {
  const tick = useDeferredValue(
    usePlan((state) => openState(state)?.tick ?? -1),
    -1,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the draft changes in place, the tick says when
  return useMemo(() => {
    const plan = planSession.current();
    return plan && tick >= 0 ? read(plan) : null;
  }, [tick, ...besides]);
}

/** Whether the one who looks may draw. */
export const useEditable = (): boolean => usePlan((state) => openState(state)?.editable ?? false);
