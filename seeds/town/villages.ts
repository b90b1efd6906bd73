import type { Character } from './character.ts';
import type { Random } from './random.ts';

/** A village beyond the ring, in ring units from the centre (1 = the ring). */
export interface Village {
  readonly nx: number;
  readonly ny: number;
  readonly radiusM: number;
  /** hamlets belong to the village of this number */
  readonly home: number;
}

const CANDIDATES = 40;

/**
 * Villages spread over the land beyond the ring; a township's have hamlets too.
 *
 * @param count how many villages, hamlets not counted
 */
export function placeVillages(character: Character, count: number, random: Random): Village[] {
  const villages: Village[] = [];
  const rural = character.edge > 2;
  const reach = character.edge * (rural ? 0.82 : 0.9);
  const [ringU, ringV] = character.ringM;
  for (let k = 0; k < count; k++) {
    let best = { nx: 0, ny: 0 };
    let most = -1;
    for (let c = 0; c < CANDIDATES; c++) {
      const bearing = random.between(0, 2 * Math.PI);
      const far = rural ? 1.5 + (reach - 1.5) * Math.sqrt(random.next()) : random.between(1.1, reach);
      const spot = { nx: far * Math.cos(bearing), ny: far * Math.sin(bearing) };
      const apart = villages.reduce(
        (least, other) => Math.min(least, Math.hypot(other.nx - spot.nx, other.ny - spot.ny)),
        rural ? far * 1.4 : 9,
      );
      if (apart > most) {
        most = apart;
        best = spot;
      }
    }
    villages.push({ ...best, radiusM: rural ? random.between(230, 310) : random.between(120, 210), home: k });
  }
  if (!rural) return villages;
  const hamlets = villages.flatMap((village): Village[] =>
    Array.from({ length: 1 + random.int(2) }, () => {
      const bearing = random.between(0, 2 * Math.PI);
      const farM = random.between(480, 760);
      return {
        nx: village.nx + (farM * Math.cos(bearing)) / ringU,
        ny: village.ny + (farM * Math.sin(bearing)) / ringV,
        radiusM: random.between(120, 175),
        home: village.home,
      };
    }),
  );
  return [
    ...villages,
    ...hamlets.filter((h) => Math.hypot(h.nx, h.ny) > 1.45 && Math.hypot(h.nx, h.ny) < character.edge * 0.9),
  ];
}
