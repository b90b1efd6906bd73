import { describe, expect, test } from 'vitest';
import { PALETTES } from '../../../web/map/palette.ts';

type Rgb = readonly [number, number, number];

const parse = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Rgb;
const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** Viénot, Brettel and Mollon 1999: what a person without red, or without green, receptors sees; linear RGB. */
const SEEN_BY: Record<string, readonly Rgb[]> = {
  everybody: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'the red-blind': [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  'the green-blind': [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
};

/** CIE L*a*b*, D65, of linear RGB. */
function lab([r, g, b]: Rgb): Rgb {
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seen(hex: string, eye: readonly Rgb[]): Rgb {
  const colour = parse(hex).map(linear);
  return lab(eye.map((row) => row.reduce((sum, weight, i) => sum + weight * colour[i]!, 0)) as unknown as Rgb);
}

const luminance = (hex: string) => {
  const [r, g, b] = parse(hex).map(linear) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

/** A difference that is clear side by side in patches (a just noticeable one is 2.3). */
const CLEAR = 11;

describe.each(['light', 'dark'] as const)('the %s map', (theme) => {
  const { hues, text, textSoft, background, red } = PALETTES[theme];

  test.each(Object.keys(SEEN_BY))('has eight region colours that %s can tell apart', (who) => {
    for (const [i, a] of hues.entries()) {
      for (const [j, b] of hues.entries()) {
        if (j <= i) continue;
        const [p, q] = [seen(a.fill, SEEN_BY[who]!), seen(b.fill, SEEN_BY[who]!)];
        expect(Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]), `${i} and ${j}`).toBeGreaterThan(CLEAR);
      }
    }
  });

  test('has words that can be read and marks that can be seen on its ground', () => {
    for (const words of [text, textSoft, ...hues.map((hue) => hue.text)]) {
      expect(contrast(words, background), words).toBeGreaterThan(4.5);
    }
    for (const mark of [red, ...hues.map((hue) => hue.line)])
      expect(contrast(mark, background), mark).toBeGreaterThan(3);
  });
});
