interface Named {
  readonly name: string;
  readonly code?: string | null | undefined;
}

const collator = new Intl.Collator('zh', { numeric: true });
const HAN = /\p{Script=Han}/u;

/**
 * How a list of regions is ordered: Chinese ones by code, as offices know them (and it follows the map from north to
 * south); by name where one has no code, or where names are spelled with letters, in which people look by alphabet.
 */
export function regionOrder(regions: readonly Named[]): (a: Named, b: Named) => number {
  const byCode = regions.every(({ name, code }) => code && HAN.test(name));
  return (a, b) => (byCode ? collator.compare(a.code!, b.code!) : collator.compare(a.name, b.name));
}
