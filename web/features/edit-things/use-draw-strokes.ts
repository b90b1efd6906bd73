import { booleanPointInPolygon } from '@turf/turf';
import type { MultiPolygon, Polygon } from 'geojson';
import type { Map as MaplibreMap, MapMouseEvent } from 'maplibre-gl';
import { useEffect } from 'react';
import { attachStrokes, type Held, type MapPoint, type Stroke } from '../../map/gestures/map-strokes.ts';
import { draw, drawingStore, drawOn } from './drawing.ts';
import {
  type Corner,
  canClose,
  close,
  geometryOf,
  type Handle,
  handlesOf,
  insertCorner,
  moveBy,
  moveCorner,
  putAt,
  type Shape,
} from './shape.ts';

/** So near counts as touched: a finger hides what it points at. */
const REACH_PX: Readonly<Record<Held['kind'], number>> = { mouse: 9, pen: 12, touch: 24 };

/**
 * Presses on the map while something is drawn: a corner is dragged, the middle of a side becomes a corner, the whole is
 * dragged by what it encloses; a press on free ground puts a point or the next corner there, and pans when it moves.
 */
export function useDrawStrokes(map: MaplibreMap | null, done: () => void): void {
  useEffect(() => {
    if (!map) return;
    const strokes = attachStrokes(map, {
      press: (point, held) => pressOn(map, point, held),
      hover: (point, held) => {
        map.getCanvas().style.cursor = point && grabbed(map, point, held) ? 'move' : 'crosshair';
      },
    });
    const onClick = ({ lngLat, point }: MapMouseEvent) => {
      const { shape } = drawingStore.getState();
      if (!shape) return;
      const first = shape.kind === 'outline' ? shape.open?.[0] : undefined;
      const atFirst = first && distancePx(map, first, point) < REACH_PX.touch;
      const next = atFirst && canClose(shape) ? close(shape) : putAt(shape, [lngLat.lng, lngLat.lat]);
      if (next === shape) return;
      draw(next);
      if (next.kind === 'point') done();
    };
    const onDouble = (event: MapMouseEvent) => {
      event.preventDefault();
      const { shape } = drawingStore.getState();
      if (shape && canClose(shape)) draw(close(withoutLast(shape)));
    };
    map.on('click', onClick);
    map.on('dblclick', onDouble);
    map.getCanvas().style.cursor = 'crosshair';
    return () => {
      strokes.detach();
      map.off('click', onClick);
      map.off('dblclick', onDouble);
      map.getCanvas().style.cursor = '';
    };
  }, [map, done]);
}

/** The second press of the two has put a corner where the first one had. */
function withoutLast(shape: Shape): Shape {
  if (shape.kind !== 'outline' || !shape.open) return shape;
  const fewer = { ...shape, open: shape.open.slice(0, -1) };
  return canClose(fewer) ? fewer : shape;
}

function distancePx(map: MaplibreMap, at: readonly [number, number], { x, y }: { x: number; y: number }): number {
  const there = map.project([at[0], at[1]]);
  return Math.hypot(there.x - x, there.y - y);
}

type Grab =
  | { readonly kind: 'corner' | 'middle'; readonly corner: Corner }
  /** all of it: a point, or an outline by what it encloses */
  | { readonly kind: 'whole' };

function grabbed(map: MaplibreMap, point: MapPoint, held: Held): Grab | null {
  const { shape } = drawingStore.getState();
  if (!shape) return null;
  const reach = REACH_PX[held.kind];
  if (shape.kind === 'point')
    return shape.at && distancePx(map, shape.at, point) < reach * 1.5 ? { kind: 'whole' } : null;
  if (shape.open) return null;
  const nearest = (handles: readonly Handle[]) => {
    const [first] = handles
      .map(({ corner, at }) => ({ corner, px: distancePx(map, at, point) }))
      .filter(({ px }) => px < reach)
      .sort((a, b) => a.px - b.px);
    return first?.corner;
  };
  const { corners, middles } = handlesOf(shape);
  const corner = nearest(corners);
  if (corner) return { kind: 'corner', corner };
  const middle = nearest(middles);
  if (middle) return { kind: 'middle', corner: middle };
  const area = geometryOf(shape) as Polygon | MultiPolygon | null;
  return area && booleanPointInPolygon([point.lng, point.lat], area) ? { kind: 'whole' } : null;
}

function pressOn(map: MaplibreMap, point: MapPoint, held: Held): Stroke | null {
  const grab = grabbed(map, point, held);
  const begun = drawingStore.getState().shape;
  if (!grab || !begun) return null;
  const corner: Corner | null =
    grab.kind === 'whole'
      ? null
      : grab.kind === 'corner'
        ? grab.corner
        : [grab.corner[0], grab.corner[1], grab.corner[2] + 1];
  const start = grab.kind === 'middle' ? insertCorner(begun, grab.corner, [point.lng, point.lat]) : begun;
  const at = (to: MapPoint): Shape =>
    corner ? moveCorner(start, corner, [to.lng, to.lat]) : moveBy(start, to.lng - point.lng, to.lat - point.lat);
  let moved = false;
  return {
    move: (points) => {
      const last = points.at(-1);
      if (!last) return;
      if (!moved) {
        if (Math.hypot(last.x - point.x, last.y - point.y) < 3) return;
        moved = true;
        draw(start === begun ? { ...begun } : start, corner); // what was before the press can be taken back
      }
      drawOn(at(last), corner);
    },
    release: () => {
      if (!moved) drawOn(begun, grab.kind === 'corner' ? corner : null);
    },
    cancel: () => drawingStore.setState({ shape: begun, chosen: null }),
  };
}
