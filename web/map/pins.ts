import type { SiteKind } from '../../api/contract/words.ts';
import type { ThemeName } from '../state/preferences.ts';

/**
 * Pins of the sites: SVG paths in a box of 32 × 36, the tip at (16, 34). Each kind has a body of its own, so that kinds
 * differ without colour; the same paths serve the map (canvas) and the legend (SVG).
 */
interface PinShape {
  readonly body: string;
  /** drawn in white on the body */
  readonly glyph: string;
  readonly tone: 'red' | 'service' | 'public';
}

const tip = 'M12.6 26.4h6.8L16 33.6z';

export const PIN_SHAPES: Readonly<Record<SiteKind, PinShape>> = {
  red_building: {
    tone: 'red',
    body: `M8 4h16a3 3 0 0 1 3 3v18a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3z${tip}`,
    glyph: 'M11 8h10v16h-3.6v-3.4h-2.8V24H11zM13.2 10.4v2h2v-2zm3.6 0v2h2v-2zm-3.6 4v2h2v-2zm3.6 0v2h2v-2z',
  },
  red_district: {
    tone: 'red',
    body: `M11.2 4h9.6l6.7 6.7v9.6L20.8 27h-9.6l-6.7-6.7v-9.6z${tip}`,
    glyph:
      'M10 9h12l1.6 4.2a2.2 2.2 0 0 1-3.8 1.3 2.4 2.4 0 0 1-3.8 0 2.4 2.4 0 0 1-3.8 0 2.2 2.2 0 0 1-3.8-1.3zm.6 8.2h10.8V23H10.6zm4 1.6V23h2.8v-4.2z',
  },
  red_property: {
    tone: 'red',
    body: `M16 2.6 28 11.5V25a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V11.5z${tip}`,
    glyph:
      'M16 8.8a4 4 0 0 1 1.5 7.7v2.1h2v2h-2v2.6h-3v-6.7A4 4 0 0 1 16 8.8zm0 2.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z',
  },
  service_centre: {
    tone: 'service',
    body: `M16 2.5a13 13 0 1 1 0 26 13 13 0 0 1 0-26z${tip}`,
    glyph: 'M16 7.3l2.5 5.3 5.8.7-4.3 4 1.1 5.7L16 20.2 10.9 23l1.1-5.7-4.3-4 5.8-.7z',
  },
  community_station: {
    tone: 'service',
    body: `M16 4a11.5 11.5 0 1 1 0 23 11.5 11.5 0 0 1 0-23z${tip}`,
    glyph: 'M16 8.8l6.6 5.5-1.3 1.5-.9-.7V21h-3v-3.6h-2.8V21h-3v-5.9l-.9.7-1.3-1.5z',
  },
  deputies_station: {
    tone: 'service',
    body: `M10 4h12l6 11.5L22 27H10L4 15.5z${tip}`,
    glyph:
      'M12.8 9.5a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8zm6.4 0a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8zM8.8 20.5c0-3 1.8-4.7 4-4.7 1.3 0 2.4.6 3.2 1.6a4 4 0 0 1 3.2-1.6c2.2 0 4 1.7 4 4.7z',
  },
  clinic: {
    tone: 'public',
    body: `M11 3.5h10v6.5h6.5v10H21V27H11v-7H4.5V10H11z${tip}`,
    glyph: 'M14.3 9.5h3.4v4.3H22v3.4h-4.3v4.3h-3.4v-4.3H10v-3.4h4.3z',
  },
  police_room: {
    tone: 'public',
    body: `M16 2.5 27 6v9.5c0 6-4.5 10.3-11 13-6.5-2.7-11-7-11-13V6z${tip}`,
    glyph: 'M16 8.5l1.9 4 4.4.5-3.3 3 .9 4.3-3.9-2.2-3.9 2.2.9-4.3-3.3-3 4.4-.5z',
  },
  plaza: {
    tone: 'public',
    body: `M16 2.5 28.5 15.5 16 28.5 3.5 15.5z${tip}`,
    glyph: 'M16 9a4.2 4.2 0 0 1 1.1 8.2V22h-2.2v-4.8A4.2 4.2 0 0 1 16 9z',
  },
  activity_room: {
    tone: 'public',
    body: `M16 3 29 25.5a1.5 1.5 0 0 1-1.3 2.2H4.3A1.5 1.5 0 0 1 3 25.5z${tip}`,
    glyph: 'M13.8 12.5l6.2-1.3v7.9a2 2 0 1 1-1.5-1.9v-3.3l-3.2.7v5.5a2 2 0 1 1-1.5-1.9z',
  },
  school: {
    tone: 'public',
    body: `M4 8.5 16 3l12 5.5V22a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5z${tip}`,
    glyph: 'M16 8.8l8 3.4-8 3.4-8-3.4zm-5 6.4 5 2.1 5-2.1v3.6c-1.3 1.3-3 2-5 2s-3.7-.7-5-2z',
  },
  reception_room: {
    tone: 'public',
    body: `M7.5 5h17A3.5 3.5 0 0 1 28 8.5v12a3.5 3.5 0 0 1-3.5 3.5h-17A3.5 3.5 0 0 1 4 20.5v-12A3.5 3.5 0 0 1 7.5 5zM10 23h7l-4.5 8z`,
    glyph:
      'M10 12.8a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4zm6 0a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4zm6 0a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4z',
  },
  other: {
    tone: 'public',
    body: `M16 7a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z${tip}`,
    glyph: 'M16 12.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
  },
};

export const PIN_BOX = { width: 32, height: 36, tipY: 33.6 } as const;

const TONES: Readonly<Record<ThemeName, Readonly<Record<PinShape['tone'], string>>>> = {
  light: { red: '#c41d28', service: '#0958d9', public: '#44556d' },
  dark: { red: '#d8353f', service: '#2f74e0', public: '#66788f' },
};

export const pinColour = (kind: SiteKind, theme: ThemeName): string => TONES[theme][PIN_SHAPES[kind].tone];

/** Name of a pin's picture in the style: `pin-light-clinic`. */
export const pinImage = (kind: SiteKind, theme: ThemeName): string => `pin-${theme}-${kind}`;

const isSiteKind = (kind: string): kind is SiteKind => kind in PIN_SHAPES;

/** The pin behind an image name; null for any other name. */
export function parsePinImage(image: string): { kind: SiteKind; theme: ThemeName } | null {
  const [prefix, theme, kind] = image.split('-');
  if (prefix !== 'pin' || (theme !== 'light' && theme !== 'dark') || !kind || !isSiteKind(kind)) return null;
  return { kind, theme };
}

/** Draws a pin for the map, `scale` device pixels a unit of the box. */
export function drawPin(kind: SiteKind, theme: ThemeName, scale: number): ImageData {
  const canvas = new OffscreenCanvas(PIN_BOX.width * scale, PIN_BOX.height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gives no canvas to draw pins on.');
  const { body, glyph } = PIN_SHAPES[kind];
  const outline = new Path2D(body);
  context.scale(scale, scale);
  context.lineJoin = 'round';
  context.shadowColor = 'rgba(15, 25, 40, 0.35)';
  context.shadowBlur = 2 * scale;
  context.shadowOffsetY = 0.8 * scale;
  context.strokeStyle = '#ffffff';
  context.lineWidth = 3.2;
  context.stroke(outline);
  context.shadowColor = 'transparent';
  context.fillStyle = pinColour(kind, theme);
  context.fill(outline);
  context.fillStyle = '#ffffff';
  context.fill(new Path2D(glyph), 'evenodd');
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
