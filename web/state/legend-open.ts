import { useApp } from './store.ts';

/**
 * Whether the legend stands open on a wide screen, and how to change it. While a plan is drawn, or two are compared, the
 * map is needed whole: there the legend starts folded, and is remembered apart.
 */
export function useLegendOpen(): readonly [open: boolean, toggle: () => void] {
  const key = useApp(({ mode, plan, comparison }) =>
    mode === 'plan' && (plan !== null || comparison !== null) ? 'legendOpenDrawing' : 'legendOpen',
  );
  const open = useApp((state) => state.preferences[key]);
  const setPreferences = useApp((state) => state.setPreferences);
  return [open, () => setPreferences({ [key]: !open })];
}
