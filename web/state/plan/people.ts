import type { Present } from '../../../api/contract/plans.ts';
import type { DraftRegion } from '../../../geo/divide/edit.ts';

/** Somebody else who has the plan open; two windows of one account are two. */
export interface Person {
  readonly client: string;
  readonly name: string;
  /** another window of whoever looks, or one that was closed a moment ago */
  readonly mine: boolean;
  /** 0 … PERSON_COLOURS − 1 */
  readonly colour: number;
  /** the region that is being drawn there */
  readonly drawing: Pick<DraftRegion, 'name' | 'nameEn'> | null;
}

export const PERSON_COLOURS = 6;

/** @param regionOf  looks a region of the draft up; undefined for one that has not arrived yet */
export function peopleOf(
  present: readonly Present[],
  regionOf: (region: number) => Pick<DraftRegion, 'name' | 'nameEn'> | undefined,
): Person[] {
  const colours = coloursOf(present.map(({ client }) => client));
  return present.map(({ client, accountName, mine, region }) => {
    const found = region === null ? undefined : regionOf(region);
    const drawing = found ? { name: found.name, nameEn: found.nameEn } : null;
    return { client, name: accountName, mine, colour: colours.get(client)!, drawing };
  });
}

/** No two have one colour while there are enough; who comes or goes may change another's. */
export function coloursOf(clients: readonly string[]): Map<string, number> {
  const colours = new Map<string, number>();
  for (const client of clients) {
    const taken = new Set(colours.size < PERSON_COLOURS ? colours.values() : []);
    let colour = [...client].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % PERSON_COLOURS;
    while (taken.has(colour)) colour = (colour + 1) % PERSON_COLOURS;
    colours.set(client, colour);
  }
  return colours;
}

/** Two letters that stand for a name: 欧阳明月 → 明月, Li Wei → LW. */
export function initialsOf(name: string): string {
  const letters = [...name.trim()];
  if (letters.some((letter) => /\p{Script=Han}/u.test(letter))) return letters.slice(-2).join('');
  const words = name.trim().split(/\s+/);
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
}
