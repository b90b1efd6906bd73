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

/** A pair of regions between which blocks go; null = in no region. */
interface MoveEnds {
  readonly from: number | null;
  readonly fromName: string;
  readonly to: number | null;
  readonly toName: string;
}

/** The same of the two ends of a move. @param nowhere  what no region is called */
export function useMoveNames(
  nowhere: string,
): (move: MoveEnds) => { readonly fromName: string; readonly toName: string } {
  const regionName = useRegionName();
  return useCallback(
    ({ from, fromName, to, toName }) => ({
      fromName: from === null ? nowhere : regionName({ id: from, name: fromName }),
      toName: to === null ? nowhere : regionName({ id: to, name: toName }),
    }),
    [nowhere, regionName],
  );
}
