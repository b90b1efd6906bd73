import { systemDrawsChinese } from '../map/fonts.ts';

/**
 * A system without Chinese letters gets ours; its slices load as the page needs them. It comes first among the page's
 * fonts then, for Latin too: of a font further behind, Chromium never draws some words again that it drew as empty
 * boxes before their slice had come.
 */
export async function loadFallbackFont(): Promise<void> {
  if (systemDrawsChinese(document.createElement('canvas'))) return;
  await import('@fontsource-variable/noto-sans-sc/index.css');
  document.documentElement.style.setProperty('--font', '"Noto Sans SC Variable", sans-serif');
}
