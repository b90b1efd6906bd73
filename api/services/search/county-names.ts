import type { ScopedDatabase } from '../../db/database.ts';
import { type EnteredName, readNames } from '../../db/search.ts';
import { fold, type Matcher, type NameMatch } from './match-name.ts';

export type NameKind = Pick<EnteredName, 'thing' | 'field'>;

/** A text with all that it is the name of: a road's name is that of a street with buildings too. */
interface KnownText {
  text: string;
  /** as it is compared */
  folded: string;
  kinds: NameKind[];
}

/** A name that fits what was typed. */
export interface FittingName extends EnteredName, NameMatch {}

/** Names that are compared before others get their turn: about 2 ms. */
const TURN = 20_000;
/** Names kept of counties that were not searched lately: some 100 bytes each. */
const MOST_NAMES = 1_000_000;
/** So many of those that fit are put in order. */
const MOST_FITTING = 3000;

/** Which names are compared: all; those that people remember, and mistype; those of streets, compounds and regions. */
export type NameList = 'all' | 'named' | 'places';

const inList: Readonly<Record<NameList, (kind: NameKind) => boolean>> = {
  all: () => true,
  named: ({ field }) => field !== 'code' && field !== 'address',
  places: ({ thing, field }) =>
    field === 'street' || (field === 'name' && (thing === 'compound' || thing === 'region')),
};

/** The distinct names of one county. They are only ever added to: one that nothing bears any more leads to nothing. */
export class CountyNames {
  readonly #texts = new Map<string, KnownText>();
  readonly #lists: Record<NameList, Set<KnownText>> = { all: new Set(), named: new Set(), places: new Set() };
  readonly #regions = new Set<string>();
  #seen: string | null = null;

  get size(): number {
    return this.#texts.size;
  }

  /** Reads what was entered since the last time; all of it the first time. */
  async refresh(db: ScopedDatabase): Promise<void> {
    this.#seen = await readNames(db, this.#seen, async (names) => {
      for (const name of names) this.#add(name);
      if (names.length >= TURN / 2) await others();
    });
  }

  #add({ thing, field, text }: EnteredName): void {
    const known = this.#texts.get(text) ?? { text, folded: fold(text), kinds: [] };
    this.#texts.set(text, known);
    if (known.kinds.some((kind) => kind.thing === thing && kind.field === field)) return;
    known.kinds.push({ thing, field });
    for (const list of ['all', 'named', 'places'] as const)
      if (inList[list]({ thing, field })) this.#lists[list].add(known);
    if (thing === 'region' && field === 'name') this.#regions.add(known.folded);
  }

  /** The names of a list that fit, best first, of equal ones the shorter; only the best where very many do. */
  async fitting(matches: Matcher, list: NameList): Promise<FittingName[]> {
    const found = new Map<number, FittingName[]>();
    let compared = 0;
    for (const { text, folded, kinds } of this.#lists[list]) {
      if (++compared % TURN === 0) await others();
      const match = matches(folded);
      if (!match) continue;
      const equals = found.get(match.quality) ?? [];
      found.set(match.quality, equals);
      for (const kind of kinds) if (inList[list](kind)) equals.push({ ...kind, text, ...match });
    }
    const best: FittingName[] = [];
    for (const quality of [...found.keys()].sort((a, b) => b - a)) {
      const equals = found.get(quality)!.sort((a, b) => a.text.length - b.text.length);
      best.push(...equals.slice(0, MOST_FITTING - best.length));
      if (best.length === MOST_FITTING) break;
    }
    return best;
  }

  /** The longest name of a region that the phrase begins with and goes on after. */
  regionBefore(phrase: string): string | null {
    let longest = '';
    for (const name of this.#regions)
      if (name.length > longest.length && name.length < phrase.length && phrase.startsWith(name)) longest = name;
    return longest || null;
  }
}

/** Lets those waiting have their turn. */
const others = (): Promise<void> => new Promise((go) => setImmediate(go));

/** The names of the counties that are searched, brought up to date at each search. */
export class NamesOfCounties {
  readonly #counties = new Map<string, CountyNames>();
  readonly #reading = new Map<string, Promise<void>>();

  async of(db: ScopedDatabase): Promise<CountyNames> {
    const { county } = db.scope;
    const names = this.#counties.get(county) ?? new CountyNames();
    this.#counties.delete(county);
    this.#counties.set(county, names);
    // The first reading is one for all who wait for it.
    if (names.size === 0) {
      const first = this.#reading.get(county) ?? names.refresh(db).finally(() => this.#reading.delete(county));
      this.#reading.set(county, first);
      await first;
    }
    await names.refresh(db);
    this.#forgetOthers();
    return names;
  }

  #forgetOthers(): void {
    let kept = 0;
    for (const [county, { size }] of [...this.#counties].reverse()) {
      kept += size;
      if (kept > MOST_NAMES && size < kept) this.#counties.delete(county);
    }
  }
}
