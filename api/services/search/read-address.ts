/** A place and a number in it. */
export interface House {
  place: string;
  number: string;
  /** said to end there (12号, 12hao): those that begin with it are not meant */
  exact: boolean;
}

/** What stands behind the house (3单元501) is not looked for. */
const HOUSE = /^(?<place>.*?\D)(?<number>\d{1,5}(?:-\d{1,5})?)(?<end>(?:[号栋幢座]|hao|#).*)?$/;

/** `解放大街12号`, `花园小区3号楼2单元`, `fuqiang19` → the name of the place and the number; null for what is no address. */
export function readHouse(phrase: string): House | null {
  const { place, number, end } = HOUSE.exec(phrase)?.groups ?? {};
  return place && number ? { place: place.trim(), number, exact: end !== undefined } : null;
}

/** Only a number is left: then the region before it is the place. */
const BARE_NUMBER = /^\d+(-\d+)?([号栋幢座]|$)/;

/**
 * The phrase without the regions it begins with, as in a full address; the last stays before a bare number.
 *
 * @param regionBefore  the longest region's name that a phrase begins with and goes on after
 */
export function withoutRegions(phrase: string, regionBefore: (phrase: string) => string | null): string {
  let rest = phrase;
  for (;;) {
    const region = regionBefore(rest);
    if (region === null || BARE_NUMBER.test(rest.slice(region.length))) return rest;
    rest = rest.slice(region.length);
  }
}
