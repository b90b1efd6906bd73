import type { Character, Quarter, Use } from './character.ts';
import type { Parcel } from './parcels.ts';
import type { Random } from './random.ts';
import type { Way } from './ways.ts';

interface Wish {
  readonly use: Use;
  readonly quarters: readonly Quarter[];
  /** parcel areas that suit, m² */
  readonly areaM2: readonly [number, number];
  readonly wantedM2: number;
}

const TOWN: readonly Quarter[] = ['core', 'old', 'estate', 'newtown'];
/** Public places in the order in which they choose their land. */
const WISHES: readonly Wish[] = [
  { use: 'government', quarters: ['newtown', 'core', 'estate'], areaM2: [8000, 48_000], wantedM2: 24_000 },
  { use: 'hospital', quarters: ['core', 'estate', 'newtown'], areaM2: [8000, 40_000], wantedM2: 20_000 },
  { use: 'busstation', quarters: ['core', 'estate', 'old', 'industrial'], areaM2: [8000, 45_000], wantedM2: 18_000 },
  { use: 'park', quarters: ['estate', 'newtown', 'old', 'core'], areaM2: [9000, 70_000], wantedM2: 42_000 },
  { use: 'school', quarters: [...TOWN, 'village'], areaM2: [9500, 45_000], wantedM2: 24_000 },
  { use: 'plaza', quarters: ['core', 'newtown'], areaM2: [4500, 24_000], wantedM2: 11_000 },
  { use: 'mall', quarters: ['core', 'newtown', 'estate'], areaM2: [4500, 26_000], wantedM2: 11_000 },
  { use: 'hotel', quarters: ['core', 'newtown', 'estate'], areaM2: [3500, 22_000], wantedM2: 9000 },
  { use: 'market', quarters: ['core', 'old', 'estate'], areaM2: [5000, 22_000], wantedM2: 12_000 },
  { use: 'temple', quarters: ['old', 'core', 'village'], areaM2: [4000, 22_000], wantedM2: 9000 },
  { use: 'kindergarten', quarters: TOWN, areaM2: [3000, 13_000], wantedM2: 6000 },
];

/** Places whose use is settled by what lies beside them. */
export interface Settled {
  /** where the square of the railway station should lie */
  readonly station: readonly [x: number, y: number] | null;
  /** the pedestrian way: shops on both sides */
  readonly shopping: Way | null;
}

/** Gives each parcel its use: first the public places, spread out, then the mix of its quarter. */
export function assignUses(
  parcels: Parcel[],
  character: Character,
  households: number,
  { station, shopping }: Settled,
  random: Random,
): void {
  const taken = new Set<Parcel>();
  const settle = (parcel: Parcel, use: Use): void => {
    parcel.use = use;
    taken.add(parcel);
  };
  if (shopping) for (const parcel of parcels) if (parcel.face.way.includes(shopping.id)) settle(parcel, 'shops');
  if (station) settle(nearestParcel(parcels, station), 'plaza');
  for (const wish of WISHES) {
    const every = character.per[wish.use];
    if (every === undefined) continue;
    const count = Math.max(1, Math.round(households / every));
    for (const parcel of choose(parcels, wish, count, taken, random)) settle(parcel, wish.use);
  }
  for (const parcel of parcels) {
    if (taken.has(parcel)) continue;
    parcel.use = random.weighted(character.mix[parcel.quarter]);
    const tooSmall = parcel.areaM2 < 5200 && (parcel.use === 'slabs' || parcel.use === 'towers');
    if (tooSmall) parcel.use = 'shops';
  }
}

function nearestParcel(parcels: Parcel[], [x, y]: readonly [number, number]): Parcel {
  let best = parcels[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (const parcel of parcels) {
    if (parcel.strip || parcel.areaM2 > 40_000) continue;
    const d = Math.hypot(parcel.x - x, parcel.y - y);
    if (d < least) {
      least = d;
      best = parcel;
    }
  }
  return best;
}

/** Candidates looked at for each place; the one farthest from its like is taken. */
const CANDIDATES = 14;

function choose(parcels: Parcel[], wish: Wish, count: number, taken: ReadonlySet<Parcel>, random: Random): Parcel[] {
  const fits = parcels.filter(
    (parcel) =>
      !taken.has(parcel) &&
      wish.quarters.includes(parcel.quarter) &&
      parcel.areaM2 >= wish.areaM2[0] &&
      parcel.areaM2 <= wish.areaM2[1],
  );
  const chosen: Parcel[] = [];
  while (chosen.length < count && fits.length > chosen.length) {
    let best: Parcel | null = null;
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < CANDIDATES; k++) {
      const parcel = random.pick(fits);
      if (chosen.includes(parcel)) continue;
      const apart = chosen.reduce(
        (least, other) => Math.min(least, Math.hypot(other.x - parcel.x, other.y - parcel.y)),
        2500,
      );
      const size = Math.abs(Math.log(parcel.areaM2 / wish.wantedM2));
      const score = apart / 900 - size - 0.5 * wish.quarters.indexOf(parcel.quarter) * (count === 1 ? 1 : 0.2);
      if (score > most) {
        most = score;
        best = parcel;
      }
    }
    if (!best) break;
    chosen.push(best);
  }
  return chosen;
}
