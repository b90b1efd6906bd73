import type { Map as MaplibreMap, MapMouseEvent } from 'maplibre-gl';
import { useEffect, useRef } from 'react';
import { pointScale, toCm } from '../../../geo/crs/local-crs.ts';
import { attachStrokes, type Held, type MapPoint, type MapStrokes } from '../../map/gestures/map-strokes.ts';
import { useMap } from '../../map/handle.ts';
import { attachPlanView, type PlanView } from '../../map/plan-picture/plan-view.ts';
import { planSession } from '../../state/plan/current.ts';
import { planStore, usePlan } from '../../state/plan/plan-store.ts';
import type { CurrentPlan } from '../../state/plan/session.ts';
import { usePresentLayers } from '../../state/queries.ts';
import { useThemeName } from '../../state/theme-name.ts';
import { drawing } from './drawing-keys.ts';
import { type MarkStore, NO_MARKS } from './marks.ts';
import { useLabelWords, useRegionName } from './region-words.ts';
import type { Tool, ToolContext } from './tools/tool.ts';
import { makeTool } from './tools/tools.ts';

/** Puts the open plan's draft on the map. @returns what a running stroke shows itself with */
export function usePlanView(): React.RefObject<PlanView | null> {
  const map = useMap();
  const theme = useThemeName();
  const words = useLabelWords();
  const view = useRef<PlanView | null>(null);
  // What a cut makes are blocks: without their lines it would leave no mark.
  const cutting = usePlan(({ tool }) => tool === 'cut');
  const blocks = usePresentLayers().block || cutting;
  useEffect(() => {
    if (!map) return;
    const attached = attachPlanView({ map, session: planSession, store: planStore, theme, words });
    view.current = attached;
    return () => {
      view.current = null;
      attached.detach();
    };
  }, [map, theme, words]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with these another view begins, which has to be told
  useEffect(() => view.current?.showBlocks(blocks), [blocks, map, theme, words]);
  return view;
}

/** Gives the pointer to the chosen tool while `active`. */
export function useTools(view: React.RefObject<PlanView | null>, marks: MarkStore, active: boolean): void {
  const map = useMap();
  const regionName = useRegionName();
  useEffect(() => {
    if (!map || !active) return;
    const context: ToolContext = {
      ...{ map, session: planSession, store: planStore, marks, regionName },
      plan: openPlan,
      cm: ({ lng, lat }) => toCm(openPlan().draft.fabric.crs, lng, lat),
      cmPerPx: (point) => cmPerPx(map, point),
      picture: {
        stroke: (blocks, target) => view.current?.stroke(blocks, target),
        endStroke: () => view.current?.endStroke(),
      },
    };
    return attachTools(context);
  }, [map, active, marks, regionName, view]);
}

function openPlan(): CurrentPlan {
  const plan = planSession.current();
  if (!plan) throw new RangeError('no plan is open');
  return plan;
}

const EARTH_CM = 4_007_501_668.56;

/** Web Mercator stretches with the latitude; the fabric's plane does not to speak of. */
function cmPerPx(map: MaplibreMap, { lng, lat }: MapPoint): number {
  const { crs } = openPlan().draft.fabric;
  const ground = (EARTH_CM * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** map.getZoom());
  return ground * pointScale(crs, ...toCm(crs, lng, lat));
}

function attachTools(context: ToolContext): () => void {
  const { map, store, marks } = context;
  const canvas = map.getCanvas();
  let tool: Tool = makeTool(store.getState().tool, context);
  const strokes: MapStrokes = attachStrokes(map, {
    press: (point, held) => tool.press(point, held),
    hover: (point, held) => tool.hover(point, held),
  });
  const choose = (): void => {
    strokes.cancel();
    tool.leave();
    marks.setState(NO_MARKS);
    tool = makeTool(store.getState().tool, context);
    canvas.style.cursor = tool.cursor;
  };
  const onClick = (event: MapMouseEvent): void => tool.click?.(pointOf(event), heldIn(event.originalEvent));
  /** Enter is a button's own key where one has the focus. */
  const onKey = (event: KeyboardEvent): void => {
    const isElsewhere =
      event.target instanceof HTMLElement && event.target.closest('button, a, input, select, textarea');
    if (event.key === 'Enter' && !isElsewhere && tool.key?.('Enter')) event.preventDefault();
  };
  canvas.style.cursor = tool.cursor;
  map.on('click', onClick);
  document.addEventListener('keydown', onKey);
  const stop = store.subscribe((state, before) => {
    if (state.tool !== before.tool) choose();
  });
  const forget = drawing.attach({ cancelStroke: strokes.cancel, toolKey: (key) => tool.key?.(key) ?? false });
  return () => {
    forget();
    stop();
    map.off('click', onClick);
    document.removeEventListener('keydown', onKey);
    strokes.detach();
    tool.leave();
    marks.setState(NO_MARKS);
    canvas.style.cursor = '';
  };
}

const pointOf = ({ point, lngLat }: MapMouseEvent): MapPoint => ({
  lng: lngLat.lng,
  lat: lngLat.lat,
  x: point.x,
  y: point.y,
});
const heldIn = ({ shiftKey, altKey, ctrlKey, metaKey }: MouseEvent): Held => ({
  ...{ shift: shiftKey, alt: altKey, ctrl: ctrlKey || metaKey, kind: 'mouse' },
});
