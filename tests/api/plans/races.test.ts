import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LoggedStep, Plan, PlanDocument } from '../../../api/contract/plans.ts';
import type { ScopedDatabase } from '../../../api/db/database.ts';
import { readSteps } from '../../../api/db/plan-steps.ts';
import { loadDivision, stateOfBase } from '../../../api/services/plans/base-division.ts';
import { readDocument } from '../../../api/services/plans/document.ts';
import { FabricFiles } from '../../../api/services/plans/fabric-files.ts';
import { type OpenPlan, OpenPlans } from '../../../api/services/plans/open-plans.ts';
import { copyPlan } from '../../../api/services/plans/plans.ts';
import { rebasePlan } from '../../../api/services/plans/rebase-plan.ts';
import { applyDelta, createDraft, toDivisionState } from '../../../geo/divide/draft.ts';
import type { DraftDelta } from '../../../geo/divide/edit.ts';
import { NO_GROUND } from '../../../geo/divide/ground.ts';
import { eachDatabase } from '../../support/databases.ts';
import { meanwhile } from '../../support/meanwhile.ts';
import { newerDivision } from '../../support/newer-division.ts';
import { drawer, stepOf, undoOf } from '../../support/plan-steps.ts';
import { type SmallTown, smallTown } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990850';
/** More than a snapshot is taken after. */
const STEPS = 50;

eachDatabase('a plan that is brought onto another base at that moment', (get) => {
  let whole: WholeApp;
  let town: SmallTown;
  let planner: Visitor;
  let files: FabricFiles;
  let db: ScopedDatabase;
  const by = (of: ScopedDatabase = db) => ({ db: of, name: '示例' });
  const region = (key: string): number => town.regions.get(key)!;

  /** A plan on the division before the newest, with a log to take a snapshot of. */
  async function outdated(): Promise<Plan> {
    const asked = { title: '重划', level: 'grid', division: town.division };
    const plan = (await (await planner.post(`/api/counties/${HOME}/plans`, asked)).json()) as Plan;
    const step = stepOf({ kind: 'assign', blocks: [town.blocks[6]!], to: region('21') });
    const moved = { ...step, id: randomUUID() };
    const steps = Array.from({ length: STEPS / 2 }, () => {
      const there = { ...step, id: randomUUID() };
      return [there, undoOf(there)];
    }).flat();
    await drawer(planner, HOME, plan).draw(...steps, moved);
    return plan;
  }
  const bringOn = (plan: Plan) => rebasePlan(by(), plan.id);

  /** What the steps of a base make of it. */
  async function drawnOn(base: { division: number; fabric: number }, steps: readonly LoggedStep[]) {
    const draft = createDraft(await loadDivision(files, db, base), NO_GROUND);
    for (const { delta } of steps) applyDelta(draft, delta as DraftDelta);
    return toDivisionState(draft);
  }
  const logOf = async (plan: number, after: number, to: number) =>
    (await readSteps(db, HOME, plan, after)).filter(({ seq }) => seq <= to);
  const expectWhole = async ({ id, state, draft }: OpenPlan) =>
    expect(toDivisionState(draft)).toEqual(
      await drawnOn({ division: state.base, fabric: state.fabric }, await logOf(id, state.baseSeq, state.head)),
    );

  /** The steps of a copy are those that the original made on the base that the copy stands on. */
  async function expectCopied(original: Plan, copy: Plan): Promise<void> {
    const ids = (steps: readonly LoggedStep[]) => steps.map(({ step }) => step.id);
    const log = await readSteps(db, HOME, original.id, 0);
    const earlier = copy.base.division === town.division;
    const copied = await readSteps(db, HOME, copy.id, 0);
    expect(ids(copied)).toEqual(ids(log.filter(({ seq }) => seq <= STEPS + 1 === earlier)));
  }

  beforeAll(async () => {
    town = await smallTown(get(), HOME);
    whole = await openApp(get());
    planner = await whole.somebody(HOME, 'planner');
    files = new FabricFiles();
    db = town.db;
    await newerDivision(town);
  });
  afterAll(() => whole?.close());

  test('is opened as it was or as it is, and leaves a snapshot of one base alone', async () => {
    for (let at = 0; ; at++) {
      const plan = await outdated();
      const racing = meanwhile(db, at, () => bringOn(plan));
      await new OpenPlans(files).use(racing.db, plan.id, expectWhole);
      if (!racing.happened()) break;
      await new OpenPlans(files).use(db, plan.id, async (open) => {
        expect(open.state, `rebased before statement ${at}`).toMatchObject({ baseSeq: STEPS + 1, head: 2 * STEPS + 2 });
        await expectWhole(open);
      });
    }
  });

  test('is read as a document of one base', async () => {
    for (let at = 0; ; at++) {
      const plan = await outdated();
      const racing = meanwhile(db, at, () => bringOn(plan));
      const document: PlanDocument = await readDocument(by(racing.db), plan.id);
      if (!racing.happened()) break;
      const draft = createDraft(stateOfBase(document.base, await files.fabric(db, document.fabric)), NO_GROUND);
      for (const { delta } of document.steps) applyDelta(draft, delta as DraftDelta);
      const { division, fabric } = document.plan.base;
      expect(toDivisionState(draft), `rebased before statement ${at}`).toEqual(
        await drawnOn({ division, fabric }, await logOf(plan.id, document.plan.baseVersion, document.plan.version)),
      );
    }
  });

  test('is copied with the steps of one base', async () => {
    for (let at = 0; ; at++) {
      const plan = await outdated();
      const racing = meanwhile(db, at, () => bringOn(plan));
      const copy = await copyPlan(by(racing.db), plan.id, '另一种');
      if (!racing.happened()) break;
      await expectCopied(plan, copy);
    }
  });

  test('waits with that while it is being copied', async () => {
    const plan = await outdated();
    let begin = (): void => {};
    // begun outside of the transaction: on its own connection, where there are several
    const rebased = new Promise<void>((resolve) => {
      begin = resolve;
    }).then(() => bringOn(plan));
    let statements = 0;
    const slow: ScopedDatabase = {
      kind: db.kind,
      scope: db.scope,
      query: (statement) => db.query(statement),
      transaction: (fn) =>
        db.transaction((tx) =>
          fn({
            copyIn: (...rows) => tx.copyIn(...rows),
            query: async (statement) => {
              if (++statements === 2) {
                begin();
                await Promise.race([rebased, new Promise((resolve) => setTimeout(resolve, 1500))]);
              }
              return tx.query(statement);
            },
          }),
        ),
    };
    const copy = await copyPlan(by(slow), plan.id, '另一种');
    await rebased;
    expect(copy.base.division).toBe(town.division);
    await expectCopied(plan, copy);
  });
});
