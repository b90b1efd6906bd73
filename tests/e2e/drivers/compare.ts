import type { Page } from 'playwright-core';

const SEEN_PX = 80;

/** What a person does with two divisions or plans beside each other, by the names that a screen reader says (in Chinese). */
export function compareDriver(page: Page) {
  const panel = page.getByRole('region', { name: '对比', exact: true });
  const rightMap = page.getByRole('region', { name: /^右侧地图：/ });
  return {
    panel,
    /** From an open plan: it stands on the right, what it starts from on the left. */
    withBase: async () => {
      await page.getByRole('button', { name: '与基础区划对比' }).click();
      await panel.waitFor();
    },
    /** Chooses what stands on a side, by its title. */
    put: async (side: '左' | '右', title: string) => {
      await panel.getByLabel(side, { exact: true }).click();
      await page.locator('.ant-select-dropdown:visible').getByTitle(title, { exact: true }).click();
    },
    look: (name: '卷帘' | '并排') => panel.getByText(name, { exact: true }).click(),
    /** Waits for the map of the right side, which shows that. */
    shows: (title: string) => page.getByRole('region', { name: `右侧地图：${title}` }).waitFor(),
    /** Parts the two maps; it is moved with the keyboard here. */
    divider: page.getByRole('separator', { name: '卷帘分隔线' }),
    /** The list of what moves from where to where: "甲社区 乙社区 1 个街坊 · 23 户 · 61 人". */
    moves: async (): Promise<string[]> => {
      const list = panel.getByRole('list', { name: '换归属的街坊' });
      return (await list.getByRole('listitem').allInnerTexts()).map((row) => row.replace(/\s+/g, ' '));
    },
    /** Side by side: what is drawn in the middle of either map. */
    halves: async (): Promise<[left: string, right: string]> => {
      const [from, second] = [await panel.boundingBox(), await rightMap.boundingBox()];
      const pictureAround = async (x: number) => {
        const clip = {
          x: x - SEEN_PX / 2,
          y: second!.y + (second!.height - SEEN_PX) / 2,
          width: SEEN_PX,
          height: SEEN_PX,
        };
        return (await page.screenshot({ clip })).toString('base64');
      };
      const panelEnd = from!.x + from!.width;
      return [await pictureAround((panelEnd + second!.x) / 2), await pictureAround(second!.x + second!.width / 2)];
    },
    end: () => panel.getByRole('button', { name: '返回' }).click(),
  };
}
