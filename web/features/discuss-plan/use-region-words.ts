import { useCallback, useMemo } from 'react';
import { useRegions } from '../../state/queries.ts';
import { useRegionName } from '../../state/region-names.ts';

/** A region's name by its id, in the reader's language. */
export function useRegionWords(): (id: number) => string {
  const regions = useRegions().data?.regions;
  const nameOf = useRegionName();
  const byId = useMemo(() => new Map(regions?.map((region) => [region.id, region])), [regions]);
  return useCallback(
    (id) => {
      const region = byId.get(id);
      return region ? nameOf(region) : String(id);
    },
    [byId, nameOf],
  );
}
