import { type AppState, store, useApp } from '../store.ts';
import { type PlanDrawingState, planStore, usePlan } from './plan-store.ts';

const isInRoom = ({ mode, plan, comparison }: AppState): boolean => mode === 'plan' && plan !== null && !comparison;
const isOpen = ({ session }: PlanDrawingState): boolean => session.kind === 'open';

/** Whether the open plan's draft stands on the map in the place of what is in force. */
export function usePlanShown(): boolean {
  const inRoom = useApp(isInRoom);
  const open = usePlan(isOpen);
  return inRoom && open;
}

export const isPlanShown = (): boolean => isInRoom(store.getState()) && isOpen(planStore.getState());
