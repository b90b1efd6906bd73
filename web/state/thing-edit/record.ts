import { queryOptions, useQuery } from '@tanstack/react-query';
import { EDIT_LAYERS, type EditLayer } from '../../../api/contract/thing-edits.ts';
import { getRecord } from '../../api-client/thing-edits.ts';
import type { Selection } from '../selection.ts';
import { useApp } from '../store.ts';

export const recordQuery = (county: string, layer: EditLayer, id: number) =>
  queryOptions({
    queryKey: ['thing-record', county, layer, id],
    queryFn: ({ signal }) => getRecord(county, layer, id, signal),
  });

/** What of a selection can be edited; null for a region, a road, a block. */
export function editableOf(selection: Selection | null): { layer: EditLayer; id: number } | null {
  const layer = EDIT_LAYERS.find((known) => known === selection?.layer);
  return layer && selection ? { layer, id: selection.id } : null;
}

/** A thing with all its fields; not asked while `thing` is null. */
export function useRecord(thing: { layer: EditLayer; id: number } | null) {
  const county = useApp((state) => state.county) ?? '';
  return useQuery({ ...recordQuery(county, thing?.layer ?? 'building', thing?.id ?? 0), enabled: thing !== null });
}

/** The same for a form, which begins with what stands now and not with what was known a minute ago. */
export function useFreshRecord({ layer, id }: { layer: EditLayer; id: number }) {
  const county = useApp((state) => state.county) ?? '';
  return useQuery({
    queryKey: ['thing-form', county, layer, id],
    queryFn: ({ signal }) => getRecord(county, layer, id, signal),
    gcTime: 0,
  });
}
