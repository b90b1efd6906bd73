import { useEffect } from 'react';
import type { ThemeName } from '../state/preferences.ts';
import { useThemeName } from '../state/theme-name.ts';

/** Puts the theme on the page, where ui/tokens.css reads it. */
export function useShownTheme(): ThemeName {
  const name = useThemeName();
  useEffect(() => {
    document.documentElement.dataset.theme = name;
  }, [name]);
  return name;
}
