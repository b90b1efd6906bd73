import type { Context } from 'hono';
import { resolver, validator } from 'hono-openapi';
import { z } from 'zod';
import { problem } from '../contract/problems.ts';
import { countyCode, isoDate } from '../contract/words.ts';
import { PROBLEM_MEDIA_TYPE, ProblemError } from '../problems.ts';

type Part = 'param' | 'query' | 'json';

const PLACES: Record<Part, string> = { param: 'address', query: 'query', json: 'body' };

/**
 * Parses a part of the request with a schema of the contract, and documents it.
 *
 * @throws ProblemError 'invalid-request' that names the first field at fault
 */
export const valid = <Schema extends z.ZodType, P extends Part>(part: P, schema: Schema) =>
  validator(part, schema, (result) => {
    if (result.success) return;
    const issue = result.error[0]!;
    const field = (issue.path ?? []).map((key) => (typeof key === 'object' ? String(key.key) : String(key))).join('.');
    throw new ProblemError('invalid-request', `In the ${PLACES[part]}${field ? `, ${field}` : ''}: ${issue.message}.`);
  });

/** An id of the database in an address or query. Digits only: Number('') and Number('0x1') would pass. */
export const idText = z
  .string()
  .regex(/^\d{1,16}$/, 'a whole number')
  .transform(Number)
  .refine(Number.isSafeInteger, 'a whole number up to 2^53 - 1');

/** A plain decimal number within bounds. */
export const numberText = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,9}(\.\d{1,20})?$/, 'a number')
    .transform(Number)
    .pipe(z.number().min(min).max(max));

export const countyParam = z.object({ county: countyCode });

/** `?date=`: the day that is asked about; today when it is left out. */
export const dateQuery = z.strictObject({ date: isoDate.optional() });

/** The document's entry for a JSON answer and the problems that may come instead. */
export const answers = (schema: z.ZodType, description: string) => ({
  200: { description, content: { 'application/json': { schema: resolver(schema) } } },
  default: { description: 'A problem (RFC 9457)', content: { [PROBLEM_MEDIA_TYPE]: { schema: resolver(problem) } } },
});

/** Answers that belong to whoever is signed in are not for shared caches. */
export const privately = (c: Context): void => c.header('cache-control', 'private, no-cache');
