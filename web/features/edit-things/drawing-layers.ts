import type { OverlayLayer, Position, Rgba } from '../../map/overlay-registry.ts';
import { PLAN_COLOURS } from '../../map/plan-picture/plan-colours.ts';
import type { ThemeName } from '../../state/preferences.ts';
import { type Corner, geometryOf, handlesOf, type Shape } from './shape.ts';

/** Middles of sides are offered while the handles can be told apart. */
const MOST_MIDDLES = 200;

const faded = ([red, green, blue]: Rgba, alpha: number): Rgba => [red, green, blue, alpha];

/**
 * What is drawn, violet as all that is not in force.
 *
 * @param chosen  the corner that was last held; undefined = nothing can be held, so there are no handles
 */
export function drawingLayers(shape: Shape, chosen: Corner | null | undefined, theme: ThemeName): OverlayLayer[] {
  const { draft, halo } = PLAN_COLOURS[theme];
  const geometry = geometryOf(shape);
  const layers: OverlayLayer[] = [];
  if (shape.kind === 'point') {
    if (shape.at) layers.push(dots('point', [shape.at], 9, draft, halo));
    return layers;
  }
  if (geometry)
    layers.push({
      ...{ type: 'shapes', id: 'edit-thing-area', data: [{ geometry }], pointRadiusPx: 0 },
      ...{ fill: faded(draft, 56), line: draft, lineWidthPx: 2.2 },
    });
  if (shape.open && shape.open.length > 0) {
    const path = [...shape.open, ...(shape.open.length > 2 ? [shape.open[0]!] : [])];
    layers.push(
      { type: 'paths', id: 'edit-thing-halo', data: [{ path }], colour: halo, widthPx: 6 },
      { type: 'paths', id: 'edit-thing-line', data: [{ path: shape.open }], colour: draft, widthPx: 2.4 },
      { type: 'paths', id: 'edit-thing-closing', data: [{ path }], colour: faded(draft, 110), widthPx: 1.4 },
      dots('open', shape.open, 6, halo, draft),
    );
  }
  if (chosen === undefined || shape.open) return layers;
  const { corners, middles } = handlesOf(shape);
  if (middles.length <= MOST_MIDDLES)
    layers.push(
      dots(
        'middles',
        middles.map(({ at }) => at),
        4,
        faded(halo, 200),
        faded(draft, 150),
      ),
    );
  layers.push(
    dots(
      'corners',
      corners.map(({ at }) => at),
      6,
      halo,
      draft,
    ),
  );
  const held = chosen && corners.find(({ corner }) => `${corner}` === `${chosen}`);
  if (held) layers.push(dots('chosen', [held.at], 7, draft, halo));
  return layers;
}

const dots = (id: string, places: readonly Position[], radiusPx: number, fill: Rgba, line: Rgba): OverlayLayer => ({
  ...{ type: 'points', id: `edit-thing-${id}`, radiusPx, lineWidthPx: 2 },
  data: places.map((position) => ({ position, fill, line })),
});
