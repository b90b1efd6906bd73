/** Deeper than any property of a map, and far from what a recursive writer of JSON can take. */
export const MAX_NESTING = 100;

export interface ValueFault {
  kind: 'bad-text' | 'too-deep';
  detail: string;
}

/**
 * Properties without those that no database can hold: texts or names with a NUL or half of a surrogate pair, and what
 * is nested too deep to be written again.
 *
 * @returns faults: one for each property left out
 */
export function storableProperties(properties: Record<string, unknown>): {
  properties: Record<string, unknown>;
  faults: ValueFault[];
} {
  const entries = Object.entries(properties);
  const faults: ValueFault[] = [];
  const kept = entries.filter(([name, value]) => {
    const fault = faultOfText(name) ?? faultOfValue(value);
    if (fault) faults.push({ kind: fault === DEEP ? 'too-deep' : 'bad-text', detail: told(name, fault) });
    return fault === null;
  });
  return { properties: kept.length === entries.length ? properties : Object.fromEntries(kept), faults };
}

const NUL = 'holds a NUL character (\\u0000)';
const HALF = 'holds half a character (a lone surrogate such as \\ud800)';
const DEEP = `is nested more than ${MAX_NESTING} deep`;

const told = (name: string, fault: string): string =>
  `The property "${shortText(storableText(name))}" ${fault}; take it out of the file or export the file anew`;

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function faultOfText(text: string): string | null {
  if (text.includes('\0')) return NUL;
  return text.search(LONE_SURROGATE) >= 0 ? HALF : null;
}

/** Goes down with a list of its own, because what is looked for would overflow the stack of calls. */
function faultOfValue(value: unknown): string | null {
  const open: [value: unknown, depth: number][] = [[value, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [inner, depth] = next;
    if (typeof inner === 'string') {
      const fault = faultOfText(inner);
      if (fault) return fault;
    }
    if (typeof inner !== 'object' || inner === null) continue;
    if (depth >= MAX_NESTING) return DEEP;
    for (const [name, child] of Object.entries(inner)) {
      const fault = Array.isArray(inner) ? null : faultOfText(name);
      if (fault) return fault;
      open.push([child, depth + 1]);
    }
  }
  return null;
}

/** A text that a database can hold: what it cannot is shown as U+FFFD. */
export const storableText = (text: string): string => text.replaceAll('\0', '\ufffd').replace(LONE_SURROGATE, '\ufffd');

/** A text that XML can hold: what it cannot is shown as U+FFFD. */
export const xmlText = (text: string): string =>
  storableText(text).replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd');

/** The beginning of a text, cut between characters. */
export function shortText(text: string, length = 40): string {
  return text.length > length ? `${storableText(text.slice(0, length - 1))}…` : text;
}

/** Any value in a few characters of JSON, for a message. */
export function shown(value: unknown): string {
  if (faultOfValue(value) === DEEP) return 'something nested very deep';
  return shortText(storableText(JSON.stringify(value) ?? String(value)));
}
