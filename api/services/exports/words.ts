import type { WordLanguage } from '../../contract/exports.ts';
import type { ExportLayer } from '../../contract/layer-exports.ts';
import type { RegionKind } from '../../contract/words.ts';

/** What levels are called in files that people read. */
export const KIND_WORDS: Readonly<Record<WordLanguage, Readonly<Record<RegionKind, string>>>> = {
  zh: { county: '县', street: '街道', community: '社区', grid: '网格', network: '片区', union: '区域党委' },
  en: {
    ...{ county: 'County', street: 'Street', community: 'Community', grid: 'Grid' },
    ...{ network: 'Network', union: 'Union' },
  },
};

/** What layers are called in names of files. */
export const LAYER_WORDS: Readonly<Record<ExportLayer, string>> = {
  ...{ building: '楼栋', compound: '小区', wall: '围墙', gate: '出入口', road: '道路', railway: '铁路', water: '水系' },
  ...{ landuse: '用地', site: '阵地', site_area: '阵地范围', organization: '驻区单位', party_org: '党组织' },
  ...{ region: '区域', block: '街坊' },
};
