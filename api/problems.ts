import { PROBLEM_BASE, PROBLEMS, type Problem, type ProblemType } from './contract/problems.ts';

/** What a problem may say beyond its type and detail. */
export type ProblemExtras = Omit<Problem, 'type' | 'title' | 'status' | 'detail'>;

/** A failure that the caller is told about: one type of the table in the contract, and what happened this time. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly type: ProblemType;
  readonly extras: ProblemExtras;

  /** @param detail  one sentence for people: what, where, what to do */
  constructor(type: ProblemType, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.type = type;
    this.extras = extras;
  }

  get status(): (typeof PROBLEMS)[ProblemType]['status'] {
    return PROBLEMS[this.type].status;
  }

  /** The body as RFC 9457 has it. */
  toProblem(): Problem {
    const { status, title } = PROBLEMS[this.type];
    return { type: PROBLEM_BASE + this.type, title, status, detail: this.message, ...this.extras };
  }
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** A problem as a response; how long to wait stands in the header too. */
export function problemResponse(problem: ProblemError): Response {
  const headers = new Headers({ 'content-type': PROBLEM_MEDIA_TYPE, 'cache-control': 'no-store' });
  if (problem.extras.retryAfterS !== undefined) headers.set('retry-after', String(problem.extras.retryAfterS));
  return new Response(JSON.stringify(problem.toProblem()), { status: problem.status, headers });
}
