import { isMapOfPlans } from './plan-room.ts';
import { useApp } from './store.ts';

/**
 * Whether the legend stands open on a wide screen, and how to change it. While a plan or a thing is drawn, or two plans
 * are compared, the map is needed whole: there the legend starts folded, and is remembered apart.
 */
export function useLegendOpen(): readonly [open: boolean, toggle: () => void] {
  const key = useApp((state) => (state.editing !== null || isMapOfPlans(state) ? 'legendOpenDrawing' : 'legendOpen'));
  const open = useApp((state) => state.preferences[key]);
  const setPreferences = useApp((state) => state.setPreferences);
  return [open, () => setPreferences({ [key]: !open })];
}
