import { ProblemError } from '../../problems.ts';

/** Others are quicker once in a while, not in a row. */
const MOST_TRIES = 5;

/**
 * Does something with a plan again when others were quicker: drew on it, or brought it onto another base.
 *
 * @param attempt  gives null when they were
 * @throws ProblemError 'busy' when they are again and again; what `attempt` throws
 */
export async function tryAgain<T>(id: number, attempt: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const answer = await attempt();
    if (answer !== null) return answer;
  }
  throw new ProblemError('busy', `Many are drawing on plan ${id} at this moment; try again.`, {
    ...{ retryAfterS: 1, reason: 'plan-busy' },
  });
}
