import type { Bounds } from '../../state/bounds.ts';
import type { Camera, Insets } from '../../state/view.ts';

/** Of the map's smallest picture of the world, px. */
const WORLD_PX = 512;
const MOST_LAT = 85;

/**
 * What the map shows, as far as furniture does not cover it; a turned map shows a box around it.
 *
 * @param size  of the map, px
 * @see Web Mercator, as the map is drawn
 */
export function viewBounds(
  { lng, lat, zoom, bearing }: Camera,
  size: { readonly width: number; readonly height: number },
  { top, right, bottom, left }: Insets,
): Bounds {
  const world = WORLD_PX * 2 ** zoom;
  const turn = (bearing * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const centre = toWorld(lng, lat);
  const corners = [left, size.width - right].flatMap((x) =>
    [top, size.height - bottom].map((y) => {
      const [dx, dy] = [(x - size.width / 2) / world, (y - size.height / 2) / world];
      return [centre[0] + dx * cos - dy * sin, centre[1] + dx * sin + dy * cos] as const;
    }),
  );
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [west, east] = [360 * (Math.min(...xs) - 0.5), 360 * (Math.max(...xs) - 0.5)];
  return [Math.max(-180, west), latOf(Math.max(...ys)), Math.min(180, east), latOf(Math.min(...ys))];
}

/** 0 … 1 from the west and from the north. */
function toWorld(lng: number, lat: number): [number, number] {
  const sin = Math.sin((Math.max(-MOST_LAT, Math.min(MOST_LAT, lat)) * Math.PI) / 180);
  return [lng / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

const latOf = (y: number): number => {
  const lat = (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90;
  return Math.max(-MOST_LAT, Math.min(MOST_LAT, lat));
};
