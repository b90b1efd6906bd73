import type { Map as MaplibreMap } from 'maplibre-gl';

/** A place under the pointer. */
export interface MapPoint {
  readonly lng: number;
  readonly lat: number;
  /** px from the map's upper left */
  readonly x: number;
  readonly y: number;
}

export interface Held {
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
  readonly kind: 'mouse' | 'pen' | 'touch';
}

/** One gesture, from the press on. */
export interface Stroke {
  /** all places the pointer came through since the last call */
  move(points: readonly MapPoint[], held: Held): void;
  release(point: MapPoint, held: Held): void;
  /** everything as it was before the press */
  cancel(): void;
}

export interface StrokeHandler {
  /** @returns null to leave the press to the map, which then pans */
  press(point: MapPoint, held: Held): Stroke | null;
  /** the pointer moves and nothing is pressed; null = it has left the map */
  hover(point: MapPoint | null, held: Held): void;
}

export interface MapStrokes {
  /** Ends the gesture that runs; @returns whether one did */
  cancel(): boolean;
  detach(): void;
}

/**
 * Gives presses on the map to a handler: a mouse's first button, a pen, one finger. Two fingers, other buttons and a
 * held space bar stay the map's own; a second finger ends what the first has begun.
 */
export function attachStrokes(map: MaplibreMap, handler: StrokeHandler): MapStrokes {
  const container = map.getCanvasContainer();
  let running: { readonly stroke: Stroke; readonly pointer: number } | null = null;
  const down = new Set<number>();
  let spaceHeld = false;
  let over = false;

  const pointOf = (event: { clientX: number; clientY: number }): MapPoint => {
    const box = container.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const { lng, lat } = map.unproject([x, y]);
    return { lng, lat, x, y };
  };
  const heldIn = (event: PointerEvent): Held => ({
    ...{ shift: event.shiftKey, alt: event.altKey, ctrl: event.ctrlKey || event.metaKey },
    kind: event.pointerType === 'touch' ? 'touch' : event.pointerType === 'pen' ? 'pen' : 'mouse',
  });
  const cancel = (): boolean => {
    if (!running) return false;
    const { stroke } = running;
    running = null;
    stroke.cancel();
    return true;
  };

  const onDown = (event: PointerEvent): void => {
    down.add(event.pointerId);
    if (down.size > 1) {
      cancel();
      return;
    }
    if (event.button !== 0 || spaceHeld) return;
    const stroke = handler.press(pointOf(event), heldIn(event));
    if (!stroke) return;
    running = { stroke, pointer: event.pointerId };
    // The mouse events that would follow, with which the map pans, are not sent then.
    event.preventDefault();
    event.stopPropagation();
    map.getCanvas().focus({ preventScroll: true });
    container.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent): void => {
    if (running?.pointer === event.pointerId) {
      const events = event.getCoalescedEvents?.() ?? [];
      running.stroke.move((events.length > 0 ? events : [event]).map(pointOf), heldIn(event));
    } else if (down.size === 0) handler.hover(pointOf(event), heldIn(event));
  };
  const onUp = (event: PointerEvent): void => {
    down.delete(event.pointerId);
    if (running?.pointer !== event.pointerId) return;
    const { stroke } = running;
    running = null;
    if (event.type === 'pointerup') stroke.release(pointOf(event), heldIn(event));
    else stroke.cancel();
  };
  const onLeave = (event: PointerEvent): void => {
    over = false;
    if (!running) handler.hover(null, heldIn(event));
  };
  const onEnter = (): void => {
    over = true;
  };
  /** While one finger draws, the map does not see it; with the second it sees both. */
  const onTouch = (event: TouchEvent): void => {
    if (running && event.touches.length === 1) {
      event.stopPropagation();
      event.preventDefault();
    }
  };
  const isTyping = (target: EventTarget | null): boolean =>
    target instanceof HTMLElement && target.matches('textarea, select, input:not([type=checkbox], [type=radio])');
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== ' ' || isTyping(event.target)) return;
    if (event.type === 'keyup') {
      spaceHeld = false;
      container.classList.remove('plan-pans');
    } else if (over) {
      // A button that still has the focus shall not be pressed by panning.
      event.preventDefault();
      spaceHeld = true;
      container.classList.add('plan-pans');
    }
  };
  const onBlur = (): void => {
    spaceHeld = false;
    down.clear();
    cancel();
  };

  const touch = { capture: true, passive: false } as const;
  container.addEventListener('pointerdown', onDown, { capture: true });
  container.addEventListener('pointermove', onMove);
  container.addEventListener('pointerup', onUp);
  container.addEventListener('pointercancel', onUp);
  container.addEventListener('pointerleave', onLeave);
  container.addEventListener('pointerenter', onEnter);
  container.addEventListener('touchstart', onTouch, touch);
  container.addEventListener('touchmove', onTouch, touch);
  document.addEventListener('keydown', onKey, { capture: true });
  document.addEventListener('keyup', onKey, { capture: true });
  window.addEventListener('blur', onBlur);
  map.doubleClickZoom.disable();
  map.boxZoom.disable();
  return {
    cancel,
    detach() {
      cancel();
      container.removeEventListener('pointerdown', onDown, { capture: true });
      container.removeEventListener('pointermove', onMove);
      container.removeEventListener('pointerup', onUp);
      container.removeEventListener('pointercancel', onUp);
      container.removeEventListener('pointerleave', onLeave);
      container.removeEventListener('pointerenter', onEnter);
      container.removeEventListener('touchstart', onTouch, touch);
      container.removeEventListener('touchmove', onTouch, touch);
      document.removeEventListener('keydown', onKey, { capture: true });
      document.removeEventListener('keyup', onKey, { capture: true });
      window.removeEventListener('blur', onBlur);
      container.classList.remove('plan-pans');
      map.doubleClickZoom.enable();
      map.boxZoom.enable();
    },
  };
}
