import type { Band } from '../recombine.ts';
import type { Step } from './frontier.ts';
import { WIDEST_FRONTIER } from './unit-order.ts';

/** Reads states of one layer and writes those that follow when its unit is decided. */
export interface StateCoder {
  /** words of a state after the step */
  readonly strideAfter: number;
  read(words: Uint32Array, node: number): void;
  /** Writes the first state that follows; which of `step.back` the unit has joined, −1 = none follows. */
  first(row: Uint32Array): number;
  next(row: Uint32Array): number;
}

/** Populations need not be whole numbers. */
const ROUNDING = 1e-9;
const LABELS_A_WORD = 8;

/**
 * A state is: parts complete · component of each open unit, four bits each, numbered as they appear · a bit for each
 * two components that may not become one part · with a band, what each component has, as `Weight` says.
 */
const labelWords = (width: number): number => Math.ceil(width / LABELS_A_WORD);
const apartWords = (width: number): number => Math.ceil((width * (width - 1)) / 2 / 32);
const strideOf = (width: number, weight: Weight): number => 1 + labelWords(width) + apartWords(width) + weight * width;

/** Words for what a component has: none where it does not matter, one for a whole number, two for a double. */
type Weight = 0 | 1 | 2;

export function weightOf(population: Float64Array, band: Band | null): Weight {
  if (!band) return 0;
  const total = population.reduce((sum, people) => sum + people, 0);
  return total < 2 ** 32 && population.every(Number.isInteger) ? 1 : 2;
}

/**
 * @param own        population of the unit
 * @param undecided  what comes after it
 */
export function createStateCoder(
  { width, back, stay }: Step,
  own: number,
  parts: number,
  band: Band | null,
  weight: Weight,
  undecided: { readonly units: number; readonly people: number },
): StateCoder {
  const strideBefore = strideOf(width, weight);
  const least = band ? band.least * (1 - ROUNDING) : Number.NEGATIVE_INFINITY;
  const most = band ? band.most * (1 + ROUNDING) : Number.POSITIVE_INFINITY;
  // Of the state that is read. The component of the unit itself has the number behind the last, `components`.
  const label = new Uint8Array(WIDEST_FRONTIER + 1);
  const apart = new Uint32Array(WIDEST_FRONTIER + 1);
  const people = new Float64Array(WIDEST_FRONTIER + 1);
  const peopleWords = new Uint32Array(people.buffer);
  let components = 0;
  let complete = 0;
  /** components beside the unit, and those of them that it joins */
  let beside = 0;
  let joining = 0;
  // Of the state that is written.
  const newLabel = new Int8Array(WIDEST_FRONTIER + 1);
  const oldLabel = new Uint8Array(WIDEST_FRONTIER + 1);
  const apartAfter = new Uint32Array(WIDEST_FRONTIER);

  const read = (words: Uint32Array, node: number): void => {
    let at = node * strideBefore;
    complete = words[at++]!;
    components = 0;
    for (let place = 0; place < width; place++) {
      label[place] = (words[at + (place >> 3)]! >>> (4 * (place & 7))) & 15;
      components = Math.max(components, label[place]! + 1);
    }
    at += labelWords(width);
    apart.fill(0, 0, components);
    for (let q = 1, bit = 0; q < components; q++) {
      for (let p = 0; p < q; p++, bit++) {
        if (((words[at + (bit >> 5)]! >>> (bit & 31)) & 1) === 0) continue;
        apart[p]! |= 1 << q;
        apart[q]! |= 1 << p;
      }
    }
    at += apartWords(width);
    if (weight === 1) for (let c = 0; c < components; c++) people[c] = words[at + c]!;
    if (weight === 2) for (let i = 0; i < 2 * components; i++) peopleWords[i] = words[at + i]!;
    beside = 0;
    for (const place of back) beside |= 1 << label[place]!;
  };

  /** Writes what follows when the unit joins `joining`; false = nothing may. */
  const write = (row: Uint32Array): boolean => {
    let apartFromUnit = beside & ~joining;
    let together = own;
    for (let c = 0; c < components; c++) {
      if (((joining >> c) & 1) === 0) continue;
      apartFromUnit |= apart[c]!;
      together += people[c]!;
    }
    if ((apartFromUnit & joining) !== 0 || together > most) return false;
    people[components] = band ? together : 0;
    const after = relabel();
    let completeAfter = complete;
    let open = undecided.people;
    for (let c = 0; c <= components; c++) {
      if (((joining >> c) & 1) === 1) continue;
      if (newLabel[c]! >= 0) open += people[c]!;
      else {
        if (people[c]! < least) return false;
        completeAfter += 1;
      }
    }
    const left = parts - completeAfter;
    if (left > after + undecided.units || left < (after + undecided.units > 0 ? 1 : 0)) return false;
    if (band && (open < left * least || open > left * most)) return false;
    row.fill(0);
    row[0] = completeAfter;
    return writeOpen(row, after, apartFromUnit, left);
  };

  const componentAt = (place: number): number => {
    const own = place === width ? components : label[place]!;
    return ((joining >> own) & 1) === 1 ? components : own;
  };

  /** Numbers the components that stay open as they appear. */
  const relabel = (): number => {
    newLabel.fill(-1, 0, components + 1);
    let after = 0;
    for (const place of stay) {
      const c = componentAt(place);
      if (newLabel[c]! >= 0) continue;
      oldLabel[after] = c;
      newLabel[c] = after;
      after += 1;
    }
    return after;
  };

  /** False when more open components are apart from each other than parts are left; a few are looked for, not all. */
  const writeOpen = (row: Uint32Array, after: number, apartFromUnit: number, left: number): boolean => {
    apartAfter.fill(0, 0, after);
    let at = 1;
    for (let i = 0; i < stay.length; i++) row[at + (i >> 3)]! |= newLabel[componentAt(stay[i]!)]! << (4 * (i & 7));
    at += labelWords(stay.length);
    for (let q = 1, bit = 0; q < after; q++) {
      for (let p = 0; p < q; p++, bit++) {
        const [c, d] = [oldLabel[p]!, oldLabel[q]!];
        const met = c === components ? apartFromUnit >> d : d === components ? apartFromUnit >> c : apart[c]! >> d;
        // What has too much together stays apart in any case: one state less.
        if ((met & 1) === 0 && people[c]! + people[d]! <= most) continue;
        row[at + (bit >> 5)]! |= 1 << (bit & 31);
        apartAfter[p]! |= 1 << q;
        apartAfter[q]! |= 1 << p;
      }
    }
    if (mostApart(after) > left) return false;
    at += apartWords(stay.length);
    for (let i = 0; i < after; i++) {
      if (weight === 1) row[at++] = people[oldLabel[i]!]!;
      if (weight < 2) continue;
      row[at++] = peopleWords[2 * oldLabel[i]!]!;
      row[at++] = peopleWords[2 * oldLabel[i]! + 1]!;
    }
    return true;
  };

  /** The size of a set of components apart from each other, grown from each of them. */
  const mostApart = (after: number): number => {
    let most = 0;
    for (let c = 0; c < after; c++) {
      let among = apartAfter[c]!;
      let size = 1;
      for (; among !== 0; size++) among &= apartAfter[31 - Math.clz32(among)]!;
      most = Math.max(most, size);
    }
    return most;
  };

  const joined = (): number => {
    let bits = 0;
    for (let i = 0; i < back.length; i++) if ((joining >> label[back[i]!]!) & 1) bits |= 1 << i;
    return bits;
  };

  /** Subsets of `beside`, the largest first. */
  const next = (row: Uint32Array): number => {
    while (joining !== 0) {
      joining = (joining - 1) & beside;
      if (write(row)) return joined();
    }
    return -1;
  };

  return {
    strideAfter: strideOf(stay.length, weight),
    read,
    first: (row) => {
      joining = beside;
      return write(row) ? joined() : next(row);
    },
    next,
  };
}
