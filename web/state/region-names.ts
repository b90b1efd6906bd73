import { useCallback, useMemo } from 'react';
import { useCounty, useRegions } from './queries.ts';
import { useApp } from './store.ts';

/** A region's name in the reader's language, where the county knows it by that name; `name` otherwise. */
export function useRegionName(): (region: { readonly id: number | null; readonly name: string }) => string {
  const language = useApp((state) => state.preferences.language);
  const regions = useRegions().data?.regions;
  const countyNameEn = useCounty().data?.nameEn;
  const english = useMemo(
    () =>
      new Map(
        regions?.map(({ id, name, nameEn, kind }) => [
          `${id} ${name}`,
          nameEn || (kind === 'county' ? (countyNameEn ?? '') : ''),
        ]),
      ),
    [regions, countyNameEn],
  );
  return useCallback(
    ({ id, name }) => (language === 'en' ? english.get(`${id} ${name}`) || name : name),
    [language, english],
  );
}
