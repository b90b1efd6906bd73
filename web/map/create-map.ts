import { Map as MaplibreMap, type StyleSpecification } from 'maplibre-gl';
import { store } from '../state/store.ts';
import { prefersReducedMotion } from '../ui/use-media.ts';
import { drawPin, parsePinImage } from './pins.ts';
import type { FirstView } from './use-camera.ts';

const PIN_SCALE = 2;

/** Makes the map in `container`; its pins are drawn when a style first names them. */
export function createMap(
  container: HTMLElement,
  style: StyleSpecification,
  view: FirstView,
  label: string,
): MaplibreMap {
  const map = new MaplibreMap({
    container,
    style,
    ...view,
    attributionControl: false,
    maxPitch: 60,
    maxZoom: 21,
    fadeDuration: prefersReducedMotion() ? 0 : 140,
    localIdeographFontFamily: false,
    validateStyle: false, // every style is ours, and the tests see to it that it is valid
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
