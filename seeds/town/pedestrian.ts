import type { Parcel } from './parcels.ts';
import type { Skeleton } from './skeleton.ts';
import type { Way, Ways } from './ways.ts';

/** A metre of length makes up for so many metres from the centre. */
const LENGTH_WORTH = 1.25;
/** A shopping lane need not be longer, metres. */
const LONG_ENOUGH_M = 260;

/** Turns a long lane near the centre into the pedestrian shopping way; null in a place without any lane in town. */
export function openPedestrianWay(ways: Ways, skeleton: Skeleton, parcels: readonly Parcel[]): Way | null {
  const [cx, cy] = skeleton.warp(0, 0);
  const inTown = new Set(parcels.filter((parcel) => parcel.village === null).flatMap((parcel) => parcel.face.way));
  let best: Way | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const way of ways.list) {
    if (way.role !== 'lane' || !inTown.has(way.id)) continue;
    const length = Math.min(LONG_ENOUGH_M, way.at.at(-1)!);
    const far = Math.hypot((way.xy[0]! + way.xy.at(-2)!) / 2 - cx, (way.xy[1]! + way.xy.at(-1)!) / 2 - cy);
    const score = LENGTH_WORTH * length - far;
    if (score > most) {
      most = score;
      best = way;
    }
  }
  if (best) best.wayClass = 'pedestrian';
  return best;
}
