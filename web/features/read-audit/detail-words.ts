import { ROLES } from '../../../api/contract/words.ts';

/** Values in a line longer than this are cut: identities, whole settings. */
const MOST = 60;

/**
 * What a line tells beyond action and object, as `key value` parts.
 *
 * @param keyWord   the word for a key, or the key itself
 * @param roleWord  the word for a role
 */
export function detailWords(
  detail: Readonly<Record<string, unknown>>,
  keyWord: (key: string) => string,
  roleWord: (role: string) => string,
): string[] {
  return Object.entries(detail).flatMap(([key, value]) => {
    if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return [];
    const isRole = key === 'role' && (ROLES as readonly unknown[]).includes(value);
    const text = isRole ? roleWord(String(value)) : typeof value === 'object' ? JSON.stringify(value) : String(value);
    return [`${keyWord(key)} ${text.length > MOST ? `${text.slice(0, MOST)}…` : text}`];
  });
}
