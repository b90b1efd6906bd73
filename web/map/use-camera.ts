import type { Map as MaplibreMap, MapOptions } from 'maplibre-gl';
import { useEffect } from 'react';
import type { CountySummary } from '../../api/contract/counties.ts';
import { countiesQuery, queryClient, useCounties, useInspection } from '../state/queries.ts';
import { store, useApp } from '../state/store.ts';
import { type Camera, coverOf, type Insets } from '../state/view.ts';
import { prefersReducedMotion } from '../ui/use-media.ts';

const MARGIN_PX = 28;
const FLIGHT_MS = 420;
const PAN_MS = 200;
/** A county of one lane is not shown from nearer. */
const WHOLE_ZOOM = 16;

const paddingOf = ({ top, right, bottom, left }: Insets): Insets => ({
  top: top + MARGIN_PX,
  right: right + MARGIN_PX,
  bottom: bottom + MARGIN_PX,
  left: left + MARGIN_PX,
});

const cameraOf = (map: MaplibreMap): Camera => {
  const { lng, lat } = map.getCenter();
  return { lng, lat, zoom: map.getZoom(), bearing: map.getBearing(), pitch: map.getPitch() };
};

/** Where a county without any place in it is looked for: the middle of China, from afar. */
const NOWHERE = { center: [108.5, 34.5] as [number, number], zoom: 3.2 };

const boundsOfCounty = (counties: readonly CountySummary[] | undefined, code: string | null) =>
  counties?.find((county) => county.code === code)?.bounds ?? null;

/** Whether it is known which county to show, and where it lies. */
export function useCountyIsKnown(): boolean {
  const code = useApp((state) => state.county);
  return useCounties().data?.some((county) => county.code === code) ?? false;
}

export type FirstView = Pick<MapOptions, 'center' | 'zoom' | 'bearing' | 'pitch' | 'bounds' | 'fitBoundsOptions'>;

/** What a new map shows: the address's camera, else the whole county clear of the furniture. */
export function firstView(container: HTMLElement): FirstView {
  const { camera, county } = store.getState();
  if (camera) {
    return { center: [camera.lng, camera.lat], zoom: camera.zoom, bearing: camera.bearing, pitch: camera.pitch };
  }
  const bounds = boundsOfCounty(queryClient.getQueryData(countiesQuery().queryKey), county);
  if (!bounds) return NOWHERE;
  return {
    bounds,
    fitBoundsOptions: { padding: clampPadding(paddingOf(coverOf(store.getState())), container), maxZoom: WHOLE_ZOOM },
  };
}

/** Joins the map's camera and the store's: moves are reported, wishes are flown. */
export function useCamera(map: MaplibreMap | null): void {
  const flight = useApp((state) => state.flight);
  const camera = useApp((state) => state.camera);
  const county = useApp((state) => state.county);
  const bounds = boundsOfCounty(useCounties().data, county);

  useEffect(() => {
    if (!map) return;
    const report = () => {
      // Before a county is open the map shows nowhere in particular, which is not worth an address.
      if (store.getState().county && store.getState().camera) store.getState().setCamera(cameraOf(map));
    };
    map.on('moveend', report);
    return () => {
      map.off('moveend', report);
    };
  }, [map]);

  // A camera that the map did not report itself: an address was opened, or the browser went back.
  useEffect(() => {
    if (!map || !camera || isNear(camera, cameraOf(map))) return;
    map.jumpTo({ center: [camera.lng, camera.lat], zoom: camera.zoom, bearing: camera.bearing, pitch: camera.pitch });
  }, [map, camera]);

  // A county that was just opened, with no camera in the address: the whole of it.
  useEffect(() => {
    if (!map || camera || !bounds) return;
    map.fitBounds([...bounds] as [number, number, number, number], {
      padding: clampPadding(paddingOf(coverOf(store.getState())), map.getContainer()),
      duration: 0,
      maxZoom: WHOLE_ZOOM,
    });
    store.getState().setCamera(cameraOf(map));
  }, [map, camera, bounds]);

  useEffect(() => {
    if (!map || !flight) return;
    const insets = coverOf(store.getState());
    if (flight.ifHidden && isInView(map, flight.bounds, insets)) return;
    map.fitBounds([...flight.bounds] as [number, number, number, number], {
      padding: clampPadding(paddingOf(insets), map.getContainer()),
      maxZoom: flight.maxZoom,
      duration: prefersReducedMotion() ? 0 : FLIGHT_MS,
      linear: true,
    });
  }, [map, flight]);
}

/** What was just selected on the map moves out from under the inspector that it opened; no further than it must. */
export function useKeepInSight(map: MaplibreMap | null): void {
  const selection = useApp((state) => state.selection);
  const place = useInspection(selection).data?.at;
  const [lng, lat] = place ?? [];
  useEffect(() => {
    if (!map || lng === undefined || lat === undefined || map.isMoving()) return;
    const insets = coverOf(store.getState());
    const { clientWidth, clientHeight } = map.getContainer();
    const { x, y } = map.project([lng, lat]);
    if (x < 0 || y < 0 || x > clientWidth || y > clientHeight) return;
    const right = clientWidth - insets.right - MARGIN_PX;
    const bottom = clientHeight - insets.bottom - MARGIN_PX;
    const by: [number, number] = [
      x > right ? x - right : Math.min(0, x - insets.left - MARGIN_PX),
      y > bottom ? y - bottom : Math.min(0, y - insets.top - MARGIN_PX),
    ];
    if (by[0] !== 0 || by[1] !== 0) map.panBy(by, { duration: prefersReducedMotion() ? 0 : PAN_MS });
  }, [map, lng, lat]);
}

/** Closer than an address can tell apart. */
const isNear = (a: Camera, b: Camera): boolean =>
  Math.abs(a.lng - b.lng) < 1e-5 &&
  Math.abs(a.lat - b.lat) < 1e-5 &&
  Math.abs(a.zoom - b.zoom) < 0.01 &&
  Math.abs(a.bearing - b.bearing) < 0.1 &&
  Math.abs(a.pitch - b.pitch) < 0.1;

/** On a small window the furniture can leave no room at all; then the map's middle has to do. */
function clampPadding(padding: Insets, { clientWidth, clientHeight }: HTMLElement): Insets {
  const fitsWidth = padding.left + padding.right < clientWidth - 80;
  const fitsHeight = padding.top + padding.bottom < clientHeight - 80;
  return {
    left: fitsWidth ? padding.left : MARGIN_PX,
    right: fitsWidth ? padding.right : MARGIN_PX,
    top: fitsHeight ? padding.top : MARGIN_PX,
    bottom: fitsHeight ? padding.bottom : MARGIN_PX,
  };
}

/** Whether a place lies clear of the furniture, and is large enough to be made out. */
function isInView(map: MaplibreMap, bounds: readonly [number, number, number, number], insets: Insets): boolean {
  const { clientWidth, clientHeight } = map.getContainer();
  const [west, south, east, north] = bounds;
  const corners = [map.project([west, north]), map.project([east, south])] as const;
  const inside = corners.every(
    ({ x, y }) =>
      x >= insets.left && x <= clientWidth - insets.right && y >= insets.top && y <= clientHeight - insets.bottom,
  );
  const isPoint = west === east && south === north;
  return inside && (isPoint ? map.getZoom() > 14 : corners[1].x - corners[0].x > 24);
}
