import type { SearchResult } from '../contract/things.ts';
import type { ScopedDatabase } from '../db/database.ts';
import { type SearchQuestion, searchCounty, searchHouse, withoutRegions } from '../db/search.ts';

/** A place and a number in it; what stands behind the house (3单元501) is not looked for. */
const HOUSE = /^(?<place>.*?\D)(?<number>\d{1,5}(?:-\d{1,5})?)(?:[号栋幢座].*)?$/;

/** `解放大街12号`, `花园小区3号楼2单元` → the name of the place and the number; null for what is no address. */
export function houseOf(phrase: string): { place: string; number: string } | null {
  const { place, number } = HOUSE.exec(phrase)?.groups ?? {};
  return place && number ? { place, number } : null;
}

/**
 * What contains the phrase. Where nothing does, the phrase is read as an address: without the regions that it begins
 * with (梨树县富强街道解放大路12号), then as a number in a street, a compound or a region (富强街道19号).
 */
export async function search(db: ScopedDatabase, question: SearchQuestion): Promise<SearchResult[]> {
  const { phrase, division } = question;
  const found = await searchCounty(db, question);
  if (found.length > 0) return found;
  const rest = division === null ? phrase : await withoutRegions(db, phrase, division);
  const beyond = rest === phrase ? [] : await searchCounty(db, { ...question, phrase: rest });
  if (beyond.length > 0) return beyond;
  const house = houseOf(rest);
  return house ? searchHouse(db, house, question) : [];
}
