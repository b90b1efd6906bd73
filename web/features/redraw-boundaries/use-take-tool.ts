import { useCallback } from 'react';
import { type PlanDrawingState, planStore } from '../../state/plan/plan-store.ts';
import { useApp } from '../../state/store.ts';
import { usePhone } from '../../ui/use-media.ts';

/** Gives the pointer to a tool. What draws needs the map, which the sheet covers on a phone. */
export function useTakeTool(): (choice: Pick<PlanDrawingState, 'tool'> & Partial<PlanDrawingState>) => void {
  const phone = usePhone();
  const setSheet = useApp((state) => state.setSheet);
  return useCallback(
    (choice) => {
      planStore.setState(choice);
      if (phone && choice.tool !== 'select') setSheet('peek');
    },
    [phone, setSheet],
  );
}
