import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scaleLength } from '../../web/app/scale-length.ts';

test('the scale bar is a round distance that fits, and more than a third of the room', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -80, max: 80, noNaN: true }),
      fc.double({ min: 2, max: 21, noNaN: true }),
      (lat, zoom) => {
        const { metres, px } = scaleLength(lat, zoom, 110);
        expect(px).toBeLessThanOrEqual(110);
        expect(px).toBeGreaterThan(36);
        expect([1, 2, 5]).toContain(Math.round(metres / 10 ** Math.floor(Math.log10(metres) + 1e-9)));
      },
    ),
    { seed: 1 },
  );
});
