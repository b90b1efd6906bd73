import { useMemo } from 'react';
import { useApp } from '../state/store.ts';

export interface Named {
  readonly name: string;
  /** '' = it has none */
  readonly nameEn: string;
}

/** What things are called in the reader's language, as far as they have a name there. */
export function useNameOf(): (thing: Named) => string {
  const language = useApp((state) => state.preferences.language);
  return useMemo(() => (language === 'en' ? ({ name, nameEn }) => nameEn || name : ({ name }) => name), [language]);
}
