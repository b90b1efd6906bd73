import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Region } from '../../../api/contract/counties.ts';
import { regionList } from '../../../api/contract/counties.ts';
import { COUNTY, PASSWORD } from '../support/people.ts';

/** What a person does with everything round the map, by the names that a screen reader says. */
export function shellDriver(page: Page) {
  const search = page.getByRole('combobox', { name: /搜索|^Search/ });
  const inspector = page.getByRole('region', { name: /^检查栏|^Inspector/ });
  const tree = page.getByRole('tree', { name: /^区域树|^Tree of regions/ });
  const account = page.getByRole('button', { name: /账号|^Account/ });
  const legend = page.getByRole('region', { name: /^图例|^Legend/ });
  const dataNote = page.getByRole('button', { name: /^数据说明|^About the data/ });

  return {
    search,
    inspector,
    tree,
    account,
    legend,
    dataNote,
    door: page.getByRole('heading', { name: '登录' }),
    results: page.getByRole('listbox').getByRole('option'),

    /** The heading of what the inspector shows. */
    inspected: () => inspector.getByRole('heading', { level: 2 }).textContent(),

    /** What was said last to whoever cannot see the screen. */
    announced: async () => (await page.locator('[role=status].visually-hidden').textContent()) ?? '',

    signIn: async (username: string, password = PASSWORD) => {
      await page.getByLabel('用户名').fill(username);
      await page.getByLabel('密码').fill(password);
      // antd sets two Chinese characters apart.
      await page.getByRole('button', { name: /^登\s?录$/ }).click();
    },

    /** Leaves by the account menu; the door is shown. */
    signOut: async () => {
      await account.click();
      await page.getByRole('button', { name: '退出登录' }).click();
      await page.getByRole('heading', { name: '登录' }).waitFor();
    },

    /** Puts the page into English and the dark, as a person does: in the top bar, on a phone in the account menu. */
    toEnglishAndDark: async () => {
      const button = page.getByRole('button', { name: 'Switch to English' });
      if (await button.isVisible()) {
        await button.click();
        await page.getByRole('button', { name: 'Appearance: Dark' }).click();
        return;
      }
      await account.click();
      await page.getByRole('radio', { name: 'English' }).check();
      await page.getByRole('radio', { name: 'Dark' }).check();
      await page.keyboard.press('Escape');
    },

    /** Where it starts folded: while a plan is drawn, or two are compared. */
    openLegend: () => page.getByTitle(/^打开图例|^Open legend/).click(),
    /** The switch of a layer in the open legend. */
    layer: (name: string) => legend.getByRole('checkbox', { name }),

    /** The regions as the page itself can read them, for tests that need to know where one is. */
    regions: async (): Promise<Region[]> => {
      const response = await page.request.get(`/api/counties/${COUNTY}/regions`);
      expect(response.status()).toBe(200);
      return regionList.parse(await response.json()).regions;
    },

    /** Faults against WCAG 2.1 A and AA, of any weight, as "rule: element". */
    faults: async (): Promise<string[]> => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
        .analyze();
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
    },

    /** No part of the page is wider than the window. */
    fitsWidth: () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
  };
}
