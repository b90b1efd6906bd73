import type { Map as MaplibreMap } from 'maplibre-gl';
import type { Cm } from '../../../../geo/divide/edit.ts';
import type { Held, MapPoint, StrokeHandler } from '../../../map/gestures/map-strokes.ts';
import type { PlanView } from '../../../map/plan-picture/plan-view.ts';
import type { PlanStore } from '../../../state/plan/plan-store.ts';
import type { CurrentPlan, PlanSession } from '../../../state/plan/session.ts';
import type { MarkStore } from '../marks.ts';

/** What a tool works on and shows itself with. */
export interface ToolContext {
  readonly map: MaplibreMap;
  readonly session: PlanSession;
  readonly store: PlanStore;
  readonly marks: MarkStore;
  plan(): CurrentPlan;
  /** the nearest grid point */
  cm(point: { readonly lng: number; readonly lat: number }): Cm;
  /** how many centimetres a pixel covers at a place */
  cmPerPx(point: MapPoint): number;
  /** the picture of blocks that a stroke has taken */
  readonly picture: Pick<PlanView, 'stroke' | 'endStroke'>;
  /** looks a name up, for the list of steps */
  regionName(region: number): string;
}

/** What the pointer does while a tool is chosen. */
export interface Tool extends StrokeHandler {
  readonly cursor: string;
  /** a press that was left to the map and did not move it */
  click?(point: MapPoint, held: Held): void;
  /** a key that means something to the tool; @returns whether it did */
  key?(key: string): boolean;
  /** another tool is chosen, or the plan is closed */
  leave(): void;
}
