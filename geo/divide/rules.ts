import { needsConsent } from './consent.ts';
import type { Draft } from './draft.ts';
import type { DraftRegion } from './edit.ts';
import { type RegionStats, regionStats } from './region-stats.ts';
import { blocksWithin, communitiesIn, withAllAbove } from './regions.ts';

export const RULE_LEVELS = ['grid', 'community', 'network', 'union'] as const;
export type RuleLevel = (typeof RULE_LEVELS)[number];

/** A condition on a division. Hard ones keep a plan from being submitted; soft ones are shown. */
export interface DivisionRule {
  readonly id: string;
  readonly kind:
    | 'one-parent'
    | 'contiguous'
    | 'assigned'
    | 'consented'
    | 'household-band'
    | 'resident-ceiling'
    | 'compound-whole'
    | 'barrier'
    | 'service-station'
    | 'worker-band';
  readonly hard: boolean;
  readonly level: RuleLevel;
  /** band: min, max; ceiling: amber, red */
  readonly params: Readonly<Record<string, number>>;
}

/** `not-evaluated`: what the rule asks for is not known. It is never called passed. */
export type Verdict = 'passed' | 'attention' | 'broken' | 'not-evaluated';

export interface Finding {
  readonly rule: string;
  readonly verdict: Verdict;
  /** what is not as it should be */
  readonly places: readonly FindingPlace[];
}

export interface FindingPlace {
  readonly verdict: 'attention' | 'broken';
  /** null = blocks of no region */
  readonly region: number | null;
  /** the figure that the rule is about */
  readonly value: number;
  /** where to look; empty = the region as a whole */
  readonly blocks: readonly number[];
}

/** What a division was when its plan began; what was so already is not the plan's fault. */
export interface BaseFacts {
  readonly stats: ReadonlyMap<number, RegionStats>;
  /** levels that it had regions of */
  readonly levels: ReadonlySet<DraftRegion['kind']>;
  /** blocks that lay in no region of the level */
  readonly without: Readonly<Record<DivisionRule['level'], ReadonlySet<number>>>;
  readonly groupings: Draft['groupings'];
}

/** Facts of a draft in which nothing has changed yet; takes time in proportion to the county. */
export function baseFacts(draft: Draft): BaseFacts {
  const levels = levelsOf(draft);
  return {
    stats: new Map([...draft.regions.keys()].map((region) => [region, regionStats(draft, region)])),
    levels,
    without: Object.fromEntries(
      RULE_LEVELS.map((level) => [level, new Set(levels.has(level) ? blocksWithout(draft, level) : [])]),
    ) as unknown as BaseFacts['without'],
    groupings: { network: new Map(draft.groupings.network), union: new Map(draft.groupings.union) },
  };
}

export const evaluateRules = (draft: Draft, base: BaseFacts, rules: readonly DivisionRule[]): Finding[] =>
  rules.map((rule) => {
    const places = placesOf(draft, base, rule);
    return { rule: rule.id, verdict: places ? worst(places) : 'not-evaluated', places: places ?? [] };
  });

const worst = (places: readonly FindingPlace[]): Verdict =>
  places.some(({ verdict }) => verdict === 'broken') ? 'broken' : places.length > 0 ? 'attention' : 'passed';

/** null = cannot be told */
function placesOf(draft: Draft, base: BaseFacts, rule: DivisionRule): FindingPlace[] | null {
  const { ground } = draft;
  const known = ground.columns.buildings.x.length > 0;
  switch (rule.kind) {
    case 'one-parent':
      return each(draft, rule, (region) => (hasParent(draft, region) ? null : { value: 0 }));
    case 'contiguous':
      return each(draft, rule, (region, { pieces }) => {
        const allowed = Math.max(1, base.stats.get(region.id)?.pieces.length ?? 1);
        if (pieces.length <= allowed || region.piecesReason !== null) return null;
        return { value: pieces.length, blocks: pieces.slice(1).flat() };
      });
    case 'assigned':
      return missing(draft, base, rule);
    case 'consented':
      return each(draft, rule, (region) => {
        const silent = communitiesIn(draft, region.id).filter((id) => needsConsent(draft, base, id, region.id));
        if (silent.length === 0) return null;
        return { value: silent.length, blocks: silent.flatMap((id) => blocksWithin(draft, id)) };
      });
    case 'household-band':
      return known ? each(draft, rule, (_, { households }) => outside(households, rule.params)) : null;
    case 'resident-ceiling':
      return known ? each(draft, rule, (_, { residents }) => above(residents, rule.params)) : null;
    case 'compound-whole':
      if (ground.columns.compounds === 0) return null;
      return each(draft, rule, (region, { splitCompounds }) =>
        splitCompounds.length === 0
          ? null
          : { value: splitCompounds.length, blocks: blocksOfCompounds(draft, region, splitCompounds) },
      );
    case 'barrier':
      if (ground.columns.barriers.size === 0) return null;
      return each(draft, rule, (_, { barriers }) =>
        barriers.length === 0 ? null : { value: barriers.length, blocks: blocksBesideArcs(draft, barriers) },
      );
    case 'service-station':
      if (ground.columns.stations.x.length === 0) return null;
      return each(draft, rule, (_, { stations }) => (stations > 0 ? null : { value: 0 }));
    case 'worker-band':
      return null; // nobody has said yet who works where
  }
}

type Fault = { value: number; blocks?: readonly number[]; verdict?: FindingPlace['verdict'] } | null;

/** The regions of the rule's level that hold blocks and have the fault. */
function each(
  draft: Draft,
  { level, hard }: DivisionRule,
  faultOf: (region: DraftRegion, stats: RegionStats) => Fault,
): FindingPlace[] {
  return [...draft.regions.values()].flatMap((region) => {
    if (region.kind !== level) return [];
    const stats = regionStats(draft, region.id);
    const fault = stats.blocks === 0 ? null : faultOf(region, stats);
    return fault
      ? [{ verdict: hard ? 'broken' : 'attention', region: region.id, blocks: [], ...fault } satisfies FindingPlace]
      : [];
  });
}

/** A grid needs a community; a community a street, where the county has streets. */
function hasParent(draft: Draft, { kind, parent }: DraftRegion): boolean {
  const above = parent === null ? undefined : draft.regions.get(parent);
  if (kind === 'grid') return above?.kind === 'community';
  return above?.kind === 'street' || ![...draft.regions.values()].some((region) => region.kind === 'street');
}

const levelsOf = ({ regions }: Draft): Set<DraftRegion['kind']> =>
  new Set([...regions.values()].map(({ kind }) => kind));

function blocksWithout(draft: Draft, level: DivisionRule['level']): number[] {
  const higher = [...draft.regions.values()].filter(
    ({ id }) => ![...withAllAbove(draft, id)].some(({ kind }) => kind === level),
  );
  return [...draft.unassigned, ...higher.flatMap(({ id }) => [...(draft.blocksOf.get(id) ?? [])])];
}

/**
 * Blocks in no region of the level, but for those that never were in one; by the region they do lie in. None where
 * there is no such level, before or now.
 */
function missing(draft: Draft, base: BaseFacts, { level, hard }: DivisionRule): FindingPlace[] {
  if (!base.levels.has(level) && !levelsOf(draft).has(level)) return [];
  const byRegion = new Map<number | null, number[]>();
  for (const block of blocksWithout(draft, level)) {
    if (base.without[level].has(block)) continue;
    const region = draft.regionOf.get(block) ?? null;
    const found = byRegion.get(region);
    if (found) found.push(block);
    else byRegion.set(region, [block]);
  }
  return [...byRegion].map(([region, blocks]) => ({
    ...{ verdict: hard ? 'broken' : 'attention', region, value: blocks.length, blocks },
  }));
}

const outside = (value: number, { min = 0, max = Infinity }: DivisionRule['params']): Fault =>
  value < min || value > max ? { value } : null;

const above = (value: number, { amber = Infinity, red = Infinity }: DivisionRule['params']): Fault =>
  value > red ? { value, verdict: 'broken' } : value > amber ? { value, verdict: 'attention' } : null;

function blocksOfCompounds(draft: Draft, { id }: DraftRegion, compounds: readonly number[]): number[] {
  const wanted = new Set(compounds);
  return regionStats(draft, id)
    .pieces.flat()
    .filter((block) => [...draft.contentsOf(block).compounds.keys()].some((compound) => wanted.has(compound)));
}

const blocksBesideArcs = (draft: Draft, arcs: readonly number[]): number[] => [
  ...new Set(
    arcs.flatMap((id) => {
      const { left, right } = draft.fabric.arcs.get(id)!;
      return [left, right].filter((block) => block !== null);
    }),
  ),
];
