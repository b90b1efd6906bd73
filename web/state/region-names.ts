import { useCallback, useMemo } from 'react';
import { useCounty, useRegions } from './queries.ts';
import { useApp } from './store.ts';

/** A region's name in the reader's language, where the county has one; `name` otherwise. */
export function useRegionName(): (region: { readonly id: number; readonly name: string }) => string {
  const language = useApp((state) => state.preferences.language);
  const regions = useRegions().data?.regions;
  const countyNameEn = useCounty().data?.nameEn;
  const english = useMemo(
    () =>
      new Map(
        regions?.map((region) => [region.id, region.nameEn || (region.kind === 'county' ? (countyNameEn ?? '') : '')]),
      ),
    [regions, countyNameEn],
  );
  return useCallback(({ id, name }) => (language === 'en' ? english.get(id) || name : name), [language, english]);
}
