import type { Statement } from './database.ts';

/** Builds a statement whose values travel apart from its text; nobody counts $1, $2 by hand. */
export const sql = (parts: TemplateStringsArray, ...values: unknown[]): Statement => ({
  text: parts.reduce((text, part, i) => `${text}$${i}${part}`),
  values,
});
