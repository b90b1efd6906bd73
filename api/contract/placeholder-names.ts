import type { PlanLevel } from './plans.ts';

/** What new regions are called until somebody names them; `{{n}}` counts. */
export const PLACEHOLDER_NAMES: Readonly<Record<'zh' | 'en', Readonly<Record<PlanLevel, string>>>> = {
  zh: { grid: '新网格{{n}}', community: '新社区{{n}}', network: '新片区{{n}}', union: '新区域{{n}}' },
  en: {
    grid: 'New grid {{n}}',
    community: 'New community {{n}}',
    network: 'New network {{n}}',
    union: 'New union {{n}}',
  },
};

const PATTERNS = Object.values(PLACEHOLDER_NAMES)
  .flatMap((stems) => Object.values(stems))
  .map((stem) => new RegExp(`^${stem.replace('{{n}}', '\\d+')}$`));

/** Whether nobody has named it. */
export const isPlaceholderName = (name: string): boolean => PATTERNS.some((pattern) => pattern.test(name));
