import type { Geometry, Position } from 'geojson';
import { toLngLat } from '../../../../geo/crs/local-crs.ts';
import type { Cm } from '../../../../geo/divide/edit.ts';
import { pickArc, pickNode } from '../../../../geo/fabric/draft/pick.ts';
import { alongSegment } from '../../../../geo/fabric/draft/segments.ts';
import type { MapPoint } from '../../../map/gestures/map-strokes.ts';
import type { LngLat } from '../../../state/plan/plan-store.ts';
import type { ToolContext } from './tool.ts';

export interface Snapped {
  readonly cm: Cm;
  readonly at: LngLat;
  /** null = the place itself */
  readonly to: 'border' | 'road' | 'water' | null;
}

/** What lines may snap to. */
export type SnapTo = 'border' | 'ground';

const REACH_PX = 9;
/** Base features are asked for in a box this wide round the pointer, and again when it leaves the inner half. */
const ASKED_PX = 90;
const GROUND_LAYERS: readonly (readonly [prefix: string, to: 'road' | 'water'])[] = [
  ['road-', 'road'],
  ['water', 'water'],
];

export interface Snapper {
  snap(point: MapPoint, to: readonly SnapTo[]): Snapped;
  /** stops following the map */
  detach(): void;
}

/**
 * Finds what a pointer snaps to: borders of the draft exactly, roads and water as the map has drawn them, which is as
 * exact as what one sees.
 */
export function createSnapper({ map, plan, cm, cmPerPx, store }: ToolContext): Snapper {
  let asked: { readonly x: number; readonly y: number; readonly lines: readonly GroundLine[] } | null = null;
  const forget = (): void => {
    asked = null;
  };
  map.on('movestart', forget);

  function groundNear({ x, y }: MapPoint): readonly GroundLine[] {
    if (!asked || Math.hypot(asked.x - x, asked.y - y) > ASKED_PX / 2) asked = { x, y, lines: ask(x, y) };
    return asked.lines;
  }

  function ask(x: number, y: number): GroundLine[] {
    const layers = map
      .getLayersOrder()
      .flatMap((id) => GROUND_LAYERS.flatMap(([prefix, to]) => (id.startsWith(prefix) ? [{ id, to }] : [])));
    const kinds = new Map(layers.map(({ id, to }) => [id, to]));
    const box: [[number, number], [number, number]] = [
      [x - ASKED_PX, y - ASKED_PX],
      [x + ASKED_PX, y + ASKED_PX],
    ];
    return map.queryRenderedFeatures(box, { layers: [...kinds.keys()] }).flatMap(({ geometry, layer }) =>
      linesOf(geometry as Geometry).map((line) => ({
        to: kinds.get(layer.id)!,
        points: line.map(([lng, lat]) => map.project([lng!, lat!])),
      })),
    );
  }

  function onBorder(point: MapPoint): Snapped | null {
    const { fabric } = plan().draft;
    const reach = REACH_PX * cmPerPx(point);
    const [x, y] = cm(point);
    // A point of a border is meant before a place between two of them.
    const found = pickNode(fabric, x, y, reach) ?? pickArc(fabric, x, y, reach);
    return found && { cm: [found.x, found.y], at: toLngLat(fabric.crs, found.x, found.y), to: 'border' };
  }

  function onGround(point: MapPoint): Snapped | null {
    let best: { x: number; y: number; away: number; to: 'road' | 'water' } | null = null;
    for (const { to, points } of groundNear(point)) {
      for (let i = 0; i + 1 < points.length; i++) {
        const [a, b] = [points[i]!, points[i + 1]!];
        const share = alongSegment(a.x, a.y, b.x, b.y, point.x, point.y);
        const [x, y] = [a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)];
        const away = Math.hypot(x - point.x, y - point.y);
        if (away <= (best?.away ?? REACH_PX)) best = { x, y, away, to };
      }
    }
    if (!best) return null;
    const { lng, lat } = map.unproject([best.x, best.y]);
    return { cm: cm({ lng, lat }), at: [lng, lat], to: best.to };
  }

  return {
    snap(point, to) {
      const found = store.getState().snapping
        ? ((to.includes('border') ? onBorder(point) : null) ?? (to.includes('ground') ? onGround(point) : null))
        : null;
      return found ?? { cm: cm(point), at: [point.lng, point.lat], to: null };
    },
    detach: () => map.off('movestart', forget),
  };
}

interface GroundLine {
  readonly to: 'road' | 'water';
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

function linesOf(geometry: Geometry): readonly Position[][] {
  switch (geometry.type) {
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
    default:
      return [];
  }
}
