import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { search } from '../../api-client/search.ts';
import { store, useApp } from '../../state/store.ts';

const PAUSE_MS = 160;
const LIMIT = 12;

/** Results for what was typed, once the fingers rest; the last ones stay until the next have come. */
export function useSearch(text: string) {
  const county = useApp((state) => state.county);
  const date = useApp((state) => state.date);
  const q = useRested(text.trim());
  return useQuery({
    queryKey: ['search', county, date, q],
    queryFn: ({ signal }) => {
      const { camera } = store.getState();
      const near = camera ? ([camera.lng, camera.lat] as const) : null;
      return search(county ?? '', { q, near, date, limit: LIMIT }, signal);
    },
    enabled: county !== null && q.length > 0,
    placeholderData: keepPreviousData,
  });
}

function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
