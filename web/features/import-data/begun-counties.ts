import { z } from 'zod';
import { countyCode } from '../../../api/contract/words.ts';

const KEY = 'tongxin.begun-counties';
const MOST = 8;
const kept = z.array(countyCode);

/**
 * Codes of counties that imports were begun into before they existed. Nobody has a grant there until the first import
 * is written, so the list of counties does not have them, and the browser remembers them instead.
 */
export function begunCounties(): readonly string[] {
  try {
    return kept.parse(JSON.parse(localStorage.getItem(KEY) ?? '[]'));
  } catch {
    // Private mode without storage, or a value from another version: the list is a convenience.
    return [];
  }
}

export function rememberBegun(code: string): void {
  try {
    localStorage.setItem(
      KEY,
      JSON.stringify([code, ...begunCounties().filter((other) => other !== code)].slice(0, MOST)),
    );
  } catch {
    // As above.
  }
}
