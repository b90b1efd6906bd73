import type { WordLanguage } from '../../contract/exports.ts';
import type { ImportReport, ImportSettings } from '../../contract/imports.ts';
import type { ImportTarget } from '../../contract/words.ts';

/** The words of a report that is kept as a file. */
export interface ReportWords
  extends Readonly<
    Record<
      | 'title'
      | 'summary'
      | 'faults'
      | 'what'
      | 'is'
      | 'county'
      | 'file'
      | 'target'
      | 'level'
      | 'mode'
      | 'status'
      | 'person'
      | 'begun'
      | 'ended'
      | 'format'
      | 'layer'
      | 'crs'
      | 'filter'
      | 'rows'
      | 'ready'
      | 'faultTotal'
      | 'source'
      | 'message'
      | 'byCommand'
      | 'severity'
      | 'kind'
      | 'row'
      | 'name'
      | 'particulars'
      | 'advice'
      | 'lng'
      | 'lat'
      | 'area'
      | 'listed',
      string
    >
  > {
  readonly targets: Readonly<Record<ImportTarget, string>>;
  readonly statuses: Readonly<Record<ImportReport['status'], string>>;
  readonly modes: Readonly<Record<ImportSettings['mode'], string>>;
  readonly severities: Readonly<Record<'error' | 'warning', string>>;
  /** what an import came to, by its keys; one that is missing here stands under its key */
  readonly outcome: Readonly<Record<string, string>>;
}

export const REPORT_WORDS: Readonly<Record<WordLanguage, ReportWords>> = {
  zh: {
    title: '导入报告',
    summary: '报告',
    faults: '问题',
    what: '项目',
    is: '内容',
    county: '县',
    file: '文件',
    target: '导入为',
    level: '层级',
    mode: '写入方式',
    status: '状态',
    person: '导入人',
    begun: '开始',
    ended: '结束',
    format: '格式',
    layer: '图层',
    crs: '坐标系',
    filter: '只取部分行',
    rows: '行数',
    ready: '可导入的行',
    faultTotal: '问题数',
    source: '来源',
    message: '没有成功的原因',
    byCommand: '命令行',
    severity: '级别',
    kind: '问题类别',
    row: '行',
    name: '名称',
    particulars: '具体',
    advice: '怎么办',
    lng: '经度',
    lat: '纬度',
    area: '面积（平方米）',
    listed: '列出的问题',
    targets: {
      regions: '区域',
      blocks: '街坊',
      compounds: '小区',
      buildings: '楼栋',
      roads: '道路和铁路',
      water: '水系',
      landuse: '用地',
      sites: '阵地',
      organizations: '驻区单位',
      pois: '兴趣点',
    },
    statuses: {
      reading: '正在读取',
      preview: '待写入',
      switching: '正在写入',
      done: '已写入',
      rejected: '已放弃',
      failed: '没有成功',
    },
    modes: {
      replace: '替换',
      add: '追加',
      update: '更新',
    },
    severities: {
      error: '错误',
      warning: '提醒',
    },
    outcome: {
      regions: '区域',
      blocks: '街坊',
      keptBlocks: '保留的街坊',
      mergedBlocks: '并入邻居的零碎街坊',
      deadEnds: '不分隔街坊的断头线',
      refused: '略过的有错的行',
      mended: '修补的行',
      outsideBlocks: '不在任何街坊内',
      skipped: '没有对应类别的行',
      skippedKinds: '跳过的种类',
      residentsSharedOut: '分摊的人口（估算）',
      division: '区划编号',
      compoundChanged: '更改的小区',
      buildingChanged: '更改的楼栋',
      siteChanged: '更改的阵地',
      organizationChanged: '更改的驻区单位',
      keptByHand: '人工更正过而保留的',
      populations: '人口数更新的区域',
      validFrom: '区划生效日期',
      compound: '小区',
      compoundReplaced: '替换掉的小区',
      compoundUnlinked: '随小区解除的关联',
      building: '楼栋',
      buildingReplaced: '替换掉的楼栋',
      buildingUnlinked: '随楼栋解除的关联',
      road: '道路',
      roadReplaced: '替换掉的道路',
      roadUnlinked: '随道路解除的关联',
      railway: '铁路',
      railwayReplaced: '替换掉的铁路',
      railwayUnlinked: '随铁路解除的关联',
      water: '水系',
      waterReplaced: '替换掉的水系',
      waterUnlinked: '随水系解除的关联',
      landuse: '用地',
      landuseReplaced: '替换掉的用地',
      landuseUnlinked: '随用地解除的关联',
      site: '阵地',
      siteReplaced: '替换掉的阵地',
      siteUnlinked: '随阵地解除的关联',
      organization: '驻区单位',
      organizationReplaced: '替换掉的驻区单位',
      organizationUnlinked: '随驻区单位解除的关联',
    },
  },
  en: {
    title: 'Import report',
    summary: 'Report',
    faults: 'Faults',
    what: 'What',
    is: 'Is',
    county: 'County',
    file: 'File',
    target: 'Imported as',
    level: 'Level',
    mode: 'How it was written',
    status: 'State',
    person: 'Imported by',
    begun: 'Begun',
    ended: 'Ended',
    format: 'Format',
    layer: 'Layer',
    crs: 'Coordinate system',
    filter: 'Only some rows',
    rows: 'Rows',
    ready: 'Rows that can be imported',
    faultTotal: 'Faults',
    source: 'Source',
    message: 'Why it failed',
    byCommand: 'command line',
    severity: 'Severity',
    kind: 'Fault',
    row: 'Row',
    name: 'Name',
    particulars: 'Particulars',
    advice: 'What to do',
    lng: 'Longitude',
    lat: 'Latitude',
    area: 'Area (m²)',
    listed: 'Faults listed',
    targets: {
      regions: 'regions',
      blocks: 'blocks',
      compounds: 'compounds',
      buildings: 'buildings',
      roads: 'roads and railways',
      water: 'water',
      landuse: 'land use',
      sites: 'sites',
      organizations: 'organizations',
      pois: 'points of interest',
    },
    statuses: {
      reading: 'being read',
      preview: 'not written yet',
      switching: 'being written',
      done: 'written',
      rejected: 'abandoned',
      failed: 'failed',
    },
    modes: {
      replace: 'replaced what was there',
      add: 'added',
      update: 'brought up to date',
    },
    severities: {
      error: 'error',
      warning: 'warning',
    },
    outcome: {
      regions: 'Regions',
      blocks: 'Blocks',
      keptBlocks: 'Blocks kept',
      mergedBlocks: 'Slivers merged into a neighbour',
      deadEnds: 'Dead ends that part no block',
      refused: 'Faulty rows left out',
      mended: 'Rows mended',
      outsideBlocks: 'In no block',
      skipped: 'Rows of no known kind',
      skippedKinds: 'Kinds skipped',
      residentsSharedOut: 'Residents shared out (estimated)',
      division: 'Division',
      compoundChanged: 'Compounds changed',
      buildingChanged: 'Buildings changed',
      siteChanged: 'Sites changed',
      organizationChanged: 'Organizations changed',
      keptByHand: 'Kept as corrected by hand',
      populations: 'Regions with new populations',
      validFrom: 'Division in force from',
      compound: 'Compounds',
      compoundReplaced: 'Compounds replaced',
      compoundUnlinked: 'Links lost with compounds',
      building: 'Buildings',
      buildingReplaced: 'Buildings replaced',
      buildingUnlinked: 'Links lost with buildings',
      road: 'Roads',
      roadReplaced: 'Roads replaced',
      roadUnlinked: 'Links lost with roads',
      railway: 'Railways',
      railwayReplaced: 'Railways replaced',
      railwayUnlinked: 'Links lost with railways',
      water: 'Water',
      waterReplaced: 'Water replaced',
      waterUnlinked: 'Links lost with water',
      landuse: 'Land use',
      landuseReplaced: 'Land use replaced',
      landuseUnlinked: 'Links lost with land use',
      site: 'Sites',
      siteReplaced: 'Sites replaced',
      siteUnlinked: 'Links lost with sites',
      organization: 'Organizations',
      organizationReplaced: 'Organizations replaced',
      organizationUnlinked: 'Links lost with organizations',
    },
  },
};
