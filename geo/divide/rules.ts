import { finish, inPieces, type Steps } from '../steps.ts';
import { needsConsent } from './consent.ts';
import type { Draft } from './draft.ts';
import type { DraftRegion } from './edit.ts';
import type { Label } from './partition.ts';
import { type RegionStats, regionStats, totalsOf } from './region-stats.ts';
import { blocksWithin, communitiesIn, regionOver } from './regions.ts';

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
  /** what is not as it should be, by id of the region */
  readonly places: readonly FindingPlace[];
}

export interface FindingPlace {
  readonly verdict: 'attention' | 'broken';
  /** null = blocks of no region */
  readonly region: number | null;
  /** the figure that the rule is about */
  readonly value: number;
}

/** What a division was when its plan began; what was so already is not the plan's fault. */
export interface BaseFacts {
  readonly stats: ReadonlyMap<number, RegionStats>;
  /** the region above each; under which regions any of a kind lay: `kind parent` */
  readonly parents: ReadonlyMap<number, number | null>;
  readonly placed: ReadonlySet<string>;
  /** levels that it had regions of */
  readonly levels: ReadonlySet<DraftRegion['kind']>;
  /** blocks that lay in no region of the level */
  readonly without: Readonly<Record<DivisionRule['level'], ReadonlySet<number>>>;
  readonly groupings: Draft['groupings'];
}

const REGIONS_A_STEP = 50;

export const baseFacts = (draft: Draft): BaseFacts => finish(findBaseFacts(draft));

/** Facts of a draft in which nothing has changed yet; takes time in proportion to the county. */
export function* findBaseFacts(draft: Draft): Steps<BaseFacts> {
  const levels = new Set(draft.ofKind.keys());
  for (const level of levels) yield* draft.makePartition(level);
  const stats = new Map<number, RegionStats>();
  yield* inPieces(draft.regions.keys(), REGIONS_A_STEP, (region) => stats.set(region, regionStats(draft, region)));
  return {
    stats,
    parents: new Map([...draft.regions.values()].map(({ id, parent }) => [id, parent])),
    placed: new Set([...draft.regions.values()].map(kindAndParent)),
    levels,
    without: Object.fromEntries(
      RULE_LEVELS.map((level) => [level, new Set(levels.has(level) ? blocksWithout(draft, level) : [])]),
    ) as unknown as BaseFacts['without'],
    groupings: { network: new Map(draft.groupings.network), union: new Map(draft.groupings.union) },
  };
}

/** Judges anew only what has changed since the same rules were last asked about the draft. */
export const evaluateRules = (draft: Draft, base: BaseFacts, rules: readonly DivisionRule[]): Finding[] =>
  rules.map((rule) => evaluate(draft, base, rule));

/** The regions touched since a count of them; rules are asked together, so mostly they have the same. */
function touchedSince(draft: Draft, read: number): ReadonlySet<Label> {
  const known = lastTouched.get(draft);
  if (known?.from === read && known.to === draft.touched.length) return known.regions;
  const regions = new Set(draft.touched.slice(read));
  lastTouched.set(draft, { from: read, to: draft.touched.length, regions });
  return regions;
}

const lastTouched = new WeakMap<Draft, { from: number; to: number; regions: ReadonlySet<Label> }>();

interface KeptFinding {
  readonly base: BaseFacts;
  readonly counts: boolean;
  /** how much of what the draft has been touched by is in it */
  readonly read: number;
  readonly finding: Finding;
}

const kept = new WeakMap<Draft, WeakMap<DivisionRule, KeptFinding>>();

function evaluate(draft: Draft, base: BaseFacts, rule: DivisionRule): Finding {
  const judge = judgeOf(draft, base, rule);
  if (!judge) return { rule: rule.id, verdict: 'not-evaluated', places: [] };
  const known = kept.get(draft)?.get(rule);
  const isKnown = known && known.base === base && known.counts === judge.counts;
  const asked = isKnown ? touchedSince(draft, known.read) : judge.all();
  const before = isKnown ? known.finding.places : [];
  const places = withPlaces(before, asked, judge.placeOf);
  const finding = isKnown && places === before ? known.finding : { rule: rule.id, verdict: worst(places), places };
  if (!kept.has(draft)) kept.set(draft, new WeakMap());
  kept.get(draft)!.set(rule, { base, counts: judge.counts, read: draft.touched.length, finding });
  return finding;
}

/** Places of which some are asked about anew; the same list where nothing is different. */
function withPlaces(
  before: readonly FindingPlace[],
  asked: Iterable<Label>,
  placeOf: (region: Label) => FindingPlace | null,
): readonly FindingPlace[] {
  let places: FindingPlace[] | null = null;
  for (const region of asked) {
    const list = places ?? before;
    const at = placeIn(list, region);
    const was = list[at]?.region === region;
    const place = placeOf(region);
    if (!place && !was) continue;
    places ??= [...before];
    places.splice(at, was ? 1 : 0, ...(place ? [place] : []));
  }
  return places ?? before;
}

/** Index of the region's place, or of where it would stand. */
function placeIn(places: readonly FindingPlace[], region: Label): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]!.region ?? -1) < (region ?? -1)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const worst = (places: readonly FindingPlace[]): Verdict =>
  places.some(({ verdict }) => verdict === 'broken') ? 'broken' : places.length > 0 ? 'attention' : 'passed';

/** How a rule is asked about one region after the other. */
interface Judge {
  /** something about the whole draft that decides about every region; when it changes, all are asked anew */
  readonly counts: boolean;
  all(): Iterable<Label>;
  /** null = nothing is wrong there */
  placeOf(region: Label): FindingPlace | null;
}

/** null = cannot be told */
function judgeOf(draft: Draft, base: BaseFacts, rule: DivisionRule): Judge | null {
  const { ground } = draft;
  switch (rule.kind) {
    case 'one-parent': {
      const hasStreets = draft.ofKind.has('street');
      return each(
        draft,
        rule,
        (region) => {
          const isWell = hasParent(draft, region, hasStreets) || liesAsBefore(base, region);
          return isWell ? null : { value: 0 };
        },
        hasStreets,
      );
    }
    case 'contiguous':
      return each(draft, rule, (region, { pieces }) =>
        pieces <= piecesAllowed(base, region.id) || region.piecesReason !== null ? null : { value: pieces },
      );
    case 'assigned':
      return missing(draft, base, rule);
    case 'consented':
      return each(draft, rule, (region) => {
        const { length } = silentIn(draft, base, region.id);
        return length === 0 ? null : { value: length };
      });
    case 'household-band':
      if (!ground.tells.households) return null;
      return each(draft, rule, (_, { households }) => outside(households, rule.params));
    case 'resident-ceiling':
      if (!ground.tells.residents) return null;
      return each(draft, rule, (_, { residents }) => above(residents, rule.params));
    case 'compound-whole':
      if (ground.columns.compounds === 0) return null;
      return each(draft, rule, (_, { splitCompounds }) => some(splitCompounds));
    case 'barrier':
      if (ground.columns.barriers.size === 0) return null;
      return each(draft, rule, (_, { barriers }) => some(barriers));
    case 'service-station':
      if (ground.columns.stations.x.length === 0) return null;
      return each(draft, rule, (_, { stations }) => (stations > 0 ? null : { value: 0 }));
    case 'worker-band':
      return null; // nobody has said yet who works where
  }
}

/** A region may lie in as many pieces as it did before the plan. */
const piecesAllowed = ({ stats }: BaseFacts, region: number): number => Math.max(1, stats.get(region)?.pieces ?? 1);

/**
 * The pieces, by blocks, that part a region more than it was before the plan: as many as are too many, the smallest, and
 * not those that lay apart from it even then, unless one of those has come apart itself.
 */
export function newFragments(draft: Draft, base: BaseFacts, region: number): readonly (readonly number[])[] {
  const { pieces, fragments } = regionStats(draft, region);
  const tooMany = pieces - piecesAllowed(base, region);
  if (tooMany <= 0) return [];
  const apart = new Set(base.stats.get(region)?.fragments.flat());
  const fresh = fragments.filter((blocks) => !blocks.some((block) => apart.has(block)));
  const households = (blocks: readonly number[]): number =>
    blocks.reduce((sum, block) => sum + draft.contentsOf(block).households, 0);
  return (fresh.length > 0 ? fresh : fragments)
    .toSorted((a, b) => households(a) - households(b) || a.length - b.length)
    .slice(0, tooMany);
}

type Fault = { value: number; verdict?: FindingPlace['verdict'] } | null;

/** Asks the regions of the rule's level that hold blocks. */
function each(
  draft: Draft,
  { level, hard }: DivisionRule,
  faultOf: (region: DraftRegion, stats: RegionStats) => Fault,
  counts = true,
): Judge {
  draft.partition(level); // from now on the draft tells which regions are touched
  return {
    counts,
    all: () => draft.ofKind.get(level) ?? [],
    placeOf(id) {
      const region = id === null ? undefined : draft.regions.get(id);
      if (region?.kind !== level) return null;
      const stats = regionStats(draft, region.id);
      const fault = stats.blocks === 0 ? null : faultOf(region, stats);
      return fault && { verdict: hard ? 'broken' : 'attention', region: region.id, ...fault };
    },
  };
}

/** A grid needs a community; a community a street, where the county has streets. */
function hasParent(draft: Draft, { kind, parent }: DraftRegion, hasStreets: boolean): boolean {
  const above = parent === null ? undefined : draft.regions.get(parent);
  if (kind === 'grid') return above?.kind === 'community';
  return above?.kind === 'street' || !hasStreets;
}

const kindAndParent = ({ kind, parent }: DraftRegion): string => `${kind} ${parent}`;

/** Under what it lay under when the plan began; a new one under what others of its kind lay under. */
const liesAsBefore = ({ parents, placed }: BaseFacts, region: DraftRegion): boolean =>
  parents.has(region.id) ? parents.get(region.id) === region.parent : placed.has(kindAndParent(region));

function blocksWithout(draft: Draft, level: DivisionRule['level']): number[] {
  const higher = [...draft.regions.keys()].filter((id) => regionOver(draft, id, level) === null);
  return [...draft.unassigned, ...higher.flatMap((id) => [...(draft.blocksOf.get(id) ?? [])])];
}

/**
 * Blocks in no region of the level, but for those that never were in one; by the region they do lie in. None where
 * there is no such level, before or now.
 */
function missing(draft: Draft, base: BaseFacts, { level, hard }: DivisionRule): Judge {
  draft.partition('lowest');
  const counts = base.levels.has(level) || draft.ofKind.has(level);
  return {
    counts,
    all: () => [null, ...draft.regions.keys()],
    placeOf(region) {
      if (!counts || (region !== null && regionOver(draft, region, level) !== null)) return null;
      const value = countBeside(blocksIn(draft, region), base.without[level]);
      return value === 0 ? null : { verdict: hard ? 'broken' : 'attention', region, value };
    },
  };
}

/** Blocks that lie in a region directly; null = unassigned. */
const blocksIn = (draft: Draft, region: number | null): ReadonlySet<number> =>
  (region === null ? draft.unassigned : draft.blocksOf.get(region)) ?? new Set();

/** How many of `all` are not in `others`; costs the smaller set. */
function countBeside(all: ReadonlySet<number>, others: ReadonlySet<number>): number {
  const [fewer, more] = all.size < others.size ? [all, others] : [others, all];
  let both = 0;
  for (const member of fewer) if (more.has(member)) both++;
  return all.size - both;
}

const silentIn = (draft: Draft, base: BaseFacts, grouping: number): number[] =>
  communitiesIn(draft, grouping).filter((id) => needsConsent(draft, base, id, grouping));

const some = (value: number): Fault => (value === 0 ? null : { value });

const outside = (value: number, { min = 0, max = Infinity }: DivisionRule['params']): Fault =>
  value < min || value > max ? { value } : null;

const above = (value: number, { amber = Infinity, red = Infinity }: DivisionRule['params']): Fault =>
  value > red ? { value, verdict: 'broken' } : value > amber ? { value, verdict: 'attention' } : null;

/**
 * Where to look for what a rule has found in a region, ascending; empty = in the region as a whole. Asked for one place
 * at a time: it costs more than the finding.
 */
export function blocksOfPlace(
  draft: Draft,
  base: BaseFacts,
  { kind, level }: DivisionRule,
  { region }: Pick<FindingPlace, 'region'>,
): number[] {
  if (kind === 'assigned')
    return [...blocksIn(draft, region)].filter((block) => !base.without[level].has(block)).sort(ascending);
  if (region === null || !draft.regions.has(region)) return [];
  switch (kind) {
    case 'contiguous':
      return newFragments(draft, base, region).flat();
    case 'consented':
      return silentIn(draft, base, region)
        .flatMap((id) => blocksWithin(draft, id))
        .sort(ascending);
    case 'compound-whole':
      return blocksOfCompounds(draft, region, totalsOf(draft, region).split);
    case 'barrier':
      return blocksBesideArcs(draft, totalsOf(draft, region).barriers);
    default:
      return [];
  }
}

const ascending = (a: number, b: number): number => a - b;

function blocksOfCompounds(draft: Draft, region: number, wanted: ReadonlySet<number>): number[] {
  const holdsOne = (block: number): boolean => {
    for (const compound of draft.contentsOf(block).compounds.keys()) if (wanted.has(compound)) return true;
    return false;
  };
  return blocksWithin(draft, region).filter(holdsOne).sort(ascending);
}

function blocksBesideArcs(draft: Draft, arcs: Iterable<number>): number[] {
  const beside = new Set<number>();
  for (const id of arcs) {
    const { left, right } = draft.fabric.arcs.get(id)!;
    for (const block of [left, right]) if (block !== null) beside.add(block);
  }
  return [...beside].sort(ascending);
}
