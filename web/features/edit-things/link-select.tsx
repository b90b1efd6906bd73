import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditLayer } from '../../../api/contract/thing-edits.ts';
import { search } from '../../api-client/search.ts';
import { useInspection, useRegions } from '../../state/queries.ts';
import { useRegionName } from '../../state/region-names.ts';
import { useApp } from '../../state/store.ts';
import { useLinkName } from '../../state/thing-edit/link-names.ts';

interface Props {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly to: EditLayer | 'region';
  readonly value: number | null | undefined;
  readonly placeholder: string;
  onChange(value: number | null): void;
}

interface Option {
  readonly value: number;
  readonly label: string;
}

/** Chooses a thing by its name or address; regions and party organizations from a list. */
export function LinkSelect({ id, describedBy, to, value, placeholder, onChange }: Props) {
  const { t } = useTranslation('edit-things');
  const [words, setWords] = useState('');
  const known = useLinkName(to, value ?? null);
  const listed = useListed(to);
  const found = useFound(to, words);
  const options = listed ?? found;
  const own: Option[] =
    value && !options.some((option) => option.value === value) ? [{ value, label: known || `#${value}` }] : [];
  return (
    <Select
      id={id}
      aria-describedby={describedBy}
      allowClear
      placeholder={placeholder}
      value={value ?? null}
      options={[...own, ...options]}
      notFoundContent={t(listed || words.trim() ? 'link.none' : 'link.type')}
      showSearch={listed ? { optionFilterProp: 'label' } : { filterOption: false, onSearch: setWords }}
      onChange={(chosen: number | null | undefined) => onChange(chosen ?? null)}
    />
  );
}

const MOST = 20;

/** Things of a layer by what is typed, those near the map's middle first. */
function useFound(to: EditLayer | 'region', words: string): readonly Option[] {
  const county = useApp((state) => state.county) ?? '';
  const camera = useApp((state) => state.camera);
  const q = words.trim();
  const results = useQuery({
    queryKey: ['link-search', county, q],
    queryFn: ({ signal }) =>
      search(county, { q, near: camera && [camera.lng, camera.lat], date: null, limit: 50 }, signal),
    enabled: q !== '' && to !== 'region' && to !== 'party_org',
  });
  return (results.data ?? [])
    .filter(({ layer }) => layer === to)
    .slice(0, MOST)
    .map(({ id, name, detail }) => ({
      value: id,
      label: name && detail && name !== detail ? `${name} · ${detail}` : name || detail || `#${id}`,
    }));
}

/** What is few enough to be listed, or is not searched for; null otherwise. */
function useListed(to: EditLayer | 'region'): readonly Option[] | null {
  const regions = useRegions().data?.regions;
  const regionName = useRegionName();
  const whole = regions?.find(({ parent }) => parent === null);
  const county = useInspection(to === 'party_org' && whole ? { layer: 'region', id: whole.id } : null);
  if (to === 'region') return (regions ?? []).map((region) => ({ value: region.id, label: regionName(region) }));
  if (to === 'party_org') return (county.data?.partyOrgs ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return null;
}
