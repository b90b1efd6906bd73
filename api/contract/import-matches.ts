import { z } from 'zod';
import { type ImportTarget, lngLat } from './words.ts';

/** What rows without coordinates can be joined to. */
export const JOINED_THINGS = ['building', 'compound', 'grid', 'community', 'street', 'site', 'organization'] as const;
export const joinedThing = z.enum(JOINED_THINGS);
export type JoinedThing = z.infer<typeof joinedThing>;

/** What a target's rows are themselves, which an update changes; null = nothing that can be named. */
export function ownThing({ target, level }: { target: ImportTarget; level: string | null }): JoinedThing | null {
  if (target === 'regions') return level === 'street' || level === 'grid' ? level : 'community';
  return OWN_THINGS[target] ?? null;
}
const OWN_THINGS: Partial<Record<ImportTarget, JoinedThing>> = {
  ...{ buildings: 'building', compounds: 'compound', sites: 'site', organizations: 'organization' },
};

/** How the rows of a table find their places: a column names a thing that the county has. */
export const importJoin = z.object({
  to: joinedThing,
  /** code: a region's code, or the number that a thing had in the file it came from */
  by: z.enum(['code', 'name', 'address']),
  field: z.string().min(1).max(200),
  /** column that names the street, community or compound in which the thing is; '' = none */
  within: z.string().max(200).default(''),
  /** what is done when several rows name one thing that they are to change */
  several: z.enum(['refuse', 'sum', 'last']).default('refuse'),
});
export type ImportJoin = z.infer<typeof importJoin>;

/** A thing that words of a table may mean. */
export const matchCandidate = z.object({
  id: z.number(),
  label: z.string(),
  /** where it is, in words: a building's compound, a region's street; '' = nothing is known */
  detail: z.string(),
  at: lngLat,
  /** 1 = the same word for word, 0 = nothing in common */
  score: z.number().min(0).max(1),
});
export type MatchCandidate = z.infer<typeof matchCandidate>;

export const MATCH_STATES = ['matched', 'doubtful', 'unmatched', 'left-out'] as const;
export const matchState = z.enum(MATCH_STATES);
export type MatchState = z.infer<typeof matchState>;

/** What one spelling in a table was joined to; all rows that spell it so go with it. */
export const importMatch = z.object({
  key: z.number().int(),
  /** as the table has it; '' = its cell is empty */
  words: z.string(),
  within: z.string(),
  rows: z.number().int(),
  firstRow: z.number().int(),
  state: matchState,
  /** by the words themselves, as an earlier import was settled, or by hand in this one */
  decidedBy: z.enum(['words', 'memory', 'hand']),
  chosen: matchCandidate.nullable(),
  /** the likeliest first, five at the most */
  candidates: z.array(matchCandidate),
});
export type ImportMatch = z.infer<typeof importMatch>;

export const matchCounts = z.record(matchState, z.number().int());
export type MatchCounts = z.infer<typeof matchCounts>;

export const matchList = z.object({
  counts: matchCounts,
  /** in the order of the file */
  matches: z.array(importMatch),
  /** to be asked for as `after`; null = that is all */
  next: z.number().int().nullable(),
});
export type MatchList = z.infer<typeof matchList>;

export const matchDecision = z.object({
  key: z.number().int(),
  /** the thing that is meant; null = these rows are left out; 'open' = as before somebody decided */
  thing: z.union([z.number().int(), z.null(), z.literal('open')]),
});
export type MatchDecision = z.infer<typeof matchDecision>;

export const matchDecisions = z.object({ decisions: z.array(matchDecision).min(1).max(1000) });
