import type { Parcel } from './parcels.ts';
import type { Skeleton } from './skeleton.ts';
import type { Way, Ways } from './ways.ts';

/** Turns the long lane nearest to the centre into the pedestrian shopping way; null in a place without such a lane. */
export function openPedestrianWay(ways: Ways, skeleton: Skeleton, parcels: readonly Parcel[]): Way | null {
  const [cx, cy] = skeleton.warp(0, 0);
  const inCore = new Set(parcels.filter((parcel) => parcel.quarter === 'core').flatMap((parcel) => parcel.face.way));
  let best: Way | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const way of ways.list) {
    if (way.role !== 'lane' || !inCore.has(way.id)) continue;
    const length = way.at.at(-1)!;
    if (length < 110) continue;
    const far = Math.hypot((way.xy[0]! + way.xy.at(-2)!) / 2 - cx, (way.xy[1]! + way.xy.at(-1)!) / 2 - cy);
    const score = length - 0.8 * far;
    if (score > most) {
      most = score;
      best = way;
    }
  }
  if (best) best.wayClass = 'pedestrian';
  return best;
}
