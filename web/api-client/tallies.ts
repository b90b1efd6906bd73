import { type PublishedFigures, publishedFigures, type TallyEntry } from '../../api/contract/thing-edits.ts';
import { request } from './http.ts';

/** Counts of blocks, all of them or none. Nothing comes back: they are written and never read. */
export const enterTallies = (county: string, entries: readonly TallyEntry[]): Promise<null> =>
  request(`/api/counties/${county}/tallies`, null, { method: 'POST', body: { entries } });

/** Totals that institutions publish themselves, each with its source. */
export const getPublishedFigures = async (county: string, signal?: AbortSignal): Promise<PublishedFigures['figures']> =>
  (await request(`/api/counties/${county}/published-figures`, publishedFigures, { signal })).figures;
