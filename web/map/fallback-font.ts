import type { StyleSpecification } from 'maplibre-gl';
import { useEffect, useState } from 'react';
import { fallbackFontFaces, systemDrawsChinese } from './fonts.ts';

// Letters are fetched where the system has none, while the session is still being asked for.
const letters = systemDrawsChinese(document.createElement('canvas')) ? undefined : fallbackFontFaces();

/**
 * undefined when the system has Chinese letters of its own. Glyphs once drawn as empty boxes are never drawn again: no
 * map shows words while this is loading.
 */
export function useFallbackFont(): StyleSpecification['font-faces'] | 'loading' {
  const [fontFaces, setFontFaces] = useState<StyleSpecification['font-faces'] | 'loading'>(letters && 'loading');
  useEffect(() => {
    void letters?.then(setFontFaces);
  }, []);
  return fontFaces;
}
