import { useQuery } from '@tanstack/react-query';
import type { EditLayer } from '../../../api/contract/thing-edits.ts';
import { inspectionQuery, useRegions } from '../queries.ts';
import { useRegionName } from '../region-names.ts';
import { useApp } from '../store.ts';
import { recordQuery } from './record.ts';

/** The name of what a field names; '' while it is not known or there is none. */
export function useLinkName(to: EditLayer | 'region', id: number | null): string {
  const county = useApp((state) => state.county) ?? '';
  const date = useApp((state) => state.date);
  const regionName = useRegionName();
  const regions = useRegions().data?.regions;
  const place = useQuery({
    ...inspectionQuery(county, { layer: to === 'party_org' ? 'building' : to, id: id ?? 0 }, date),
    enabled: id !== null && to !== 'party_org' && to !== 'region',
  });
  const org = useQuery({ ...recordQuery(county, 'party_org', id ?? 0), enabled: id !== null && to === 'party_org' });
  if (id === null) return '';
  if (to === 'region') {
    const region = regions?.find((each) => each.id === id);
    return region ? regionName(region) : '';
  }
  return to === 'party_org' ? String(org.data?.fields.name ?? '') : (place.data?.name ?? '');
}
