import type { Draft } from './draft.ts';
import { Lot } from './lot.ts';
import type { Parcel } from './parcels.ts';
import { inset } from './polygon.ts';
import type { Skeleton } from './skeleton.ts';
import { landSetbackM, type Ways } from './ways.ts';

/** The railway station: a house beside the track on the side of the town, and where its square should lie. */
export function buildStation(
  ways: Ways,
  skeleton: Skeleton,
  parcels: readonly Parcel[],
): { draft: Draft; front: [number, number] } | null {
  const [cx, cy] = skeleton.warp(0, 0);
  const strips = parcels
    .filter((parcel) => parcel.strip === 'railway')
    .flatMap((parcel) => parcel.face.way.map((id, edge) => ({ parcel, id, edge })))
    .filter(({ id }) => ways.list[id]!.role === 'railside')
    .map((piece) => {
      const { xy } = piece.parcel.face;
      const i = 2 * piece.edge;
      const j = (i + 2) % xy.length;
      return { ...piece, ax: xy[i]!, ay: xy[i + 1]!, bx: xy[j]!, by: xy[j + 1]! };
    })
    .filter(({ ax, ay, bx, by }) => Math.hypot(bx - ax, by - ay) > 56)
    .sort(
      (p, q) =>
        Math.hypot((p.ax + p.bx) / 2 - cx, (p.ay + p.by) / 2 - cy) -
        Math.hypot((q.ax + q.bx) / 2 - cx, (q.ay + q.by) / 2 - cy),
    );
  for (const { parcel, ax, ay, bx, by } of strips.slice(0, 12)) {
    const length = Math.hypot(bx - ax, by - ay);
    const [nx, ny] = [-(by - ay) / length, (bx - ax) / length];
    // The ground between the road and the platforms along this edge; the strip itself may be long and bent.
    const ground = [ax, ay, bx, by, bx + nx * 30, by + ny * 30, ax + nx * 30, ay + ny * 30];
    const region = inset(ground, (edge) =>
      edge === 0 ? landSetbackM({ ...ways.list[parcel.face.way[0]!]!, kind: 'road', wayClass: 'tertiary' }) + 1 : 1,
    );
    const lot = new Lot(region, Math.atan2(by - ay, bx - ax));
    const [west, south, east] = lot.bounds;
    const width = Math.min(52, east - west - 2);
    const x0 = (west + east - width) / 2;
    const xy = lot.place({ x0, y0: south + 0.2, x1: x0 + width, y1: south + 13.5 });
    if (!xy) continue;
    return {
      draft: { xy, use: 'railwaystation', floors: 2, dwellings: 0, parcel: parcel.id, block: 0, principal: true },
      front: [(ax + bx) / 2 - nx * 60, (ay + by) / 2 - ny * 60],
    };
  }
  return null;
}
