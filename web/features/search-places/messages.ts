export const messages = {
  zh: {
    shortcut: '搜索',
    label: '搜索名称、编码或地址',
    placeholder: '搜索名称、编码、地址',
    results: '搜索结果',
    searching: '正在搜索…',
    none: '没有找到“{{text}}”',
    noneHint: '试试社区名、12 位编码，或“道路、小区或社区名＋门牌号”，如解放大街12号',
    found: '找到 {{n}} 项',
    flown: '已飞到{{name}}',
    clear: '清除搜索',
    unnamed: '未命名',
  },
  en: {
    shortcut: 'Search',
    label: 'Search by name, code or address',
    placeholder: 'Search name, code, address',
    results: 'Search results',
    searching: 'Searching…',
    none: 'Nothing found for “{{text}}”',
    noneHint:
      'Try a community’s name, a 12-digit code, or a house number behind the name of a road, compound or community',
    found: 'Found: {{n}}',
    flown: 'Flown to {{name}}',
    clear: 'Clear search',
    unnamed: 'Unnamed',
  },
};
