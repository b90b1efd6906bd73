import type { Page } from 'playwright-core';
import type { PlanDocument } from '../../../api/contract/plans.ts';

/** How long a search of the small county may take on a machine that does other things too. */
const SEARCH_MS = 120_000;

/** What a planner does with what the machine proposes, by the names that a screen reader says (in Chinese). */
export function proposalsDriver(page: Page) {
  const panel = page.getByRole('region', { name: '任务面板' });
  const tab = (name: string) => panel.getByRole('tab', { name, exact: true });
  const cards = panel.getByRole('list', { name: '找到的划法' }).locator(':scope > li');
  const openId = () => Number(new URL(page.url()).searchParams.get('plan'));

  return {
    panel,
    cards,
    /** Makes a plan for the whole county; it is open afterwards. */
    make: async (title: string) => {
      await panel.getByRole('button', { name: '新建方案' }).click();
      await panel.getByLabel('名称', { exact: true }).fill(title);
      await panel.getByRole('button', { name: '建立并开始绘制' }).click();
      await tab('提案').waitFor();
    },
    turnTo: async (name: '绘制' | '提案') => {
      await tab(name).click();
      await panel.getByRole('tabpanel', { name, exact: true }).waitFor();
    },
    /** How many communities the plan has, as the list of them says. */
    communities: async () => {
      const title = panel.getByRole('heading', { name: /^全部社区（\d+）$/ });
      return Number(/\d+/.exec((await title.textContent()) ?? '')?.[0]);
    },
    howMany: (parts: number) => panel.getByRole('spinbutton', { name: '划成几个社区' }).fill(String(parts)),
    /** Into how many communities the form says. */
    parts: () => panel.getByRole('spinbutton', { name: '划成几个社区' }).inputValue(),
    term: (name: string, on: boolean) => panel.getByRole('checkbox', { name }).setChecked(on),
    start: panel.getByRole('button', { name: '开始找方案' }),
    /** Waits for the end of the search. */
    found: () => cards.first().waitFor({ timeout: SEARCH_MS }),
    /** The steps that the server keeps of the open plan. */
    stepsOnServer: async (county: string): Promise<number> => {
      const document = await page.request.get(`/api/counties/${county}/plans/${openId()}/document`);
      return ((await document.json()) as PlanDocument).steps.length;
    },
  };
}
