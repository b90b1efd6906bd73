/** Words of what was imported before. */
export const historyMessages = {
  zh: {
    history: '导入记录',
    historyAll: '全部记录',
    historyOf: '{{county}}的导入记录',
    historyMore: '再显示 {{n}} 条',
    byCommand: '命令行',
    historyCounts: '{{ready}} / {{rows}} 行',
    historyFaults: '{{n}} 处问题',
    keepReport: '保存报告（Excel）',
    keepFaults: '问题清单（CSV）',
    keep: { xlsx: '报告 XLSX', csv: '问题 CSV' },
    keepOf: '{{name}}：{{what}}',
  },
  en: {
    history: 'Imports',
    historyAll: 'All imports',
    historyOf: 'Imports of {{county}}',
    historyMore: 'Show {{n}} more',
    byCommand: 'command line',
    historyCounts: '{{ready}} of {{rows}} rows',
    historyFaults: '{{n}} faults',
    keepReport: 'Save the report (Excel)',
    keepFaults: 'Faults (CSV)',
    keep: { xlsx: 'Report XLSX', csv: 'Faults CSV' },
    keepOf: '{{name}}: {{what}}',
  },
};
