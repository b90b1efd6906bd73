import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** A picture as its pixels tell it: size, how many colours, and shares of single ones. */
export interface Pixels {
  width: number;
  height: number;
  colours: number;
  /** share of each colour given, within a little */
  shares: number[];
}

/** What a person does to take a division, a plan or its public notice away, by the names that a screen reader says. */
export function exportDriver(page: Page) {
  const panel = page.getByRole('region', { name: '任务面板' });
  const dialog = page.getByRole('dialog');

  /** What the browser saves when a button is pressed. */
  const saved = async (button: string | RegExp) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: button }).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };

  return {
    panel,
    dialog,
    saved,
    sheet: dialog.locator('canvas[aria-busy]'),

    /** Opens what is to be taken away; only the keyboard is used. */
    openByKeyboard: async (button: string) => {
      await panel.getByRole('button', { name: button }).focus();
      await page.keyboard.press('Enter');
      await dialog.waitFor();
    },
    open: async (button: string) => {
      await panel.getByRole('button', { name: button }).click();
      await dialog.waitFor();
    },
    format: (name: string) => dialog.getByRole('radio', { name }).check(),
    level: async (name: string) => {
      await dialog.getByLabel('层级').click();
      await page.locator('.ant-select-dropdown:visible').getByTitle(name, { exact: true }).click();
    },
    /** What the dialog says of the last file. */
    told: () => dialog.getByRole('status').textContent(),
    /** The sheet is on the screen as it will be saved. */
    sheetDrawn: () => dialog.locator('canvas[aria-busy=false]').waitFor(),
    close: async () => {
      await dialog
        .locator('.ant-modal-footer')
        .getByRole('button', { name: /^关\s?闭$/ })
        .click();
      await dialog.waitFor({ state: 'detached' });
    },

    /** @param wanted  colours as 0xrrggbb */
    pixelsOf: (picture: Buffer, type: string, wanted: readonly number[] = []): Promise<Pixels> =>
      page.evaluate(
        async ({ base64, type, wanted }) => {
          const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
          const image = await createImageBitmap(new Blob([bytes], { type }));
          const { width, height } = image;
          const pen = new OffscreenCanvas(width, height).getContext('2d');
          if (!pen) throw new Error('no canvas to count colours on');
          pen.drawImage(image, 0, 0);
          const { data } = pen.getImageData(0, 0, width, height);
          const seen = new Set<number>();
          const counts = wanted.map(() => 0);
          for (let at = 0; at < data.length; at += 4) {
            const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
            seen.add((red << 16) | (green << 8) | blue);
            for (const [i, colour] of wanted.entries()) {
              const away =
                Math.abs(red - (colour >> 16)) +
                Math.abs(green - ((colour >> 8) & 255)) +
                Math.abs(blue - (colour & 255));
              if (away < 24) counts[i] = (counts[i] ?? 0) + 1;
            }
          }
          return { width, height, colours: seen.size, shares: counts.map((count) => count / (width * height)) };
        },
        { base64: picture.toString('base64'), type, wanted: [...wanted] },
      ),
  };
}
