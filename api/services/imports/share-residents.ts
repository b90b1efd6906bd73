/** A building that takes part of a region's population. */
export interface Dwelling {
  /** region that it lies in; null = in none */
  region: number | null;
  floorAreaM2: number;
  residential: boolean;
  residents: number;
  households: number;
  /** its residents were shared out, not counted; so were its households unless `householdsCounted` */
  estimated: boolean;
  householdsCounted: boolean;
}

export interface Population {
  residents: number;
  /** null = from the residents, by the usual size of a household */
  households: number | null;
}

export interface Share {
  residents: number;
  households: number;
  estimated: boolean;
  householdsCounted: boolean;
}

/** Persons a household: seventh national census, 2020. */
export const PERSONS_A_HOUSEHOLD = 2.62;

/**
 * Shares the population of regions out over their buildings by floor area, in whole persons that add up exactly.
 *
 * Buildings with counted residents or households keep them; the rest goes to the dwellings among the others, or to all
 * others where no building is a dwelling. A building whose households are counted takes residents, but no households.
 * A figure of an upper region covers what figures of the regions under it leave.
 *
 * @param populations  by region
 * @param parentOf     the administrative parent of each region
 * @returns shares: one per dwelling, in their order · unplaced: persons of regions where no building could take any
 */
export function shareResidents(
  dwellings: readonly Dwelling[],
  populations: ReadonlyMap<number, Population>,
  parentOf: (region: number) => number | null,
): { shares: Share[]; unplaced: Map<number, Population> } {
  const takers = new Map<number, number[]>([...populations.keys()].map((region) => [region, []]));
  const counted = new Map<number, Population>();
  const shares = dwellings.map(countedPart);
  dwellings.forEach((dwelling, i) => {
    const region = nearestWithFigure(dwelling.region, populations, parentOf);
    if (region === null) return;
    const { residents, households } = shares[i]!;
    if (residents === 0) takers.get(region)!.push(i);
    add(counted, region, residents, households);
  });
  const below = figuresBelow(populations, parentOf);
  const unplaced = new Map<number, Population>();
  for (const [region, population] of populations) {
    const known = counted.get(region) ?? { residents: 0, households: 0 };
    const under = below.get(region) ?? { residents: 0, households: 0 };
    const residents = Math.max(0, population.residents - known.residents - under.residents);
    const total = population.households ?? Math.round(population.residents / PERSONS_A_HOUSEHOLD);
    const left = Math.max(0, total - (known.households ?? 0) - (under.households ?? 0));
    const here = takers.get(region)!;
    const homes = here.filter((i) => dwellings[i]!.residential || shares[i]!.householdsCounted);
    const takingPart = (homes.length > 0 ? homes : here).filter((i) => dwellings[i]!.floorAreaM2 > 0);
    const uncounted = takingPart.filter((i) => !shares[i]!.householdsCounted);
    // Households that only follow from the residents have nobody to live in them when all residents are counted, and
    // are less sure than counted ones when every dwelling has those.
    const follow = population.households === null;
    const households = follow && (residents === 0 || (takingPart.length > 0 && uncounted.length === 0)) ? 0 : left;
    const loose = {
      residents: takingPart.length > 0 ? 0 : residents,
      households: uncounted.length > 0 ? 0 : households,
    };
    if (loose.residents > 0 || loose.households > 0) unplaced.set(region, loose);
    const areaOf = (i: number): number => dwellings[i]!.floorAreaM2;
    if (residents > 0) {
      const persons = apportion(residents, takingPart.map(areaOf));
      takingPart.forEach((i, k) => {
        shares[i] = { ...shares[i]!, residents: persons[k]!, estimated: true };
      });
    }
    if (households > 0) {
      const homesOf = apportion(households, uncounted.map(areaOf));
      uncounted.forEach((i, k) => {
        shares[i] = { ...shares[i]!, households: homesOf[k]!, estimated: true };
      });
    }
  }
  return { shares, unplaced };
}

/** What remains of a building's figures when everything that was shared out is taken back. */
function countedPart({ residents, households, estimated, householdsCounted }: Dwelling): Share {
  const keeps = householdsCounted || (!estimated && households > 0);
  return {
    residents: estimated ? 0 : residents,
    households: keeps ? households : 0,
    ...{ estimated: false, householdsCounted: keeps },
  };
}

/**
 * Divides a whole number in proportion to weights into whole numbers that add up to it: largest remainders, the
 * first of equal ones.
 *
 * @param weights  not negative; with no weight above 0 everything is 0
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (!(sum > 0)) return weights.map(() => 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const whole = exact.map(Math.floor);
  const left = total - whole.reduce((a, b) => a + b, 0);
  const order = exact.map((value, i) => [value - whole[i]!, i] as const).sort(([a, i], [b, k]) => b - a || i - k);
  for (const [, i] of order.slice(0, left)) whole[i]! += 1;
  return whole;
}

function nearestWithFigure(
  region: number | null,
  populations: ReadonlyMap<number, unknown>,
  parentOf: (region: number) => number | null,
): number | null {
  for (let at = region; at !== null; at = parentOf(at)) if (populations.has(at)) return at;
  return null;
}

/** What the nearest figures under each region add up to. */
function figuresBelow(
  populations: ReadonlyMap<number, Population>,
  parentOf: (region: number) => number | null,
): Map<number, Population> {
  const below = new Map<number, Population>();
  for (const [region, { residents, households }] of populations) {
    const above = nearestWithFigure(parentOf(region), populations, parentOf);
    if (above !== null) add(below, above, residents, households ?? Math.round(residents / PERSONS_A_HOUSEHOLD));
  }
  return below;
}

function add(sums: Map<number, Population>, region: number, residents: number, households: number): void {
  const sum = sums.get(region) ?? { residents: 0, households: 0 };
  sums.set(region, { residents: sum.residents + residents, households: (sum.households ?? 0) + households });
}

const FLOOR_HEIGHT_M = 3;
/** Where neither floors nor height are known: houses have two floors, larger dwellings six, other buildings three. */
const HOUSE_FOOTPRINT_M2 = 200;

/** @param footprintM2  area of the outline on the ground */
export function floorAreaM2(
  footprintM2: number,
  { kind, floors, heightM }: { kind: string; floors: number | null; heightM: number | null },
): number {
  const fromHeight = heightM === null ? null : Math.max(1, Math.round(heightM / FLOOR_HEIGHT_M));
  const usual = kind !== 'residential' ? 3 : footprintM2 < HOUSE_FOOTPRINT_M2 ? 2 : 6;
  return footprintM2 * Math.max(1, floors ?? fromHeight ?? usual);
}
