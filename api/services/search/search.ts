import type { SearchResult } from '../../contract/things.ts';
import { REGION_KINDS } from '../../contract/words.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { type EnteredName, type FoundThing, housesNumbered, type SearchPlace, thingsNamed } from '../../db/search.ts';
import type { CountyNames, FittingName, NameList, NamesOfCounties } from './county-names.ts';
import { exactMatcher, fold, type Matcher, ONE_SLIP, slipMatcher } from './match-name.ts';
import { type House, readHouse, withoutRegions } from './read-address.ts';

export interface SearchQuestion extends SearchPlace {
  phrase: string;
  limit: number;
}

/** A result and how much it is what was meant. */
interface Rated {
  result: SearchResult;
  score: number;
}

/** What a place right here is worth, as against how well the name fits (0 … 1), and where half of that is gone. */
const NEARNESS = 0.2;
const HALF_KM = 1.5;
const KM_OF_DEGREE = 111.2;
/** Among those that fit as well: what people look for by name before what just stands there. */
const WEIGHT: Readonly<Partial<Record<EnteredName['thing'], number>>> = {
  region: 0.05,
  compound: 0.04,
  site: 0.03,
  organization: 0.02,
  party_org: 0.015,
  building: 0.01,
};
/** What only stands in the street of that name is meant less than the street. */
const BY_ADDRESS = 0.06;
const BY_STREET = 0.3;

/**
 * What is called so, stands at such an address or has such a code, as written or by pinyin, and houses by number; where nothing
 * is, the same behind the regions that the phrase begins with (梨树县富强街道解放大路12号); where nothing is there either,
 * what it may be with a slip.
 */
export async function search(
  db: ScopedDatabase,
  known: NamesOfCounties,
  question: SearchQuestion,
): Promise<SearchResult[]> {
  const names = await known.of(db);
  const phrase = fold(question.phrase);
  const rest = withoutRegions(phrase, (text) => names.regionBefore(text));
  const phrases = rest === phrase ? [phrase] : [phrase, rest];
  const look = new Look(db, names, question);
  for (const text of phrases) {
    const found = await look.for(text, false);
    if (found.length > 0) return ranked(found, question.limit);
  }
  for (const text of phrases) {
    const found = await look.for(text, true);
    if (found.length > 0) return ranked(found, question.limit);
  }
  return [];
}

/** One search: the county, its names, where from. */
class Look {
  readonly #db: ScopedDatabase;
  readonly #names: CountyNames;
  readonly #question: SearchQuestion;

  constructor(db: ScopedDatabase, names: CountyNames, question: SearchQuestion) {
    this.#db = db;
    this.#names = names;
    this.#question = question;
  }

  /** @param slips  whether what nearly fits is looked for, or what fits */
  async for(phrase: string, slips: boolean): Promise<Rated[]> {
    const matcher = slips ? slipMatcher(phrase) : exactMatcher(phrase);
    const fitting = matcher ? await this.#fitting(matcher, slips, slips ? 'named' : 'all') : [];
    const house = readHouse(phrase);
    const houses = house ? await this.#houses(house, slips) : [];
    return [...houses, ...(await this.#things(fitting))];
  }

  /** Of names with slips only those with the fewest. */
  async #fitting(matcher: Matcher, slips: boolean, list: NameList): Promise<FittingName[]> {
    const fitting = await this.#names.fitting(matcher, list);
    return slips ? fitting.filter(({ quality }) => quality > fitting[0]!.quality - ONE_SLIP / 2) : fitting;
  }

  async #things(fitting: readonly FittingName[]): Promise<Rated[]> {
    const nameOf = new Map(fitting.map((name) => [`${name.thing} ${name.field} ${name.text}`, name]));
    const groups = byField(fitting).map(([first, ...more]) => ({
      ...{ thing: first!.thing, field: first!.field },
      texts: [first!, ...more].map(({ text }) => text),
    }));
    const things = await thingsNamed(this.#db, groups, this.#question, this.#question.limit);
    return things.map((thing) => this.#rate(thing, nameOf.get(`${thing.thing} ${thing.field} ${thing.text}`)!));
  }

  #rate(thing: FoundThing, { from, to, quality }: FittingName): Rated {
    const byAddress = thing.field === 'street' || thing.field === 'address';
    const matched = byAddress ? 'address' : thing.field === 'code' ? 'code' : 'name';
    const shown = byAddress || thing.field === 'code' ? thing.detail : thing.name;
    const mark: [number, number] | null = fold(shown).startsWith(fold(thing.text)) ? [from, to] : null;
    const weight =
      (WEIGHT[thing.thing] ?? 0) -
      (thing.field === 'street' ? BY_STREET : byAddress ? BY_ADDRESS : 0) -
      Math.min(thing.text.length, 40) / 2000;
    return {
      result: resultOf(thing, matched, mark),
      score: quality + weight + this.#nearness(thing.far),
    };
  }

  #nearness(far: number): number {
    return this.#question.near === null ? 0 : NEARNESS / (1 + (far * KM_OF_DEGREE) / HALF_KM);
  }

  /** A number in the streets, compounds and regions whose name begins with the place. */
  async #houses(house: House, slips: boolean): Promise<Rated[]> {
    const places = await this.#places(exactMatcher(house.place), false);
    // A place that is there as written has no slip, whether or not it has the number.
    const begun = !slips ? places : places.length > 0 ? [] : await this.#places(slipMatcher(house.place), true);
    if (begun.length === 0) return [];
    const named = (thing: EnteredName['thing']) => begun.filter((name) => name.thing === thing).map(({ text }) => text);
    const [streets, compounds] = [named('building'), named('compound')];
    const regions = named('region').slice(0, MOST_REGIONS);
    const { number, exact } = house;
    const asked = { streets, compounds, regions, number, exact };
    const houses = await housesNumbered(this.#db, asked, this.#question, this.#question.limit);
    return houses.map((found): Rated => {
      const name = begun.find(({ text, thing }) => text === found.text && thing === THING_OF[found.place])!;
      const at = found.detail.indexOf(number, found.place === 'street' ? found.text.length : 0);
      const mark: [number, number] | null =
        found.place === 'street' && at >= 0
          ? [name.from, at + number.length]
          : at >= 0
            ? [at, at + number.length]
            : null;
      const score =
        name.quality + (found.same ? 0.1 : 0) - (found.place === 'region' ? 0.3 : 0) + this.#nearness(found.far);
      return { result: resultOf(found, 'address', mark), score };
    });
  }

  async #places(matcher: Matcher | null, slips: boolean): Promise<FittingName[]> {
    const found = matcher ? await this.#fitting(matcher, slips, 'places') : [];
    return found.filter(({ from }) => from === 0).slice(0, MOST_PLACES);
  }
}

function byField(names: readonly FittingName[]): FittingName[][] {
  const groups = new Map<string, FittingName[]>();
  for (const name of names) {
    const key = `${name.thing} ${name.field}`;
    const group = groups.get(key);
    if (group) group.push(name);
    else groups.set(key, [name]);
  }
  return [...groups.values()];
}

const MOST_PLACES = 200;
/** In regions all buildings of the number are looked through. */
const MOST_REGIONS = 3;
const THING_OF = { street: 'building', compound: 'compound', region: 'region' } as const;

const resultOf = (
  { layer, id, kind, name, detail, at }: Pick<SearchResult, 'layer' | 'id' | 'kind' | 'name' | 'detail' | 'at'>,
  matched: SearchResult['matched'],
  mark: [number, number] | null,
): SearchResult => ({ layer, id, kind, name, detail, at, matched, mark });

/** Each thing once, as what it is meant most. */
function ranked(found: readonly Rated[], limit: number): SearchResult[] {
  const best = new Map<string, Rated>();
  for (const rated of found) {
    const key = `${rated.result.layer} ${rated.result.id}`;
    const other = best.get(key);
    if (!other || rated.score > other.score) best.set(key, rated);
  }
  const order = [...best.values()].sort((a, b) => b.score - a.score || a.result.id - b.result.id);
  return regionsFirst(order.map(({ result }) => result)).slice(0, limit);
}

/** Regions whose name begins with the phrase come first, the larger level before the smaller: 幸福 means 幸福社区. */
export function regionsFirst(found: readonly SearchResult[]): SearchResult[] {
  const level = ({ layer, kind, matched, mark }: SearchResult): number =>
    layer === 'region' && matched === 'name' && mark?.[0] === 0
      ? (REGION_KINDS as readonly string[]).indexOf(kind)
      : REGION_KINDS.length;
  return [...found].sort((a, b) => level(a) - level(b));
}
