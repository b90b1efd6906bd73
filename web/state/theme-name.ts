import { useMedia } from '../ui/use-media.ts';
import type { ThemeName } from './preferences.ts';
import { useApp } from './store.ts';

/** The theme that is shown: the person's choice, or the system's. */
export function useThemeName(): ThemeName {
  const choice = useApp((state) => state.preferences.theme);
  const systemIsDark = useMedia('(prefers-color-scheme: dark)');
  if (choice !== 'system') return choice;
  return systemIsDark ? 'dark' : 'light';
}
