import { pinyin } from 'pinyin-pro';

/** Every reading of a character, the commonest first, without tones, ü as v; none for what is no Chinese character. */
export function readingsOf(char: string): readonly string[] {
  const known = READINGS.get(char);
  if (known) return known;
  const readings = HAN.test(char) ? readingsInDictionary(char) : [];
  READINGS.set(char, readings);
  return readings;
}

const HAN = /^\p{Script=Han}$/u;
/** A county's names are made of two or three thousand characters; the dictionary takes 4 µs for each. */
const READINGS = new Map<string, readonly string[]>();

function readingsInDictionary(char: string): string[] {
  const found = pinyin(char, { multiple: true, toneType: 'none', type: 'array', v: true });
  return [...new Set(found)].filter((reading) => /^[a-z]+$/.test(reading));
}

/** The commonest reading of the character of a code; '' for what is no Chinese character. */
export function firstReading(code: number): string {
  FIRST_READINGS[code] ??= readingsOf(String.fromCharCode(code))[0] ?? '';
  return FIRST_READINGS[code];
}
const FIRST_READINGS: (string | undefined)[] = new Array(0x1_0000).fill(undefined);

/** The letters that the character of a code may be typed by first, bit 0 = a; itself when it is a letter. */
export function firstLetters(code: number): number {
  const known = FIRST_LETTERS[code]!;
  if (known !== UNKNOWN) return known;
  const char = String.fromCharCode(code);
  const words = /[a-z]/.test(char) ? [char] : readingsOf(char);
  const bits = words.reduce((sum, word) => sum | letterBit(word), 0);
  FIRST_LETTERS[code] = bits;
  return bits;
}
const UNKNOWN = -1;
const FIRST_LETTERS = new Int32Array(0x1_0000).fill(UNKNOWN);

/** The bit of a word's first letter, which is one of a to z. */
export const letterBit = (word: string): number => 1 << (word.charCodeAt(0) - 97);
