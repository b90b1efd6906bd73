type Wire = string | null | Uint8Array;

/**
 * Values as they travel: text, null, or bytes. Both databases get the very same, so what one accepts the other accepts
 * too. An array becomes an SQL array; JSON whose top is an array is therefore given as text (`JSON.stringify`).
 */
export function wireValues(values: readonly unknown[]): Wire[] {
  return values.map(wireValue);
}

function wireValue(value: unknown): Wire {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return arrayText(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function arrayText(items: readonly unknown[]): string {
  return `{${items.map(arrayItem).join(',')}}`;
}

function arrayItem(item: unknown): string {
  if (Array.isArray(item)) return arrayText(item);
  const wire = wireValue(item);
  if (wire === null) return 'NULL';
  const text = typeof wire === 'string' ? wire : `\\x${Buffer.from(wire).toString('hex')}`;
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** int8 → number while it is exact, else its digits. */
function int8(digits: string): number | string {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : digits;
}

/** One-dimensional array text of items without quotes or commas, as those of int8 and date. */
function plainArray<T>(text: string, parse: (item: string) => T): (T | null)[] {
  const inner = text.slice(1, -1);
  return inner === '' ? [] : inner.split(',').map((item) => (item === 'NULL' ? null : parse(item)));
}

const asIs = (text: string): string => text;
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.slice(2), 'hex'));

/**
 * Readers of the types that the two drivers hand over differently, by OID: bytea as Uint8Array, int8 as number, a date
 * as its text 'YYYY-MM-DD' (a Date would shift with the time zone of the machine), and intervals as text.
 */
export const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  17: bytes,
  20: int8,
  1082: asIs,
  1186: asIs,
  1016: (text) => plainArray(text, int8),
  1182: (text) => plainArray(text, asIs),
};
