import 'maplibre-gl/dist/maplibre-gl.css';
import { type Map as MaplibreMap, prewarm, type StyleSpecification, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBaseMap } from '../state/base-map.ts';
import { usePicture } from '../state/compared-picture.ts';
import { usePlanShown } from '../state/plan/plan-shown.ts';
import type { ThemeName } from '../state/preferences.ts';
import { usePresentLayers } from '../state/queries.ts';
import { useApp } from '../state/store.ts';
import { ErrorState } from '../ui/states.tsx';
import { createMap } from './create-map.ts';
import { useFallbackFont } from './fallback-font.ts';
import { mapHandle } from './handle.ts';
import styles from './map-view.module.css';
import { overlayRegistry } from './overlay-registry.ts';
import { PALETTES } from './palette.ts';
import { addBaseMapProtocol } from './raster/base-map-protocol.ts';
import { SLOT_LAYERS } from './slots.ts';
import { buildStyle, keepDraft } from './style.ts';
import { firstView, useCamera, useCountyIsKnown, useKeepInSight } from './use-camera.ts';
import { useHoverState } from './use-hover-state.ts';
import { usePointer } from './use-pointer.ts';
import { useSelectionOverlay } from './use-selection-overlay.ts';

setWorkerUrl(workerUrl);
addBaseMapProtocol();
// The workers start while the session is still being asked for.
prewarm();

/** So long do the lists wait for the first picture; a slow graphics card shall not hold them up. */
const FIRST_PICTURE_MS = 1200;

/** Calls back once, when the county first stands on the screen with all tiles of the view drawn. */
function whenFirstDrawn(map: MaplibreMap, callback: () => void): void {
  const look = () => {
    if (!map.getLayer(SLOT_LAYERS['under-labels']) || !map.loaded()) return;
    map.off('render', look);
    callback();
  };
  map.on('render', look);
}

/** deck.gl joins once the first picture stands, or as soon as somebody draws with it. */
function attachWhenNeeded(map: MaplibreMap): () => void {
  let detach: (() => void) | undefined;
  let state: 'waiting' | 'loading' | 'gone' = 'waiting';
  const attach = async () => {
    if (state !== 'waiting') return;
    state = 'loading';
    stop();
    const { attachOverlay } = await import('./overlay.ts');
    if (state === 'loading') detach = attachOverlay(map);
  };
  const stop = overlayRegistry.subscribe(() => void attach());
  whenFirstDrawn(map, () => void map.once('idle', () => void attach()));
  return () => {
    state = 'gone';
    stop();
    detach?.();
  };
}

interface Props {
  readonly theme: ThemeName;
}

/** The map: base, regions and things from tiles; deck.gl over them once the first picture stands. */
export function MapView({ theme }: Props) {
  const { t } = useTranslation();
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MaplibreMap | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [firstDrawn, setFirstDrawn] = useState(false);
  const fontFaces = useFallbackFont();
  const style = useMapStyle(theme, firstDrawn, fontFaces);
  const noteMapDrawn = useApp((state) => state.noteMapDrawn);
  const label = t('map.label');
  // The map is made once it is known where to look: nothing is drawn in vain before.
  const ready = useCountyIsKnown();
  const latest = useRef({ style, label });
  const drawn = useRef(style);
  useEffect(() => {
    latest.current = { style, label };
  }, [style, label]);

  useEffect(() => {
    if (!ready || !container.current) return;
    let created: MaplibreMap;
    try {
      const { style, label } = latest.current;
      drawn.current = style;
      created = createMap(container.current, style, firstView(container.current), label);
    } catch (error) {
      // Without WebGL2 the rest of the app still serves: lists, inspector, import.
      setFailed(error instanceof Error ? error.message : String(error));
      noteMapDrawn();
      return;
    }
    whenFirstDrawn(created, () => {
      // The bench reads the mark.
      performance.mark('map-loaded');
      setFirstDrawn(true);
      noteMapDrawn();
    });
    const patience = setTimeout(noteMapDrawn, FIRST_PICTURE_MS);
    const detach = attachWhenNeeded(created);
    setMap(created);
    mapHandle.setState({ map: created });
    return () => {
      clearTimeout(patience);
      detach();
      mapHandle.setState({ map: null });
      created.remove();
    };
  }, [ready, noteMapDrawn]);

  useStyle(map, style, drawn);
  useEffect(() => {
    // The bench reads the mark.
    if (firstDrawn && fontFaces !== 'loading') map?.once('idle', () => performance.mark('map-complete'));
  }, [map, firstDrawn, fontFaces]);
  useEffect(() => {
    map?.getCanvas().setAttribute('aria-label', label);
  }, [map, label]);
  useFreshTiles(map);
  useCamera(map);
  useKeepInSight(map);
  usePointer(map);
  useHoverState(map);
  useSelectionOverlay(theme);

  return (
    <div className={styles.frame}>
      <div ref={container} className={styles.map} />
      {failed !== null && (
        <div className={styles.failed}>
          <ErrorState title={t('map.failedTitle')} text={t('map.failed')} detail={failed} lang="en" />
        </div>
      )}
    </div>
  );
}

/** Draws `style`, as the difference to what is drawn; the first style has to have arrived before there can be one. */
function useStyle(map: MaplibreMap | null, style: StyleSpecification, drawn: RefObject<StyleSpecification>): void {
  const [arrived, setArrived] = useState(false);
  useEffect(() => {
    map?.once('style.load', () => setArrived(true));
  }, [map]);
  useEffect(() => {
    if (!map || !arrived || drawn.current === style) return;
    drawn.current = style;
    map.setStyle(style, { diff: true, transformStyle: keepDraft });
  }, [map, arrived, style, drawn]);
}

/** After a change of the county's data the tiles are asked for again; those that did not change answer 304. */
function useFreshTiles(map: MaplibreMap | null): void {
  const dataEpoch = useApp((state) => state.dataEpoch);
  useEffect(() => {
    if (!map || dataEpoch === 0) return;
    const style = map.getStyle() as StyleSpecification | undefined; // none before the first one has arrived
    for (const [id, { type }] of Object.entries(style?.sources ?? {})) if (type === 'vector') map.refreshTiles(id);
  }, [map, dataEpoch]);
}

/** The style that the store's state asks for. */
function useMapStyle(
  theme: ThemeName,
  firstDrawn: boolean,
  fontFaces: ReturnType<typeof useFallbackFont>,
): StyleSpecification {
  const stage = firstDrawn && fontFaces !== 'loading' ? 'full' : 'first';
  const county = useApp((state) => state.county);
  const signedIn = useApp((state) => state.session.kind === 'signed-in');
  const { date, outlines } = usePicture(useApp((state) => state.comparison?.left ?? null));
  const marked = useApp((state) => (state.comparison ? state.marked : undefined));
  const layers = usePresentLayers();
  const language = useApp((state) => state.preferences.language);
  const draft = usePlanShown();
  const baseMap = useBaseMap();
  return useMemo(
    () =>
      buildStyle({
        stage,
        theme,
        palette: PALETTES[theme],
        language,
        baseMap,
        draft,
        // What stands up would stand before the borders that are drawn.
        layers: draft ? { ...layers, building3d: false } : layers,
        outlines,
        marked,
        tiles: county && signedIn ? { origin: location.origin, county, date } : null,
        // Three hundred slices take longer to read than the first picture.
        fontFaces: stage === 'full' && fontFaces !== 'loading' ? fontFaces : undefined,
      }),
    [stage, theme, language, baseMap, layers, draft, county, signedIn, date, outlines, marked, fontFaces],
  );
}
