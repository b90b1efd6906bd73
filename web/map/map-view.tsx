import 'maplibre-gl/dist/maplibre-gl.css';
import { Map as MaplibreMap, prewarm, type StyleSpecification, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ThemeName } from '../state/preferences.ts';
import { store, useApp } from '../state/store.ts';
import { ErrorState } from '../ui/states.tsx';
import { prefersReducedMotion } from '../ui/use-media.ts';
import { fallbackFontFaces, systemDrawsChinese } from './fonts.ts';
import { mapHandle } from './handle.ts';
import styles from './map-view.module.css';
import { overlayRegistry } from './overlay-registry.ts';
import { PALETTES } from './palette.ts';
import { drawPin, parsePinImage } from './pins.ts';
import { buildStyle, type StyleInput } from './style.ts';
import { useCamera, useKeepInSight } from './use-camera.ts';
import { useHoverState } from './use-hover-state.ts';
import { usePointer } from './use-pointer.ts';
import { useSelectionOverlay } from './use-selection-overlay.ts';

setWorkerUrl(workerUrl);
// The workers start while the session is still being asked for.
prewarm();

/** Where the map looks before any county is open: the middle of China, from afar. */
const NOWHERE = { center: [108.5, 34.5] as [number, number], zoom: 3.2 };
const PIN_SCALE = 2;

/** Makes the map in `container`; its pins are drawn when a style first names them. */
function createMap(container: HTMLElement, style: StyleSpecification, label: string): MaplibreMap {
  const map = new MaplibreMap({
    container,
    style,
    ...NOWHERE,
    attributionControl: false,
    maxPitch: 60,
    maxZoom: 21,
    fadeDuration: prefersReducedMotion() ? 0 : 140,
    localIdeographFontFamily: false,
    locale: { 'Map.Title': label },
  });
  map.setMissingStyleImageResolver((id) => {
    const pin = parsePinImage(id);
    if (pin && !map.hasImage(id)) map.addImage(id, drawPin(pin.kind, pin.theme, PIN_SCALE), { pixelRatio: PIN_SCALE });
  });
  map.on('error', ({ error }) => {
    // A tile that is refused may be the first to learn that the session has ended.
    if ('status' in error && error.status === 401) store.getState().expireSession();
    else console.error(error);
  });
  return map;
}

/** Calls back once, when the county first stands on the screen with all tiles of the view drawn. */
function whenFirstDrawn(map: MaplibreMap, callback: () => void): void {
  const look = () => {
    if (!map.getLayer('county-line') || !map.loaded()) return;
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
  const [stage, setStage] = useState<StyleInput['stage']>('first');
  const style = useMapStyle(theme, stage);
  const firstStyle = useRef(style);
  const label = t('map.label');
  const firstLabel = useRef(label);

  useEffect(() => {
    if (!container.current) return;
    let created: MaplibreMap;
    try {
      created = createMap(container.current, firstStyle.current, firstLabel.current);
    } catch (error) {
      // Without WebGL2 the rest of the app still serves: lists, inspector, import.
      setFailed(error instanceof Error ? error.message : String(error));
      return;
    }
    whenFirstDrawn(created, () => {
      // The bench reads the mark.
      performance.mark('map-loaded');
      setStage('full');
    });
    const detach = attachWhenNeeded(created);
    setMap(created);
    mapHandle.setState({ map: created });
    return () => {
      detach();
      mapHandle.setState({ map: null });
      created.remove();
    };
  }, []);

  useStyle(map, style);
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
          <ErrorState title={t('map.failedTitle')} text={t('map.failed')} detail={failed} />
        </div>
      )}
    </div>
  );
}

/** Draws `style`, as the difference to what is drawn; the first style has to have arrived before there can be one. */
function useStyle(map: MaplibreMap | null, style: StyleSpecification): void {
  const [arrived, setArrived] = useState(false);
  useEffect(() => {
    map?.once('style.load', () => setArrived(true));
  }, [map]);
  useEffect(() => {
    if (map && arrived) map.setStyle(style, { diff: true });
  }, [map, arrived, style]);
}

/** After a change of the county's data the tiles are asked for again; those that did not change answer 304. */
function useFreshTiles(map: MaplibreMap | null): void {
  const dataEpoch = useApp((state) => state.dataEpoch);
  useEffect(() => {
    if (!map || dataEpoch === 0) return;
    for (const source of Object.keys(map.getStyle().sources)) map.refreshTiles(source);
  }, [map, dataEpoch]);
}

/** The style that the store's state asks for. */
function useMapStyle(theme: ThemeName, stage: StyleInput['stage']): StyleSpecification {
  const county = useApp((state) => state.county);
  const signedIn = useApp((state) => state.session.kind === 'signed-in');
  const date = useApp((state) => state.date);
  const layers = useApp((state) => state.layers);
  const language = useApp((state) => state.preferences.language);
  const hasPlace = useApp((state) => state.camera !== null);
  const fontFaces = useFallbackFont();
  return useMemo(
    () =>
      buildStyle({
        stage,
        theme,
        palette: PALETTES[theme],
        language,
        layers,
        // No tile is asked for before the map knows where it looks. Labels wait for their font: glyphs once drawn as empty boxes are never drawn again.
        tiles:
          county && signedIn && hasPlace && fontFaces !== 'loading' ? { origin: location.origin, county, date } : null,
        fontFaces: fontFaces === 'loading' ? undefined : fontFaces,
      }),
    [stage, theme, language, layers, county, signedIn, date, hasPlace, fontFaces],
  );
}

/** undefined when the system has Chinese letters of its own. */
function useFallbackFont(): StyleSpecification['font-faces'] | 'loading' {
  const [fontFaces, setFontFaces] = useState<StyleSpecification['font-faces'] | 'loading'>(() =>
    systemDrawsChinese(document.createElement('canvas')) ? undefined : 'loading',
  );
  useEffect(() => {
    if (fontFaces === 'loading') void fallbackFontFaces().then(setFontFaces);
  }, [fontFaces]);
  return fontFaces;
}
