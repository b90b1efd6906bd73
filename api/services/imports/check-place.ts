import type { Position } from 'geojson';
import { isInChina } from '../../../geo/crs/offset-crs.ts';
import type { Fault } from '../../contract/imports.ts';
import { gapM, NEAR_M } from './distance.ts';
import { growBounds, type LngLatBounds, MAX_LISTED } from './fault-list.ts';

/** About a kilometre round 0, 0, where programs put what has no place. */
const NULL_ISLAND_DEG = 0.01;
/** As faults say kilometres. */
const KM = 1000;

/** Where a county is. */
export interface CountyPlace {
  county: string;
  /** of what it has; null = it has nothing yet */
  bounds: LngLatBounds | null;
}

/** What is wrong with where a row lies; null = nothing. */
export type Stray = Pick<Fault, 'kind' | 'detail' | 'mendable' | 'values'>;

/**
 * Tells rows that lie where their county is from those that do not: at 0, 0, with latitude and longitude swapped, or
 * elsewhere. One such row is its own fault; when most are, it is the file's, and its system or county is wrong.
 */
export class PlaceCheck {
  readonly #county: string;
  readonly #bounds: LngLatBounds | null;
  #placed = 0;
  #strays = 0;
  #firstStray: Position | null = null;
  #strayBounds: LngLatBounds | null = null;
  /** of rows, the first of them */
  readonly #faults: Fault[] = [];

  constructor({ county, bounds }: CountyPlace) {
    this.#county = county;
    this.#bounds = bounds;
  }

  /** @param at  of a row that has a place */
  look(at: Position): Stray | null {
    this.#placed += 1;
    const stray = this.#strayOf(at);
    if (stray === null) return null;
    this.#strays += 1;
    this.#firstStray ??= at;
    this.#strayBounds = growBounds(this.#strayBounds, at);
    return stray;
  }

  /** Keeps the fault of a row until it is known whether it is one of the file. */
  keep(fault: Fault): void {
    if (this.#faults.length < MAX_LISTED) this.#faults.push(fault);
  }

  /** Once all rows were looked at: a fault a stray row, or one of the file when most rows stray. */
  faults(): Fault[] {
    return this.elsewhere ? [this.#ofFile(this.#firstStray!)] : this.#faults;
  }

  /** Where the file lies when most of its rows stray; null when they do not. */
  get elsewhere(): LngLatBounds | null {
    return this.#strays * 2 > this.#placed ? this.#strayBounds : null;
  }

  #strayOf([lng, lat]: Position): Stray | null {
    if (this.#isHere([lng!, lat!])) return null;
    if (Math.abs(lng!) < NULL_ISLAND_DEG && Math.abs(lat!) < NULL_ISLAND_DEG)
      return {
        kind: 'null-island',
        detail: 'Its coordinates are 0, 0, which stands for none; enter them, or leave the row out',
        mendable: false,
      };
    if (this.#isHere([lat!, lng!]))
      return {
        kind: 'swapped',
        detail: 'Longitude and latitude look swapped: the other way round it lies in the county',
        mendable: true,
      };
    const km = this.#kmAway([lng!, lat!]);
    return {
      kind: 'far-from-county',
      detail: km === null ? 'It does not lie in China' : `It lies ${km} km beside county ${this.#county}`,
      mendable: false,
      ...(km !== null && { values: { km } }),
    };
  }

  #isHere(at: readonly [number, number]): boolean {
    if (this.#bounds !== null) return gapM([...at, ...at], this.#bounds) <= NEAR_M;
    if (this.#county.startsWith('99')) return Math.hypot(...at) >= NULL_ISLAND_DEG;
    return isInChina([...at]);
  }

  #kmAway(at: readonly [number, number]): number | null {
    return this.#bounds && Math.round(gapM([...at, ...at], this.#bounds) / KM);
  }

  #ofFile(at: Position): Fault {
    const [lng, lat] = at as [number, number];
    const km = this.#kmAway([lng, lat]);
    const swapped = this.#isHere([lat, lng]);
    const why = swapped
      ? 'longitude and latitude look swapped: export the file with longitude first'
      : 'check the coordinate reference system and the county code';
    return {
      ...{ kind: 'far-from-county', severity: 'error', row: null, at: [lng, lat], mendable: false },
      detail: `The file lies around ${lng.toFixed(4)}, ${lat.toFixed(4)}: ${
        km === null
          ? `county ${this.#county} lies in China; check the coordinate reference system, or take a county code 99xxxx for a place abroad`
          : `that is ${km} km beside county ${this.#county}; ${why}`
      }`,
      ...(km !== null && { values: { km } }),
    };
  }
}
