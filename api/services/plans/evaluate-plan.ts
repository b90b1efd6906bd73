import { blockPlace } from '../../../geo/divide/delta-of-edit.ts';
import { type Differences, differencesOf } from '../../../geo/divide/differences.ts';
import { applyDelta, createDraft, type DivisionState, type Draft } from '../../../geo/divide/draft.ts';
import type { DraftDelta } from '../../../geo/divide/edit.ts';
import type { GroundColumns } from '../../../geo/divide/ground.ts';
import { type BaseFacts, baseFacts, blocksOfPlace, evaluateRules, type Finding } from '../../../geo/divide/rules.ts';
import type { Fabric } from '../../../geo/fabric/fabric.ts';
import type { LoggedStep, Rule, RuleFinding } from '../../contract/plans.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { type LogState, readLogState, readStepsOn } from '../../db/plan-steps.ts';
import { ProblemError } from '../../problems.ts';
import { loadColumns, loadDivision } from './base-division.ts';
import type { FabricFiles } from './fabric-files.ts';
import { noSuchPlan } from './plan-rights.ts';
import { rulesOf } from './rules.ts';
import { tryAgain } from './try-again.ts';

/** A plan and what it stands on, as plain data. */
export interface DrawnPlan {
  state: LogState;
  /** the division that it starts from */
  division: DivisionState;
  ground: GroundColumns;
  /** the steps after its base */
  log: readonly LoggedStep[];
}

export interface EvaluatedPlan extends Differences {
  state: LogState;
  fabric: Fabric;
  /** the division that the plan starts from, and what it has become; two drafts of their own */
  base: Draft;
  draft: Draft;
  findings: (RuleFinding & { hard: boolean })[];
  /** the steps after its base */
  log: readonly LoggedStep[];
  rules: readonly Rule[];
}

/** @throws ProblemError 'not-found' */
export const loadDrawn = (files: FabricFiles, db: ScopedDatabase, id: number): Promise<DrawnPlan> =>
  tryAgain(id, async () => {
    const { county } = db.scope;
    const state = await readLogState(db, county, id);
    if (!state) throw noSuchPlan(county, id);
    const division = await loadDivision(files, db, { division: state.base, fabric: state.fabric });
    const ground = await loadColumns(files, db, state.fabric);
    const log = await readStepsOn(db, county, id, state.base, state.baseSeq);
    return log && { state, division, ground, log };
  });

/** What a plan's steps have made of its base. */
export function drawPlan({ division, ground, log }: Omit<DrawnPlan, 'state'>): Draft {
  const draft = createDraft(division, ground);
  for (const { delta } of log) applyDelta(draft, delta as DraftDelta);
  return draft;
}

/** A plan as the log has it, judged by the rules of its county on the server's own figures. */
export function judgePlan(drawn: DrawnPlan, rules: readonly Rule[]): EvaluatedPlan {
  const base = createDraft(drawn.division, drawn.ground);
  const draft = drawPlan(drawn);
  const facts = baseFacts(base);
  const findings = evaluateRules(draft, facts, rules).map((finding, i) => toContract(draft, facts, finding, rules[i]!));
  return {
    ...differencesOf(base, draft),
    ...{ state: drawn.state, fabric: drawn.division.fabric, base, draft, findings },
    ...{ log: drawn.log, rules },
  };
}

export async function evaluatePlan(files: FabricFiles, db: ScopedDatabase, id: number): Promise<EvaluatedPlan> {
  const { rules } = await rulesOf(db, db.scope.county);
  return judgePlan(await loadDrawn(files, db, id), rules);
}

function toContract(
  draft: Draft,
  facts: BaseFacts,
  finding: Finding,
  rule: Rule,
): RuleFinding & { readonly hard: boolean } {
  return {
    ...{ hard: rule.hard, rule: rule.id, verdict: finding.verdict },
    regions: finding.places.map((place) => {
      const [block] = blocksOfPlace(draft, facts, rule, place);
      const at = block === undefined ? null : ([...blockPlace(draft, block)] as [number, number]);
      return { region: place.region, value: place.value, at };
    }),
  };
}

/** What a hard rule does not call passed keeps a plan back: what cannot be told is not kept either. */
export const brokenRules = (findings: EvaluatedPlan['findings']): RuleFinding[] =>
  findings.flatMap(({ hard, ...finding }) => (hard && finding.verdict !== 'passed' ? [finding] : []));

/** @throws ProblemError 'rules-broken' */
export function refuseBroken(id: number, all: EvaluatedPlan['findings']): void {
  const findings = brokenRules(all);
  if (findings.length === 0) return;
  const at = findings.flatMap(({ regions }) => regions).find((place) => place.at)?.at;
  throw new ProblemError(
    'rules-broken',
    `Plan ${id} does not keep ${findings.map(({ rule }) => rule).join(', ')}; mend that first.`,
    { findings, ...(at ? { at } : {}) },
  );
}
