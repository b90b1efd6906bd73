import { type Draft, toDivisionState } from '../../../geo/divide/draft.ts';
import type { DraftRegion } from '../../../geo/divide/edit.ts';
import { regionStats, totalsOf } from '../../../geo/divide/region-stats.ts';
import { blocksWithin } from '../../../geo/divide/regions.ts';
import type { Obstacle, Plan, PlanGround, Publication } from '../../contract/plans.ts';
import { today } from '../../contract/today.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { listCodes, listDivisions } from '../../db/divisions.ts';
import { listPopulations } from '../../db/populations.ts';
import { type LineageRow, listGrantsFor, listPartyOrgsOf } from '../../db/publications.ts';
import type { GroupingInput, RegionInput } from '../division-regions.ts';
import { type DescribedDivision, type DivisionInput, describeDivision } from '../install-division.ts';
import { declarations } from './declarations.ts';
import { brokenRules, type EvaluatedPlan, evaluatePlan } from './evaluate-plan.ts';
import type { FabricFiles } from './fabric-files.ts';
import { movementsBetween, regionBounds, type Side } from './movements.ts';
import { requirePlan } from './plan-rights.ts';
import { sidesOf } from './sides.ts';
import { keptCodes } from './survivors.ts';
import { unsettledNames } from './unsettled-names.ts';

/** A plan as the division that it will be. */
export interface Prepared {
  plan: Plan;
  evaluated: EvaluatedPlan;
  division: DivisionInput;
  /** which region of the base each region of the draft goes on as */
  goesOnAs: Map<number, number>;
  obstacles: Obstacle[];
  compounds: PlanGround['compounds'];
  before: Side;
  after: Side;
}

/** @throws ProblemError 'not-found' */
export async function preparePublication(
  files: FabricFiles,
  db: ScopedDatabase,
  id: number,
  { effective, name }: { effective: string; name: string },
): Promise<Prepared> {
  const { county } = db.scope;
  const plan = await requirePlan({ db }, id);
  const evaluated = await evaluatePlan(files, db, id);
  const { base, draft, state, redrawn } = evaluated;
  const { before, after, goesOnAs } = sidesOf(base, draft, redrawn);
  const result = toDivisionState(draft);
  const codes = keptCodes(base, draft, result.regions, goesOnAs, await listCodes(db, county));
  const regions = result.regions.map(({ id: key, kind, parent, name: called, nameEn, hue }): RegionInput => {
    const region = goesOnAs.get(key);
    return {
      ...{ key: String(key), kind, parent: parent === null ? null : String(parent), code: codes.get(key) ?? null },
      ...{ name: called, nameEn, hue },
      ...(region === undefined ? {} : { region }),
    };
  });
  const fabric = redrawn ? result.fabric : evaluated.fabric;
  const groupings = (['network', 'union'] as const).flatMap((kind) =>
    [...result.groupings[kind]].map(
      ([community, grouping]): GroupingInput => ({ kind, community: String(community), grouping: String(grouping) }),
    ),
  );
  const countyName = [...base.regions.values()].find(({ kind }) => kind === 'county')?.name;
  const division: DivisionInput = {
    ...{ name, validFrom: effective, fabric, regions, groupings },
    ...(redrawn ? {} : { storedFabric: state.fabric }),
    ...(countyName === undefined ? {} : { countyName }),
    assignment: Array.from(fabric.blocks.ids, (block) => {
      const region = result.assignment.get(block);
      return region === undefined ? null : String(region);
    }),
  };
  const obstacles = obstaclesTo(plan, evaluated, effective, (await listDivisions(db, county)).at(-1)?.validFrom ?? '');
  const { compounds } = await files.ground(db, state.fabric);
  return { plan, evaluated, division, goesOnAs, obstacles, compounds, before, after };
}

/** What is needed to write the division that a plan will be. */
export interface Staging extends Pick<Prepared, 'plan' | 'division' | 'obstacles'> {
  redrawn: boolean;
  /** the stored fabric under the plan */
  fabric: number;
  /** null when something stands in the way */
  described: DescribedDivision | null;
  lineage: Lineage;
}

/** @throws ProblemError 'not-found'; RangeError for a division that does not fit together */
export async function stagingOf(
  files: FabricFiles,
  db: ScopedDatabase,
  id: number,
  request: { effective: string; name: string },
): Promise<Staging> {
  const prepared = await preparePublication(files, db, id, request);
  const { plan, division, obstacles, evaluated } = prepared;
  return {
    ...{ plan, division, obstacles, redrawn: evaluated.redrawn, fabric: evaluated.state.fabric },
    described: obstacles.length > 0 ? null : await describeDivision(db, division),
    lineage: lineageOf(prepared),
  };
}

/** What became of the blocks of the old fabric. */
export interface Lineage {
  rows: LineageRow[];
  /** those whose ground counts, as nobody lives there */
  empty: number[];
}

/** Every block of the old fabric with those that hold its households now. */
function lineageOf({ evaluated, before, after }: Prepared): Lineage {
  const { base, draft, touchedBlocks } = evaluated;
  const { households } = base.ground.columns.buildings;
  const counted = new Map<number, Map<number, number>>();
  for (const [i, old] of before.buildings.entries()) {
    const now = after.buildings[i];
    if (old === null || now == null || households[i] === 0 || !touchedBlocks.has(old)) continue;
    const parts = counted.get(old) ?? new Map<number, number>();
    parts.set(now, (parts.get(now) ?? 0) + households[i]!);
    counted.set(old, parts);
  }
  const rows: LineageRow[] = [];
  const empty: number[] = [];
  for (const old of base.fabric.blocks.keys()) {
    const parts = counted.get(old);
    if (parts) {
      const total = [...parts.values()].reduce((sum, n) => sum + n, 0);
      for (const [now, n] of parts) rows.push({ old, new: now, share: n / total });
    } else if (touchedBlocks.has(old) || !draft.fabric.blocks.has(old)) empty.push(old);
    else rows.push({ old, new: old, share: 1 });
  }
  return { rows, empty };
}

/** @param began  the last division */
function obstaclesTo(plan: Plan, evaluated: EvaluatedPlan, effective: string, began: string): Obstacle[] {
  const findings = brokenRules(evaluated.findings);
  const obstacles: Obstacle[] = [];
  const add = (kind: Obstacle['kind'], detail: string, values: Obstacle['values'] = {}) =>
    obstacles.push({ kind, detail, values });
  if (plan.status !== 'approved')
    add('not-approved', `The plan is ${plan.status}; it is published once it is approved.`, { status: plan.status });
  if (plan.outdated) add('outdated', 'A newer division is decided; bring the plan onto it first.');
  if (!evaluated.changed) add('nothing-changed', 'The plan changes nothing.');
  if (findings.length > 0) {
    const detail = `Hard rules are not kept: ${findings.map(({ rule }) => rule).join(', ')}.`;
    obstacles.push({ kind: 'rules', detail, values: { n: findings.length }, findings });
  }
  if (effective <= began)
    add('not-after-last', `The last division begins on ${began}; this one has to begin on a later day.`, { began });
  if (effective < today()) add('past', `A division cannot begin in the past; today is ${today()}.`, { today: today() });
  return obstacles;
}

/** Regions or codes that do not fit together; which, only a programmer can tell. */
export const unfit = ({ message }: RangeError): Obstacle => ({
  ...{ kind: 'division', detail: `${message}.`, values: { why: message } },
});

/** What publishing a plan for a day would do; nothing is written. */
export const previewPublication = async (
  files: FabricFiles,
  db: ScopedDatabase,
  id: number,
  effective: string,
): Promise<Publication> =>
  describePublication(db, await preparePublication(files, db, id, { effective, name: '预览' }), effective);

export async function describePublication(
  db: ScopedDatabase,
  prepared: Prepared,
  effective: string,
): Promise<Publication> {
  const { plan, evaluated, division, before, after } = prepared;
  const obstacles = [...prepared.obstacles];
  let codes = new Map<string, string>();
  try {
    ({ codes } = await describeDivision(db, division));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    obstacles.push(unfit(error));
  }
  return {
    effective,
    obstacles,
    regions: changesOfRegions(prepared, codes),
    moves: movementsBetween(before, after, plan.level),
    ...declarations(evaluated),
    names: unsettledNames(evaluated.base, evaluated.draft),
    leftBehind: await leftBehind(db, prepared),
  };
}

function changesOfRegions(prepared: Prepared, codes: ReadonlyMap<string, string>): Publication['regions'] {
  const { division, goesOnAs, after } = prepared;
  const { base, draft } = prepared.evaluated;
  const changes: Publication['regions'] = [];
  for (const { key, kind, name } of division.regions) {
    const id = Number(key);
    const old = base.regions.get(goesOnAs.get(id) ?? -1);
    const now = draft.regions.get(id)!;
    const stats = regionStats(draft, id);
    const before = old ? regionStats(base, old.id) : null;
    const code = codes.get(key) ?? null;
    const blocks = blocksWithin(draft, id);
    const same =
      old &&
      old.name === name &&
      old.nameEn === now.nameEn &&
      old.parent === (now.parent === null ? null : after.identityOf(now.parent)) &&
      old.code === code &&
      hasSameGround(base, old.id, draft, id);
    changes.push({
      ...{
        id,
        was: old?.id ?? null,
        kind,
        name,
        change: old ? (same ? 'same' : 'changed') : 'new',
        oldCode: old?.code ?? null,
        code,
      },
      ...{ households: stats.households, oldHouseholds: before?.households ?? 0, residents: stats.residents },
      bounds: regionBounds(draft, blocks),
    });
  }
  for (const old of regionsThatGo(prepared))
    changes.push({
      ...{ id: null, was: old.id, kind: old.kind, name: old.name, change: 'gone', oldCode: old.code, code: null },
      ...{ households: 0, oldHouseholds: regionStats(base, old.id).households, residents: 0 },
      bounds: regionBounds(base, blocksWithin(base, old.id)),
    });
  return changes;
}

/** Regions of the base as which none of the division goes on. */
function regionsThatGo({ evaluated: { base }, division, goesOnAs }: Prepared): DraftRegion[] {
  const staying = new Set(division.regions.map(({ key }) => goesOnAs.get(Number(key))));
  return [...base.regions.values()].filter(({ id, kind }) => kind !== 'county' && !staying.has(id));
}

const hasSameGround = (base: Draft, old: number, draft: Draft, now: number): boolean =>
  Math.abs(regionStats(base, old).areaM2 - regionStats(draft, now).areaM2) < 0.01 &&
  isSameSet(blocksWithin(base, old), blocksWithin(draft, now));

function isSameSet(a: readonly number[], b: readonly number[]): boolean {
  const seen = new Set(a);
  return a.length === b.length && b.every((item) => seen.has(item));
}

/** What of today's tables is left without its region, does not fit it any more, or lies across a new border. */
async function leftBehind(db: ScopedDatabase, prepared: Prepared): Promise<Publication['leftBehind']> {
  const { county } = db.scope;
  const { compounds, goesOnAs } = prepared;
  const { base, draft, state } = prepared.evaluated;
  const nameOf = new Map(regionsThatGo(prepared).map(({ id, name }) => [id, name]));
  const ids = [...nameOf.keys()];
  const region = (of: number): string => nameOf.get(of)!;
  const left: Publication['leftBehind'] = [];
  for (const { id, name, role, region: of } of await listGrantsFor(db, ids))
    left.push({ kind: 'grant', id, name, role, region: region(of) });
  for (const { id, name, kind, region: of } of await listPartyOrgsOf(db, county, ids))
    left.push({ kind: 'party_org', id, name, of: kind, region: region(of) });
  const heirOf = new Map([...goesOnAs].map(([heir, old]) => [old, heir]));
  for (const { region: of, residents, source } of await listPopulations(db, county)) {
    const heir = heirOf.get(of);
    const figure = { kind: 'population', id: String(of), residents, source } as const;
    if (nameOf.has(of)) left.push({ ...figure, name: region(of), region: 'gone' });
    else if (heir !== undefined && !hasSameGround(base, of, draft, heir))
      left.push({ ...figure, name: draft.regions.get(heir)!.name, region: 'changed' });
  }
  const level = state.level === 'grid' ? 'grid' : 'community';
  const split = (of: typeof draft): Set<number> =>
    new Set([...of.regions.values()].flatMap(({ id, kind }) => (kind === level ? [...totalsOf(of, id).split] : [])));
  const before = split(base);
  for (const compound of split(draft))
    if (!before.has(compound)) {
      const [id, name] = [compounds.id[compound]!, compounds.name[compound]!];
      left.push({ kind: 'compound', id: String(id), name });
    }
  if (draft.ground.columns.stations.x.length > 0)
    for (const { id, kind, name } of draft.regions.values()) {
      if (kind !== 'community' || regionStats(draft, id).stations > 0 || regionStats(draft, id).blocks === 0) continue;
      const was = goesOnAs.get(id);
      if (was === undefined || regionStats(base, was).stations > 0)
        left.push({ kind: 'region-without-station', id: String(id), name });
    }
  return left;
}
