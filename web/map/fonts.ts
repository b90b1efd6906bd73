import type { StyleSpecification } from 'maplibre-gl';

/**
 * Labels are drawn from the system's fonts; no glyph server. The first name carries the weight (maplibre reads it from
 * there), the rest is what Chinese systems have.
 */
const SYSTEM = ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Arial'];
export const FONT_REGULAR = ['Tongxin Regular', ...SYSTEM];
export const FONT_MEDIUM = ['Tongxin Medium', ...SYSTEM];
export const FONT_BOLD = ['Tongxin Bold', ...SYSTEM];

type FontFaces = NonNullable<StyleSpecification['font-faces']>;

/** Two characters of different shape come out alike when the system draws both as an empty box. */
export function systemDrawsChinese(canvas: HTMLCanvasElement): boolean {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return false;
  canvas.width = canvas.height = 24;
  const picture = (character: string) => {
    context.clearRect(0, 0, 24, 24);
    context.font = `20px ${SYSTEM.map((name) => `"${name}"`).join(',')}, sans-serif`;
    context.fillText(character, 2, 20);
    return context.getImageData(0, 0, 24, 24).data;
  };
  const first = picture('网');
  const second = picture('一');
  return first.some((value, index) => value !== second[index]);
}

/**
 * The fallback font for systems without Chinese letters, in slices that load when a label needs them.
 * Asked for only then, so that everybody else loads nothing.
 */
export async function fallbackFontFaces(): Promise<FontFaces> {
  const { NOTO_SLICES } = await import('./noto-slices.ts');
  return Object.fromEntries(
    [FONT_REGULAR, FONT_MEDIUM, FONT_BOLD].map(([name]) => [
      name!,
      NOTO_SLICES.map(({ url, ranges }) => ({ url, 'unicode-range': ranges })),
    ]),
  );
}
