import type { OverlayLayer, Rgba } from '../../map/overlay-registry.ts';
import type { ThemeName } from '../../state/preferences.ts';
import type { Thread } from './comment-threads.ts';
import type { LngLat, Pin } from './comments-store.ts';

interface Look {
  readonly open: Rgba;
  readonly resolved: Rgba;
  readonly edge: Rgba;
}
/** Violet: said of a draft. Settled ones are as grey as what is past. */
const LOOKS: Readonly<Record<ThemeName, Look>> = {
  light: { open: [106, 63, 208, 255], resolved: [132, 142, 156, 255], edge: [255, 255, 255, 255] },
  dark: { open: [182, 155, 255, 255], resolved: [122, 132, 148, 255], edge: [17, 20, 26, 255] },
};
const NONE: Rgba = [0, 0, 0, 0];
const RADIUS_PX = 7;

/** A point for each thread that has a place, a ring round the one looked at, and the pin that is being set. */
export function commentPins(
  threads: readonly Thread[],
  { focused, pin }: { readonly focused: number | null; readonly pin: Pin | null },
  theme: ThemeName,
): readonly OverlayLayer[] {
  const look = LOOKS[theme];
  const points = threads.flatMap(({ first }) =>
    first.place
      ? [{ id: first.id, position: first.place, fill: first.resolved ? look.resolved : look.open, line: look.edge }]
      : [],
  );
  const ring: LngLat | null = pin?.place ?? points.find(({ id }) => id === focused)?.position ?? null;
  return [
    { type: 'points', id: 'comments', data: points, radiusPx: RADIUS_PX, lineWidthPx: 2 },
    ...(pin
      ? [
          {
            ...({ type: 'points', id: 'comments-pin', radiusPx: RADIUS_PX, lineWidthPx: 2 } as const),
            data: [{ position: pin.place, fill: look.open, line: look.edge }],
          },
        ]
      : []),
    ...(ring
      ? [
          {
            ...({ type: 'points', id: 'comments-ring', radiusPx: RADIUS_PX + 6, lineWidthPx: 2.5 } as const),
            data: [{ position: ring, fill: NONE, line: look.open }],
          },
        ]
      : []),
  ];
}
