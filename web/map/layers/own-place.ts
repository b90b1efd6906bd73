import { circle } from '@turf/turf';
import type { ThemeName } from '../../state/preferences.ts';
import type { OverlayLayer, Position, Rgba } from '../overlay-registry.ts';

/** Where the device says it is. */
export interface OwnPlace {
  readonly position: Position;
  /** the device is within this distance of `position`, with 95 % confidence */
  readonly accuracyM: number;
}

const BLUE: Readonly<Record<ThemeName, readonly [number, number, number]>> = {
  light: [9, 88, 217],
  dark: [127, 176, 255],
};
const RIM: Readonly<Record<ThemeName, Rgba>> = { light: [255, 255, 255, 255], dark: [10, 14, 22, 255] };

/** The blue dot that every map has, in the circle in which one may be. */
export function ownPlaceLayers({ position, accuracyM }: OwnPlace, theme: ThemeName): OverlayLayer[] {
  const { geometry } = circle([...position], accuracyM, { steps: 72, units: 'meters' });
  const [red, green, blue] = BLUE[theme];
  return [
    {
      ...{ type: 'shapes', id: 'own-place-circle', data: [{ geometry }] },
      ...{ fill: [red, green, blue, 44], line: [red, green, blue, 130], lineWidthPx: 1, pointRadiusPx: 0 },
    },
    {
      ...{ type: 'points', id: 'own-place-dot', radiusPx: 7, lineWidthPx: 2.5 },
      data: [{ position, fill: [red, green, blue, 255], line: RIM[theme] }],
    },
  ];
}
