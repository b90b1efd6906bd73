import type { WordLanguage } from '../../contract/exports.ts';
import type { PlanStatus } from '../../contract/plans.ts';

export interface ChangeWords
  extends Readonly<
    Record<
      | 'title'
      | 'summary'
      | 'what'
      | 'is'
      | 'county'
      | 'plan'
      | 'status'
      | 'base'
      | 'level'
      | 'effective'
      | 'madeOn'
      | 'codes'
      | 'codesPlanned'
      | 'codesGiven'
      | 'data'
      | 'demo'
      | 'sources'
      | 'regions'
      | 'change'
      | 'name'
      | 'oldName'
      | 'code'
      | 'oldCode'
      | 'households'
      | 'oldHouseholds'
      | 'residents'
      | 'buildings'
      | 'moves'
      | 'from'
      | 'to'
      | 'blocks'
      | 'movedBlocks'
      | 'block'
      | 'nowhere'
      | 'exemptions'
      | 'pieces'
      | 'reason'
      | 'consents'
      | 'grouping'
      | 'member'
      | 'agreed'
      | 'agreedOn'
      | 'agreedNote'
      | 'recordedBy'
      | 'recordedAt'
      | 'yes'
      | 'no',
      string
    >
  > {
  readonly changes: Readonly<Record<'new' | 'gone' | 'renamed' | 'changed', string>>;
  readonly statuses: Readonly<Record<PlanStatus, string>>;
}

/** The words of the change list. */
export const CHANGE_WORDS: Readonly<Record<WordLanguage, ChangeWords>> = {
  zh: {
    title: '变更清单',
    summary: '说明',
    what: '项目',
    is: '内容',
    county: '县(市、区)',
    plan: '方案',
    status: '状态',
    base: '对照的区划',
    level: '层级',
    effective: '生效日期',
    madeOn: '制表日期',
    codes: '代码',
    codesPlanned: '新代码为今日发布时将编的代码，发布时可能不同',
    codesGiven: '新代码为发布时所编',
    data: '数据',
    demo: '示例数据，不作依据',
    sources: '数据来源',
    regions: '区域变化',
    change: '变化',
    name: '名称',
    oldName: '原名称',
    code: '代码',
    oldCode: '原代码',
    households: '户数',
    oldHouseholds: '原户数',
    residents: '常住人口',
    buildings: '楼栋',
    moves: '划转汇总',
    from: '原属',
    to: '划入',
    blocks: '街坊数',
    movedBlocks: '划转街坊',
    block: '街坊编号',
    nowhere: '未划入',
    exemptions: '不连片的豁免',
    pieces: '块数',
    reason: '理由',
    consents: '成员意愿',
    grouping: '加入',
    member: '社区/村',
    agreed: '是否同意',
    agreedOn: '同意日期',
    agreedNote: '同意说明',
    recordedBy: '登记人',
    recordedAt: '登记时间',
    yes: '同意',
    no: '尚未表态',
    changes: { new: '新设', gone: '撤销', renamed: '更名', changed: '调整' },
    statuses: {
      ...{ draft: '草稿', submitted: '已提交', in_review: '审核中', approved: '已批准' },
      ...{ published: '已发布', returned: '已退回', withdrawn: '已撤回' },
    },
  },
  en: {
    title: 'change list',
    summary: 'About',
    what: 'Item',
    is: 'Content',
    county: 'County',
    plan: 'Plan',
    status: 'Status',
    base: 'Compared with',
    level: 'Level',
    effective: 'In force from',
    madeOn: 'Made on',
    codes: 'Codes',
    codesPlanned: 'New codes are those that publishing today would give; they may differ on the day',
    codesGiven: 'New codes are those that were given',
    data: 'Data',
    demo: 'Sample data, no basis for decisions',
    sources: 'Sources',
    regions: 'Regions',
    change: 'Change',
    name: 'Name',
    oldName: 'Old name',
    code: 'Code',
    oldCode: 'Old code',
    households: 'Households',
    oldHouseholds: 'Old households',
    residents: 'Residents',
    buildings: 'Buildings',
    moves: 'Moves',
    from: 'From',
    to: 'To',
    blocks: 'Blocks',
    movedBlocks: 'Moved blocks',
    block: 'Block',
    nowhere: 'none',
    exemptions: 'Exemptions',
    pieces: 'Pieces',
    reason: 'Reason',
    consents: 'Consent',
    grouping: 'Joins',
    member: 'Community',
    agreed: 'Agreed',
    agreedOn: 'Agreed on',
    agreedNote: 'Agreed by',
    recordedBy: 'Recorded by',
    recordedAt: 'Recorded at',
    yes: 'yes',
    no: 'not yet',
    changes: { new: 'new', gone: 'gone', renamed: 'renamed', changed: 'changed' },
    statuses: {
      ...{ draft: 'draft', submitted: 'submitted', in_review: 'in review', approved: 'approved' },
      ...{ published: 'published', returned: 'returned', withdrawn: 'withdrawn' },
    },
  },
};
