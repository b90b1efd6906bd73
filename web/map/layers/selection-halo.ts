import type { Geometry } from 'geojson';
import type { ThemeName } from '../../state/preferences.ts';
import type { OverlayLayer, Rgba } from '../overlay-registry.ts';

const CLEAR: Rgba = [0, 0, 0, 0];
const COLOURS: Readonly<Record<ThemeName, { readonly line: Rgba; readonly halo: Rgba; readonly fill: Rgba }>> = {
  light: { line: [9, 88, 217, 255], halo: [255, 255, 255, 235], fill: [9, 88, 217, 22] },
  dark: { line: [127, 176, 255, 255], halo: [10, 14, 22, 220], fill: [127, 176, 255, 26] },
};

/** A line in the primary colour between two of the ground's: seen on any fill, in both themes. */
export function selectionHalo(geometry: Geometry, theme: ThemeName): OverlayLayer[] {
  const { line, halo, fill } = COLOURS[theme];
  const isPoint = geometry.type === 'Point' || geometry.type === 'MultiPoint';
  const shape = { type: 'shapes' as const, data: [{ geometry }] };
  if (isPoint) {
    return [
      { ...shape, id: 'selection-halo', fill: CLEAR, line: halo, lineWidthPx: 6, pointRadiusPx: 11 },
      { ...shape, id: 'selection-line', fill, line, lineWidthPx: 2.5, pointRadiusPx: 11 },
    ];
  }
  // deck.gl's lines have no smoothing of their own: a faint, wider one under the line softens its steps.
  const soft: Rgba = [line[0], line[1], line[2], 90];
  return [
    { ...shape, id: 'selection-halo', fill, line: halo, lineWidthPx: 6.5, pointRadiusPx: 0 },
    { ...shape, id: 'selection-soft', fill: CLEAR, line: soft, lineWidthPx: 3.8, pointRadiusPx: 0 },
    { ...shape, id: 'selection-line', fill: CLEAR, line, lineWidthPx: 2.5, pointRadiusPx: 0 },
  ];
}
