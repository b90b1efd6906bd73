import type { Map as MaplibreMap, StyleSpecification } from 'maplibre-gl';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createMap } from '../../map/create-map.ts';
import { useFallbackFont } from '../../map/fallback-font.ts';
import { PALETTES } from '../../map/palette.ts';
import { buildStyle } from '../../map/style.ts';
import { useBaseMap } from '../../state/base-map.ts';
import { type RegionsPicture, usePicture } from '../../state/compared-picture.ts';
import type { ComparedSide } from '../../state/plan-room.ts';
import { usePresentLayers } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { useThemeName } from '../../state/theme-name.ts';

/** A map of its own for one side, in the look of the main one; `waits`: what it shows is not yet that side. */
export function useSideMap(
  container: RefObject<HTMLDivElement | null>,
  side: ComparedSide,
  main: MaplibreMap,
): { readonly map: MaplibreMap | null; readonly waits: boolean } {
  const { t } = useTranslation('compare-divisions');
  const [map, setMap] = useState<MaplibreMap | null>(null);
  const fontFaces = useFallbackFont();
  const picture = usePicture(side);
  const style = useSideStyle(picture, fontFaces === 'loading' ? undefined : fontFaces);
  const hasLetters = fontFaces !== 'loading';
  const drawn = useRef<StyleSpecification>(style);
  const latest = useRef({ style, label: t('rightMapShort') });
  useEffect(() => {
    latest.current = { ...latest.current, style };
  }, [style]);
  useEffect(() => {
    if (!container.current || !hasLetters) return;
    drawn.current = latest.current.style;
    const view = { center: main.getCenter().toArray() as [number, number], zoom: main.getZoom() };
    const created = createMap(container.current, drawn.current, view, latest.current.label);
    created.once('load', () => setMap(created));
    return () => {
      setMap(null);
      created.remove();
    };
  }, [container, main, hasLetters]);
  useEffect(() => {
    if (!map || drawn.current === style) return;
    drawn.current = style;
    map.setStyle(style, { diff: true });
  }, [map, style]);
  return { map, waits: map === null || picture.waits };
}

function useSideStyle(
  { date, outlines }: RegionsPicture,
  fontFaces: StyleSpecification['font-faces'],
): StyleSpecification {
  const theme = useThemeName();
  const county = useApp((state) => state.county);
  const language = useApp((state) => state.preferences.language);
  const layers = usePresentLayers();
  const marked = useApp((state) => state.marked);
  const baseMap = useBaseMap();
  return useMemo(
    () =>
      buildStyle({
        ...{ stage: 'full', theme, palette: PALETTES[theme], language, layers, baseMap, outlines, marked, fontFaces },
        tiles: county ? { origin: location.origin, county, date } : null,
      }),
    [theme, language, layers, baseMap, outlines, marked, fontFaces, county, date],
  );
}
