import type { Draft } from './draft.ts';
import { Lot } from './lot.ts';
import type { Parcel } from './parcels.ts';
import { inset } from './polygon.ts';
import type { Skeleton } from './skeleton.ts';
import { landSetbackM, type Ways } from './ways.ts';

/** The house keeps this distance from a road that crosses the tracks, and needs this much room beside them, metres. */
const CROSSING_M = 24;
const ROOM_M = 34;
/** Depth of the ground between the road and the platforms. */
const DEPTH_M = 30;
const HOUSE_M = [52, 13.3] as const;

/** The railway station: a house beside the track on the side of the town, and where its square should lie. */
export function buildStation(
  ways: Ways,
  skeleton: Skeleton,
  parcels: readonly Parcel[],
): { draft: Draft; front: [number, number] } | null {
  const [cx, cy] = skeleton.warp(0, 0);
  const places = parcels
    .filter((parcel) => parcel.strip === 'railway')
    .flatMap((parcel) => placesAlong(ways, parcel))
    .sort((p, q) => Math.hypot(p.x - cx, p.y - cy) - Math.hypot(q.x - cx, q.y - cy));
  for (const { parcel, ground, setbackM, ends, angle, x, y } of places.slice(0, 12)) {
    const region = inset(ground, (edge) => [setbackM, ends[1], 1, ends[0]][edge]!);
    const lot = new Lot(region, angle);
    const [west, south, east] = lot.bounds;
    const width = Math.min(HOUSE_M[0], east - west - 2);
    const x0 = (west + east - width) / 2;
    const xy = lot.place({ x0, y0: south + 0.2, x1: x0 + width, y1: south + 0.2 + HOUSE_M[1] });
    if (!xy) continue;
    const away = [Math.sin(angle) * 60, -Math.cos(angle) * 60] as const;
    return {
      draft: { xy, use: 'railwaystation', floors: 2, dwellings: 0, parcel: parcel.id, block: 0, principal: true },
      front: [x + away[0], y + away[1]],
    };
  }
  return null;
}

/** Ground for a station along the straight pieces of the road beside the tracks. */
function placesAlong(ways: Ways, parcel: Parcel) {
  const { xy, way } = parcel.face;
  const n = way.length;
  return way.flatMap((id, edge) => {
    if (ways.list[id]!.role !== 'railside') return [];
    const i = 2 * edge;
    const j = (i + 2) % xy.length;
    const [ax, ay, bx, by] = [xy[i]!, xy[i + 1]!, xy[j]!, xy[j + 1]!];
    const length = Math.hypot(bx - ax, by - ay);
    const ends = [way[(edge + n - 1) % n], way[(edge + 1) % n]].map((other) => (other === id ? 1 : CROSSING_M));
    if (length - ends[0]! - ends[1]! < ROOM_M) return [];
    const [nx, ny] = [(-(by - ay) / length) * DEPTH_M, ((bx - ax) / length) * DEPTH_M];
    return [
      {
        parcel,
        ground: [ax, ay, bx, by, bx + nx, by + ny, ax + nx, ay + ny],
        setbackM: landSetbackM(ways.list[id]!) + 1,
        ends: [ends[0]!, ends[1]!] as const,
        angle: Math.atan2(by - ay, bx - ax),
        x: (ax + bx) / 2,
        y: (ay + by) / 2,
      },
    ];
  });
}
