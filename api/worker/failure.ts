import type { ProblemType } from '../contract/problems.ts';
import { ProblemError, type ProblemExtras } from '../problems.ts';

/** An error as plain data: a class would lose its fields, and its name, on the way to the other thread. */
export type Failure =
  | { kind: 'problem'; type: ProblemType; message: string; extras: ProblemExtras }
  | { kind: 'range'; message: string }
  | { kind: 'other'; message: string; stack: string | undefined };

export function failureOf(error: unknown): Failure {
  if (error instanceof ProblemError) {
    const { type, message, extras } = error;
    return { kind: 'problem', type, message, extras };
  }
  if (error instanceof RangeError) return { kind: 'range', message: error.message };
  if (error instanceof Error) return { kind: 'other', message: error.message, stack: error.stack };
  return { kind: 'other', message: String(error), stack: undefined };
}

export function errorOf(failure: Failure): Error {
  if (failure.kind === 'problem') return new ProblemError(failure.type, failure.message, failure.extras);
  if (failure.kind === 'range') return new RangeError(failure.message);
  const error = new Error(failure.message);
  if (failure.stack !== undefined) error.stack = failure.stack;
  return error;
}
