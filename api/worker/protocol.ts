import type { Failure } from './failure.ts';

/** One task at a time: it begins, may ask, and ends as done or failed. */
export type ToThread =
  | { kind: 'begin'; name: string; input: unknown }
  | { kind: 'reply'; id: number; reply: unknown }
  /** what the task asked could not be answered; it fails of that */
  | { kind: 'refuse'; id: number };

export type FromThread =
  /** several may be open at a time */
  | { kind: 'ask'; id: number; question: unknown }
  | { kind: 'done'; output: unknown }
  | { kind: 'failed'; failure: Failure };
