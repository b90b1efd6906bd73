import type { Geometry } from 'geojson';
import type { Fault, ImportPreview } from '../../../api/contract/imports.ts';
import type { OverlayLayer, Position, Rgba } from '../../map/overlay-registry.ts';
import type { ThemeName } from '../../state/preferences.ts';

interface Look {
  readonly fill: Rgba;
  readonly line: Rgba;
}
type Condition = 'fine' | 'warning' | 'error';

const shade = ([red, green, blue]: readonly [number, number, number]): Look => ({
  fill: [red, green, blue, 44],
  line: [red, green, blue, 235],
});

/** A draft that is not in force is violet; attention is amber, what breaks a rule magenta. As in ui/tokens.css. */
const LOOKS: Readonly<Record<ThemeName, Readonly<Record<Condition, Look>>>> = {
  light: { fine: shade([106, 63, 208]), warning: shade([178, 106, 0]), error: shade([166, 21, 120]) },
  dark: { fine: shade([182, 155, 255]), warning: shade([240, 179, 87]), error: shade([255, 133, 207]) },
};
const EDGE: Readonly<Record<ThemeName, Rgba>> = { light: [255, 255, 255, 255], dark: [17, 20, 26, 255] };
const RING: Readonly<Record<ThemeName, Rgba>> = { light: [9, 88, 217, 255], dark: [127, 176, 255, 255] };
const NONE: Rgba = [0, 0, 0, 0];

/** More marks than this hide what they mark. */
const MOST_WARNINGS = 400;

/**
 * The file over the map: every feature in the colour of the worst thing said of its row, and a mark on each fault.
 * What is only warned of gets marks while they are few: hundreds of them would be a picture of the marks.
 */
export function previewLayers(
  preview: ImportPreview,
  faults: readonly Fault[],
  theme: ThemeName,
): readonly OverlayLayer[] {
  const conditions = conditionOfRows(faults);
  const shapes = preview.features.filter(({ properties }) => !('fault' in properties));
  const looks = LOOKS[theme];
  const places = faults.filter(({ at }) => at !== null);
  const marked = places.length > MOST_WARNINGS ? places.filter(({ severity }) => severity === 'error') : places;
  return [
    ...(['fine', 'warning', 'error'] as const).flatMap((condition): OverlayLayer[] => {
      const data = shapes
        .filter(({ properties }) => (conditions.get(Number(properties.row)) ?? 'fine') === condition)
        .map(({ geometry }) => ({ geometry: geometry as Geometry }));
      const shape = { type: 'shapes' as const, id: `import-${condition}`, data, lineWidthPx: 1.6, pointRadiusPx: 4 };
      return data.length > 0 ? [{ ...shape, ...looks[condition] }] : [];
    }),
    {
      type: 'points',
      id: 'import-faults',
      data: marked.map(({ at, severity }) => ({
        position: at as Position,
        fill: opaque(looks[severity].line),
        line: EDGE[theme],
      })),
      radiusPx: 5.5,
      lineWidthPx: 1.5,
    },
  ];
}

const opaque = ([red, green, blue]: Rgba): Rgba => [red, green, blue, 255];

function conditionOfRows(faults: readonly Fault[]): ReadonlyMap<number, Condition> {
  const conditions = new Map<number, Condition>();
  for (const { row, severity } of faults)
    if (row !== null && conditions.get(row) !== 'error') conditions.set(row, severity);
  return conditions;
}

/** The candidates of a spelling; the one that is pointed at is ringed. */
export function candidateLayers(
  candidates: readonly { readonly at: Position; readonly id: number }[],
  pointed: { readonly at: Position } | null,
  theme: ThemeName,
): readonly OverlayLayer[] {
  const { line } = LOOKS[theme].warning;
  const points = candidates.map(({ at }) => ({ position: at, fill: opaque(line), line: EDGE[theme] }));
  const layer: OverlayLayer = { type: 'points', id: 'import-candidates', data: points, radiusPx: 7, lineWidthPx: 2 };
  return points.length > 0 ? [layer, ...(pointed ? ringLayers(pointed.at, theme) : [])] : [];
}

/** Round the fault that is pointed at in the list. */
export function ringLayers(at: Position, theme: ThemeName): readonly OverlayLayer[] {
  const ring = (id: string, line: Rgba, lineWidthPx: number): OverlayLayer => ({
    ...{ type: 'points', id, radiusPx: 13, lineWidthPx },
    data: [{ position: at, fill: NONE, line }],
  });
  return [ring('import-ring-edge', EDGE[theme], 6), ring('import-ring', RING[theme], 3)];
}
