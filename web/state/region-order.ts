interface Named {
  readonly name: string;
  readonly code?: string | null | undefined;
}

const collator = new Intl.Collator('zh', { numeric: true });
const HAN = /\p{Script=Han}/u;
const DIGITS = '零一二三四五六七八九';

/**
 * How a list of regions is ordered: Chinese ones by code, as offices know them (and it follows the map from north to
 * south), after them those that have none yet; by name where no one has a code, or where names are spelled with letters,
 * in which people look by alphabet.
 */
export function regionOrder(regions: readonly Named[]): (a: Named, b: Named) => number {
  const inHan = regions.every(({ name }) => HAN.test(name));
  return (a, b) => (inHan && (a.code || b.code) ? byCode(a, b) : byName(a, b));
}

function byCode(a: Named, b: Named): number {
  return a.code && b.code ? collator.compare(a.code, b.code) : Number(!a.code) - Number(!b.code);
}

function byName(a: Named, b: Named): number {
  return collator.compare(counted(a.name), counted(b.name));
}

/** 第三网络 as 第3网络: by sound, the first would come after the fourth. */
const counted = (name: string): string =>
  name.replace(/第([零一二三四五六七八九十百]+)/g, (_, numeral: string) => `第${numberIn(numeral)}`);

/** 二十一 → 21; to 999. */
function numberIn(numeral: string): number {
  const [, hundreds, tens, ones] = /^(?:(.?)百)?零?(?:(.?)十)?(.?)$/.exec(numeral) ?? [];
  const digit = (char: string | undefined, none: number): number =>
    char === undefined ? 0 : char === '' ? none : DIGITS.indexOf(char);
  return 100 * digit(hundreds, 1) + 10 * digit(tens, 1) + digit(ones, 0);
}
