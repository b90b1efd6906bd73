import type { ImportJoin, JoinedThing, MatchCandidate, MatchState } from '../../../contract/import-matches.ts';
import { type Anchor, candidateOf } from '../../../db/anchors.ts';
import { addressKeys, type NormalAddress, normalAddress } from '../../addresses/normal-address.ts';
import { codeKeys, nameKeys, sourceKeys } from '../../addresses/plain-words.ts';
import { likeness } from './likeness.ts';

export interface Found {
  state: Extract<MatchState, 'matched' | 'doubtful' | 'unmatched'>;
  chosen: MatchCandidate | null;
  candidates: MatchCandidate[];
}

/** As many are told of a doubtful spelling. */
const MOST_CANDIDATES = 5;
/** Words that say the same in another spelling. */
const OTHER_SPELLING = 0.97;
/** From here on a slip of the pen is taken without asking, when nothing else comes near. */
const SURE = 0.95;
const NEAR = 0.1;
/** Below it words have too little in common to be worth a look. */
const LEAST = 0.5;
/** The right road with another number is rarely what is meant. */
const OTHER_NUMBER = 0.6;

export interface IndexedAnchor extends Anchor {
  /** names of the regions it lies in, the lowest first */
  regions: readonly string[];
}

/** Finds the things of a county by what a table calls them. */
export class JoinIndex {
  readonly #anchors: readonly IndexedAnchor[];
  readonly #byId: ReadonlyMap<number, IndexedAnchor>;
  /** key → anchors that have it, and the place that it has among their own keys */
  readonly #byKey = new Map<string, { anchor: IndexedAnchor; rank: number }[]>();
  readonly #keysOf: (words: string) => string[];
  /** anchors by what they are called without numbers; empty when codes are compared */
  readonly #byCalling = new Map<string, { anchor: IndexedAnchor; numbers: string }[]>();
  readonly #callingOf: (words: string) => { calling: string; numbers: string };

  constructor(anchors: readonly IndexedAnchor[], { to, by }: Pick<ImportJoin, 'to' | 'by'>) {
    this.#anchors = anchors;
    this.#byId = new Map(anchors.map((anchor) => [anchor.id, anchor]));
    this.#keysOf = keysOf({ to, by });
    this.#callingOf = by === 'address' ? addressCalling : nameCalling;
    for (const anchor of anchors) {
      const texts = textsOf(anchor, to, by);
      const keys = [...new Set(texts.flatMap((text) => this.#keysOf(text)))];
      keys.forEach((key, rank) => {
        const known = this.#byKey.get(key);
        if (known) known.push({ anchor, rank });
        else this.#byKey.set(key, [{ anchor, rank }]);
      });
      if (by !== 'code') for (const text of texts) this.#addCalling(text, anchor);
    }
  }

  #addCalling(text: string, anchor: IndexedAnchor): void {
    const { calling, numbers } = this.#callingOf(text);
    if (calling === '') return;
    const known = this.#byCalling.get(calling);
    if (!known) this.#byCalling.set(calling, [{ anchor, numbers }]);
    else if (!known.some((each) => each.anchor === anchor && each.numbers === numbers)) known.push({ anchor, numbers });
  }

  get size(): number {
    return this.#anchors.length;
  }

  kindOf(id: number): string {
    return this.#byId.get(id)?.kind ?? '';
  }

  /** A thing that somebody has decided for; null when it is not there any more. */
  decided(id: number): MatchCandidate | null {
    const anchor = this.#byId.get(id);
    return anchor ? shown(anchor, 1) : null;
  }

  /** @param within  what lies round the thing; '' = nothing is said of it */
  find(words: string, within: string): Found {
    const places = nameKeys(within);
    for (const [rank, key] of this.#keysOf(words).entries()) {
      const having = this.#byKey.get(key);
      if (!having) continue;
      const best = Math.min(...having.map((each) => each.rank));
      const same = having.filter((each) => each.rank === best).map(({ anchor }) => anchor);
      const score = rank + best === 0 ? 1 : OTHER_SPELLING;
      const here = places.length === 0 ? same : same.filter((anchor) => liesIn(anchor, places));
      if (here.length === 1) return matched(here[0]!, score);
      const among = here.length > 0 ? here : same;
      return doubtful(among.map((anchor) => ({ anchor, score: here.length > 0 ? score : score * OTHER_NUMBER })));
    }
    return this.#findLike(words, places);
  }

  /** Slips of the pen: the callings that are most alike, with the same numbers before those with others. */
  #findLike(words: string, places: readonly string[]): Found {
    const { calling, numbers } = this.#callingOf(words);
    const like: Scored[] = [];
    for (const [known, having] of this.#byCalling) {
      const alike = likeness(calling, known);
      if (alike < LEAST) continue;
      for (const { anchor, numbers: own } of having) {
        const elsewhere = places.length > 0 && !liesIn(anchor, places);
        const score = alike * (own === numbers ? 1 : OTHER_NUMBER) * (elsewhere ? OTHER_NUMBER : 1);
        if (score >= LEAST) like.push({ anchor, score });
      }
    }
    if (like.length === 0) return { state: 'unmatched', chosen: null, candidates: [] };
    like.sort((a, b) => b.score - a.score || a.anchor.id - b.anchor.id);
    const [first, second] = like as [Scored, Scored?];
    const isAlone = !second || first.score - second.score > NEAR;
    return first.score >= SURE && isAlone ? matched(first.anchor, first.score) : doubtful(like);
  }
}

interface Scored {
  anchor: IndexedAnchor;
  score: number;
}

function shown(anchor: IndexedAnchor, score: number): MatchCandidate {
  const around = [anchor.inside, ...anchor.regions].filter((name) => name !== '' && name !== anchor.name);
  return candidateOf(anchor, score, [...new Set(around)].slice(0, 2).join(' · '));
}

const matched = (anchor: IndexedAnchor, score: number): Found => ({
  state: 'matched',
  chosen: shown(anchor, score),
  candidates: [],
});

function doubtful(like: readonly Scored[]): Found {
  const best = new Map<number, Scored>();
  for (const each of like) {
    const known = best.get(each.anchor.id);
    if (!known || known.score < each.score) best.set(each.anchor.id, each);
  }
  const first = [...best.values()].sort((a, b) => b.score - a.score).slice(0, MOST_CANDIDATES);
  return { state: 'doubtful', chosen: null, candidates: first.map(({ anchor, score }) => shown(anchor, score)) };
}

const liesIn = ({ inside, regions }: IndexedAnchor, places: readonly string[]): boolean =>
  [inside, ...regions].some((name) => nameKeys(name).some((key) => places.includes(key)));

const REGIONS: readonly JoinedThing[] = ['grid', 'community', 'street'];
export const isRegion = (to: JoinedThing): boolean => REGIONS.includes(to);

/** Spellings by which words are found, the stricter first. Zeros at the end say something in a number of a source alone. */
export function keysOf({ to, by }: Pick<ImportJoin, 'to' | 'by'>): (words: string) => string[] {
  switch (by) {
    case 'code':
      return isRegion(to) ? codeKeys : sourceKeys;
    case 'name':
      return nameKeys;
    case 'address':
      return (words) => addressKeys(normalAddress(words));
  }
}

/** What a thing may be called in a table. */
function textsOf(anchor: IndexedAnchor, to: ImportJoin['to'], by: ImportJoin['by']): string[] {
  const { code, name, address, inside, house } = anchor;
  const inEstate = to === 'building' && inside !== '' ? [inside + house, inside + name] : [];
  const texts =
    by === 'code'
      ? [code ?? '']
      : by === 'name'
        ? [name, ...inEstate]
        : to === 'building'
          ? [address, ...inEstate, name]
          : [address, name];
  return texts.filter((text) => text !== '' && text !== inside);
}

const numbersIn = (text: string): string => (text.match(/\d+/g) ?? []).join();

function nameCalling(words: string): { calling: string; numbers: string } {
  // 社区 and 村 are what most names have in common: they make nothing alike.
  const bare = nameKeys(words).at(-1) ?? '';
  return { calling: bare.replace(/\d+/g, ''), numbers: numbersIn(bare) };
}

function addressCalling(words: string): { calling: string; numbers: string } {
  const { road, number, estate, house }: NormalAddress = normalAddress(words);
  return { calling: road + estate, numbers: [number, house].filter((part) => part !== '').join() };
}
