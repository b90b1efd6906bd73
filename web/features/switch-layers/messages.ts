export const messages = {
  zh: {
    title: '图例',
    open: '打开图例',
    close: '收起图例',
    shortcut: '立体楼栋开关',
    reset: '恢复默认',
    wasReset: '图层已恢复默认',
    group: { regions: '区域', red: '红色阵地', service: '服务阵地', places: '场所', ground: '底图' },
    shown: '{{name}}已显示',
    hidden: '{{name}}已隐藏',
  },
  en: {
    title: 'Legend',
    open: 'Open legend',
    close: 'Close legend',
    shortcut: 'Buildings in 3D on or off',
    reset: 'Reset',
    wasReset: 'Layers are as at first',
    group: { regions: 'Regions', red: 'Red sites', service: 'Service sites', places: 'Places', ground: 'Base map' },
    shown: '{{name}} shown',
    hidden: '{{name}} hidden',
  },
};
