import { z } from 'zod';

/** Figures, dates and names of a sentence that the page has in its own words. */
export const problemValues = z.record(z.string(), z.union([z.string(), z.number()]));
export type ProblemValues = z.infer<typeof problemValues>;
