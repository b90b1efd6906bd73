import { randomInt, randomUUID } from 'node:crypto';
import type { Appended, Plan, PlanEdit, Step } from '../../api/contract/plans.ts';
import type { Problem } from '../../api/contract/problems.ts';
import type { Visitor } from './visitor.ts';

/** A random id for a region, node, arc or block that an edit makes. */
export const freshId = (): number => 2 ** 40 + randomInt(2 ** 40);

/** A gesture of edits. */
export const stepOf = (...edits: PlanEdit[]): Step => ({
  id: randomUUID(),
  label: { key: 'paint', values: {} },
  edits,
});

/** The undoing of a gesture. */
export const undoOf = (step: Step): Step => ({ id: randomUUID(), label: { key: 'undo', values: {} }, undo: step.id });

/** Somebody at a plan: the version they have seen last stands with them, as in the browser. */
export function drawer(visitor: Visitor, county: string, plan: Pick<Plan, 'id' | 'version'>) {
  const address = `/api/counties/${county}/plans/${plan.id}`;
  let version = plan.version;
  const send = (steps: Step[], baseVersion = version) => visitor.post(`${address}/steps`, { baseVersion, steps });
  return {
    address,
    get version() {
      return version;
    },
    /** Sends steps on what was seen last; the answer as it comes. */
    send,
    /** Sends steps that are to be taken. */
    async draw(...steps: Step[]): Promise<Appended> {
      const answer = await send(steps);
      if (answer.status !== 200) throw new Error(`not taken: ${JSON.stringify(await answer.json())}`);
      const appended = (await answer.json()) as Appended;
      version = appended.version;
      return appended;
    },
    /** Sends steps that are to be refused. */
    async refused(...steps: Step[]): Promise<Problem> {
      const answer = await send(steps);
      if (answer.status === 200) throw new Error('the steps were taken');
      return (await answer.json()) as Problem;
    },
  };
}
