import { isEmptyDelta } from '../../../geo/divide/delta.ts';
import { blockPlace } from '../../../geo/divide/delta-of-edit.ts';
import { applyDelta, createDraft, type Draft } from '../../../geo/divide/draft.ts';
import type { DraftDelta } from '../../../geo/divide/edit.ts';
import { baseFacts, evaluateRules, type Finding } from '../../../geo/divide/rules.ts';
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

export interface EvaluatedPlan {
  state: LogState;
  fabric: Fabric;
  /** the division that the plan starts from, and what it has become; two drafts of their own */
  base: Draft;
  draft: Draft;
  /** whether anything is different */
  changed: boolean;
  /** whether a line or a block is */
  redrawn: boolean;
  /** blocks beside lines that changed, and blocks that are no more */
  touchedBlocks: ReadonlySet<number>;
  findings: (RuleFinding & { hard: boolean })[];
  /** the steps after its base */
  log: readonly LoggedStep[];
  rules: readonly Rule[];
}

/** A plan as the log has it, judged by the rules of its county on the server's own figures. */
export const evaluatePlan = (files: FabricFiles, db: ScopedDatabase, id: number): Promise<EvaluatedPlan> =>
  tryAgain(id, () => evaluate(files, db, id));

/** @returns null when the plan was brought onto another base meanwhile */
async function evaluate(files: FabricFiles, db: ScopedDatabase, id: number): Promise<EvaluatedPlan | null> {
  const { county } = db.scope;
  const state = await readLogState(db, county, id);
  if (!state) throw noSuchPlan(county, id);
  const division = await loadDivision(files, db, { division: state.base, fabric: state.fabric });
  const ground = await loadColumns(files, db, state.fabric);
  const base = createDraft(division, ground);
  const draft = createDraft(division, ground);
  const facts = baseFacts(base);
  const touchedBlocks = new Set<number>();
  let changed = false;
  let redrawn = false;
  const log = await readStepsOn(db, county, id, state.base, state.baseSeq);
  if (!log) return null;
  for (const step of log) {
    const delta = step.delta as DraftDelta;
    applyDelta(draft, delta);
    changed ||= !isEmptyDelta(delta);
    for (const { before, after } of delta.fabric.arcs)
      for (const block of [before?.left, before?.right, after?.left, after?.right])
        if (block != null) touchedBlocks.add(block);
    redrawn ||= delta.fabric.arcs.length > 0;
  }
  const { rules } = await rulesOf(db, county);
  const findings = evaluateRules(draft, facts, rules).map((finding) => toContract(draft, finding, rules));
  return { state, fabric: division.fabric, base, draft, changed, redrawn, touchedBlocks, findings, log, rules };
}

function toContract(draft: Draft, finding: Finding, rules: readonly Rule[]): RuleFinding & { hard: boolean } {
  return {
    hard: rules.find(({ id }) => id === finding.rule)?.hard ?? false,
    rule: finding.rule,
    verdict: finding.verdict,
    regions: finding.places.map(({ region, value, blocks }) => {
      const block = blocks.find((id) => draft.fabric.blocks.has(id));
      return { region, value, at: block === undefined ? null : ([...blockPlace(draft, block)] as [number, number]) };
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
