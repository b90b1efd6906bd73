import type { BuildingUse } from './draft.ts';
import { type LngLat, planeAt } from './plane.ts';
import type { Town, TownBuilding } from './town.ts';

export interface Pick {
  readonly count: number;
  /** uses that suit, the best first; any when not given */
  readonly uses?: readonly BuildingUse[];
  /** the nearest ones to a place come first; else they are spread over the area looked at */
  readonly near?: LngLat;
  readonly community?: number;
  readonly street?: number;
  readonly compound?: number;
  readonly where?: (building: TownBuilding) => boolean;
  /** least distance between two that are picked, metres; default 0 */
  readonly apartM?: number;
  /** whether a building that was picked before may be picked again; default false */
  readonly again?: boolean;
}

export interface BuildingPicker {
  /**
   * Picks buildings and remembers them.
   *
   * @returns indices into town.buildings, `count` of them
   * @throws RangeError when the town has fewer that suit
   */
  pick(wish: Pick): number[];
}

/** Chooses buildings for sites and organizations; the same town and the same calls give the same picks. */
export function createBuildingPicker(town: Town): BuildingPicker {
  const plane = planeAt(town.options.centre);
  const at = town.buildings.map((building) => plane.toXY(...building.innerPoint));
  const taken = new Set<number>();
  return {
    pick: (wish) => {
      const rank = (building: TownBuilding): number => (wish.uses ? wish.uses.indexOf(building.use) : 0);
      const fits: number[] = [];
      town.buildings.forEach((building, i) => {
        if (rank(building) < 0 || (taken.has(i) && !wish.again)) return;
        if (wish.community !== undefined && building.community !== wish.community) return;
        if (wish.street !== undefined && town.communities[building.community]!.street !== wish.street) return;
        if (wish.compound !== undefined && building.compound !== wish.compound) return;
        if (wish.where && !wish.where(building)) return;
        fits.push(i);
      });
      const from = wish.near ? plane.toXY(...wish.near) : null;
      const key = (i: number): number => (from ? Math.hypot(at[i]![0] - from[0], at[i]![1] - from[1]) : scatter(i));
      fits.sort((a, b) => rank(town.buildings[a]!) - rank(town.buildings[b]!) || key(a) - key(b) || a - b);
      const chosen = choose(fits, at, wish.count, wish.apartM ?? 0);
      if (chosen.length < wish.count) {
        const what = `${wish.uses?.join(', ') ?? 'any use'}${wish.community === undefined ? '' : ` in ${town.communities[wish.community]!.name}`}`;
        throw new RangeError(`town ${town.options.seed} has ${chosen.length} of ${wish.count} buildings of ${what}`);
      }
      for (const i of chosen) taken.add(i);
      return chosen;
    },
  };
}

/** Takes the first candidates that keep the distance; when they run out, the distance is halved and so on to none. */
function choose(
  fits: readonly number[],
  at: readonly (readonly [number, number])[],
  count: number,
  apartM: number,
): number[] {
  const chosen: number[] = [];
  const used = new Set<number>();
  for (let gap = apartM; ; gap = gap > 5 ? gap / 2 : 0) {
    for (const i of fits) {
      if (chosen.length >= count) return chosen;
      if (used.has(i)) continue;
      if (gap > 0 && chosen.some((j) => Math.hypot(at[i]![0] - at[j]![0], at[i]![1] - at[j]![1]) < gap)) continue;
      chosen.push(i);
      used.add(i);
    }
    if (gap === 0) return chosen;
  }
}

/** A fixed order that has nothing to do with where a building stands. */
function scatter(index: number): number {
  return Math.imul(index + 1, 2654435761) >>> 0;
}
