import { systemDrawsChinese } from '../map/fonts.ts';

/** A system without Chinese letters gets ours; its slices load as the page needs them. */
export async function loadFallbackFont(): Promise<void> {
  if (!systemDrawsChinese(document.createElement('canvas')))
    await import('@fontsource-variable/noto-sans-sc/index.css');
}
