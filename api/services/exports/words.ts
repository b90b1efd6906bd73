import type { WordLanguage } from '../../contract/exports.ts';
import type { RegionKind } from '../../contract/words.ts';

/** What levels are called in files that people read. */
export const KIND_WORDS: Readonly<Record<WordLanguage, Readonly<Record<RegionKind, string>>>> = {
  zh: { county: '县', street: '街道', community: '社区', grid: '网格', network: '片区', union: '区域党委' },
  en: {
    ...{ county: 'County', street: 'Street', community: 'Community', grid: 'Grid' },
    ...{ network: 'Network', union: 'Union' },
  },
};
