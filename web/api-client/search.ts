import { type SearchResult, searchResults } from '../../api/contract/things.ts';
import { queryString, request } from './http.ts';

export interface SearchRequest {
  readonly q: string;
  /** results near this place come first */
  readonly near: readonly [lng: number, lat: number] | null;
  readonly date: string | null;
  readonly limit: number;
}

export async function search(
  county: string,
  { q, near, date, limit }: SearchRequest,
  signal?: AbortSignal,
): Promise<SearchResult[]> {
  const query = queryString({ q, lng: near?.[0].toFixed(5), lat: near?.[1].toFixed(5), date, limit });
  return (await request(`/api/counties/${county}/search${query}`, searchResults, { signal })).results;
}
