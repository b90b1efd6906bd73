import { firstLetters, firstReading, letterBit, readingsOf } from './pinyin.ts';

/** How a name fits a phrase: the characters from … to (end excluded), and how well, 0 … 1. */
export interface NameMatch {
  from: number;
  to: number;
  quality: number;
}

/**
 * Letters as they are compared: small, full-width ones plain. Each stays where it is, so that places in the folded
 * text are places in the name.
 */
export function fold(name: string): string {
  if (PLAIN.test(name)) return name;
  let out = '';
  for (const char of name.split('')) {
    const plain = char.normalize('NFKC').toLowerCase();
    out += plain.length === 1 ? plain : char;
  }
  return out;
}
const PLAIN = /^[\p{Script=Han}0-9a-z]*$/u;

/** What fits in which way; a name of the very phrase is 1, and comes before others however near they are. */
const QUALITY = {
  text: { whole: 1, start: 0.74, inside: 0.62 },
  pinyin: { whole: 0.94, start: 0.68, inside: 0.52 },
  initials: { whole: 0.72, start: 0.58, inside: 0.42 },
} as const;
/** Names with a slip in them come after all that fit; each further slip costs as much again. */
export const ONE_SLIP = 0.12;
const SLIP = { none: 0.45, each: ONE_SLIP, atStart: 0.05 } as const;

type How = keyof typeof QUALITY;

function rated(how: How, from: number, to: number, length: number): NameMatch {
  const at = from > 0 ? 'inside' : to === length ? 'whole' : 'start';
  return { from, to, quality: QUALITY[how][at] };
}

/** A comparison with one phrase; `name` is folded. Null where the name does not fit. */
export type Matcher = (name: string) => NameMatch | null;

const LETTERS = /[a-z]/;
const HAN = /\p{Script=Han}/u;
/** What nobody types when spelling a name. */
const UNTYPED = /[\s'’·・,，、.。"“”‘()（）《》〈〉<>\-—_/]/;

/**
 * Finds names that contain a phrase, as it stands or typed by pinyin: whole syllables, initials (zh, ch, sh or one letter), the
 * last syllable begun, Chinese and digits among them: jiefang, jfdj, jief大街, fuqiang19.
 *
 * @param phrase folded
 */
export function exactMatcher(phrase: string): Matcher {
  const typed = phrase
    .split('')
    .filter((char) => !UNTYPED.test(char))
    .join('');
  const spelled = LETTERS.test(typed) && typed.length <= LONGEST_SPELLED;
  const first = typed.charCodeAt(0);
  const bit = LETTERS.test(typed.charAt(0)) ? letterBit(typed) : 0;
  const spell = speller(typed);
  return (name) => {
    const at = name.indexOf(phrase);
    if (at >= 0) return rated('text', at, at + phrase.length, name.length);
    if (!spelled) return null;
    let best: NameMatch | null = null;
    // One letter begins half of all names, and stands in nearly all.
    const last = typed.length === 1 ? 1 : name.length;
    for (let from = 0; from < last; from++) {
      const code = name.charCodeAt(from);
      if (code !== first && (firstLetters(code) & bit) === 0) continue;
      const found = spell(name, from);
      if (!found) continue;
      const match = rated(found.initials > 0 ? 'initials' : 'pinyin', from, found.to, name.length);
      if (!best || match.quality > best.quality) best = match;
    }
    return best;
  };
}
/** Nobody spells more. */
const LONGEST_SPELLED = 60;
/** Places of a phrase and of a name that are compared, for one name: what people type takes a few dozen. */
const MOST_COMPARED = 4_000;

interface Spelled {
  to: number;
  /** syllables of which only the first letter was typed, from the place on */
  initials: number;
}

/**
 * Reads typed letters as the characters of a name, from one of them on; the way with the fewest initials. What follows
 * from a place is found once, however many ways lead there (额额额 is eee in any number of ways), and a name that takes
 * more than its share of the work does not fit.
 */
function speller(typed: string): (name: string, from: number) => Spelled | null {
  const known = new Map<number, Spelled | null>();
  let name = '';

  /** @param begun  a syllable before was typed by its initial */
  function spell(at: number, from: number, begun: boolean): Spelled | null {
    if (at === typed.length) return { to: from, initials: 0 };
    while (at > 0 && UNTYPED.test(name.charAt(from))) from++;
    if (from >= name.length) return null;
    const place = ((at * name.length + from) << 1) | Number(begun);
    const found = known.get(place);
    if (found !== undefined) return found;
    if (known.size >= MOST_COMPARED) return null;
    const best = spellFrom(at, from, begun);
    known.set(place, best);
    return best;
  }

  function spellFrom(at: number, from: number, begun: boolean): Spelled | null {
    const char = name.charAt(from);
    if (typed.charAt(at) === char) {
      const literal = spell(at + 1, from + 1, begun);
      if (literal) return literal;
    }
    let best: Spelled | null = null;
    const better = (found: Spelled | null, initials: number): void => {
      if (found && (!best || found.initials + initials < best.initials))
        best = { to: found.to, initials: found.initials + initials };
    };
    for (const reading of readingsOf(char)) {
      if (typed.charAt(at) !== reading.charAt(0)) continue;
      if (typed.startsWith(reading, at)) better(spell(at + reading.length, from + 1, begun), 0);
      else if (at > 0 && reading.startsWith(typed.slice(at)) && (typed.length - at > 1 || !begun))
        better({ to: from + 1, initials: 0 }, 0);
      if (best !== null && (best as Spelled).initials === 0) return best;
      if (reading.charAt(1) === 'h' && typed.charAt(at + 1) === 'h') better(spell(at + 2, from + 1, true), 1);
      better(spell(at + 1, from + 1, true), 1);
    }
    return best;
  }

  return (of, from) => {
    if (of !== name) known.clear();
    name = of;
    return spell(0, from, false);
  };
}

/** So many slips are forgiven in a phrase of so many characters, or letters of pinyin. */
function slipsIn(length: number, spelled: boolean): number {
  if (spelled) return length < 5 ? -1 : length < 9 ? 1 : 2;
  return length < 2 ? -1 : length < 3 ? 0 : length < 6 ? 1 : 2;
}

/** Who types one means it. */
const SYMBOL = /[^\p{L}\p{N}\s'’·-]/u;
/** The comparison keeps one bit for each character of the phrase. */
const LONGEST_SLIPPED = 30;

/**
 * Finds names that nearly contain a phrase: a character or letter wrong, missing, too much or changed with its neighbour; a Chinese
 * character of the same sound is as good as the right one (设区 for 社区).
 *
 * @param phrase folded
 * @see agrep: Wu and Manber, Fast text searching allowing errors (1992); a swap counts as one slip
 */
export function slipMatcher(phrase: string): Matcher | null {
  if (SYMBOL.test(phrase)) return null;
  const typed = phrase
    .split('')
    .filter((char) => !UNTYPED.test(char))
    .join('');
  const spelled = LETTERS.test(typed) && !HAN.test(typed);
  const most = slipsIn(typed.length, spelled);
  if (most < 0 || typed.length > LONGEST_SLIPPED) return null;
  const maskOf = masksOf(typed);
  const end = 1 << (typed.length - 1);
  const run = startRun(most);
  /** Characters of the phrase that stand nowhere in the name: each is a slip. Tells nine names of ten apart at once. */
  const missing = (name: string): number => {
    let there = 0;
    for (let place = 0; place < name.length; place++) {
      const code = name.charCodeAt(place);
      const reading = spelled ? firstReading(code) : '';
      if (reading === '') there |= maskOf(code);
      else for (let k = 0; k < reading.length; k++) there |= maskOf(reading.charCodeAt(k));
    }
    let slips = 0;
    for (let gone = ~there & (2 * end - 1); gone !== 0; gone &= gone - 1) slips++;
    return slips;
  };
  return (name) => {
    if (missing(name) > most) return null;
    clearRun(run);
    let slips = most + 1;
    let at = -1;
    const take = (code: number, place: number): void => {
      const found = stepRun(run, maskOf(code), end);
      if (found < 0 || found >= slips) return;
      slips = found;
      at = place;
    };
    for (let place = 0; place < name.length; place++) {
      const code = name.charCodeAt(place);
      const reading = spelled ? firstReading(code) : '';
      if (reading === '') take(code, place);
      else for (let k = 0; k < reading.length; k++) take(reading.charCodeAt(k), place);
    }
    if (at < 0) return null;
    const from = spelled ? spelledFrom(name, at, typed.length) : Math.max(0, at + 1 - typed.length);
    const quality = SLIP.none - SLIP.each * slips + (from === 0 ? SLIP.atStart : 0);
    return { from, to: at + 1, quality };
  };
}

/** The character that begins so many letters before the end of another one, about. */
function spelledFrom(name: string, last: number, letters: number): number {
  const lettersOf = (at: number): number => firstReading(name.charCodeAt(at)).length || 1;
  let from = last;
  let typed = lettersOf(last);
  while (from > 0) {
    const before = lettersOf(from - 1);
    if (typed + before / 2 > letters) break;
    typed += before;
    from--;
  }
  return from;
}

/** Places in the phrase at which a character may stand: itself, or one of the same sound. By its code, a bit each. */
function masksOf(typed: string): (code: number) => number {
  const known = new Int32Array(0x1_0000).fill(-1);
  const sounds = typed.split('').map((char) => (HAN.test(char) ? readingsOf(char) : []));
  const chinese = sounds.some((readings) => readings.length > 0);
  return (code) => {
    const mask = known[code]!;
    if (mask >= 0) return mask;
    const char = String.fromCharCode(code);
    const own = chinese ? readingsOf(char) : [];
    let made = 0;
    for (let i = 0; i < typed.length; i++) {
      if (typed.charAt(i) === char || sounds[i]!.some((sound) => own.includes(sound))) made |= 1 << i;
    }
    known[code] = made;
    return made;
  };
}

/** Beginnings of the phrase that end at the present character, a bit each, by the number of slips. */
interface Run {
  now: Int32Array;
  before: Int32Array;
  lastMask: number;
}

const startRun = (most: number): Run => ({
  now: new Int32Array(most + 1),
  before: new Int32Array(most + 1),
  lastMask: 0,
});

function clearRun(run: Run): void {
  for (let slips = 0; slips < run.now.length; slips++) run.now[slips] = (1 << slips) - 1;
  run.before.fill(0);
  run.lastMask = 0;
}

/** Goes on by one character. @returns the fewest slips with which the whole phrase ends here; -1 when it does not */
function stepRun(run: Run, mask: number, end: number): number {
  const { now, before } = run;
  let previous = 0; // of one slip less, before this character
  let current = 0; // of one slip less, after it
  let twoAgo = 0; // of one slip less, before the last character
  let fewest = -1;
  for (let slips = 0; slips < now.length; slips++) {
    const old = now[slips]!;
    const older = before[slips]!;
    let next = ((old << 1) | 1) & mask;
    if (slips > 0) {
      const extra = previous;
      const another = previous << 1;
      const missing = current << 1;
      const swapped = ((((twoAgo << 1) | 1) & mask) << 1) & run.lastMask;
      next |= extra | another | missing | swapped | 1;
    }
    if (fewest < 0 && (next & end) !== 0) fewest = slips;
    previous = old;
    current = next;
    twoAgo = older;
    before[slips] = old;
    now[slips] = next;
  }
  run.lastMask = mask;
  return fewest;
}
