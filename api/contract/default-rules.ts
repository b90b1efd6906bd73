import type { Rule } from './plans.ts';

const NATURE = '区划的定义：每块地属于且只属于一个网格、一个社区，每个区域连成一片';
const GROUPING = '片区和区域党委由相邻的社区组成';
const UNION = '区域化党建：按“区域相邻、文化相亲”划分区域';
const WILLING = '区域化党建“六不原则”：不搞拉郎配，成员自愿加入区域党委';
const GRID_BAND = '通行做法：一般 300–500 户划一个网格（GB/T 34300、GB/T 30428 原文待核），各县可调';
const COMMUNITY_BAND =
  '河南省民政厅《城市社区居民委员会设立指导意见（试行）》2022-06：一般 1000–3000 户，以道路为界，形状简洁完整';
const CEILING = '梨树县调研：大部分城市社区超过 1 万人，部分 3 万人以上';
const COMPOUND = '彭庆军《探索》2022(1)：保持居民小区完整';
const STATION = '一社区一阵地：每个社区有党群服务中心或服务站';
const WORKERS = '岑溪市：每个社区配 10–13 名工作人员';

/**
 * The rules of a county that has none of its own. What a division is stays hard; bands are soft, and meant to be set by
 * each county.
 */
export const DEFAULT_RULES: readonly Rule[] = [
  { id: 'one-parent-community', kind: 'one-parent', hard: true, level: 'community', params: {}, source: NATURE },
  { id: 'one-parent-grid', kind: 'one-parent', hard: true, level: 'grid', params: {}, source: NATURE },
  { id: 'assigned-community', kind: 'assigned', hard: true, level: 'community', params: {}, source: NATURE },
  { id: 'assigned-grid', kind: 'assigned', hard: true, level: 'grid', params: {}, source: NATURE },
  { id: 'contiguous-community', kind: 'contiguous', hard: true, level: 'community', params: {}, source: NATURE },
  { id: 'contiguous-network', kind: 'contiguous', hard: false, level: 'network', params: {}, source: GROUPING },
  { id: 'contiguous-union', kind: 'contiguous', hard: true, level: 'union', params: {}, source: UNION },
  { id: 'consented-union', kind: 'consented', hard: true, level: 'union', params: {}, source: WILLING },
  { id: 'contiguous-grid', kind: 'contiguous', hard: true, level: 'grid', params: {}, source: NATURE },
  {
    ...{ id: 'grid-households', kind: 'household-band', hard: false, level: 'grid' },
    ...{ params: { min: 300, max: 500 }, source: GRID_BAND },
  },
  {
    ...{ id: 'community-households', kind: 'household-band', hard: false, level: 'community' },
    ...{ params: { min: 1000, max: 3000 }, source: COMMUNITY_BAND },
  },
  {
    ...{ id: 'community-residents', kind: 'resident-ceiling', hard: false, level: 'community' },
    ...{ params: { amber: 10_000, red: 30_000 }, source: CEILING },
  },
  { id: 'compound-whole', kind: 'compound-whole', hard: false, level: 'grid', params: {}, source: COMPOUND },
  { id: 'barrier', kind: 'barrier', hard: false, level: 'grid', params: {}, source: COMMUNITY_BAND },
  { id: 'service-station', kind: 'service-station', hard: false, level: 'community', params: {}, source: STATION },
  {
    ...{ id: 'workers', kind: 'worker-band', hard: false, level: 'community' },
    ...{ params: { min: 10, max: 13 }, source: WORKERS },
  },
];

/** A division is none without these: a county may add to them and not take them away. */
const ALWAYS_HARD: readonly Rule['kind'][] = ['one-parent', 'assigned', 'contiguous'];

/** Whether a rule says what a division is, so that it stays as it is. */
export const isDefinition = ({ kind, level }: Pick<Rule, 'kind' | 'level'>): boolean =>
  ALWAYS_HARD.includes(kind) && (level === 'grid' || level === 'community');

/** The two figures that a kind of rule is about, the lower one first; none for all others. */
export const RULE_FIGURES: Readonly<Partial<Record<Rule['kind'], readonly [low: string, high: string]>>> = {
  'household-band': ['min', 'max'],
  'resident-ceiling': ['amber', 'red'],
  'worker-band': ['min', 'max'],
};

/** Whether a rule has its figures: whole, not negative, the lower one first. */
export function hasFigures({ kind, params }: Pick<Rule, 'kind' | 'params'>): boolean {
  const figures = (RULE_FIGURES[kind] ?? []).map((name) => params[name] ?? Number.NaN);
  return figures.every((figure, at) => Number.isInteger(figure) && figure >= (figures[at - 1] ?? 0));
}
