import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Degrees → world pixels at a zoom, as the map counts them (512 px at zoom 0). */
function worldPixels([lng, lat]: readonly [number, number], zoom: number): [x: number, y: number] {
  const size = 512 * 2 ** zoom;
  const sin = Math.sin((lat * Math.PI) / 180);
  return [((lng + 180) / 360) * size, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * size];
}

/** Runs in the page. */
async function readDistance({ picture, colour }: { picture: string; colour: number }): Promise<number> {
  const bytes = Uint8Array.from(atob(picture), (char) => char.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const pen = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  let [x, y, count] = [0, 0, 0];
  for (let at = 0; at < data.length / 4; at++) {
    if (((data[4 * at]! << 16) | (data[4 * at + 1]! << 8) | data[4 * at + 2]!) !== colour) continue;
    x += (at % image.width) + 0.5;
    y += Math.floor(at / image.width) + 0.5;
    count++;
  }
  return count === 0 ? Number.MAX_SAFE_INTEGER : Math.hypot(x / count - image.width / 2, y / count - image.height / 2);
}

/** What a person does with the map, by place and not by pixel. The camera is read from the address, as a link holds it. */
export function mapDriver(page: Page) {
  // Where two divisions are compared there is a second one.
  const canvas = page.locator('canvas.maplibregl-canvas').first();

  const camera = async () => {
    const at = new URL(page.url()).searchParams.get('at') ?? '';
    const [lat, lng, zoom] = at.replace('z', '').split(',').map(Number);
    return { lng: lng ?? Number.NaN, lat: lat ?? Number.NaN, zoom: zoom ?? Number.NaN };
  };

  /** Shares of the picture by colour, as 0xrrggbb. */
  const shares = async () => {
    const picture = await canvas.screenshot();
    const found = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
      if (!pen) throw new Error('no canvas to count colours on');
      pen.drawImage(image, 0, 0);
      const { data } = pen.getImageData(0, 0, image.width, image.height);
      const counts = new Map<number, number>();
      for (let at = 0; at < data.length; at += 4) {
        const colour = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      return [...counts].map(([colour, count]): [number, number] => [colour, count / (data.length / 4)]);
    }, picture.toString('base64'));
    return new Map(found);
  };

  /** Shares of the picture by colour, the most frequent first. */
  const colours = async () => [...(await shares()).values()].sort((a, b) => b - a);

  /** Waits until two pictures in a row are alike and show more than an empty ground. */
  const drawn = async () => {
    await canvas.waitFor();
    let before = '';
    await expect
      .poll(
        async () => {
          const picture = (await canvas.screenshot()).toString('base64');
          const still = picture === before;
          before = picture;
          return still && (await colours()).length > 20;
        },
        { timeout: 45_000, interval: 300 },
      )
      .toBe(true);
  };

  const pixelOf = async (place: readonly [number, number]) => {
    const box = await canvas.boundingBox();
    if (!box) throw new Error('the map is not on the page');
    const { lng, lat, zoom } = await camera();
    const [x, y] = worldPixels(place, zoom);
    const [centreX, centreY] = worldPixels([lng, lat], zoom);
    return { x: box.x + box.width / 2 + x - centreX, y: box.y + box.height / 2 + y - centreY };
  };

  /** Presses at the first place and goes to the others, as a hand does, in many small movements; the button stays down. */
  const press = async (...places: readonly (readonly [number, number])[]) => {
    const [first, ...rest] = await Promise.all(places.map(pixelOf));
    if (!first) throw new Error('no place to press at');
    await page.mouse.move(first.x, first.y);
    await page.mouse.down();
    for (const { x, y } of rest) await page.mouse.move(x, y, { steps: 12 });
  };

  return {
    canvas,
    camera,
    colours,
    drawn,
    /** What is drawn within 40 px of a place. */
    pictureAt: async (place: readonly [number, number]) => {
      const { x, y } = await pixelOf(place);
      return (await page.screenshot({ clip: { x: x - 40, y: y - 40, width: 80, height: 80 } })).toString('base64');
    },
    /** How much of the picture has exactly this colour, `#rrggbb`. */
    shareOf: async (colour: string) => (await shares()).get(Number.parseInt(colour.slice(1), 16)) ?? 0,
    /** Pixels between the middle of the map and the middle of what has exactly this colour; far when nothing has. */
    fromMiddle: async (colour: string) => {
      const picture = (await canvas.screenshot()).toString('base64');
      return page.evaluate(readDistance, { picture, colour: Number.parseInt(colour.slice(1), 16) });
    },
    /** Moves the pointer to a place without pressing. */
    hover: async (place: readonly [number, number]) => {
      const { x, y } = await pixelOf(place);
      await page.mouse.move(x, y);
    },
    /** Moves the pointer off the map. */
    leave: () => page.mouse.move(2, 2),
    /** Presses at a place given as [lng, lat]. */
    click: async (place: readonly [number, number]) => {
      const { x, y } = await pixelOf(place);
      await page.mouse.click(x, y);
    },
    press,
    /** Presses at the first place and lets go at the last. */
    drag: async (...places: readonly (readonly [number, number])[]) => {
      await press(...places);
      await page.mouse.up();
    },
    /** How the pointer looks, which says what a press would do. */
    cursor: () =>
      canvas.evaluate(async (element) => {
        // the page hears of a movement with the next frame
        await new Promise((heard) => requestAnimationFrame(() => requestAnimationFrame(heard)));
        return (element as HTMLElement).style.cursor;
      }),
    /** A finger that comes down at the first place and moves to the others; `another` one can come down beside it. */
    touch: async (...places: readonly (readonly [number, number])[]) => {
      const [down, ...rest] = await Promise.all(places.map(pixelOf));
      if (!down) throw new Error('no place to touch');
      const cdp = await page.context().newCDPSession(page);
      const send = (
        type: 'touchStart' | 'touchMove' | 'touchEnd',
        touchPoints: { x: number; y: number; id: number }[],
      ) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
      let at = down;
      await send('touchStart', [{ ...at, id: 0 }]);
      for (const next of rest) {
        for (let step = 1; step <= 8; step++) {
          const [x, y] = [at.x + ((next.x - at.x) * step) / 8, at.y + ((next.y - at.y) * step) / 8];
          await send('touchMove', [{ x, y, id: 0 }]);
        }
        at = next;
      }
      return {
        another: () =>
          send('touchStart', [
            { ...at, id: 0 },
            { x: at.x + 60, y: at.y + 60, id: 1 },
          ]),
        lift: async () => {
          await send('touchEnd', []);
          await cdp.detach();
        },
      };
    },
    tap: async (place: readonly [number, number]) => {
      const { x, y } = await pixelOf(place);
      await page.touchscreen.tap(x, y);
    },
  };
}
