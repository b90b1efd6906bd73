import type { Position } from 'geojson';
import type { CountyData, FigureData } from './county-data.ts';
import type { BuildingUse } from './town/draft.ts';
import type { Random } from './town/random.ts';
import type { Town } from './town/town.ts';

/** A region of the division that will be in force, as the records of a county need it. */
export interface GroundRegion {
  key: string;
  name: string;
  /** null for a grouping */
  code: string | null;
  /** key of the region above; of a community its street */
  parent: string | null;
}

/** What a county's records are placed on: the town, its regions with their codes, and chance. */
export interface Ground {
  data: CountyData;
  figures: FigureData;
  town: Town;
  streets: GroundRegion[];
  /** `grouping` = key of its network or union; `point` lies well inside */
  communities: (GroundRegion & { grouping: string | null; point: Position })[];
  grids: GroundRegion[];
  groupings: (GroundRegion & { mode: string })[];
  /** position in `communities` of each building's community; as the division puts together what the town has apart */
  communityOfBuilding: Int32Array;
  /** the same of each compound */
  communityOfCompound: Int32Array;
  random: Random;
}

/** Where a record stands. */
export interface Place {
  /** index into the town's buildings; null where a community has none */
  building: number | null;
  point: Position;
  address: string;
}

/** Hands out buildings, each to one record only as long as there are any. */
export class Places {
  readonly #town: Town;
  readonly #communities: Ground['communities'];
  readonly #taken = new Set<number>();
  /** buildings of each community, in an order that mixes the whole of it */
  readonly #of: number[][];

  constructor({ town, communities, communityOfBuilding, random }: Ground) {
    this.#town = town;
    this.#communities = communities;
    this.#of = communities.map(() => []);
    for (const [building, community] of communityOfBuilding.entries()) this.#of[community]?.push(building);
    const chance = random.fork('places');
    for (const buildings of this.#of) shuffle(buildings, chance);
  }

  /**
   * A building of the community (position in `Ground.communities`) with the first of these uses that is to be had;
   * any other building when none is; a taken one when all are; open ground when there is no building at all.
   */
  take(community: number, uses: readonly BuildingUse[]): Place {
    const free = this.#of[community]!.filter((building) => !this.#taken.has(building));
    for (const use of uses) {
      const found = free.find((building) => this.#town.buildings[building]!.use === use);
      if (found !== undefined) return this.#give(found);
    }
    const building = free[0] ?? this.#of[community]![0];
    return building === undefined
      ? { building: null, point: this.#communities[community]!.point, address: '' }
      : this.#give(building);
  }

  #give(building: number): Place {
    this.#taken.add(building);
    const { innerPoint, streetName, houseNumber } = this.#town.buildings[building]!;
    return { building, point: [...innerPoint], address: addressOf(streetName, houseNumber) };
  }
}

export const addressOf = (streetName: string, houseNumber: string): string =>
  houseNumber === '' ? streetName : `${streetName}${houseNumber}${/\d$/.test(houseNumber) ? '号' : ''}`;

function shuffle(items: number[], random: Random): void {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = random.int(i + 1);
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
}

/** Shares `total` out as integers in proportion to the weights, by largest remainder. */
export function shareOut(total: number, weights: ArrayLike<number>): number[] {
  const sum = Array.from(weights).reduce((a, b) => a + b, 0);
  if (sum <= 0) return Array.from(weights, (_, i) => (i === 0 ? total : 0));
  const exact = Array.from(weights, (weight) => (total * weight) / sum);
  const shares = exact.map(Math.floor);
  const left = total - shares.reduce((a, b) => a + b, 0);
  const order = exact.map((value, i) => ({ i, rest: value - shares[i]! })).sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order.slice(0, left)) shares[i]! += 1;
  return shares;
}
