/** How much room a text takes, in whatever a format counts. */
type Size = (text: string) => number;

/**
 * Names that are not too long and differ from each other, upper and lower case being the same: long ones are cut
 * between characters, and those that collide then end in _2, _3 …
 *
 * @param max  at least 3, in the unit of `size`
 */
export function shortNames(names: readonly string[], max: number, size: Size): string[] {
  const taken = new Set<string>();
  // A name that fits as it is keeps itself, whatever comes before it.
  const asTheyAre = new Set(names.filter((name) => name !== '' && size(name) <= max).map(folded));
  return names.map((name) => {
    const whole = shortened(name, max, size) || 'x';
    let short = whole;
    const isTaken = (): boolean => taken.has(folded(short)) || (short !== name && asTheyAre.has(folded(short)));
    for (let n = 2; isTaken(); n += 1) {
      const end = `_${n}`;
      short = `${shortened(whole, max - end.length, size)}${end}`;
    }
    taken.add(folded(short));
    return short;
  });
}

const folded = (name: string): string => name.toLowerCase();

/** As much of a text as there is room for, whole characters only. */
export function shortened(text: string, max: number, size: Size): string {
  if (size(text) <= max) return text;
  let kept = '';
  let taken = 0;
  for (const character of text) {
    taken += size(character);
    if (taken > max) break;
    kept += character;
  }
  return kept;
}

/** Bytes in UTF-8. */
export const utf8Size = (text: string): number => Buffer.byteLength(text);
